from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "elections"
    verbose_name = "换届选举"

    def ready(self) -> None:
        from elections import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
