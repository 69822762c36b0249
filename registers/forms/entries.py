"""The form of an entry, made from what its kind asks."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from branches.forms.branches import PersonField, people_of
from branches.models import Branch, Court, Member
from core.editing import DateInput, PageForm, reason_field
from core.typed_fields import PREFIX, FieldType, TypedField, Unreadable, shown, stored
from core.typed_forms import typed_form_fields, typed_values
from registers.choices import Subject
from registers.models import RegisterEntry, RegisterKind
from registers.services import EntryFacts
from registers.vocabulary import VOCABULARY


class EntryForm(PageForm):
    """`branches`: to choose from for a new entry, none where it is settled; `may_be_courts`: or the whole court."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        user: Any,
        court: Court,
        kind: RegisterKind,
        branches: Sequence[Branch] = (),
        may_be_courts: bool = False,
        entry: RegisterEntry | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = VOCABULARY.fields_of({*kind.fields, *(entry.values if entry else ())})
        if branches:
            self.add_fields({"branch": _branch_field(user, kind, branches, may_be_courts)})
        if kind.asks_person:
            self.add_fields({"member": _member_field(user, court, kind, entry)})
        if kind.title_label:
            self.add_fields({"title": forms.CharField(label=kind.title_label, required=False, max_length=100)})
        self.add_fields({"on": _day(kind.date_label)})
        if kind.until_label or (entry and entry.until):
            self.add_fields({"until": _day(kind.until_label or "截止日期", required=False)})
        if kind.nests:
            self.add_fields({"parent": _parent_field(user, court, kind, entry)})
        self.add_fields(typed_form_fields(self.words))
        self.wide = ("title", *(f"{PREFIX}{word.code}" for word in self.words if word.type is FieldType.STORY))

    def clean(self) -> dict[str, Any]:
        """Say of every value at once what is wrong with it."""
        values = super().clean() or self.cleaned_data
        for word in self.words:
            name = f"{PREFIX}{word.code}"
            if value := values.get(name):
                try:
                    stored(word, value)
                except Unreadable as fault:
                    self.add_error(name, str(fault))
        return values

    def facts(self, parent: RegisterEntry | None = None) -> EntryFacts:
        """`parent`: the entry that this one is added to."""
        values = self.cleaned_data
        return EntryFacts(
            on=values["on"],
            title=values.get("title", ""),
            until=values.get("until"),
            values=typed_values(values),
            member=values.get("member"),
            parent=parent or values.get("parent"),
        )


def _day(label: str, **options: Any) -> forms.DateField:
    missing = {"required": f"请填写{label}。"}
    return forms.DateField(label=label, widget=DateInput({"data-weekday": ""}), error_messages=missing, **options)


def _branch_field(user: Any, kind: RegisterKind, branches: Sequence[Branch], may_be_courts: bool) -> forms.Field:
    rows = Branch.objects.visible_to(user).filter(pk__in=[branch.pk for branch in branches]).order_by("order", "pk")
    empty = "（请选择）"
    if may_be_courts and not kind.needs_branch:
        empty = "本人所在支部" if kind.subject == Subject.PERSON else "全院"
    must = not may_be_courts or kind.needs_branch
    missing = {"required": "请选择党支部。"}
    return forms.ModelChoiceField(rows, label="党支部", required=must, empty_label=empty, error_messages=missing)


def people_to_choose(user: Any, court: Court, entry: RegisterEntry | None = None) -> QuerySet[Member]:
    """Those of the court whom the user sees, and who the entry names already: that one may have moved since."""
    named = entry.member_id if entry else None
    seen = people_of(court, user).values("pk")
    return Member.objects.within(court).filter(Q(pk__in=seen) | Q(pk=named)).select_related("branch")


def _member_field(user: Any, court: Court, kind: RegisterKind, entry: RegisterEntry | None) -> forms.Field:
    label = kind.person_label or "人员"
    must = kind.subject == Subject.PERSON
    field = PersonField(label=label, required=must, error_messages={"required": f"请选择{label}。"})
    field.queryset = people_to_choose(user, court, entry)
    if not must:
        field.help_text = "选填。"
    return field


def _parent_field(user: Any, court: Court, kind: RegisterKind, entry: RegisterEntry | None) -> forms.Field:
    rows = RegisterEntry.objects.visible_to(user).filter(court=court, kind_id=kind.pk, branch=None, withdrawn_at=None)
    rows = rows.exclude(pk=entry.pk) if entry else rows
    return forms.ModelChoiceField(rows, label="列在全院的哪一条之下", required=False, empty_label="（单独一条）")


def initial_of(entry: RegisterEntry) -> dict[str, Any]:
    """What the form of an entry shows of it."""
    typed = {f"{PREFIX}{code}": text for code, text in VOCABULARY.typed(entry.values).items()}
    plain = {name: getattr(entry, name) for name in ("version", "title", "on", "until", "member", "parent")}
    return {**plain, **typed}


def with_typed(entry: RegisterEntry, words: Sequence[TypedField]) -> RegisterEntry:
    """The entry with its values as the form names them, to be compared with what was typed."""
    typed = VOCABULARY.typed(entry.values)
    for word in words:
        name = f"{PREFIX}{word.code}"
        setattr(entry, name, typed.get(word.code, ""))
        if word.code in typed:
            setattr(entry, f"get_{name}_display", partial(shown, word, entry.values[word.code]))
    return entry


class WithdrawForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = reason_field("撤销原因", help_text="撤销后不再计入各项合计，仍可在“已撤销的”里查看。")
    wide = ("reason",)
