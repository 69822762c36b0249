"""Where this app shows up in the frame: an entry of the rail, panels and links on lower apps' pages."""

from typing import Any

from django.urls import reverse

from core import navigation, panels


def _branch_panel(branch: Any) -> str:
    return reverse("development:branch_panel", args=[branch.pk])


def _member_panel(member: Any) -> str:
    return reverse("development:member_panel", args=[member.pk])


def _awaited(branch: Any) -> str:
    return f"{reverse('development:next')}?branch={branch.pk}"


navigation.register(
    navigation.Entry(
        "发展党员", "person-plus", "development:overview", "development.view_files", 44, navigation.Group.PEOPLE
    )
)
panels.register("branch_detail", panels.Panel("发展党员", _branch_panel, "development.view_files", order=40))
panels.register("member_detail", panels.Panel("发展党员", _member_panel, "development.view_files", order=40))
panels.register("warning_PROBATION_ENDING", panels.Panel("办理转正", _awaited, "development.view_files"))
