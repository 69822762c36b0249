from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = "业务指标"

    def ready(self) -> None:
        from branches.services import moving  # noqa: PLC0415  # models are loaded only now
        from branches.services.imports import registry  # noqa: PLC0415  # likewise
        from metrics import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
        from metrics.services.definitions import names_that_meet  # noqa: PLC0415  # likewise
        from metrics.services.metric_import.importer import TABLE  # noqa: PLC0415  # likewise

        registry.register(TABLE)
        moving.register(names_that_meet)
