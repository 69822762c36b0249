from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "development"
    verbose_name = "发展党员"

    def ready(self) -> None:
        from development import actions  # noqa: F401, PLC0415  # registers its words
