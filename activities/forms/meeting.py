"""The form of one meeting. What was typed stays as it was typed; the rules stand in services/checks/."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from activities.choices import APPRAISAL, AbsenceReason, HeldAs, Origin, Roster
from activities.forms.appraisal import NAME as GRADE_NAME
from activities.forms.appraisal import typed_grades, unasked_grades
from activities.forms.details import TYPED_NAME, detail_fields, unasked
from activities.forms.rows import RowsField
from activities.forms.votes import RESOLUTION_FIELDS, is_misread, resolution_rows, votes_of
from activities.models import Activity, ActivityKind
from activities.selectors.due import DueRoster
from activities.selectors.places import (
    branches_to_invite,
    branches_to_log_for,
    court_to_log_for,
    forms_to_log,
    groups_to_log_for,
    is_joining,
    kinds_to_log,
)
from activities.selectors.topics import topics_to_choose
from activities.services.checks import can_be_met_by_the_way, faults_of, roster_of
from activities.services.checks.joint import is_held_alone
from activities.services.entry import Absence, Fault, MeetingEntry
from activities.services.joint import shared_data
from branches.models import Branch
from core.typed_forms import typed_values

LIST_FIELDS = ("topic", "absent", "sits_in", "invited", "also", "topics", "joint", *RESOLUTION_FIELDS)
TEXT_FIELDS = ("place", "chair", "recorder", "starts_at", "study_hours", "for_year", "content")
SETTING_FIELDS = (
    "kind",
    "held_as",
    "branch",
    "group",
    "held_on",
    "typed_due",
    "typed_present",
    "guests",
    "accepts_no_quorum",
)
DRAFT_FIELDS = (*SETTING_FIELDS, *TEXT_FIELDS, *LIST_FIELDS, "submission_key")
_REASON = re.compile(r"reason_\d{1,18}")


class Lines(forms.Widget):
    """Several inputs of one name: a text with a line for each."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return "\n".join(line.strip() for line in data.getlist(name) if line.strip())


