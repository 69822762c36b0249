"""What a new form is filled with: nothing is asked that the system knows."""

from collections import Counter
from datetime import date, time
from typing import Any
from uuid import uuid4

from activities.choices import HeldAs, NormUnit, Roster
from activities.engine import held_and_due
from activities.models import Activity, ActivityKind
from activities.selectors.places import branches_to_log_for, forms_to_log, groups_to_log_for, kinds_to_log
from branches.choices import PostKind
from branches.models import Branch, Court, PartyGroup, Post
from core.dates import in_force

RawData = dict[str, list[str]]
LOOK_BACK = 6
SUGGESTIONS = 12


def filled_form(
    *, user: Any, court: Court, branch: Branch | None, kind: ActivityKind | None, group: PartyGroup | None, on: date
) -> RawData:
    """Raw data of a new form on `on`: today, the usual time, the last place, chair and recorder, nobody absent."""
    kind = kind or _kind_of_the_day(user, court, branch, on)
    forms = forms_to_log(user, branch, kind)
    held_as = (HeldAs.GROUP if group else forms[0]) if forms else ""
    group = group or _only_group(user, branch, kind.held_in(held_as) if kind else None, on)
    data = {
        "submission_key": str(uuid4()),
        "branch": str(branch.pk) if branch else "",
        "kind": kind.code if kind else "",
        "held_as": held_as,
        "group": str(group.pk) if group else "",
        "held_on": str(on),
        **(_usual(user, court, branch, kind, group, on) if kind else {}),
    }
    return {name: [value] for name, value in data.items()}


def _kind_of_the_day(user: Any, court: Court, branch: Branch | None, on: date) -> ActivityKind | None:
    """What the branch owes next; for a court-wide event the kind of the last one; else the first kind there is."""
    kinds = list(kinds_to_log(user, court, branch))
    if branch is not None:
        answer = held_and_due(branch, start=on, end=on.replace(month=12, day=31), as_of=on)
        owed = [pair.norm.kind for pair in answer.open_pairs() if pair.norm.unit != NormUnit.MEMBER]
        kinds = [kind for kind in owed if kind in kinds] or kinds
    else:
        court_wide = Activity.objects.visible_to(user).filter(court=court, branch=None, kind__in=kinds)
        last = court_wide.order_by("-held_on", "-id").select_related("kind").first()
        kinds = [last.kind] if last else kinds
    return kinds[0] if kinds else None


def _only_group(user: Any, branch: Branch | None, kind: ActivityKind | None, on: date) -> PartyGroup | None:
    if branch is None or kind is None or kind.roster != Roster.GROUP:
        return None
    return groups_to_log_for(user, branch, on).first()


def _usual(
    user: Any, court: Court, branch: Branch | None, kind: ActivityKind, group: PartyGroup | None, on: date
) -> dict[str, str]:
    last = recent_activities(user, court, branch, kind, group)
    hours = kind.study_hours
    filled = {
        "place": last[0].place if last else "",
        "chair": last[0].chair_name if last else "",
        "recorder": last[0].recorder_name if last else "",
        "starts_at": _usual_time(last),
        "study_hours": f"{hours.normalize():f}" if hours is not None else "",
        "for_year": str(on.year) if kind.for_year else "",
    }
    return {**filled, **_officers(branch, group, on, filled)}


def recent_activities(
    user: Any, court: Court, branch: Branch | None, kind: ActivityKind, group: PartyGroup | None = None
) -> list[Activity]:
    """The last few of the kind that the same unit held, newest first."""
    rows = Activity.objects.visible_to(user).filter(court=court, branch=branch, kind=kind, group=group)
    return list(rows.order_by("-held_on", "-id")[:LOOK_BACK])


def _usual_time(last: list[Activity]) -> str:
    times: Counter[time] = Counter(each.starts_at for each in last if each.starts_at)
    return f"{times.most_common(1)[0][0]:%H:%M}" if times else ""


def _officers(branch: Branch | None, group: PartyGroup | None, on: date, filled: dict[str, str]) -> dict[str, str]:
    """The first time, the group's leader or the secretary is in the chair, another officer takes the minutes."""
    if branch is None or (filled["chair"] and filled["recorder"]):
        return {}
    posts = Post.objects.within(branch).filter(in_force(on)).select_related("member").order_by("id")
    holders = dict.fromkeys((PostKind.SECRETARY, PostKind.GROUP_LEADER), "")
    others = []
    for post in posts:
        if post.kind == PostKind.SECRETARY:
            holders[PostKind.SECRETARY] = holders[PostKind.SECRETARY] or post.member.name
        elif post.kind == PostKind.GROUP_LEADER:
            if group is not None and post.group_id == group.pk:
                holders[PostKind.GROUP_LEADER] = post.member.name
        else:
            others.append(post.member.name)
    chair = filled["chair"] or holders[PostKind.GROUP_LEADER] or holders[PostKind.SECRETARY]
    takers = [name for name in others if name != chair]
    return {"chair": chair, "recorder": filled["recorder"] or (takers[0] if takers else "")}


def topic_suggestions(user: Any, court: Court, branch: Branch | None, kind: ActivityKind | None) -> list[str]:
    """Topics of the last meetings of the kind, each once, newest first."""
    if kind is None:
        return []
    rows = Activity.objects.visible_to(user).filter(court=court, branch=branch, kind=kind)
    lines = [line.strip() for text in rows.values_list("topic", flat=True)[:LOOK_BACK] for line in text.splitlines()]
    return [line for line in dict.fromkeys(lines) if line][:SUGGESTIONS]


def place_suggestions(user: Any, court: Court, branch: Branch | None) -> list[str]:
    """Where the branch met lately, each place once."""
    rows = Activity.objects.visible_to(user).filter(court=court, branch=branch).exclude(place="")
    return list(dict.fromkeys(rows.order_by("-held_on", "-id").values_list("place", flat=True)[:50]))[:SUGGESTIONS]


def branch_in_charge(user: Any) -> Branch | None:
    """The branch that a form is for when none is named: the user's first."""
    return branches_to_log_for(user).first()
