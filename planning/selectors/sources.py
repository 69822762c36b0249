"""The sources of the calendar: each reads the selectors of one app below; a new deadline is one function more.
Higher apps register theirs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from activities.choices import HELD_STATES, NormUnit, PeriodLength
from activities.engine import Pair, PairState, held_and_due
from activities.models import Activity, ActivityKind
from activities.selectors.links import held_records_url
from branches.models import Branch, CommitteeTerm
from branches.permissions import is_committee_of, is_officer_of
from campaigns.choices import LineState, TaskUnit
from campaigns.selectors import tasks_due
from core.access import allowed
from core.dates import month_end
from development.choices import StepKind
from development.selectors.files import awaited_of, open_files
from planning.choices import PlanState
from planning.models import PlanItem
from planning.selectors.entries import CalendarQuestion, Entry, EntryKind
from planning.selectors.plans import PlanLine, plan_lines

Source = Callable[[CalendarQuestion], Iterator[Entry]]

_KINDS = {
    PlanState.PLANNED: EntryKind.PLANNED,
    PlanState.HELD: EntryKind.HELD,
    PlanState.MOVED: EntryKind.HELD,
    PlanState.MISSED: EntryKind.MISSED,
    PlanState.NOT_KNOWN: EntryKind.PAST,
}


def planned(question: CalendarQuestion) -> Iterator[Entry]:
    """What is planned: one by one for a branch; for several what they have not held, counted by day and kind, and what
    the court planned for all; for a member, who sees no records, without states."""
    if not question.branches:
        yield from _plain_items(question)
        return
    for year in range(question.first.year, question.last.year + 1):
        lines = plan_lines(question.user, question.branches, year, question.on)
        if question.branch:
            yield from (_line(line, question.on) for line in lines[question.branch.pk] if question.holds(line.day))
        else:
            yield from _counted_lines(question, [line for own in lines.values() for line in own])


def _plain_items(question: CalendarQuestion) -> Iterator[Entry]:
    rows = PlanItem.objects.visible_to(question.user).filter(year__range=(question.first.year, question.last.year))
    for item in rows.select_related("kind", "branch", "group"):
        if question.holds(_day(item)):
            is_past = _day(item) < question.on
            yield _entry(item, EntryKind.PAST if is_past else EntryKind.PLANNED, "已过" if is_past else "")


def _day(item: PlanItem) -> date:
    return item.planned_on or month_end(item.year, item.month)


def _line(line: PlanLine, on: date) -> Entry:
    state = line.state.label
    if line.state == PlanState.MOVED and line.held_on:
        state = f"{line.held_on.month}月{line.held_on.day}日开展"
    url = f"{reverse('planning:branch', args=(line.branch.pk,))}?year={line.item.year}#item-{line.item.pk}"
    if line.activity_id:
        url = reverse("activities:detail", args=(line.activity_id,))
    kind = _KINDS.get(line.state) or (EntryKind.PAST if line.day < on else EntryKind.PLANNED)
    entry = _entry(line.item, kind, state, url)
    return replace(entry, on=line.day, in_month=entry.in_month and line.held_on is None)


def _entry(item: PlanItem, kind: EntryKind, state: str = "", url: str = "") -> Entry:
    who = "全院" if item.branch_id is None else item.group.name if item.group else ""
    title = "：".join(filter(None, (f"{item.kind.short_name}{f'（{who}）' if who else ''}", item.title)))
    uid = f"plan-{item.pk}"
    return Entry(_day(item), kind, title, uid, state, url, item.place, in_month=item.planned_on is None)


def _counted_lines(question: CalendarQuestion, lines: list[PlanLine]) -> Iterator[Entry]:
    """One entry a day and kind for what is not held: `主题党日 计划 3 场`; what is held stands among the records.
    What the court planned for all stands by itself."""
    together: defaultdict[tuple[date, bool, int, int | None], list[PlanLine]] = defaultdict(list)
    for line in lines:
        is_courts = line.item.branch_id is None
        if question.holds(line.day) and not line.is_held:
            undated = line.item.planned_on is None
            together[line.day, undated, line.item.kind_id, line.item.pk if is_courts else None].append(line)
    for (day, undated, kind_id, item_id), own in together.items():
        item = own[0].item
        if own[0].is_courts_own:
            yield _line(own[0], question.on)
            continue
        sort, state = _counted(own)
        if item_id:
            yield _entry(item, sort, state)
            continue
        title, url = f"{item.kind.short_name} 计划 {len(own)} 场", f"{reverse('planning:plans')}?year={item.year}"
        uid = f"plans-{kind_id}-{day:%Y%m}" if undated else f"plans-{kind_id}-{day:%Y%m%d}"
        yield Entry(day, sort, title, uid, state, url, in_month=undated)


def _counted(lines: list[PlanLine]) -> tuple[EntryKind, str]:
    """How what is not held stands in several branches."""
    states = Counter(line.state for line in lines)
    if states[PlanState.MISSED]:
        return EntryKind.MISSED, f"未开展 {states[PlanState.MISSED]}"
    if states[PlanState.PLANNED]:
        return EntryKind.PLANNED, ""
    return EntryKind.PAST, "不详"


def held(question: CalendarQuestion) -> Iterator[Entry]:
    """What took place and was not planned; of several branches all that took place, by day and kind."""
    if not question.branches:
        return
    rows = Activity.objects.visible_to(question.user).filter(
        state__in=HELD_STATES, held_on__range=(question.first, question.last), held_on__lte=question.on
    )
    if question.branch:
        told = _matched(question)
        records = rows.filter(branch=question.branch).select_related("kind", "group")
        yield from (_record(record) for record in records if record.pk not in told)
    else:
        courts = {branch.court_id for branch in question.branches}
        yield from _counted_records(rows.filter(court__in=courts).select_related("kind"))


def _matched(question: CalendarQuestion) -> set[int]:
    years = range(question.first.year, question.last.year + 1)
    lines = (plan_lines(question.user, question.branches, year, question.on) for year in years)
    return {line.activity_id for found in lines for own in found.values() for line in own if line.activity_id}


def _record(record: Activity) -> Entry:
    who = "（全院）" if record.branch_id is None else f"（{record.group.name}）" if record.group else ""
    url = reverse("activities:detail", args=(record.pk,))
    title = f"{record.kind.short_name}{who}"
    return Entry(record.held_on, EntryKind.HELD, title, f"held-{record.pk}", "已开展", url, record.place)


def _counted_records(records: Iterable[Activity]) -> Iterator[Entry]:
    """By day, court and main kind; a joint meeting once, a court's own events among them."""
    together: defaultdict[tuple[date, int, ActivityKind], set[object]] = defaultdict(set)
    for record in records:
        together[record.held_on, record.court_id, record.kind].add(record.joint_key or record.pk)
    for (day, court_id, kind), meetings in together.items():
        url = held_records_url(kind=kind.code, **{"from": day, "to": day}, court=court_id, main=1, once=1)
        title, uid = f"{kind.short_name} {len(meetings)} 场", f"held-{kind.pk}-{court_id}-{day:%Y%m%d}"
        yield Entry(day, EntryKind.HELD, title, uid, "已开展", url)


