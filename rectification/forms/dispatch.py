"""What narrows the weekly dispatch down."""

from datetime import date
from typing import Any

from django import forms

from rectification.choices import DispatchKind
from rectification.forms.work_lists import OF_COMMITTEE, SELECT
from rectification.selectors.dispatch import Line


class WeekForm(forms.Form):
    week = forms.DateField()


def week_of(sent: Any, default: date) -> date:
    """A day of the week that `sent` names, the default where it makes no sense."""
    form = WeekForm(sent)
    found = form.cleaned_data["week"] if form.is_valid() else default
    return found if 2000 <= found.year <= 2100 else default


class DispatchForm(forms.Form):
    kind = forms.ChoiceField(label="类别", required=False, widget=forms.Select(attrs=SELECT))
    branch = forms.ChoiceField(label="责任支部", required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, branches: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "全部"), *DispatchKind.choices]
        self.fields["branch"].choices = [("", "全部"), *branches]


class DispatchFilter:
    """The lines that are asked for."""

    def __init__(self, sent: Any, branches: list[tuple[str, str]]) -> None:
        self.form = DispatchForm(sent, branches=branches)
        self.form.is_valid()

    def left_of(self, lines: list[Line]) -> list[Line]:
        kind, branch = (self.form.cleaned_data.get(name) or "" for name in ("kind", "branch"))
        return [
            line
            for line in lines
            if kind in ("", line.kind) and branch in ("", str(line.branch.pk) if line.branch else OF_COMMITTEE)
        ]
