from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = "检视整改"

    def ready(self) -> None:
        from rectification import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
