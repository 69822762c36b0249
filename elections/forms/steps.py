"""What each step asks for. The rules stand in the services."""

from collections.abc import Iterable
from typing import Any

from django import forms

from branches.choices import COMMITTEE_POSTS, PostKind
from branches.forms.branches import PersonField
from core.editing import DateInput, PageForm
from elections.choices import Method
from elections.models import Candidate
from elections.services import Counted, Plan

MOST_BALLOTS = 100_000
OTHER_LINES = range(1, 4)
YES, NO = "yes", "no"


def _day(label: str, help_text: str = "", **options: Any) -> forms.DateField:
    words = {"required": f"请填写{label}。"}
    return forms.DateField(label=label, widget=DateInput, help_text=help_text, error_messages=words, **options)


def _text(label: str, help_text: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def _number(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=100)


def _count(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_BALLOTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": f"请填写{label}。"},
    )


class RequestForm(PageForm):
    planned_on = _day("拟选举日期")
    seats = forms.IntegerField(
        label="应选名额", min_value=1, max_value=99, error_messages={"required": "请填写应选名额。"}
    )
    method = forms.ChoiceField(
        label="选举办法",
        choices=Method.choices,
        initial=Method.SURPLUS,
        widget=forms.RadioSelect,
        help_text="党员较少、等额选举的，在事由中写明原因，经批准后实行。",
    )
    on = _day("请示日期")
    number = _number("请示文号", "没有可以不填。")
    reasons = _text("换届事由", "例如：本届支部委员会任期将满，拟按期换届。")
    wide = ("reasons",)

    def __init__(self, *args: Any, with_committee: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_committee:
            del self.fields["method"]

    def plan(self) -> Plan:
        names = ("planned_on", "seats", "method")
        return Plan(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class PostponementForm(PageForm):
    until = _day("延期至")
    on = _day("请示日期")
    number = _number("请示文号", "没有可以不填。")
    reasons = _text("延期理由")
    wide = ("reasons",)


class AnswerForm(PageForm):
    """The committee's answer; with a result, also from when the new committee is in office."""

    agreed = forms.ChoiceField(
        label="意见",
        choices=[(YES, "同意"), (NO, "退回")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意还是退回。"},
    )
    on = _day("批复日期")
    number = _number("批复文号", "同意时必填。")
    starts_on = _day("新一届起始日期", "上一届在前一天结束；一般为选举日期。", required=False)
    reason = _text("理由", "退回时必填，支部据此修改。", required=False)
    wide = ("agreed", "reason")

    def __init__(self, *args: Any, with_start: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_start:
            del self.fields["starts_on"]

    def clean_agreed(self) -> bool:
        return self.cleaned_data["agreed"] == YES


class NominationForm(PageForm):
    members = forms.ModelMultipleChoiceField(
        label="候选人预备人选",
        queryset=None,
        widget=forms.SelectMultiple(attrs={"data-person-picker": "", "data-people": "people", "class": "form-select"}),
        error_messages={"required": "请选择人选。"},
    )
    on = _day("提出日期")
    text = _text("产生办法", "例如：支部委员会根据多数党员的推荐提出。", required=False)
    wide = ("members", "text")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members


class OpinionsForm(PageForm):
    on = _day("报审日期")
    text = _text("征求意见情况", "写明征求意见的范围、方式和结果。", rows=4)
    wide = ("text",)


class ExclusionForm(PageForm):
    members = forms.ModelMultipleChoiceField(
        label="不计入应到的党员",
        queryset=None,
        required=False,
        help_text="全部计入的留空。",
        widget=forms.SelectMultiple(attrs={"data-person-picker": "", "data-people": "people", "class": "form-select"}),
    )
    on = _day("决定日期")
    decision = forms.CharField(
        label="作出决定的会议或文号", max_length=100, error_messages={"required": "请填写作出决定的会议或文号。"}
    )
    text = _text("情形", "逐人写明，例如：长期生病、生活不能自理；外出学习工作六个月以上，回支部参加选举确有困难。")
    wide = ("members", "text")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members


class AssemblyForm(PageForm):
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = _day("大会日期", "应到、实到按当天的花名册计算。")
    place = forms.CharField(label="地点", max_length=100, error_messages={"required": "请填写大会地点。"})
    scrutineers = forms.CharField(
        label="监票人", max_length=100, help_text="候选人不能担任。", error_messages={"required": "请填写监票人。"}
    )
    tellers = forms.CharField(
        label="计票人", max_length=100, help_text="候选人不能担任。", error_messages={"required": "请填写计票人。"}
    )


class BallotForm(PageForm):
    """`votes_KEY` for each candidate who stands; `other_N` and `other_votes_N` for somebody written in."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    issued = _count("发出选票", "不多于有选举权的实到人数。")
    returned = _count("收回选票")
    valid = _count("有效票")
    is_void = forms.BooleanField(
        label="本轮选举无效", required=False, help_text="收回的选票多于发出的，选举无效，重新投票；不填有效票和得票。"
    )

    def __init__(self, *args: Any, stand: Iterable[Candidate], voters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stand = list(stand)
        for row in self.stand:
            field = _count(row.member.name, "赞成票")
            field.widget.attrs["class"] = "form-control"
            self.fields[f"votes_{row.pk}"] = field
        for line in OTHER_LINES:
            self._add_line(line, voters)
        if self.is_bound and self.data.get("is_void"):
            for name in ("valid", *(f"votes_{row.pk}" for row in self.stand)):
                self.fields[name].required = False
        self.order_fields(["after", "issued", "returned", "valid"])

    def _add_line(self, line: int, voters: Any) -> None:
        person = PersonField(label=f"另选他人 {line}", required=False, help_text="不在选票上而得票的，没有不填。")
        person.queryset = voters.exclude(pk__in=[row.member_id for row in self.stand])
        person.widget.attrs["class"] = "form-select"
        votes = _count(f"另选他人 {line} 得票")
        votes.required = False
        votes.widget.attrs["class"] = "form-control"
        self.fields |= {f"other_{line}": person, f"other_votes_{line}": votes}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        named = [line for line in OTHER_LINES if values.get(f"other_{line}")]
        for line in OTHER_LINES:
            if f"other_votes_{line}" not in self.errors and (line in named) != bool(values.get(f"other_votes_{line}")):
                self.add_error(f"other_votes_{line}", "另选他人的姓名和得票要一起填写。")
        if len({values[f"other_{line}"] for line in named}) < len(named):
            self.add_error(f"other_{named[-1]}", "同一名党员只能填一次。")
        return values

    def counted(self) -> Counted:
        """What was typed; of a void round only the ballots."""
        values = self.cleaned_data
        if values["is_void"]:
            return Counted(values["issued"], values["returned"])
        votes = {row.pk: values[f"votes_{row.pk}"] for row in self.stand}
        lines = [line for line in OTHER_LINES if values[f"other_{line}"]]
        others = {values[f"other_{line}"].pk: values[f"other_votes_{line}"] for line in lines}
        return Counted(values["issued"], values["returned"], values["valid"], votes, others)


class RecountForm(BallotForm):
    """A round as it should have been written down, and why it was not."""

    on = _day("更正日期")
    reason = _text("更正理由", "写明错在哪里、依据什么更正。")
    wide = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("on", "reason")])


class CandidateOutForm(PageForm):
    """`candidate`: one who stands or was elected."""

    candidate = forms.ModelChoiceField(
        label="退出的人", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择退出的人。"}
    )
    on = _day("退出日期")
    reason = _text("理由", "例如：组织关系转出、受处分停止选举权、本人提出并经同意。")
    wide = ("reason",)

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].queryset = candidates


class SeatsForm(PageForm):
    on = _day("决定日期")
    reason = _text("理由", "写明大会怎样决定减少名额、不再另行选举。")
    wide = ("reason",)


class DivisionForm(PageForm):
    """`kind_KEY` and `title_KEY` for each who was elected."""

    on = _day("支委会会议日期", "新一届支委会第一次会议。")

    def __init__(self, *args: Any, elected: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elected = list(elected)
        choices = [("", "（请选择）"), *((kind.value, kind.label) for kind in map(PostKind, COMMITTEE_POSTS))]
        for row in self.elected:
            name = row.member.name
            kind = forms.ChoiceField(
                label=f"{name}的职务",
                choices=choices,
                initial=row.post_kind,
                error_messages={"required": f"请选择{name}的职务。"},
            )
            kind.widget.attrs["class"] = "form-select"
            title = forms.CharField(
                label="职务名称",
                max_length=50,
                required=False,
                initial=row.post_title,
                help_text="与职务叫法不同时填写。",
            )
            title.widget.attrs["class"] = "form-control"
            self.fields |= {f"kind_{row.pk}": kind, f"title_{row.pk}": title}

    wide = ("on",)

    def posts(self) -> dict[int, tuple[str, str]]:
        values = self.cleaned_data
        return {row.pk: (values[f"kind_{row.pk}"], values[f"title_{row.pk}"]) for row in self.elected}


class ReportForm(PageForm):
    on = _day("报告日期")
    number = _number("报告文号", "没有可以不填。")
    text = _text("说明", required=False)
    wide = ("text",)


class ReasonForm(PageForm):
    """Why something is taken back or given up."""

    reason = _text("理由")
    wide = ("reason",)
