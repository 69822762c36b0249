"""What may be held: the kind, the further kinds met by the way, the branch or group that holds it."""

from collections.abc import Iterator

from activities.choices import Quorum, Roster
from activities.models import ActivityKind
from activities.services.checks.dates import not_there
from activities.services.entry import Fault, MeetingEntry


def kind_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """A kind that is in use and that the branch or court may hold; further kinds that it can meet by the way."""
    if entry.kind is None:
        yield Fault("kind", "请选择会议或活动的类型")
        return
    if not (entry.kind.is_active or entry.kind.pk in kept_kinds(entry)) or not _is_kind_of(entry.kind, entry):
        yield Fault("kind", f"“{entry.kind}”已停用或不属于本院")
    if entry.branch is None and entry.kind.roster != Roster.INVITED:
        yield Fault("kind", f"{entry.kind}由党支部召开，请选择党支部")
    if entry.kind.form and not entry.kind.form_is_chosen and entry.kind.pk not in kept_kinds(entry):
        yield Fault("held_as", f"{entry.kind}不能另选召开形式")
    kept = kept_kinds(entry)
    for also in entry.also_kinds:
        if also.pk not in kept:
            yield from _also_faults(also, entry.kind, entry)


def kept_kinds(entry: MeetingEntry) -> set[int]:
    """The kinds that the record has already: retired or ruled otherwise since, they stay with it."""
    return entry.record.kind_ids if entry.record else set()


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


def unit_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """The branch is of the court, the group of the branch, and a group is named where groups meet."""
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
        yield Fault("group", not_there(group.name, group, entry.held_on))
