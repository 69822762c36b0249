"""Everything that is missing or contradictory in a meeting, in words for the person who wrote it down."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from activities.choices import Quorum, Roster
from activities.models import ActivityKind
from activities.selectors.due import DueRoster, due_roster
from activities.services.entry import Fault, MeetingEntry, Vote
from activities.services.figures import Figures, figures_of, half_of
from core.dates import PARTY_FOUNDED_ON

MOST_STUDY_HOURS = 24
HALF_AN_HOUR = Decimal("0.5")
# The year a meeting is for may be over when it is held (an organisational-life meeting of 2023 in early 2024).
YEARS_BACK = 2
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
    return due_roster(
        kind=entry.kind,
        court=entry.court,
        branch=entry.branch,
        group=entry.group,
        on=entry.held_on,
        invited=entry.invited,
    )


def faults_of(entry: MeetingEntry, roster: DueRoster, *, on: date) -> list[Fault]:
    """All faults, in the order of the form's fields; empty when the meeting can be submitted on `on`."""
    faults = [*_kind_faults(entry), *_date_faults(entry, on), *_unit_faults(entry), *_text_faults(entry)]
    if entry.kind is None or entry.held_on is None or faults_at(faults, "held_on", "group", "branch", "kind"):
        return faults
    figures = figures_of(entry, roster)
    faults += _people_faults(entry, roster)
    faults += _hour_faults(entry)
    faults += _resolution_faults(entry, figures)
    faults += _quorum_faults(entry, figures)
    return faults


def faults_at(faults: list[Fault], *fields: str) -> bool:
    return any(fault.field in fields for fault in faults)


def _kind_faults(entry: MeetingEntry) -> Iterator[Fault]:
    if entry.kind is None:
        yield Fault("kind", "请选择会议或活动的类型")
        return
    if not entry.kind.is_active or not _is_kind_of(entry.kind, entry):
        yield Fault("kind", f"“{entry.kind}”已停用或不属于本院")
    if entry.branch is None and entry.kind.roster != Roster.INVITED:
        yield Fault("kind", f"{entry.kind}由党支部召开，请选择党支部")
    for also in entry.also_kinds:
        yield from _also_faults(also, entry.kind, entry)


def _is_kind_of(kind: ActivityKind, entry: MeetingEntry) -> bool:
    """A kind of every court, of the court itself, or of a court above it."""
    if kind.court_id is None:
        return True
    return str(kind.court_id) in str(entry.court.path).strip("/").split("/")


def _also_faults(also: ActivityKind, main: ActivityKind, entry: MeetingEntry) -> Iterator[Fault]:
    if also == main:
        yield Fault("also", f"“{also}”已经是主类型，不必再勾选")
    elif not also.is_active or not _is_kind_of(also, entry):
        yield Fault("also", f"“{also}”已停用或不属于本院")
    elif not can_be_met_by_the_way(also, main):
        yield Fault("also", f"“{also}”的应到人员和{main}不同，请另外填报")


def can_be_met_by_the_way(also: ActivityKind, main: ActivityKind) -> bool:
    """A kind with its own roster or quorum is a meeting of its own; one for all members needs all members there."""
    of_all = also.quorum == Quorum.NONE and also.roster == Roster.BRANCH
    return of_all and main.roster in (Roster.BRANCH, Roster.INVITED)


def _date_faults(entry: MeetingEntry, on: date) -> Iterator[Fault]:
    held_on = entry.held_on
    if held_on is None:
        yield Fault("held_on", "请填写召开日期")
    elif held_on > on:
        yield Fault("held_on", f"日期 {held_on} 还没到，会后再提交；现在可以先存草稿")
    elif held_on < PARTY_FOUNDED_ON:
        yield Fault("held_on", f"日期 {held_on} 有误，请检查年份")
    elif entry.branch is not None and not entry.branch.exists_on(held_on):
        yield Fault("held_on", _not_there(entry.branch.name, entry.branch, held_on))


def _not_there(name: str, unit: object, held_on: date) -> str:
    founded_on = getattr(unit, "founded_on", None)
    if founded_on and held_on < founded_on:
        return f"{name} {founded_on} 才成立，{held_on} 还没有"
    return f"{name} {getattr(unit, 'dissolved_on', None)} 已撤销，{held_on} 不再存在"


