from typing import Any

from django.apps import AppConfig
from django.urls import reverse

from core import panels
from core.attachments import register_use


def _coverage_hint(court: Any) -> str:
    return reverse("activities:coverage_hint", args=[court.pk])


def _study_panel(member: Any) -> str:
    return reverse("activities:study_panel", args=[member.pk])


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "组织生活"

    def ready(self) -> None:
        from activities import actions, papers  # noqa: F401, PLC0415  # each registers what it declares
        from activities.selectors.attachments import digests_in_use  # noqa: PLC0415  # models are loaded only now
        from activities.services.activity_import.importer import LEDGER  # noqa: PLC0415  # models are loaded only now
        from branches.services.imports import registry  # noqa: PLC0415  # models are loaded only now
        from core.navigation import Entry, Group, register, register_search  # noqa: PLC0415  # models are loaded only now

        registry.register(LEDGER)
        since_when = panels.Panel("从哪天起在此留存记录", _coverage_hint, "activities.state_coverages")
        panels.register("import_done", since_when)
        panels.register("member_detail", panels.Panel("学习与到会", _study_panel, "activities.view_study_of", order=30))
        register_use(digests_in_use)
        register_search("activities:search", "activities.view_activities")
        register(
            Entry("组织生活", "calendar-check", "activities:list", "activities.view_activities", 20, Group.LIFE),
            Entry("记录审核", "inbox", "activities:waiting", "activities.review_activity", 25, Group.LIFE),
            Entry("组织生活规定", "journal-check", "activities:kinds", "activities.view_kinds", 60, Group.SETTINGS),
        )
