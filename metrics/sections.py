"""Where this app shows up in the frame: its entry of the rail, and its panel on a branch's page."""

from typing import Any

from django.urls import reverse

from core import navigation, panels
from core.navigation import Entry, Group


def _panel(branch: Any) -> str:
    return reverse("metrics:branch_panel", args=[branch.pk])


navigation.register(Entry("业务指标", "bar-chart", "metrics:list", "metrics.view_figures", 80, Group.FIGURES))
panels.register("branch_detail", panels.Panel("业务指标", _panel, "metrics.view_figure", order=70))
