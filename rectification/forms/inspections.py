"""What the pages of inspections ask for. The rules stand in the services."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.editing import DateInput, PageForm, bound_days
from rectification.choices import InspectionKind, Nature
from rectification.models import Finding, Inspection, InspectionBranch

QUARTERS = [(1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")]
# Lines of findings that a page begins with, and the most that are entered at once.
FIRST_LINES, MOST_LINES = 3, 50
LINE_PARTS = ("text", "aspect", "nature", "due")
PASSED, FAILED = "passed", "failed"


def _day(label: str, help_text: str = "", **options: Any) -> forms.DateField:
    words = {"required": f"请填写{label}。"}
    return forms.DateField(label=label, widget=DateInput, help_text=help_text, error_messages=words, **options)


def _line(label: str, longest: int, help_text: str = "", **options: Any) -> forms.CharField:
    words = {"required": f"请填写{label}。"}
    return forms.CharField(label=label, max_length=longest, help_text=help_text, error_messages=words, **options)


def _text(label: str, help_text: str = "", *, longest: int = 500, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return _line(label, longest, help_text, widget=widget, **options)


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def _natures() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="类型", choices=[("", "不定"), *Nature.choices], required=False, widget=forms.RadioSelect
    )


class InspectionForm(PageForm):
    kind = forms.ChoiceField(
        label="检查类型",
        choices=InspectionKind.choices,
        initial=InspectionKind.QUARTERLY,
        widget=forms.RadioSelect,
        help_text="季度检查覆盖全院各支部，一个季度一次；重点考核选专题检查。",
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, required=False)
    quarter = forms.TypedChoiceField(
        label="季度",
        choices=[("", "（请选择）"), *QUARTERS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="季度检查必填；其他检查按检查日期算。",
    )
    title = _line("检查名称", 100, "季度检查可以不填，按季度起名。", required=False)
    held_on = _day("检查日期", "开始检查的日期。")
    until = _day("结束日期", "没有定可以不填。", required=False)
    inspectors = _line("检查人员", 300, "例如：张三、李四；组织科。")
    basis = _line("检查依据", 300, "例如：党支部星级评定办法、检查方案文号。", required=False)
    version = _version()
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("kind", "title", "inspectors", "basis")

    def __init__(self, *args: Any, of: Inspection | None = None, **kwargs: Any) -> None:
        """`of`: the inspection that is changed; of what kind it is stays."""
        super().__init__(*args, **kwargs)
        if of is None:
            del self.fields["version"]
            return
        del self.fields["kind"], self.fields["submission_key"]
        if not of.is_quarterly:
            del self.fields["year"], self.fields["quarter"]


def initial_of(inspection: Inspection) -> dict[str, Any]:
    return {name: getattr(inspection, name) for name in InspectionForm.base_fields}


class VisitForm(PageForm):
    checked_on = _day("检查日期")
    looked_at = _text("检查内容", "查了哪些材料、看了哪些活动。", required=False)
    conclusion = _text("检查结论", longest=2000, required=False)
    found_nothing = forms.BooleanField(
        label="未发现问题", required=False, help_text="检查了、没有发现问题的，在这里注明；发现问题的，另行登记。"
    )
    version = _version()
    wide = ("looked_at", "conclusion", "found_nothing")


def visit_initial(visit: InspectionBranch) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in VisitForm.base_fields}


class FindingsForm(PageForm):
    """Findings of one branch, a line each. The lines have names that repeat: text, aspect, nature, due."""

    branch = forms.ModelChoiceField(
        label="党支部", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择党支部。"}
    )
    checked_on = _day("检查日期", "这个支部已登记过检查情况的，以登记的为准。")
    looked_at = _text("检查内容", "查了哪些材料、看了哪些活动。", required=False)
    due_on = _day("整改期限", "各条相同；某一条不同的，在那一行另填。", required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("looked_at",)

    def __init__(self, *args: Any, branches: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        self.natures = Nature.choices
        self.typed = self._typed() if self.is_bound else []
        empty = dict.fromkeys(LINE_PARTS, "")
        self.lines = [*self.typed, *(empty for _ in range(max(1, FIRST_LINES - len(self.typed))))]

    def _typed(self) -> list[dict[str, str]]:
        """The lines that have something in them, as typed."""
        columns = [self.data.getlist(part) for part in LINE_PARTS]
        length = max(map(len, columns))
        padded = [[*column, *[""] * (length - len(column))] for column in columns]
        lines = [dict(zip(LINE_PARTS, map(str.strip, cells), strict=True)) for cells in zip(*padded, strict=True)]
        return [line for line in lines if any(line.values())]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.typed:
            self.add_error(None, "请至少填写一条发现的问题；没有发现问题的，在检查页面登记结论。")
        if len(self.typed) > MOST_LINES:
            words = f"一次最多登记 {MOST_LINES} 条，现在填了 {len(self.typed)} 条，请删去一些、另外登记一次。"
            self.add_error(None, words)
        values["lines"] = [self._cleaned(number, line, values) for number, line in enumerate(self.typed, start=1)]
        return values

    def _cleaned(self, number: int, line: dict[str, str], values: dict[str, Any]) -> dict[str, Any]:
        due_on = self._day_of(number, line["due"]) if line["due"] else values.get("due_on")
        if not line["text"]:
            self.add_error(None, f"第 {number} 条：请写明发现的问题。")
        if due_on is None and not line["due"]:
            self.add_error(None, f"第 {number} 条：请填写整改期限。")
        for part, words in (("text", "发现的问题"), ("aspect", "对应指标")):
            longest = Finding._meta.get_field(part).max_length or 0
            if len(line[part]) > longest:
                self.add_error(None, f"第 {number} 条：{words}不能超过 {longest} 字。")
        if line["nature"] not in ("", *Nature.values):
            self.add_error(None, f"第 {number} 条：没有这种类型，请重新选择。")
        return {"text": line["text"], "aspect": line["aspect"], "nature": line["nature"], "due_on": due_on}

    def _day_of(self, number: int, typed: str) -> Any:
        field = forms.DateField(label="整改期限")
        bound_days(field)
        try:
            return field.clean(typed)
        except ValidationError as fault:
            self.add_error(None, f"第 {number} 条：整改期限{fault.messages[0]}")
            return None


class FindingForm(PageForm):
    text = _text("发现的问题")
    aspect = _line("对应指标", 100, "例如：制度执行、3.2 会议记录。", required=False)
    due_on = _day("整改期限")
    nature = _natures()
    version = _version()
    wide = ("text",)


def finding_initial(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in FindingForm.base_fields}


class ToProblemsForm(PageForm):
    findings = forms.ModelMultipleChoiceField(
        label="发现的问题",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选要列为整改问题的。"},
    )
    wide = ("findings",)

    def __init__(self, *args: Any, findings: QuerySet[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["findings"]
        field.queryset = findings
        field.label_from_instance = lambda row: f"{row.branch}：{row.text}（{row.due_on:%Y-%m-%d} 前）"
        field.initial = [row.pk for row in findings]


class RecheckForm(PageForm):
    passed = forms.ChoiceField(
        label="复查结果",
        choices=[(PASSED, "通过"), (FAILED, "未通过")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择复查结果。"},
    )
    rechecked_on = _day("复查日期")
    text = _text("复查情况", "未通过的写明哪里没有整改到位，支部据此继续整改。", longest=2000, required=False)
    measures = forms.ModelMultipleChoiceField(
        label="重新整改的措施",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="未通过时勾选，退回支部重新整改；还没有申请销号的，至少勾选一条。",
    )
    until = _day("新的整改时限", "未通过、退回措施时填写；不填按原时限。", required=False)
    wide = ("passed", "text", "measures")

    def __init__(self, *args: Any, measures: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = measures

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["passed"] = values.get("passed") == PASSED
        return values


class CloseForm(PageForm):
    words = _text("检查情况说明", "还有支部没有检查的，写明原因；都已检查的可以不填。", longest=1000, required=False)
    wide = ("words",)


class ReasonForm(PageForm):
    reason = _text("原因")
    wide = ("reason",)
