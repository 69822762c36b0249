"""Where this app shows up in the frame: its entry of the rail, its panel and its links on lower apps' pages."""

from typing import Any

from django.urls import reverse

from core import navigation, panels


def _panel(branch: Any) -> str:
    return reverse("elections:branch_panel", args=[branch.pk])


def _request(branch: Any) -> str:
    return reverse("elections:request", args=[branch.pk])


navigation.register(
    navigation.Entry("换届", "arrow-repeat", "elections:list", "elections.view_elections", 46, navigation.Group.PEOPLE)
)
panels.register("branch_detail", panels.Panel("换届", _panel, "elections.view_elections", order=20))
for _code in ("ELECTION_SOON", "ELECTION_OVERDUE"):
    panels.register(f"warning_{_code}", panels.Panel("办理换届", _request, "elections.request_election"))
