from typing import Any

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "年度计划"

    def ready(self) -> None:
        from accounts.services import account_taken  # noqa: PLC0415  # models are loaded only now
        from core.holidays.services import days_changed  # noqa: PLC0415
        from core.navigation import Entry, Group, register  # noqa: PLC0415
        from core.queueing import hand_over  # noqa: PLC0415
        from planning import actions  # noqa: F401, PLC0415  # registers its words
        from planning.services.feeds import feed_close  # noqa: PLC0415

        def close(user: Any, by: Any, **signal: Any) -> None:
            feed_close(user=user, by=by)

        account_taken.connect(close, weak=False, dispatch_uid="planning.close_feed")

        def follow(**signal: Any) -> None:
            hand_over("planning.tasks.follow_holidays")

        days_changed.connect(follow, weak=False, dispatch_uid="planning.follow_holidays")

        register(
            Entry("日历", "calendar3", "planning:calendar", "planning.view_calendar", order=44),
            Entry("年度计划", "list-check", "planning:plans", "planning.view_plans", 46, Group.LIFE),
        )
