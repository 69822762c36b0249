from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "development"
    verbose_name = "发展党员"

    def ready(self) -> None:
        from development import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