def _unit_faults(entry: MeetingEntry) -> Iterator[Fault]:
    group, kind = entry.group, entry.kind
    if entry.branch is not None and entry.branch.court_id != entry.court.pk:
        yield Fault("branch", "党支部不属于本院")
    if kind is None:
        return
    if kind.roster == Roster.GROUP and group is None and entry.branch is not None:
        yield Fault("group", f"请选择召开{kind}的党小组")
    if group is None:
        return
    if kind.roster != Roster.GROUP:
        yield Fault("group", f"{kind}不分党小组，请去掉党小组")
    if entry.branch is None or group.branch_id != entry.branch.pk:
        yield Fault("group", f"{group}不属于这个党支部")
    elif entry.held_on is not None and not group.exists_on(entry.held_on):
        yield Fault("group", _not_there(group.name, group, entry.held_on))


def _text_faults(entry: MeetingEntry) -> Iterator[Fault]:
    if not entry.topic.strip():
        yield Fault("topic", "请填写议题")
    if entry.kind is None or entry.kind.roster == Roster.INVITED:
        return
    for field, label in (("place", "地点"), ("chair", "主持人"), ("recorder", "记录人")):
        if not getattr(entry, field).strip():
            yield Fault(field, f"请填写{label}")


# --- People -------------------------------------------------------------------------------------


def _people_faults(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    if entry.typed_due is not None or entry.typed_present is not None:
        yield from _typed_faults(entry, roster)
        return
    if not roster.people:
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
        return "invited", "请选择参加人员" + ("" if entry.branch else "，或填写应到、实到人数")
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


# --- Hours, votes, quorum -----------------------------------------------------------------------


def _hour_faults(entry: MeetingEntry) -> Iterator[Fault]:
    hours = entry.study_hours
    if hours is not None and (not 0 <= hours <= MOST_STUDY_HOURS or hours % HALF_AN_HOUR):
        yield Fault("study_hours", f"学时应在 0 到 {MOST_STUDY_HOURS} 之间，以 0.5 为一档")
    if entry.kind is None or entry.held_on is None:
        return
    wants_year = entry.kind.for_year or any(also.for_year for also in entry.also_kinds)
    latest = entry.held_on.year
    if wants_year and entry.for_year is None:
        yield Fault("for_year", "请填写是哪一年度的")
    elif entry.for_year is not None and not latest - YEARS_BACK <= entry.for_year <= latest:
        yield Fault("for_year", f"所属年度应在 {latest - YEARS_BACK} 到 {latest} 年之间")


def _resolution_faults(entry: MeetingEntry, figures: Figures) -> Iterator[Fault]:
    if not entry.resolutions:
        return
    if entry.kind is not None and not entry.kind.has_resolutions:
        yield Fault("resolutions", f"{entry.kind}不作决议，请去掉决议")
        return
    for number, vote in enumerate(entry.resolutions, start=1):
        yield from _vote_faults(f"决议 {number}", vote, figures.voting_present or 0)


def _vote_faults(title: str, vote: Vote, present: int) -> Iterator[Fault]:
    if not vote.text.strip():
        yield Fault("resolutions", f"{title}没有写决议事项")
    if None in (vote.votes_for, vote.votes_against, vote.abstentions):
        yield Fault("resolutions", f"{title}请填写赞成、反对、弃权的票数")
        return
    if vote.cast == present:
        return
    sum_of_votes = f"赞成 {vote.votes_for} + 反对 {vote.votes_against} + 弃权 {vote.abstentions} = {vote.cast} 票"
    more = vote.cast - present
    difference = f"多了 {more} 票" if more > 0 else f"少了 {-more} 票"
    yield Fault("resolutions", f"{title}：{sum_of_votes}，有表决权实到 {present} 人，{difference}")


def quorum_sentence(figures: Figures, base: str = "有表决权") -> str:
    """What a meeting short of its quorum is told; empty where there is one or none is asked."""
    if figures.quorum is not False or figures.voting_due is None:
        return ""
    return (
        f"{base}应到 {figures.voting_due} 人，实到 {figures.voting_present} 人，"
        f"不足半数（至少 {half_of(figures.voting_due)} 人），本次会议不能算达标"
    )


def _quorum_faults(entry: MeetingEntry, figures: Figures) -> Iterator[Fault]:
    of_committee = entry.kind is not None and entry.kind.quorum == Quorum.COMMITTEE
    sentence = quorum_sentence(figures, "支委会成员" if of_committee else "有表决权")
    if sentence and not entry.accepts_no_quorum:
        yield Fault("accepts_no_quorum", f"{sentence}。情况属实的，请勾选“确认如实提交”")
