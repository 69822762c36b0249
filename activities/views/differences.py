"""Where a form of a meeting and what is stored do not agree, in the words of the form (409)."""

from django import forms
from django.utils.datastructures import MultiValueDict

from activities.choices import NOT_GRADED, AbsenceReason, Grade, ResolutionNature
from activities.details import VOCABULARY
from activities.forms import MeetingForm
from activities.forms.votes import BY_BALLOT, RESOLUTION_FIELDS, resolution_rows
from activities.selectors.defaults import RawData
from core.editing import Difference
from core.typed_fields import PREFIX

NAMES_PEOPLE = ("absent", "sits_in", "invited")
# Of one person each: what stands before the person's number, how it is called, and what its codes mean.
OF_PERSONS: dict[str, tuple[str, dict[str, str] | None]] = {
    "reason_": ("缺席原因", dict(AbsenceReason.choices)),
    "grade_": ("评议等次", {**dict(Grade.choices), NOT_GRADED: "不评定"}),
    "follow_": ("后续措施", None),
}
RESOLUTIONS = "resolutions"
NOT_OFFERED = "已不能选的一项"


def differences_of(form: MeetingForm, mine: RawData, theirs: RawData) -> list[Difference]:
    """Fields that differ. Empty lines and an order of ticks are none."""
    mine, theirs = _filled_in(mine), _filled_in(theirs)
    names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
    people = {str(number): name for number, name in form.roster.names().items()}
    return [
        Difference(
            _label(name, people),
            saved=_in_words(form, name, theirs.get(name, []), people),
            typed=_in_words(form, name, mine.get(name, []), people),
        )
        for name in names
    ]


def _filled_in(data: RawData) -> RawData:
    """Without what is empty and reasons of people who are not absent; resolutions row by row."""
    absent = {f"reason_{number}" for number in data.get("absent", [])}
    kept = {name: texts for name, texts in data.items() if not name.startswith("reason_") or name in absent}
    kept = {name: [_plain(text) for text in texts if text.strip()] for name, texts in kept.items()}
    fields = {
        name: sorted(texts) if name in NAMES_PEOPLE else texts
        for name, texts in kept.items()
        if texts and name != "submission_key" and name not in RESOLUTION_FIELDS and _is_known(name)
    }
    rows = [_resolution(row) for row in resolution_rows(MultiValueDict(data))]
    return fields | ({RESOLUTIONS: rows} if rows else {})


def _is_known(name: str) -> bool:
    return not name.startswith(PREFIX) or name.removeprefix(PREFIX) in VOCABULARY


def _plain(text: str) -> str:
    """Browsers send other ends of lines than those that are kept."""
    return text.strip().replace("\r\n", "\n")


def _resolution(row: dict[str, str]) -> str:
    """One row of the form as a reader is shown it."""
    parts = [dict(ResolutionNature.choices).get(row["vote_nature"], ""), row["vote_person"], row["resolution_text"]]
    parts.append("无记名投票" if row["vote_ballot"] == BY_BALLOT else "举手表决")
    counts = {"赞成": "votes_for", "反对": "votes_against", "弃权": "abstentions"}
    opinions = {"书面赞成": "opinions_for", "书面不赞成": "opinions_against"}
    parts += [f"{label} {row[name] or 0}" for label, name in counts.items()]
    parts += [f"{label} {row[name]}" for label, name in opinions.items() if row[name] not in ("", "0")]
    return "，".join(filter(None, (*parts, row["vote_open_reason"])))


# --- In words -------------------------------------------------------------------------------------


def _label(name: str, people: dict[str, str]) -> str:
    for start, (label, _) in OF_PERSONS.items():
        if name.startswith(start):
            return f"{_person(name.removeprefix(start), people)}的{label}"
    if name.startswith(PREFIX):
        return VOCABULARY[name.removeprefix(PREFIX)].label
    return str(MeetingForm.base_fields[name].label)


def _in_words(form: MeetingForm, name: str, texts: list[str], people: dict[str, str]) -> str:
    if name in NAMES_PEOPLE:
        return "、".join(_person(text, people) for text in texts)
    words = _words(form, name)
    return "；".join(texts if words is None else (words.get(text, NOT_OFFERED) for text in texts))


def _person(number: str, people: dict[str, str]) -> str:
    return people.get(number, "当日不在花名册上的人")


def _words(form: MeetingForm, name: str) -> dict[str, str] | None:
    """What the codes and keys that a field sends are called; None where it sends what was typed."""
    for start, (_, words) in OF_PERSONS.items():
        if name.startswith(start):
            return words
    if name.startswith(PREFIX):
        return dict(VOCABULARY[name.removeprefix(PREFIX)].choices) or None
    if name == "group":
        return {str(group.pk): group.name for group in form.groups or ()}
    field = form.fields.get(name, MeetingForm.base_fields[name])
    if isinstance(field, forms.BooleanField):
        return {"on": "是"}
    return {str(code): str(label) for code, label in field.choices} if isinstance(field, forms.ChoiceField) else None