def due(question: CalendarQuestion) -> Iterator[Entry]:
    """What is owed by the end of a period that ends in the span: how often it was held, of how often it is due."""
    for owner in [question.branch] if question.branch else [question.court] if question.branches else []:
        if owner is None:
            continue
        answer = held_and_due(owner, start=question.first, end=question.last, as_of=question.on)
        together: defaultdict[tuple[date, ActivityKind], list[Pair]] = defaultdict(list)
        for pair in answer.pairs:
            if pair.norm.unit != NormUnit.MEMBER and pair.state is not PairState.NOT_KNOWN:
                together[pair.period.end, pair.norm.kind].append(pair)
        for (day, kind), pairs in together.items():
            yield _owed(day, kind, pairs, question.branch)


def still_due(question: CalendarQuestion) -> Iterator[Entry]:
    """What is owed and not held yet."""
    return (entry for entry in due(question) if entry.kind is not EntryKind.HELD)


def _owed(day: date, kind: ActivityKind, pairs: list[Pair], branch: Branch | None) -> Entry:
    enough = sum(pair.enough for pair in pairs)
    is_over = any(pair.state is PairState.NOT_MET for pair in pairs)
    sort = EntryKind.HELD if enough == len(pairs) else EntryKind.MISSED if is_over else EntryKind.DUE
    where = f"-{branch.pk}" if branch else ""
    period = pairs[0].period
    which = "" if period.length == PeriodLength.MONTH else f"（{period.label.removeprefix(f'{day.year}年') or '全年'}）"
    title = f"{kind.short_name}{which}到期"
    return Entry(day, sort, title, f"due-{kind.pk}{where}-{period.code}", f"达标 {enough}/{len(pairs)}")


