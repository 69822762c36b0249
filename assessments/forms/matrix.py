"""What the table of an assessment, and the list of what waits, are narrowed to; a value that makes no sense narrows
nothing."""

from typing import Any

from django import forms

from activities.forms.tables import LONGEST_QUERY
from assessments.choices import CellState, Waits
from assessments.selectors.sheets import Row, Sheet
from notices.forms.filters import SELECT

BY_TOTAL = "total"


def _choice(label: str, choices: Any, empty: str = "全部") -> forms.ChoiceField:
    widget = forms.Select(attrs=SELECT)
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices], widget=widget)


class MatrixForm(forms.Form):
    aspect = _choice("方面", [])
    state = _choice("有这种情况的支部", CellState.choices)
    order = _choice("排列", [(BY_TOTAL, "按得分")], empty="按支部顺序")

    def __init__(self, asked: Any, *, sheet: Sheet) -> None:
        super().__init__(asked)
        self.fields["aspect"].choices = [("", "全部"), *sheet.aspects.items()]
        self.is_valid()

    @property
    def form(self) -> "MatrixForm":
        return self

    @property
    def narrowing(self) -> dict[str, Any]:
        """As the selector takes it."""
        chosen = self.cleaned_data
        return {
            "aspect": chosen.get("aspect", ""),
            "state": chosen.get("state", ""),
            "by_total": chosen.get("order") == BY_TOTAL,
        }


class ToReviewForm(forms.Form):
    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "支部、指标", "type": "search"}),
    )
    branch = _choice("党支部", [])
    code = _choice("指标", [])
    state = _choice("状态", Waits.choices)

    def __init__(self, asked: Any, *, sheet: Sheet) -> None:
        super().__init__(asked)
        self.fields["branch"].choices = [("", "全部"), *((str(row.branch.pk), row.branch.name) for row in sheet.rows)]
        lines = [(line.code, f"{line.code} {line.name}") for line in sheet.lines]
        self.fields["code"].choices = [("", "全部"), *lines]
        self.is_valid()

    @property
    def form(self) -> "ToReviewForm":
        return self

    def keeps(self, row: Row, line: Any, waits: Waits) -> bool:
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return (
            chosen.get("q", "").strip() in f"{row.branch} {line.code} {line.name}"
            and chosen.get("branch", str(row.branch.pk)) == str(row.branch.pk)
            and chosen.get("code", line.code) == line.code
            and chosen.get("state", waits) == waits
        )
