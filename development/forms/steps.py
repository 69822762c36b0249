"""One form a step: the fields that the step has, named as one says them there."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from activities.models import Resolution
from branches.models import Member
from core.editing import DateInput, PageForm
from development.choices import DECIDED, VOTES, StepKind
from development.models import Candidate, Step
from development.selectors.people import formal_members_of, resolutions_for
from development.services.corrections import DATED_ELSEWHERE
from development.services.taken import Taken

K = StepKind
_PAPER = ("document", "note")
_VOTE = ("resolution", "special", *_PAPER)
# What a form holds besides its day, its paper and its note.
FIELDS: dict[str, tuple[str, ...]] = {
    K.CONTACTS: ("first", "second", "happened_on", *_PAPER),
    K.INTRODUCERS: ("first", "second", "happened_on", *_PAPER),
    K.TRAINING: ("happened_on", "ends_on", "hours", *_PAPER),
    K.PUBLICITY: ("happened_on", "ends_on", *_PAPER),
    K.PREREVIEW: ("happened_on", "passed", "leaving_on", *_PAPER),
    K.ADMISSION_VOTE: _VOTE,
    K.ADMISSION_APPROVAL: ("happened_on", "passed", "special", *_PAPER),
    K.EXTENSION_VOTE: ("resolution", "months", "special", *_PAPER),
    K.EXTENSION: ("happened_on", "passed", *_PAPER),
    K.CONFIRMATION_VOTE: _VOTE,
    K.CONFIRMATION_APPROVAL: ("happened_on", "passed", "confirmed_on", *_PAPER),
    K.DISQUALIFICATION_VOTE: _VOTE,
    K.DISQUALIFICATION: ("happened_on", "passed", *_PAPER),
}
DAY_LABELS = {
    K.TALK: "谈话日期",
    K.ACTIVIST_FIXED: "支委会（支部大会）研究决定日期",
    K.ACTIVIST_FILED: "备案日期",
    K.CONTACTS: "从哪天起",
    K.ACTIVIST_REVIEW: "考察日期",
    K.PROSPECT_FIXED: "支委会研究决定日期",
    K.PROSPECT_FILED: "备案日期",
    K.TRAINING: "起始日期",
    K.PREREVIEW: "预审日期",
    K.PUBLICITY: "起始日期",
    K.ADMISSION_APPROVAL: "审批日期",
    K.OATH: "宣誓日期",
    K.PROBATION_REVIEW: "考察日期",
    K.EXTENSION: "审批日期",
    K.CONFIRMATION_APPLICATION: "提出日期",
    K.CONFIRMATION_APPROVAL: "审批日期",
    K.DISQUALIFICATION: "审批日期",
    K.STOPPED: "停止日期",
    K.CLOSED: "结束日期",
}
NOTE_LABELS = {
    K.STOPPED: "停止培养的原因",
    K.CLOSED: "结束的原因",
    K.DISQUALIFICATION_VOTE: "取消资格的原因",
    K.ACTIVIST_REVIEW: "考察情况",
    K.PROBATION_REVIEW: "考察情况",
    K.TALK: "谈话人和谈话情况",
}
DOCUMENT_HELP = "如：文号、会议记录、考察表的名称。"


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, member: Member) -> str:
        return f"{member.name}　{member.department}" if member.department else member.name


class ResolutionField(forms.ModelChoiceField):
    def label_from_instance(self, resolution: Resolution) -> str:
        meeting = resolution.activity
        outcome = "通过" if resolution.passed else "未通过"
        votes = f"应到 {meeting.voting_due} 人、实到 {meeting.voting_present} 人，赞成 {resolution.all_for} 票"
        return f"{meeting.held_on:%Y-%m-%d} {resolution.text}（{votes}，{outcome}）"


class StepForm(PageForm):
    """All that steps are told of; a form keeps the fields of its kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    resolution = ResolutionField(
        label="支部党员大会的决议",
        queryset=None,
        empty_label="（请选择）",
        error_messages={"required": "请选择支部党员大会的决议；还没有登记的，请先登记支部党员大会。"},
        help_text="日期、人数和票数以会议记录为准，不用再填。",
    )
    first = PersonField(
        label="第一人", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择正式党员。"}
    )
    second = PersonField(label="第二人", queryset=None, required=False, empty_label="（没有）")
    months = forms.IntegerField(label="延长几个月", min_value=1, error_messages={"required": "请填写延长的月数。"})
    happened_on = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填写日期。"})
    ends_on = forms.DateField(
        label="截止日期", widget=DateInput, error_messages={"required": "请填写截止日期。"}, help_text="含当天。"
    )
    hours = forms.IntegerField(label="学时", min_value=0, max_value=999, required=False)
    passed = forms.TypedChoiceField(
        label="结果",
        choices=(("yes", "同意"), ("no", "不同意")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "请选择结果。"},
    )
    special = forms.BooleanField(label="特殊情况，延长审批", required=False)
    leaving_on = forms.DateField(label="预计调离日期", required=False, widget=DateInput, help_text="没有调离安排不填。")
    confirmed_on = forms.DateField(label="转正日期", required=False, widget=DateInput, help_text="不填按预备期满日。")
    document = forms.CharField(label="文号或材料", max_length=200, required=False, help_text=DOCUMENT_HELP)
    note = forms.CharField(label="说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("resolution", "special", "note")

    def __init__(self, *args: Any, kind: str, candidate: Candidate, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept = ("version", *FIELDS.get(kind, ("happened_on", *_PAPER)))
        self.fields = {name: self.fields[name] for name in kept}
        self.fields["note"].label = NOTE_LABELS.get(K(kind), "说明")
        if "first" in self.fields:
            self._offer_people(user, candidate, today)
        if "happened_on" in self.fields:
            self.fields["happened_on"].label = DAY_LABELS.get(K(kind), "日期")
        if kind in VOTES:
            self._offer_resolutions(resolutions_for(user, candidate, kind))

    def _offer_people(self, user: Any, candidate: Candidate, today: date) -> None:
        people = formal_members_of(user, candidate.branch, today)
        for name, label in (("first", "第一人"), ("second", "第二人")):
            self.fields[name].queryset = people
            self.fields[name].label = f"{label}（正式党员）"

    def _offer_resolutions(self, found: QuerySet[Resolution]) -> None:
        self.fields["resolution"].queryset = found
        self.fields["special"].label = "没有采用无记名投票，会议记录也没有写原因（在说明里写明）"
        only = list(found[:2])
        if len(only) == 1:
            self.initial["resolution"] = only[0].pk

    def taken(self) -> Taken:
        """The step as typed."""
        values = self.cleaned_data
        resolution = values.get("resolution")
        return Taken(
            happened_on=resolution.activity.held_on if resolution else values["happened_on"],
            ends_on=values.get("ends_on"),
            passed=values.get("passed", True) if self.kind in DECIDED else True,
            document=values["document"].strip(),
            note=values["note"].strip(),
            hours=values.get("hours"),
            special=values.get("special", False),
            months=values.get("months"),
            leaving_on=values.get("leaving_on"),
            confirmed_on=values.get("confirmed_on"),
            resolution=resolution,
            people=tuple(person for name in ("first", "second") if (person := values.get(name))),
        )


# What may be set right of an earlier step.
CORRECTABLE = ("happened_on", "ends_on", "hours", "leaving_on", "confirmed_on", *_PAPER)


class CorrectForm(StepForm):
    """The fields of a step that was taken, as they stand, and why they are set right."""

    reason = forms.CharField(
        label="更正的原因",
        max_length=200,
        error_messages={"required": "请填写更正的原因。"},
        help_text="如：日期登记有误。",
    )
    wide = (*StepForm.wide, "reason")

    def __init__(self, *args: Any, step: Step, candidate: Candidate, **kwargs: Any) -> None:
        PageForm.__init__(self, *args, **kwargs)
        self.kind = step.kind
        fields = FIELDS.get(step.kind, ("happened_on", *_PAPER))
        kept = [name for name in fields if name in (_PAPER if step.kind in DATED_ELSEWHERE else CORRECTABLE)]
        self.fields = {name: self.fields[name] for name in ("version", *kept, "reason")}
        self.fields["note"].label = NOTE_LABELS.get(K(step.kind), "说明")
        if "happened_on" in self.fields:
            self.fields["happened_on"].label = DAY_LABELS.get(K(step.kind), "日期")
        if "ends_on" in self.fields and step.ends_on is None:
            self.fields["ends_on"].required = False
        self.initial |= {"version": candidate.version} | {name: getattr(step, name) for name in kept}

    def values(self) -> dict[str, Any]:
        """The fields of the step as typed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}


class WithdrawForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="撤销的原因",
        max_length=200,
        error_messages={"required": "请填写撤销的原因。"},
        help_text="如：日期登记有误。",
    )
    wide = ("reason",)
