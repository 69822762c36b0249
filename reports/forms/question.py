"""What a report is asked for in its address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest

from reports.heat import months_between
from reports.spans import PARTS, WHOLE_YEAR, ReportSpan, part_of_year

FIRST_YEAR = 2000


class QuestionForm(forms.Form):
    """Year, part of it and as-of date. Anything that makes no sense is named on the page, and the default stands."""

    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        required=False,
        error_messages={"invalid": "年度请填四位数字，例如 2024。", "min_value": f"年度不早于 {FIRST_YEAR} 年。"},
    )
    span = forms.ChoiceField(
        label="时段",
        choices=list(PARTS.items()),
        required=False,
        error_messages={"invalid_choice": "没有这样的时段，请选全年、半年、季度或月份。"},
    )
    as_of = forms.DateField(
        label="截至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "截至日期不是有效日期，请按 2024-06-30 的格式填写。"},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if year and year > self.today.year + 1:
            raise forms.ValidationError(f"{year} 年还没有到。")
        return year

    def clean_as_of(self) -> date | None:
        as_of = self.cleaned_data["as_of"]
        if as_of and as_of > self.today:
            raise forms.ValidationError("截至日期还没有到，只能查看到今天为止的情况。")
        return as_of

    def clean(self) -> dict:
        values = super().clean() or {}
        year, part, as_of = values.get("year") or self.today.year, values.get("span") or WHOLE_YEAR, values.get("as_of")
        if as_of and as_of < part_of_year(year, part).start:
            asked = f"{year} 年{PARTS[part] if part else ''}"
            self.add_error("as_of", f"截至日期 {as_of} 时 {asked}还没有开始，请选这段时间里或以后的日期。")
        return values


@dataclass(frozen=True)
class Question:
    """A year or a part of it and its as-of date, with the form that they came from. `part`: a code of PARTS."""

    form: QuestionForm
    span: ReportSpan
    part: str
    as_of: date
    today: date

    @property
    def year(self) -> int:
        return self.span.start.year

    @property
    def years(self) -> list[int]:
        """This year and the four before it, with the one that is shown."""
        return sorted({*range(self.today.year, self.today.year - 5, -1), self.year}, reverse=True)

    @property
    def months(self) -> list[int]:
        """The month numbers of the span."""
        return months_between(self.span.start, self.span.end)

    @property
    def parts(self) -> dict[str, str]:
        return PARTS

    @property
    def label(self) -> str:
        """`2024年`, `2024年第一季度`."""
        return f"{self.year}年{PARTS[self.part] if self.part else ''}"

    @property
    def until(self) -> str:
        return f"截至 {self.as_of:%Y-%m-%d}"

    def __str__(self) -> str:
        later = "，党支部、党员等现状也截至当日" if self.as_of > self.span.end else ""
        restated = f"（按当日情况重新计算{later}）" if self.is_restated else ""
        return f"{self.label}，截至 {self.as_of.year}年{self.as_of.month}月{self.as_of.day}日{restated}"

    @property
    def query(self) -> str:
        """The same question for another page."""
        part = {"span": self.part} if self.part else {}
        return urlencode({"year": self.year, **part, "as_of": self.as_of.isoformat()})

    @property
    def is_restated(self) -> bool:
        """Whether the page looks back to another day than it would by itself."""
        return self.as_of != self.span.as_of(self.today)


def question_of(request: HttpRequest, today: date) -> Question:
    """The question in the address of this page."""
    form = QuestionForm(request.GET, today=today)
    form.is_valid()
    part = form.cleaned_data.get("span") or WHOLE_YEAR
    span = part_of_year(form.cleaned_data.get("year") or today.year, part)
    return Question(form, span, part, span.as_of(today, form.cleaned_data.get("as_of")), today)
