"""What the receipt matrix and its list are asked for; a value that makes no sense filters nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from activities.forms.tables import LONGEST_QUERY
from branches.models import Branch, Court
from core.as_of import DayField
from core.clock import today
from notices.choices import ReceiptState
from notices.links import OPEN, SIGNED
from notices.models import Series
from notices.selectors.matrix import Cell, issued_on

ALL = "all"
SELECT = {"class": "form-select"}
STATES = [(OPEN, "未完成"), (SIGNED, "已签收，含已完成"), *ReceiptState.choices]
# What says by itself which notices are meant, of whatever year.
NAMING = ("series", "notice", "issued_from")


class MatrixForm(forms.Form):
    """Which notices, and on which day. Without year and series those of the day's year."""

    year = forms.ChoiceField(label="年度", required=False, widget=forms.Select(attrs=SELECT))
    series = forms.ModelChoiceField(
        label="系列",
        required=False,
        queryset=None,
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    on = DayField(label="截至", required=False)
    issued_from = forms.DateField(label="签发不早于", required=False, widget=forms.HiddenInput)
    issued_to = forms.DateField(label="签发不晚于", required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Any, *, user: Any, court: Court) -> None:
        super().__init__(asked)
        years = issued_on(user, court, today()).order_by("-year").values_list("year", flat=True).distinct()
        unchosen = "全部" if any(asked.get(name) for name in NAMING) else "本年"
        choices = [("", unchosen), *((str(year), f"{year} 年") for year in years), (ALL, "全部年度")]
        self.fields["year"].choices = choices
        self.fields["series"].queryset = Series.objects.visible_to(user).filter(court=court)
        self.fields["on"].widget.attrs["class"] = "form-control"
        self.take_up(user, court)
        self.is_valid()

    def take_up(self, user: Any, court: Court) -> None:
        """What further fields may choose from."""

    @property
    def form(self) -> "MatrixForm":
        return self

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or today()

    @property
    def asked_year(self) -> int | None:
        """None for all."""
        chosen = self.cleaned_data.get("year")
        is_named = any(self.cleaned_data.get(name) for name in NAMING)
        if chosen == ALL or (not chosen and is_named):
            return None
        return int(chosen) if chosen else self.day.year

    @property
    def narrowing(self) -> dict[str, Any]:
        """Which notices, as the selector takes it."""
        chosen = self.cleaned_data
        of_notices = {name: chosen.get(name) for name in ("series", "notice")}
        first, last = chosen.get("issued_from"), chosen.get("issued_to") or self.day
        return {
            "year": self.asked_year,
            "waiting": chosen.get("state") == ReceiptState.WAITING,
            "issued": (first, last) if first else None,
            **of_notices,
        }


class ReceiptForm(MatrixForm):
    """The same as a list: also by branch, notice and how it stands."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "支部、工作提示", "type": "search"}),
    )
    branch = forms.ModelChoiceField(
        label="党支部",
        required=False,
        queryset=None,
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    notice = forms.ModelChoiceField(
        label="工作提示",
        required=False,
        queryset=None,
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *STATES], widget=forms.Select(attrs=SELECT)
    )
    field_order = ("q", "year", "series", "notice", "branch", "state", "on")

    def take_up(self, user: Any, court: Court) -> None:
        self.fields["branch"].queryset = Branch.objects.within(court).order_by("order", "pk")
        self.fields["notice"].queryset = issued_on(user, court, today())

    def kept(self, cells: Iterable[Cell]) -> list[Cell]:
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return [cell for cell in cells if self._keeps(cell, chosen)]

    @staticmethod
    def _keeps(cell: Cell, chosen: dict[str, Any]) -> bool:
        return (
            chosen.get("q", "") in f"{cell.notice} {cell.branch}"
            and chosen.get("branch", cell.branch) == cell.branch
            and chosen.get("notice", cell.notice) == cell.notice
            and _stands(cell, chosen.get("state"))
        )


def _stands(cell: Cell, state: str | None) -> bool:
    if state == OPEN:
        return cell.is_open
    return cell.row.is_acknowledged if state == SIGNED else state in (None, cell.state)
