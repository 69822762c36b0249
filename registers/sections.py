"""Where this app shows up in the frame: its entries of the rail, and its panel on a branch's page."""

from typing import Any

from django.urls import reverse

from core import navigation, panels
from core.navigation import Entry, Group


def _panel(branch: Any) -> str:
    return reverse("registers:branch_panel", args=[branch.pk])


navigation.register(
    Entry("登记簿", "journal-bookmark", "registers:overview", "registers.view_entries", 49, Group.LIFE),
    Entry("登记簿设置", "journal-plus", "registers:kinds", "registers.manage_kinds", 62, Group.SETTINGS),
)
panels.register("branch_detail", panels.Panel("登记簿", _panel, "registers.view_entries", order=60))
