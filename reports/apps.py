from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表"

    def ready(self) -> None:
        from reports import (  # noqa: F401, PLC0415  # each registers what it declares
            actions,
            papers,  # registers its paper
            sections,
        )
        from reports.handbook import paper  # noqa: F401, PLC0415  # likewise
        from reports.services import stale  # noqa: F401, PLC0415  # hears of changes
