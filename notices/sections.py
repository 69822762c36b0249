"""Where this app shows up in the frame: its entries of the rail, its panel on a branch's page."""

from typing import Any

from django.urls import reverse

from core import navigation, panels

LIFE = navigation.Group.LIFE


def _of_branch(branch: Any) -> str:
    return reverse("notices:branch_panel", args=[branch.pk])


navigation.register(
    navigation.Entry("工作提示", "megaphone", "notices:list", "notices.view_notices", order=60, group=LIFE),
    navigation.Entry("督办通报", "clipboard-x", "notices:bulletins", "notices.view_bulletins", order=61, group=LIFE),
)
panels.register("branch_detail", panels.Panel("工作提示", _of_branch, "notices.view_of_branch", order=40))
