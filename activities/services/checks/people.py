"""Who was due, who was there, who sat in."""

from collections.abc import Iterator
from dataclasses import replace

from activities.choices import ABOUT_A_PERSON, ResolutionNature, Roster
from activities.models import Activity
from activities.selectors.due import DueRoster, due_roster
from activities.services.entry import Fault, MeetingEntry

NAMES_SHOWN = 5

WHO_IS_DUE = {
    Roster.BRANCH: "党员",
    Roster.COMMITTEE: "支委会成员",
    Roster.GROUP: "党小组成员",
    Roster.INVITED: "参加人员",
}


def roster_of(entry: MeetingEntry) -> DueRoster:
    """Those due by the roster of the day; nobody while kind or date are missing."""
    if entry.kind is None or entry.held_on is None:
        return DueRoster()
    roster = due_roster(
        kind=entry.kind,
        court=entry.court,
        branch=entry.branch,
        group=entry.group,
        on=entry.held_on,
        invited=entry.invited,
    )
    return _before_its_resolutions(roster, entry.record) if entry.record else roster


def _before_its_resolutions(roster: DueRoster, record: Activity) -> DueRoster:
    """Whom this very meeting admitted was not due at it, whom it confirmed did not vote: the roster tells of both from
    that day on, once their files have gone that far."""
    about = record.resolutions.filter(nature__in=ABOUT_A_PERSON)
    resolved = set(about.values_list("nature", "person_name"))
    if not resolved:
        return roster
    seats = set(record.attendances.values_list("member_id", flat=True))
    admitted = {
        person.member_id
        for person in roster.people
        if (ResolutionNature.ADMISSION, person.name) in resolved and not person.formal and person.member_id not in seats
    }
    confirmed = {
        person.member_id for person in roster.people if (ResolutionNature.CONFIRMATION, person.name) in resolved
    }
    people = [
        replace(person, formal=False, votes=False) if person.member_id in confirmed else person
        for person in roster.people
        if person.member_id not in admitted
    ]
    return replace(roster, people=people, base=roster.base - confirmed)


def people_faults(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    """Those due, absent and sitting in, against the roster of the day."""
    if entry.typed_due is not None or entry.typed_present is not None:
        yield from _typed_faults(entry, roster)
        return
    if not roster.people:
        if not _only_guests(entry):
            yield Fault(*_nobody_due(entry))
        return
    names = roster.names()
    yield from _too_few_present(entry, roster)
    outside = entry.invited - set(names)
    if outside:
        yield Fault("invited", f"参加名单中有 {len(outside)} 人当日不在花名册上")
    yield from _too_many_absent(entry, roster, names)
    for member_id, absence in entry.absences.items():
        if member_id in roster.ids and not absence.reason:
            yield Fault("absent", f"{names[member_id]}缺席，请选择原因")
    twice = sorted(names[member_id] for member_id in entry.sits_in & roster.ids)
    if twice:
        yield Fault("sits_in", f"{_listed(twice)}在应到名单中，不能同时算列席")
    strangers = entry.sits_in - set(names)
    if strangers:
        yield Fault("sits_in", f"列席名单中有 {len(strangers)} 人当日不在花名册上")


def _only_guests(entry: MeetingEntry) -> bool:
    """An event for people who are no members (廉政教育 500 人次) has nobody due."""
    return entry.guests > 0 and entry.kind is not None and entry.kind.roster == Roster.INVITED


def _too_few_present(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    present = len(roster.ids - set(entry.absences))
    least = entry.kind.least_present if entry.kind else 1
    if present >= least:
        return
    if least > 1:
        yield Fault("invited", f"{entry.kind}至少要有 {least} 人参加，现在是 {present} 人")
    else:
        yield Fault("absent", "应到的人全部缺席，没有人到会，不能算召开")


def _typed_faults(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    if entry.branch is not None:
        yield Fault("typed_due", "支部活动的人数由花名册得出，不用填写")
    elif roster.people:
        yield Fault("typed_due", f"已选择 {len(roster.people)} 名参加人员，不必再填人数")
    elif entry.typed_due is None or entry.typed_present is None:
        missing = "typed_due" if entry.typed_due is None else "typed_present"
        yield Fault(missing, "应到、实到人数要一起填写")
    elif entry.typed_present > entry.typed_due:
        more = entry.typed_present - entry.typed_due
        yield Fault("typed_present", f"应到 {entry.typed_due} 人，实到 {entry.typed_present} 人：实到多了 {more} 人")


def _nobody_due(entry: MeetingEntry) -> tuple[str, str]:
    kind, held_on = entry.kind, entry.held_on
    if kind is not None and kind.roster == Roster.INVITED:
        return "invited", "请选择参加人员" + ("" if entry.branch else "，或填写应到、实到人数，或填写党员以外参加人数")
    unit = entry.group or entry.branch
    if kind is not None and kind.roster == Roster.COMMITTEE:
        return "kind", f"{unit}在 {held_on} 没有登记支委会成员，请先登记党内职务"
    return "held_on", f"{unit}在 {held_on} 的花名册上没有人"


def _too_many_absent(entry: MeetingEntry, roster: DueRoster, names: dict[int, str]) -> Iterator[Fault]:
    due, absent = len(roster.people), len(entry.absences)
    strangers = [member_id for member_id in entry.absences if member_id not in roster.ids]
    if not strangers:
        return
    known = sorted(names[member_id] for member_id in strangers if member_id in names)
    who = f"（{_listed(known)}不在应到名单中）" if known else ""
    if absent > due:
        yield Fault("absent", f"应到 {due} 人，缺席 {absent} 人：缺席名单多了 {absent - due} 人{who}")
    else:
        people = WHO_IS_DUE[Roster(entry.kind.roster)] if entry.kind else "党员"
        yield Fault(
            "absent", f"缺席名单中有 {len(strangers)} 人不是 {entry.held_on} 应到的{people}，请从名单中去掉{who}"
        )


def _listed(names: list[str]) -> str:
    shown = "、".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown}等 {len(names)} 人"
