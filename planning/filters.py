"""Filters of the lists of plans; their state stands in the address."""

import django_filters
from django import forms
from django.db.models import QuerySet

from branches.models import Branch
from planning.choices import PlanState
from planning.models import PlanItem
from planning.selectors.plans import PlanLine

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
OWN = "OWN"
STATES = [
    (OWN, "本支部开展的"),
    (PlanState.HELD, "已开展（含改期）"),
    *((state, state.label) for state in (PlanState.MISSED, PlanState.NOT_KNOWN, PlanState.PLANNED)),
    (PlanState.COURT_WIDE, PlanState.COURT_WIDE.label),
]


class BranchPlansFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找",
        field_name="name",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "支部名称"}),
    )

    class Meta:
        model = Branch
        fields = ()


class PlanFilter(django_filters.FilterSet):
    """Of the lines of a branch's plan, which stand with what the records say: `chosen` leaves those asked for."""

    kind = django_filters.ChoiceFilter(
        label="类型", choices=[], method="by_nothing", empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=STATES, method="by_nothing", empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = PlanItem
        fields = ()

    def by_nothing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def chosen(self, lines: list[PlanLine]) -> list[PlanLine]:
        """Those of `lines` that the filters ask for; the kinds to choose from are theirs."""
        kinds = {line.item.kind.code: line.item.kind.name for line in lines}
        self.filters["kind"].extra["choices"] = list(kinds.items())
        self.form.is_valid()
        kind, state = self.form.cleaned_data.get("kind"), self.form.cleaned_data.get("state")
        return [line for line in lines if kind in ("", None, line.item.kind.code) and (not state or _is(line, state))]


def _is(line: PlanLine, state: str) -> bool:
    if line.is_courts_own or line.state == PlanState.COURT_WIDE:
        return state == PlanState.COURT_WIDE
    return state == OWN or (line.is_held if state == PlanState.HELD else line.state == state)
