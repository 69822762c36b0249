"""What a record says, as JSON: kept beside a resubmission and a correction, compared, shown, and put back.

A new field of Activity, Attendance or Resolution is part of it by itself; a new table beside the record needs a line in
`snapshot_of` here and in `restore` (services/rows.py).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from activities.choices import ABOUT_A_PERSON, AbsenceReason, Grade, ResolutionNature
from activities.details import VOCABULARY
from activities.models import Activity, Attendance, Resolution, TalkNote
from branches.models import Member

Snapshot = dict[str, Any]

# Fields that tell whose a record is and how it was kept, not what was held.
_KEPT = (
    *("id", "court", "branch", "joint_key", "period", "state", "origin", "submitted_by", "submitted_at"),
    *("drafted_by", "resubmitted_at", "late_days", "submission_key", "row_digest", "search_text", "version"),
    *("import_batch", "source_sheet", "source_row"),
)
# The person found by the name, which is what a reader is shown.
_BEHIND_NAMES = ("chair", "recorder")
FACTS = [field for field in Activity._meta.concrete_fields if field.name not in _KEPT]
_SHOWN = [field for field in FACTS if field.name not in _BEHIND_NAMES]
_PEOPLE = [field.attname for field in Attendance._meta.local_fields if field.name not in ("pk", "activity")]
_RESOLUTION = [field.attname for field in Resolution._meta.concrete_fields if field.name not in ("id", "activity")]
NOTE = str(TalkNote._meta.verbose_name)
_GRADE = ("member_id", "grade", "follow_up")


def snapshot_of(activity: Activity) -> Snapshot:
    """Everything a saved record says: `facts`, `people`, `resolutions`, `grades`, `also_kinds`, `topics`, a talk's
    `note`, and `names` of the rows they refer to. Who reads a snapshot may read the note: steps and corrections are the
    own branch's and court's alone, as the note is."""
    people = list(activity.attendances.order_by("member_id").values(*_PEOPLE))
    also = list(activity.also_kinds.order_by("order", "id").values_list("pk", "name"))
    topics = list(activity.topics.order_by("id").values_list("pk", "name"))
    members = Member.objects.within(activity.court).filter(pk__in=[row["member_id"] for row in people])
    facts = Activity.objects.within(activity.court).values(*(field.attname for field in FACTS)).get(pk=activity.pk)
    snapshot = {
        "facts": facts,
        "people": people,
        "resolutions": list(activity.resolutions.order_by("order", "id").values(*_RESOLUTION)),
        "grades": list(activity.grades.order_by("member_id").values(*_GRADE)),
        "also_kinds": [number for number, _ in also],
        "topics": [number for number, _ in topics],
        "note": note_of(activity),
        "names": {
            "members": {str(number): name for number, name in members.values_list("pk", "name")},
            "also_kinds": [name for _, name in also],
            "topics": [name for _, name in topics],
            "kind_id": str(activity.kind),
            "group_id": str(activity.group or ""),
        },
    }
    plain: Snapshot = json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder))
    return plain


def note_of(activity: Activity) -> str:
    """What was noted of a talk; empty of anything else."""
    notes = TalkNote.objects.within(activity.court).filter(activity=activity)
    return notes.values_list("text", flat=True).first() or ""


# --- In words -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing that changed: lines that went, and lines that came."""

    label: str
    before: list[str]
    after: list[str]


def differences(before: Snapshot, after: Snapshot, *, on_paper: bool = False) -> list[Difference]:
    """What differs between two snapshots of one record, in the order of the page; `on_paper` without a talk's note."""
    old, new = described(before), described(after)
    labels = [label for label in dict.fromkeys((*old, *new)) if not (on_paper and label == NOTE)]
    changed = [label for label in labels if old.get(label) != new.get(label)]
    return [_difference(label, old.get(label, []), new.get(label, [])) for label in changed]


def _difference(label: str, old: list[str], new: list[str]) -> Difference:
    gone = [line for line in old if line not in new]
    come = [line for line in new if line not in old]
    # The same lines in another order, or one of them twice.
    return Difference(label, gone, come) if gone or come else Difference(label, old, new)


def described(snapshot: Snapshot) -> dict[str, list[str]]:
    """What a snapshot says, label by label, each as the lines a reader is shown; what is empty is left out."""
    facts, names = snapshot.get("facts", {}), snapshot.get("names", {})
    lines = {str(field.verbose_name): _lines(field, facts.get(field.attname), names) for field in _SHOWN}
    lines["同时完成"] = names.get("also_kinds", [])
    lines["专题"] = names.get("topics", [])
    lines["决议"] = [_resolution_line(row) for row in snapshot.get("resolutions", [])]
    lines[NOTE] = [line for line in snapshot.get("note", "").splitlines() if line.strip()]
    lines["评议等次"] = [_grade_line(row, names.get("members", {})) for row in snapshot.get("grades", [])]
    lines |= _people_lines(snapshot.get("people", []), names.get("members", {}))
    return {label: texts for label, texts in lines.items() if texts}


def _lines(field: models.Field, value: Any, names: dict[str, Any]) -> list[str]:
    if value in (None, "", [], {}):
        return []
    if field.is_relation:
        return [name] if (name := names.get(field.attname)) else []
    if isinstance(value, bool):
        return ["是" if value else "否"]
    if isinstance(value, dict):
        return [f"{each.label}：{each.text}" for each in VOCABULARY.shown(value)]
    if isinstance(field, models.TimeField):
        return [str(value)[:5]]
    text = str(dict(field.flatchoices).get(value, value))
    return [line for line in text.splitlines() if line.strip()]


def _resolution_line(row: dict[str, Any]) -> str:
    about = ""
    if row.get("nature") in ABOUT_A_PERSON:
        about = f"{ResolutionNature(row['nature']).label}，{row['person_name']}："
    votes = "无记名投票，" if row.get("is_secret") else ""
    votes += f"赞成 {row['votes_for']}，反对 {row['votes_against']}，弃权 {row['abstentions']}"
    if row.get("opinions_for") or row.get("opinions_against"):
        votes += f"，书面赞成 {row['opinions_for']}、不赞成 {row['opinions_against']}"
    if row.get("open_reason"):
        votes += f"，举手表决的原因：{row['open_reason']}"
    return f"{about}{row['text']}（{votes}，{'通过' if row['passed'] else '未通过'}）"


def _grade_line(row: dict[str, Any], names: dict[str, str]) -> str:
    follow_up = f"（{row['follow_up']}）" if row["follow_up"] else ""
    return f"{names.get(str(row['member_id']), '')}：{Grade(row['grade']).label}{follow_up}"


def _people_lines(people: Iterable[dict[str, Any]], names: dict[str, str]) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = {"应到人员": [], "缺席": [], "列席": []}
    for row in people:
        name = names.get(str(row["member_id"]), "")
        lines["列席" if row["sits_in"] else "应到人员"].append(name)
        if not row["present"]:
            why = "，".join(filter(None, (dict(AbsenceReason.choices).get(row["reason"], ""), row["reason_text"])))
            lines["缺席"].append(f"{name}（{why or '原因不详'}）")
    return lines
