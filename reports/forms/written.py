"""Forms of written reports, and the filter of their list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from core.editing import DateInput, PageForm, reason_field
from core.errors import Refused
from metrics.periods import Period, choices_of_a_year
from notices.forms.filters import choice_filter
from reports.choices import ReportKind, ReportState, SectionCode
from reports.models import Report
from reports.models.written import LONGEST_TEXT, LONGEST_TITLE
from reports.selectors.written import kind_of
from reports.services.written import About, Arranged

YEARS_BACK = 6
BLANK_ROWS = 3
OF_COURT, WITH_BELOW = "court", "below"


class NewReportForm(PageForm):
    """Whose report, on which span of a year. `court`: of which the user is of the committee; `branches`: of which an
    officer."""

    owner = forms.ChoiceField(label="写谁的报告")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    period = forms.ChoiceField(label="时段", choices=choices_of_a_year)
    title = forms.CharField(
        label="标题", max_length=LONGEST_TITLE, required=False, help_text="不填的，按单位和时段起名。"
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    wide = ("title",)

    def __init__(
        self, *args: Any, court: Court | None, branches: Sequence[Branch], has_below: bool, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.court, self.branches = court, {str(branch.pk): branch for branch in branches}
        owners = [(OF_COURT, str(court))] if court else []
        if court and has_below:
            owners.append((WITH_BELOW, f"{court}（含下级法院）"))
        self.fields["owner"].choices = [*owners, *((key, branch.name) for key, branch in self.branches.items())]
        years = range(on.year, on.year - YEARS_BACK, -1)
        self.fields["year"].choices = [(year, f"{year}年") for year in years]

    @property
    def about(self) -> About:
        """What the form asks for; valid forms only."""
        values = self.cleaned_data
        owner = self.branches.get(values["owner"]) or self.court
        if owner is None:
            raise Refused("请选择写谁的报告。", field="owner")
        period = Period.named(values["year"], values["period"])
        return About(
            owner, kind_of(period), period.start, period.end, values["owner"] == WITH_BELOW, values["title"] or ""
        )


class AroundForm(PageForm):
    """What stands around the texts."""

    title = forms.CharField(label="标题", max_length=LONGEST_TITLE)
    signed = forms.CharField(label="落款", max_length=LONGEST_TITLE, required=False, help_text="印在文末，不填就不印。")
    as_of = forms.DateField(
        label="数据截至",
        required=False,
        widget=DateInput,
        help_text="不填的，截至时段最后一天；时段还没有结束的，截至当天。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide = ("title",)


class SectionForm(PageForm):
    heading = forms.CharField(label="栏目标题", max_length=60)
    text = forms.CharField(
        label="正文",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "data-report-text": ""}),
        help_text="花括号里是数据的名称：{党课} 显示记录里的数和单位（后面不用再写“次”）；"
        "{党课=30} 以手写的数为准，与记录不同会标出；{党课≈} 写成“20余次”；{约谈@2017} 从 2017 年起累计。一行一段。",
    )
    with_tables = forms.BooleanField(label="后面附数据表和图", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide = ("heading", "text")


class SectionsForm(PageForm):
    """Which sections there are, in which order: a row for each that is there, and some for new ones."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, there: Sequence[tuple[int | None, str, str]], **kwargs: Any) -> None:
        """`there`: (key or None, code, heading) of each section."""
        super().__init__(*args, **kwargs)
        self.there = [*there, *[(None, "", "")] * BLANK_ROWS]
        for number, (_, code, heading) in enumerate(self.there, start=1):
            self.add_fields(self._row(number, code, heading))

    def _row(self, number: int, code: str, heading: str) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            f"order_{number}": forms.IntegerField(
                label=f"第 {number} 行的顺序", min_value=1, max_value=99, initial=number, required=False
            ),
            f"heading_{number}": forms.CharField(
                label=f"第 {number} 行的标题", max_length=60, initial=heading, required=False
            ),
            f"keep_{number}": forms.BooleanField(label=f"保留第 {number} 行", initial=bool(code), required=False),
        }
        if not code:
            choices = [("", "不新增"), *SectionCode.choices]
            fields[f"code_{number}"] = forms.ChoiceField(label=f"第 {number} 行的内容", choices=choices, required=False)
        return fields

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each row, for the table on the page."""
        return [
            {
                "order": self[f"order_{number}"],
                "heading": self[f"heading_{number}"],
                "keep": self[f"keep_{number}"] if code else None,
                "code": None if code else self[f"code_{number}"],
                "about": SectionCode(code).label if code else "",
            }
            for number, (_, code, _) in enumerate(self.there, start=1)
        ]

    @property
    def arranged(self) -> list[Arranged]:
        """The sections that are kept or new, in the order typed; valid forms only."""
        values = self.cleaned_data
        chosen = []
        for number, (key, code, _) in enumerate(self.there, start=1):
            kept = code if values[f"keep_{number}"] else ""
            new = kept or values.get(f"code_{number}", "")
            if new:
                heading = values[f"heading_{number}"].strip() or SectionCode(new).label
                chosen.append((values[f"order_{number}"] or 99, number, Arranged(new, heading, key if kept else None)))
        return [each for _, _, each in sorted(chosen, key=lambda row: row[:2])]


class PublishForm(PageForm):
    """`asks`: something is listed that is to be looked at."""

    has_checked = forms.BooleanField(label="上面列出的各处已经核对，按现在的文字发布", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            self.fields["has_checked"].widget = forms.HiddenInput()


class WithdrawForm(PageForm):
    reason = reason_field("撤回原因")
    wide = ("reason",)


class ReportFilter(django_filters.FilterSet):
    """Without a state: published ones and one's own drafts."""

    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "标题、支部", "type": "search"}),
    )
    kind = choice_filter("种类", ReportKind.choices)
    year = choice_filter("年度", [], method="by_year")
    of = choice_filter("单位", [("COURT", "全院的"), ("BRANCH", "支部的")], method="by_owner")
    state = choice_filter("状态", ReportState.choices, empty_label="草稿和已发布")

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, is_writer: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Report.objects.visible_to(self.request.user).dates("end", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(str(first.year), f"{first.year}年") for first in years]
        if not is_writer:
            del self.filters["state"]

    def filter_queryset(self, queryset: QuerySet[Report]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return rows
        return rows.filter(state__in=(ReportState.DRAFT, ReportState.PUBLISHED))

    def by_words(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        text = value.strip()
        return rows.filter(Q(title__icontains=text) | Q(branch__name__icontains=text))

    def by_year(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        return rows.filter(end__year=int(value))

    def by_owner(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        return rows.filter(branch__isnull=value == "COURT")