class MeetingForm(forms.Form):
    """`raw` is what was typed (in a request, a draft or the defaults). Bound, and so with errors, if `checking`.

    With a `record` the form changes that one; `fixed` where its day, kind and unit stay as they are (更正).
    """

    branch = forms.ModelChoiceField(None, label="党支部", required=False, empty_label=None)
    kind = forms.ModelChoiceField(None, label="类型", required=False, to_field_name="code", empty_label="请选择")
    held_as = forms.ChoiceField(label="召开形式", required=False, choices=HeldAs.choices, widget=forms.RadioSelect)
    group = forms.ModelChoiceField(None, label="党小组", required=False, empty_label="请选择")
    held_on = forms.DateField(
        label="日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    starts_at = forms.TimeField(
        label="时间", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    topic = forms.CharField(label="议题", required=False, max_length=2000, widget=Lines)
    place = forms.CharField(label="地点", required=False, max_length=100)
    chair = forms.CharField(label="主持人", required=False, max_length=50)
    recorder = forms.CharField(label="记录人", required=False, max_length=50)
    absent = forms.CharField(label="出席情况", required=False, widget=Lines)
    invited = forms.CharField(label="参加人员", required=False, widget=Lines)
    sits_in = forms.CharField(label="列席人员", required=False, widget=Lines)
    typed_due = forms.IntegerField(label="应到人数", required=False, min_value=1, max_value=1_000_000)
    typed_present = forms.IntegerField(label="实到人数", required=False, min_value=0, max_value=1_000_000)
    guests = forms.IntegerField(
        label="党员以外参加人数",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="群众、入党积极分子等；不计入应到、实到和人次。",
    )
    content = forms.CharField(
        label="会议记录", required=False, max_length=100_000, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    resolutions = forms.CharField(label="决议", required=False, widget=Lines)
    study_hours = forms.DecimalField(label="学时", required=False, max_digits=4, decimal_places=1)
    for_year = forms.IntegerField(label="所属年度", required=False, min_value=1921, max_value=9998)
    also = forms.ModelMultipleChoiceField(
        None, label="同时完成", required=False, to_field_name="code", widget=forms.CheckboxSelectMultiple
    )
    joint = RowsField(None, label="联合召开的党支部", required=False, widget=forms.CheckboxSelectMultiple)
    accepts_no_quorum = forms.BooleanField(label="确认如实提交", required=False)
    restates_people = forms.BooleanField(label="重新填写出席情况", required=False)
    ends_on = forms.DateField(
        label="最后一天",
        required=False,
        help_text="只有一天的不用填。学时按全程合计。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-weekday": ""}),
    )
    topics = RowsField(None, label="所属专题", required=False, widget=forms.CheckboxSelectMultiple)
    grades = forms.CharField(label="评议等次", required=False, widget=Lines)
    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(  # what was typed, by whom, when, of which record
        self,
        raw: MultiValueDict,
        *,
        user: Any,
        on: date,
        checking: bool = False,
        record: Activity | None = None,
        fixed: bool = False,
    ) -> None:
        initial: dict[str, Any] = {name: raw.get(name) for name in raw if name not in LIST_FIELDS}
        initial |= {name: raw.getlist(name) for name in ("also", "topics", "joint")}
        super().__init__(raw if checking else None, initial=initial)
        self.raw, self.user, self.on, self.record, self.fixed = raw, user, on, record, fixed
        self._offer_places()
        self._offer_kinds()
        self._offer_people()
        self._offer_details()
        self._offer_partners()
        for name in ("typed_due", "typed_present", "guests", "study_hours", "for_year"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self._style()

    # --- What may be chosen -------------------------------------------------------------------

    def _offer_places(self) -> None:
        branches = branches_to_log_for(self.user)
        self.court_of_committee = court_to_log_for(self.user)
        self.branch: Branch | None = _chosen(branches, self.raw.get("branch"))
        wide = self.court_of_committee is not None and not self.raw.get("branch")
        if self.branch is None and not wide:
            self.branch = branches.first()
        self.court = self.branch.court if self.branch else self.court_of_committee
        field = self.fields["branch"]
        field.queryset = branches
        field.empty_label = "全院活动" if self.court_of_committee else None
        # A record stays with its branch.
        self.has_choice_of_place = self.record is None and branches.count() + bool(self.court_of_committee) > 1
        if not self.has_choice_of_place:
            field.widget = forms.HiddenInput()

    def _offer_kinds(self) -> None:
        kinds = kinds_to_log(self.user, self.court, self.branch, self.record)
        kept = self.record.kind_ids if self.record else set()
        self.fields["kind"].queryset = kinds
        self.kind: ActivityKind | None = kinds.filter(code=self.raw.get("kind") or "").first()
        main = self.kind = self._as_held(self.kind)
        besides = [
            each.pk
            for each in kinds
            if main and each != main and (each.pk in kept or can_be_met_by_the_way(each, main))
        ]
        self.fields["also"].queryset = kinds.filter(pk__in=besides)
        self.groups = groups_to_log_for(self.user, self.branch, self.day) if self.branch else None
        if self.groups is not None and self.kind is not None and self.kind.roster == Roster.GROUP:
            self.fields["group"].queryset = self.groups
        else:
            del self.fields["group"]

    def _offer_partners(self) -> None:
        """Branches to hold the meeting with; a group meets by itself, and who was invited invites nobody."""
        alone = (self.kind is not None and is_held_alone(self.kind)) or is_joining(
            self.user, self.raw.get("submission_key") or ""
        )
        self.fields["joint"].queryset = branches_to_invite(
            self.user, None if alone or self.record else self.branch, self.day
        )

    def _as_held(self, kind: ActivityKind | None) -> ActivityKind | None:
        """The kind in the form that was chosen; the first one open to the user while none was; a fixed one as it is."""
        if self.record is not None and self.fixed and kind == self.record.kind:
            del self.fields["held_as"]
            return self.record.kind_as_held
        forms_open = forms_to_log(self.user, self.branch, kind)
        if kind is None or not forms_open:
            del self.fields["held_as"]
            return kind
        chosen = self.raw.get("held_as")
        form = chosen if chosen in forms_open else forms_open[0]
        self.fields["held_as"].choices = [choice for choice in HeldAs.choices if choice[0] in forms_open]
        self.initial["held_as"] = form
        return kind.held_in(form)

    def _offer_people(self) -> None:
        """Of a ledger's record the people stand as it told them, until somebody chooses to state them anew."""
        of_ledger = self.record is not None and self.record.origin == Origin.IMPORTED
        self.keeps_people = of_ledger and not self.raw.get("restates_people")
        if not of_ledger:
            del self.fields["restates_people"]

    def _offer_details(self) -> None:
        """What the kinds ask beside the common fields, and what the record says that no kind asks any more."""
        record = self.record
        also = list(self.fields["also"].queryset.filter(code__in=self.raw.getlist("also")))
        kinds = [self.kind, *also] if self.kind else []
        asked = detail_fields({code for kind in kinds for code in kind.fields} | set(record.details if record else ()))
        self.fields.update(asked)
        self.detail_names = list(asked)
        self.appraises = any(kind.code == APPRAISAL for kind in kinds) and not self.keeps_people
        self.kept_unasked = unasked(self.raw, asked) + ([] if self.appraises else unasked_grades(self.raw))
        if not (self.kind and self.kind.several_days) and not (record and record.ends_on):
            del self.fields["ends_on"]
        self.asks_year = any(kind.for_year for kind in kinds) or bool(record and record.for_year)
        self.fields["topics"].queryset = topics_to_choose(self.user, self.court, self.branch, self.day, record)

    @property
    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in self.detail_names]

    @cached_property
    def day(self) -> date:
        """The day whose roster is shown; today while none is readable."""
        try:
            return forms.DateField().clean(self.raw.get("held_on"))
        except forms.ValidationError:
            return self.on

    def _style(self) -> None:
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            boxes = forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect
            if not isinstance(field.widget, boxes):
                field.widget.attrs["class"] = "form-select" if select else "form-control"
        self.fields["held_on"].widget.attrs |= {"data-weekday": "", "max": str(self.on)}
        self.fields["place"].widget.attrs["list"] = "places"
        for name in ("chair", "recorder"):
            self.fields[name].widget.attrs |= {"list": "roster-names", "autocomplete": "off"}

    # --- What was written ---------------------------------------------------------------------

    @cached_property
    def entry(self) -> MeetingEntry:
        """The values that could be read; those that could not are left out, their errors stand at the fields."""
        values = self.cleaned_data
        simple = ("held_on", "starts_at", "for_year", "study_hours", "typed_due", "typed_present")
        texts = ("place", "chair", "recorder", "topic", "content")
        return MeetingEntry(
            court=self.court,
            branch=self.branch,
            kind=self.kind,
            group=values.get("group"),
            **{name: values.get(name) for name in simple},
            **{name: values.get(name) or "" for name in texts},
            absences={number: Absence(self._reason(number)) for number in self.numbers("absent")},
            sits_in=frozenset(self.numbers("sits_in")),
            invited=frozenset(self.numbers("invited")) if self._is_invited else frozenset(),
            guests=values.get("guests") or 0,
            resolutions=votes_of(self.resolution_rows),
            also_kinds=tuple(values.get("also") or ()),
            ends_on=values.get("ends_on") if values.get("ends_on") != values.get("held_on") else None,
            topics=tuple(values.get("topics") or ()),
            details=typed_values(values),
            grades=typed_grades(self.raw) if self.appraises else {},
            joint_with=tuple(values.get("joint") or ()),
            shared=shared_data(draft_data(self.raw)),
            accepts_no_quorum=bool(values.get("accepts_no_quorum")),
            record=self.record,
            restates_people=bool(values.get("restates_people")),
        )

    @property
    def _is_invited(self) -> bool:
        return self.kind is not None and self.kind.roster == Roster.INVITED

    def _reason(self, number: int) -> str:
        reason = self.raw.get(f"reason_{number}") or ""
        return reason if reason in AbsenceReason.values else ""

    def numbers(self, name: str) -> list[int]:
        """The ids among what was sent under `name`."""
        texts: Iterable[str] = self.raw.getlist(name)
        return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18]

    @cached_property
    def resolution_rows(self) -> list[dict[str, str]]:
        """The resolutions as typed."""
        return resolution_rows(self.raw)

    @cached_property
    def roster(self) -> DueRoster:
        """Those due on the day, whether or not the rest of the form is right."""
        values = MeetingEntry(
            court=self.court,
            branch=self.branch,
            kind=self.kind,
            group=_chosen(self.groups, self.raw.get("group")) if "group" in self.fields else None,
            held_on=self.day,
            invited=frozenset(self.numbers("invited")),
            record=self.record,
        )
        return roster_of(values)

    # --- What is wrong ------------------------------------------------------------------------

    def faults(self) -> list[Fault]:
        """Everything that is missing or contradictory; unreadable values first, by the form's own words."""
        unreadable = [Fault(name, str(error)) for name, errors in self.errors.items() for error in errors]
        unreadable += [Fault("resolutions", "票数请填写数字") for vote in self.entry.resolutions if is_misread(vote)]
        found = faults_of(self.entry, roster_of(self.entry), on=self.on)
        return unreadable + [fault for fault in found if fault.field not in {each.field for each in unreadable}]

    def show(self, faults: list[Fault]) -> None:
        """Put the faults at their fields, those of a field that is not on the form at its top."""
        for fault in faults:
            field = fault.field if fault.field in self.fields else None
            if field is None or fault.text not in self.errors.get(field, []):
                self.add_error(field, fault.text)

    @property
    def key(self) -> UUID | None:
        return self.cleaned_data.get("submission_key")


def draft_data(sent: MultiValueDict) -> dict[str, list[str]]:
    """The fields of a meeting among what was sent, as they were typed; nothing else goes into a draft."""
    return {name: sent.getlist(name) for name in sent if name in DRAFT_FIELDS or _is_typed(name)}


def _is_typed(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (_REASON, TYPED_NAME, GRADE_NAME))


def _chosen(rows: Any, text: str | None) -> Any:
    if rows is None or not text or not text.isascii() or not text.isdigit() or len(text) >= 18:
        return None
    return rows.filter(pk=text).first()
