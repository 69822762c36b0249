"""Since when every branch of a court keeps its records here, on one page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from branches.models import Branch
from core.editing import DateInput, PageForm, bound_days


class CoveragesForm(PageForm):
    """A date for each branch, and one for all that have none of their own."""

    default = forms.DateField(
        label="没有单独填写的支部，一律从这天起",
        required=False,
        widget=DateInput,
        help_text="通常填当年 1 月 1 日或本月 1 日。这一天之前的会议不计欠缺，只显示“不详”。",
    )

    def __init__(self, *args: Any, branches: Sequence[Branch], stated: Mapping[int, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branches = {f"branch-{branch.pk}": branch for branch in branches}
        for name, branch in self.branches.items():
            widget = DateInput({"class": "form-control"})
            field = forms.DateField(label=branch.name, required=False, widget=widget, initial=stated.get(branch.pk))
            bound_days(field)
            self.fields[name] = field

    def rows(self) -> list[tuple[Branch, BoundField]]:
        return [(branch, self[name]) for name, branch in self.branches.items()]

    def dates(self) -> dict[Branch, date]:
        """What is to be stated; branches without any date are left as they are."""
        default = self.cleaned_data.get("default")
        found = {branch: self.cleaned_data.get(name) or default for name, branch in self.branches.items()}
        return {branch: since for branch, since in found.items() if since}
