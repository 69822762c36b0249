"""Where this app shows up in the frame: entries of the rail, and panels on lower apps' pages."""

from typing import Any

from django.urls import reverse

from core import navigation, panels


def _branch_panel(branch: Any) -> str:
    return reverse("reports:branch_panel", args=[branch.pk])


navigation.register(
    navigation.Entry("首页", "house", "reports:home", "reports.view_home", order=0),
    navigation.Entry("报表", "bar-chart", "reports:index", "reports.view_reports", 60, navigation.Group.FIGURES),
    navigation.Entry("我的出席", "person-check", "reports:mine", "reports.view_own", 70, navigation.Group.FIGURES),
)
panels.register("branch_detail", panels.Panel("近十二个月达标与应开", _branch_panel, "reports.view_branch", order=10))
