"""What stands in the tables for a meeting as it was written down: the record's facts, its people and resolutions."""

from typing import Any

from django.db.models import ProtectedError

from activities.engine.periods import month_index
from activities.models import (
    Activity,
    ActivityTopic,
    AppraisalGrade,
    Attendance,
    Fulfilment,
    Resolution,
    TalkNote,
)
from activities.selectors.due import DueRoster
from activities.services.checks.appraisal import grades_of
from activities.services.details import kept_details
from activities.services.entry import Absence, MeetingEntry
from activities.services.figures import Figures
from activities.services.resting import refuse_other_outcome
from activities.services.votes import resolutions_of
from branches.selectors.rosters import Person, member_named_on
from core.errors import Refused


def facts_of(entry: MeetingEntry, roster: DueRoster, figures: Figures) -> dict[str, Any]:
    """The record's own fields, of an entry without faults: what was held, and the figures of the roster."""
    if entry.held_on is None or entry.kind is None:
        raise ValueError("a meeting without faults has a kind and a date")
    return {
        "group": entry.group,
        "kind": entry.kind,
        "held_as": entry.kind.form,
        "held_on": entry.held_on,
        "ends_on": entry.ends_on,
        "period": month_index(entry.held_on),
        "starts_at": entry.starts_at,
        "place": entry.place.strip(),
        "chair_id": _person(entry.chair, roster),
        "chair_name": entry.chair.strip(),
        "recorder_id": _person(entry.recorder, roster),
        "recorder_name": entry.recorder.strip(),
        "topic": entry.topic.strip(),
        # What was said in a talk is kept apart, out of what is shared, searched and exported.
        "content": "" if entry.is_talk else entry.content,
        "for_year": entry.for_year,
        "study_hours": entry.study_hours,
        "details": kept_details(entry, roster),
        "guest_count": entry.guests,
        "due_count": figures.due,
        "present_count": figures.present,
        "voting_due": figures.voting_due,
        "voting_present": figures.voting_present,
        "has_quorum": figures.quorum,
    }


def add_rows(activity: Activity, entry: MeetingEntry, roster: DueRoster, figures: Figures) -> None:
    """The rows beside a saved record that has none yet: attendance and grades, resolutions, kinds met by the way."""
    if not entry.keeps_people:
        _add_people(activity, entry, roster)
    put_resolutions(activity, resolutions_of(activity, entry, roster, figures))
    Fulfilment.objects.bulk_create([Fulfilment(activity=activity, kind=also) for also in entry.also_kinds])
    ActivityTopic.objects.bulk_create([ActivityTopic(activity=activity, topic=topic) for topic in entry.topics])
    _put_note(activity, entry.content if entry.is_talk else "")


def _add_people(activity: Activity, entry: MeetingEntry, roster: DueRoster) -> None:
    guests = [person for person in roster.others if person.member_id in entry.sits_in]
    rows = [_attendance(activity, person, entry, votes=person.member_id in roster.base) for person in roster.people]
    rows += [_attendance(activity, person, entry, sits_in=True) for person in guests]
    Attendance.objects.bulk_create(rows)
    AppraisalGrade.objects.bulk_create(_grades(activity, entry, roster))


def _grades(activity: Activity, entry: MeetingEntry, roster: DueRoster) -> list[AppraisalGrade]:
    rows = [
        AppraisalGrade(
            activity=activity,
            member_id=number,
            court_id=activity.court_id,
            branch_id=activity.branch_id,
            grade=graded.grade,
            follow_up=graded.follow_up.strip(),
        )
        for number, graded in grades_of(entry, roster).items()
    ]
    for row in rows:
        row.clean_fields(exclude=["activity", "member", "court", "branch"])
    return rows


def _put_note(activity: Activity, text: str) -> None:
    TalkNote.objects.within(activity.court).filter(activity=activity).delete()
    if text.strip():
        TalkNote.objects.create(activity=activity, court=activity.court, branch=activity.branch, text=text)


