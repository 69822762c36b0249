"""Where this app shows up in the frame: its entries of the rail, its panels on lower apps' pages."""

from typing import Any

from django.urls import reverse

from core import navigation, panels


def _problems(branch: Any) -> str:
    return reverse("rectification:branch_panel", args=[branch.pk])


def _inspections(branch: Any) -> str:
    return reverse("rectification:inspection_branch_panel", args=[branch.pk])


def _finding(problem: Any) -> str:
    return reverse("rectification:finding_panel", args=[problem.pk])


navigation.register(
    navigation.Entry(
        *("整改督办", "clipboard-data", "rectification:supervision", "rectification.view_supervision"),
        order=51,
        group=navigation.Group.LIFE,
    ),
    navigation.Entry(
        *("检视整改", "clipboard-check", "rectification:list", "rectification.view_problems"),
        order=50,
        group=navigation.Group.LIFE,
    ),
    navigation.Entry(
        *("检查", "ui-checks", "rectification:inspections", "rectification.view_inspections"),
        order=52,
        group=navigation.Group.LIFE,
    ),
    navigation.Entry(
        "工作清单", "list-check", "rectification:work_lists", "rectification.view_lists", 53, navigation.Group.LIFE
    ),
    navigation.Entry(
        "每周调度", "calendar-week", "rectification:dispatch", "rectification.view_dispatch", 54, navigation.Group.LIFE
    ),
)
panels.register("branch_detail", panels.Panel("检视整改", _problems, "rectification.view_problems", order=50))
panels.register("branch_detail", panels.Panel("检查", _inspections, "rectification.view_inspections", order=60))
panels.register("problem_detail", panels.Panel("检查发现", _finding, "rectification.view_finding_of", order=20))
