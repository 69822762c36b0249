"""Duty reviews on one page with their questions, and the filter of their list. The rules stand in the services."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from assessments.choices import DutyGrade, Tier
from assessments.models import DutyQuestion, DutyReview
from assessments.selectors.duty import year_reported
from assessments.services.duty import Asked
from branches.forms.branches import PersonField
from branches.models import Branch, Member
from core.clock import today
from core.editing import DateInput, PageForm, reason_field
from notices.forms.filters import SELECT

VOIDED = "VOIDED"
PARTS = ("asker", "question", "answer")
FIRST_LINES = 2
MOST_PEOPLE = 9999
_LONGEST = {part: DutyQuestion._meta.get_field(part).max_length or 0 for part in PARTS}
_LABELS = {"asker": "提问人", "question": "提问", "answer": "回答"}


def number_field(label: str, help_text: str = "", **options: Any) -> forms.IntegerField:
    words = {"required": f"请填写{label}。", "invalid": f"{label}请填整数。"}
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PEOPLE, help_text=help_text, error_messages=words, **options
    )


def text_field(label: str, longest: int, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=False, help_text=help_text, widget=widget)


class QuestionLines:
    """The lines of the form, whose names repeat: of `questions` that are kept, or as typed."""

    def __init__(self, data: QueryDict | None, questions: QuerySet[DutyQuestion] | None) -> None:
        kept = [{part: getattr(row, part) for part in PARTS} for row in questions or ()]
        self.typed = kept if data is None else _typed(data)

    @property
    def rows(self) -> list[dict[str, str]]:
        """For the page: at least one of them empty."""
        empty = dict.fromkeys(PARTS, "")
        return [*self.typed, *(empty for _ in range(max(1, FIRST_LINES - len(self.typed))))]

    def faults(self) -> list[str]:
        faults = []
        for number, line in enumerate(self.typed, start=1):
            if not line["question"]:
                faults.append(f"第 {number} 条提问：请写明问的是什么。")
            faults += [
                f"第 {number} 条提问：{_LABELS[part]}不能超过 {longest} 字。"
                for part, longest in _LONGEST.items()
                if len(line[part]) > longest
            ]
        return faults

    def asked(self) -> list[Asked]:
        return [Asked(**line) for line in self.typed]


def _typed(data: QueryDict) -> list[dict[str, str]]:
    """The lines that have something in them."""
    columns = [data.getlist(part) for part in PARTS]
    length = max(map(len, columns))
    padded = [[*column, *[""] * (length - len(column))] for column in columns]
    lines = [dict(zip(PARTS, map(_plain, cells), strict=True)) for cells in zip(*padded, strict=True)]
    return [line for line in lines if any(line.values())]


def _plain(typed: str) -> str:
    """On one line, without what no database keeps."""
    return " ".join(typed.replace("\x00", "").split())


class DutyReviewForm(PageForm):
    tier = forms.ChoiceField(
        label="层级",
        choices=Tier.choices,
        initial=Tier.BRANCH_SECRETARY,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择层级。"},
    )
    branch = forms.ModelChoiceField(None, label="党支部", required=False, empty_label="（请选择）")
    year = forms.IntegerField(
        label="述职年度", min_value=2000, max_value=2100, error_messages={"required": "请填写述职年度。"}
    )
    held_on = forms.DateField(
        label="评议日期",
        widget=DateInput({"data-weekday": ""}),
        error_messages={"required": "请填写评议日期。"},
    )
    present = number_field("到会人数", "到会参加投票的人数；四个等次的票数合计不超过它，差额为未投票。")
    person = PersonField(label="述职人", required=False, help_text="支部书记可以不选，按评议当天的任职登记。")
    person_name = forms.CharField(
        label="述职人姓名", max_length=50, required=False, help_text="述职人不在花名册上的，在这里填写。"
    )
    good = number_field("“好”票数")
    fair = number_field("“较好”票数")
    ordinary = number_field("“一般”票数")
    poor = number_field("“差”票数")
    report = text_field("述职要点", 5000, 5, "讲了哪些工作、哪些问题、下一步怎么做；不填也可以。")
    comment = text_field("点评", 2000, 3, "主持人或上级的点评；不填也可以。")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("tier", "report", "comment")

    def __init__(
        self,
        *args: Any,
        branches: QuerySet[Branch],
        people: QuerySet[Member],
        lines: QuestionLines,
        of: DutyReview | None = None,
        **kwargs: Any,
    ) -> None:
        """`of`: the review that is changed; whose it is stays."""
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        self.fields["person"].queryset = people
        self.lines = lines
        gone = ("submission_key", "tier", "branch") if of else ("version",)
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for fault in self.lines.faults():
            self.add_error(None, fault)
        return values

    def facts(self) -> dict[str, Any]:
        """What the services take. A branch that the tier doesn't ask was chosen before the tier was."""
        values = {k: v for k, v in self.cleaned_data.items() if k not in ("version", "submission_key")}
        if "tier" in values and values["tier"] != Tier.BRANCH_SECRETARY:
            values["branch"] = None
        return {**values, "questions": self.lines.asked()}


def initial_of(review: DutyReview) -> dict[str, Any]:
    plain = {name: getattr(review, name) for name in DutyReviewForm.base_fields}
    return {**plain, "person_name": "" if review.person_id else review.person_name}


def as_typed(review: DutyReview) -> DutyReview:
    """The saved review as the form names it, to be compared with what was typed."""
    if review.person_id:
        review.person_name = ""
    return review


def choice_filter(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    options = {"empty_label": "全部", **options}
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **options)


def _branches(request: Any) -> QuerySet[Branch]:
    seen = DutyReview.objects.visible_to(request.user).values("branch")
    return Branch.objects.visible_to(request.user).filter(pk__in=seen).order_by("order", "pk")


class DutyReviewFilter(django_filters.FilterSet):
    """Without a state, all that were not voided."""

    year = choice_filter("年度", [])
    tier = choice_filter("层级", Tier.choices)
    branch = django_filters.ModelChoiceFilter(
        label="党支部", queryset=_branches, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    result = choice_filter("综合评价", DutyGrade.choices)
    state = choice_filter("状态", [(VOIDED, "已作废")], method="by_state", empty_label="有效")

    class Meta:
        model = DutyReview
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = DutyReview.objects.visible_to(self.request.user)
        kept = set(rows.order_by("year").values_list("year", flat=True).distinct())
        years = sorted({*kept, year_reported(today())}, reverse=True)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]

    @property
    def year_asked(self) -> int:
        """The year of the overview: the one filtered by, or else the one that is reported on these days."""
        return int(self.form.cleaned_data.get("year") or year_reported(today()))

    def filter_queryset(self, queryset: QuerySet[DutyReview]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(voided_at__isnull=True)

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(voided_at__isnull=False)


class VoidForm(PageForm):
    reason = reason_field("作废原因", most=500)
    wide = ("reason",)