def _person(name: str, roster: DueRoster) -> int | None:
    return member_named_on(name, roster.people, roster.others)


def _attendance(
    activity: Activity, person: Person, entry: MeetingEntry, *, votes: bool = False, sits_in: bool = False
) -> Attendance:
    absence = entry.absences.get(person.member_id)
    present = sits_in or absence is None
    absence = Absence() if present or absence is None else absence
    row = Attendance(
        activity=activity,
        member_id=person.member_id,
        court_id=activity.court_id,
        branch_id=person.branch_id,
        present=present,
        votes=votes,
        sits_in=sits_in,
        reason=absence.reason,
        reason_text=absence.text,
    )
    # The roster vouches for the person; a lookup for each would cost a query a row.
    row.clean_fields(exclude=["activity", "member", "court", "branch"])
    return row


# --- In place of what stood before ----------------------------------------------------------------


def rewrite(activity: Activity, entry: MeetingEntry, roster: DueRoster, figures: Figures) -> None:
    """Let a saved record say what `entry` says, an entry without faults; owners, state and submission stay."""
    facts = facts_of(entry, roster, figures)
    for role in ("chair", "recorder"):
        if facts[f"{role}_name"] == getattr(activity, f"{role}_name"):
            del facts[f"{role}_id"]  # the same name is the same person, whoever has come or gone since
    for name, value in facts.items():
        setattr(activity, name, value)
    if not entry.keeps_people:
        # The ledger's own figures no longer hold; the original keeps them.
        activity.ledger_due = activity.ledger_present = None
    activity.full_clean(exclude=["submission_key"])
    activity.save()
    _clear(activity, people=not entry.keeps_people)
    add_rows(activity, entry, roster, figures)


def restore(activity: Activity, snapshot: dict[str, Any]) -> None:
    """Let a saved record say what a snapshot says (selectors/snapshots.py)."""
    for name, value in snapshot["facts"].items():
        setattr(activity, name, value)
    activity.full_clean(exclude=["submission_key"])  # makes dates and decimals of their texts
    activity.period = month_index(activity.held_on)
    activity.save()
    _clear(activity, people=True)
    Attendance.objects.bulk_create(Attendance(activity=activity, **row) for row in snapshot["people"])
    put_resolutions(activity, [Resolution(activity=activity, **row) for row in snapshot["resolutions"]])
    Fulfilment.objects.bulk_create(Fulfilment(activity=activity, kind_id=kind) for kind in snapshot["also_kinds"])
    ActivityTopic.objects.bulk_create(ActivityTopic(activity=activity, topic_id=topic) for topic in snapshot["topics"])
    owner = {"court_id": activity.court_id, "branch_id": activity.branch_id}
    grades = snapshot.get("grades", ())
    AppraisalGrade.objects.bulk_create(AppraisalGrade(activity=activity, **owner, **row) for row in grades)
    if "note" in snapshot:  # older ones told nothing of it
        _put_note(activity, snapshot["note"])


def _clear(activity: Activity, *, people: bool) -> None:
    activity.fulfilments.all().delete()
    activity.topics.clear()
    if people:
        activity.attendances.all().delete()
        activity.grades.all().delete()


def put_resolutions(activity: Activity, rows: list[Resolution]) -> None:
    """In place of those that stand. One about the same person keeps its key: a file of that person may rest on it."""
    standing = list(activity.resolutions.all())
    if not standing:
        Resolution.objects.bulk_create(rows)
        return
    kept = {(row.nature, row.person_name): row.pk for row in standing if row.is_about_person}
    for row in rows:
        row.pk = kept.get((row.nature, row.person_name))
    refuse_other_outcome(activity.court, standing, rows)
    try:
        activity.resolutions.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    except ProtectedError as fault:
        raise Refused("决议已是发展党员档案的依据，不能去掉或改成别人；请先在档案里撤销那一步。") from fault
    for row in rows:
        row.save()
