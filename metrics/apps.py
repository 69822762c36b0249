from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = "业务指标"

    def ready(self) -> None:
        from metrics import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
