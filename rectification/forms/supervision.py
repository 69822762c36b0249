"""What the pages of supervision are asked for, and the filters of their tables."""

from datetime import date, timedelta
from typing import Any

from django import forms

from activities.forms.tables import TableFilter
from core.as_of import DayField
from core.dates import EARLIEST

# Half a year, so that the line of open measures has a point each week.
DAYS_SHOWN = 182
INVALID = "{}不是有效日期，请按 2024-06-30 的格式填写。"
DATE = {"type": "date", "class": "form-control form-control-sm"}


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"invalid": INVALID.format(label)},
    )


class SpanForm(forms.Form):
    """`on`, and `from` for the line over time. What makes no sense is named on the page, and the default stands."""

    on = DayField(label="截至日期", required=False, error_messages={"invalid": INVALID.format("截至日期")})

    def __init__(self, asked: Any, *, today: date) -> None:
        super().__init__(asked)
        self.fields["from"] = _day("起始日期")
        self.today = today
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, on = values.get("from"), values.get("on") or self.today
        if start and not EARLIEST <= start <= on:
            self.add_error("from", f"起始日期应不晚于截至日期 {on:%Y-%m-%d}。")
        return values

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or self.today

    @property
    def start(self) -> date:
        return self.cleaned_data.get("from") or max(self.day - timedelta(DAYS_SHOWN), EARLIEST)


HAS = (("OVERDUE", "有未按时完成"), ("NEAR", "7 天内到期"), ("NEARING", "30 天内到期"))


class BranchLineFilter(TableFilter):
    has = forms.ChoiceField(
        label="措施",
        required=False,
        choices=[("", "全部"), *HAS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = "支部名称"

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["q"].widget.attrs["placeholder"] = self.words

    def keeps_q(self, line: Any, value: str) -> bool:
        return value in line.name

    def keeps_has(self, line: Any, value: str) -> bool:
        duties = line.duties
        return bool({"OVERDUE": duties.overdue, "NEAR": duties.near, "NEARING": duties.nearing}[value])


class PersonLineFilter(BranchLineFilter):
    words = "姓名、支部"

    def keeps_q(self, line: Any, value: str) -> bool:
        return value in line.name or value in line.branch_name


class CourtLineFilter(TableFilter):
    late = forms.ChoiceField(
        label="措施",
        required=False,
        choices=[("", "全部"), ("1", "有未按时完成")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["q"].widget.attrs["placeholder"] = "法院名称"

    def keeps_q(self, line: Any, value: str) -> bool:
        return value in line.court.name

    def keeps_late(self, line: Any, value: str) -> bool:
        return bool(line.overdue)
