from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "年度计划"

    def ready(self) -> None:
        from core.navigation import Entry, register  # noqa: PLC0415  # models are loaded only now
        from planning import actions  # noqa: F401, PLC0415  # registers its words

        register(
            Entry("日历", "calendar3", "planning:calendar", "planning.view_calendar", order=44),
            Entry("年度计划", "list-check", "planning:plans", "planning.view_plans", order=46),
        )
