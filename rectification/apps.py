from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = "检视整改"

    def ready(self) -> None:
        from rectification import actions  # noqa: F401, PLC0415  # registers what it declares
