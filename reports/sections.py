"""Where this app shows up in the frame: entries of the rail, and panels on lower apps' pages."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from core import navigation, panels


def _branch_panel(branch: Any) -> str:
    return reverse("reports:branch_panel", args=[branch.pk])


# The blocks of the dashboards: what a block is called, its name, who may see it.
_BLOCKS = (
    ("上月末以来的变化", "changes", ""),
    ("检视整改", "rectification", "reports.view_work"),
    ("工作提示", "notices", "reports.view_work"),
    ("星级评定", "stars", "reports.view_work"),
    ("发展党员", "pipeline", "reports.view_work"),
    ("党员构成", "members", ""),
)


def _address(name: str, block: str) -> Callable[[Any], str]:
    return lambda owner: reverse(name, args=[owner.pk, block])


navigation.register(
    navigation.Entry("首页", "house", "reports:home", "reports.view_home", order=0),
    navigation.Entry("报表", "bar-chart", "reports:index", "reports.view_reports", 60, navigation.Group.FIGURES),
    navigation.Entry(
        "接口令牌", "key", "reports:token_list", "reports.manage_api_tokens", 73, navigation.Group.SETTINGS
    ),
    navigation.Entry("接口说明", "braces", "api:docs", "reports.read_api_docs", 75, navigation.Group.SETTINGS),
    navigation.Entry("工作报告", "file-text", "reports:written", "reports.read_written", 62, navigation.Group.FIGURES),
    navigation.Entry("我的出席", "person-check", "reports:mine", "reports.view_own", 70, navigation.Group.FIGURES),
)
panels.register("branch_detail", panels.Panel("近十二个月达标与应开", _branch_panel, "reports.view_branch", order=10))
for _order, (_title, _block, _permission) in enumerate(_BLOCKS):
    for _slot, _name, _view in (
        ("court_dashboard", "reports:court_block", "reports.view_court"),
        ("below_dashboard", "reports:below_block", "reports.view_court"),
        ("branch_dashboard", "reports:branch_block", "reports.view_branch"),
    ):
        panels.register(_slot, panels.Panel(_title, _address(_name, _block), _permission or _view, _order))