def terms(question: CalendarQuestion) -> Iterator[Entry]:
    """When the terms of committees are over."""
    rows = CommitteeTerm.objects.visible_to(question.user).filter(branch__in=question.branches, ends_on__isnull=True)
    ending = Q(expires_on__range=(question.first, question.last), postponed_to__isnull=True)
    postponed = Q(postponed_to__range=(question.first, question.last))
    for term in rows.filter(ending | postponed).select_related("branch"):
        url = reverse("branches:branch_detail", args=(term.branch_id,))
        day = term.postponed_to or term.expires_on
        yield Entry(day, EntryKind.DEADLINE, f"{term.branch}任期届满", f"term-{term.pk}", "须换届", url)


_TASKS = {
    LineState.DONE: EntryKind.HELD,
    LineState.OPEN: EntryKind.DEADLINE,
    LineState.OVERDUE: EntryKind.MISSED,
    LineState.NOT_KNOWN: EntryKind.PAST,
}


def campaign_tasks(question: CalendarQuestion) -> Iterator[Entry]:
    """When the tasks of campaigns are due, for those whose they are: a branch's for its officers and the committee, the
    court's own for the committee alone."""
    branch, user = None if question.is_of_court else question.branch, question.user
    owner = branch or question.court
    if owner is None or (branch and not (is_officer_of(user, branch) or is_committee_of(user, branch))):
        return
    for row in tasks_due(user, owner, question.first, question.last, question.on):
        task, campaign = row.task, row.task.aspect.campaign
        is_anybodys = branch is None and task.unit == TaskUnit.BRANCHES
        due = task.due_on or question.last
        past = EntryKind.PAST if due < question.on else EntryKind.DEADLINE
        kind = past if is_anybodys else _TASKS[row.state]
        state = f"{campaign}任务到期" if kind is EntryKind.DEADLINE else "已到期" if is_anybodys else row.state.label
        url = reverse("campaigns:detail", args=(campaign.pk,))
        yield Entry(due, kind, task.title, f"task-{task.pk}", state, url)


def development_steps(question: CalendarQuestion) -> Iterator[Entry]:
    """The last days of the steps that files wait for, for those who handle them. Whose it is, its page says."""
    if not allowed(question.user, "development.read_file"):
        return
    files = open_files(question.user).filter(branch__in=question.branches)
    for awaited in awaited_of(files, question.on):
        day, candidate = awaited.window.latest, awaited.candidate
        if day and question.holds(day):
            step = StepKind(awaited.window.kind)
            url = reverse("development:file", args=(candidate.pk,))
            uid = f"development-{candidate.pk}-{step}"
            yield Entry(day, EntryKind.DEADLINE, f"发展党员：{step.label}", uid, f"{candidate.branch}，最迟办理", url)


SOURCES: tuple[Source, ...] = (planned, held, due, terms, campaign_tasks, development_steps)
# What a person subscribes to: what is ahead, not what has been recorded.
FEED_SOURCES: tuple[Source, ...] = (planned, still_due, terms, campaign_tasks, development_steps)
_of_higher_apps: list[Source] = []
_feeds_of_higher_apps: list[Source] = []


def register_source(source: Source, *, feed: Source | None = None) -> None:
    """Deadlines that a higher app knows of. `feed`: of them, what people subscribe to: what is still open."""
    _of_higher_apps.append(source)
    _feeds_of_higher_apps.append(feed or source)


def entries_of(question: CalendarQuestion) -> list[Entry]:
    """What stands in the calendar."""
    return _in_order(question, (*SOURCES, *_of_higher_apps))


def entries_of_feed(question: CalendarQuestion) -> list[Entry]:
    """What stands in the calendar that a person subscribes to."""
    return _in_order(question, (*FEED_SOURCES, *_feeds_of_higher_apps))


def _in_order(question: CalendarQuestion, sources: Iterable[Source]) -> list[Entry]:
    """Everything that the sources tell, by day; what is still open stands first."""
    order = list(EntryKind)
    found = (entry for source in sources for entry in source(question))
    return sorted(found, key=lambda entry: (entry.on, order.index(entry.kind), entry.title, entry.uid))
