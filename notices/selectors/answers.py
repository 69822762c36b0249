"""The one place that says how an item stands for a branch on a day: ticked by the data with what is behind it, or by
what the branch answered. Pages, reminders, the matrix and bulletins ask here and cannot disagree."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from activities.choices import HELD_STATES
from activities.engine import Known, Pair, PairState, pairs_and_records
from activities.models import Activity, Fulfilment
from activities.selectors.links import held_records_url
from branches.models import Branch, CommitteeTerm, Court
from core.dates import ONE_DAY
from development.choices import StepKind
from development.models import Step
from elections.selectors.terms import elections_begun, put_off
from notices.choices import ITEM_TAGS, SETTLED, ItemSource, ItemState, ReceiptState
from notices.models import ItemReply, NoticeItem, NoticeReceipt
from rectification.choices import MeasureState
from rectification.links import measures_url
from rectification.models import Measure
from rectification.selectors.standing import measures_on

# The votes on a probationary member, and what ends the file.
SETTLES_PROBATION = (
    StepKind.CONFIRMATION_VOTE,
    StepKind.EXTENSION_VOTE,
    StepKind.DISQUALIFICATION_VOTE,
    StepKind.CLOSED,
)


@dataclass(frozen=True)
class Answer:
    """One item for one branch. `done` of `of` that are asked are met; `url` opens the records behind them, of which one
    that is asked may have several. `words`: why it is not known, or what the branch said."""

    state: ItemState
    done: int = 0
    of: int = 1
    url: str = ""
    words: str = ""
    reply: ItemReply | None = None

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def is_known(self) -> bool:
        return self.state is not ItemState.NOT_KNOWN

    @property
    def tag(self) -> str:
        return ITEM_TAGS[self.state]


# (item, branch) → how it stands; a pair that is missing does not concern the branch.
Answers = dict[tuple[int, int], Answer]


@dataclass
class _Facts:
    """What all items of a court are answered from, read once."""

    on: date
    pairs: dict[tuple[int, int], list[Pair]] = field(default_factory=dict)  # (branch, kind)
    held: dict[tuple[int, int], list[date]] = field(default_factory=dict)  # (branch, kind)
    measures: dict[int, list[Any]] = field(default_factory=dict)  # branch
    elected: set[int] = field(default_factory=set)  # terms after which an election has begun
    put_off: dict[int, date] = field(default_factory=dict)  # term → the later day of its election
    settled: dict[int, list[tuple[str, date]]] = field(default_factory=dict)  # candidate → votes, or the end
    replies: dict[tuple[int, int], ItemReply] = field(default_factory=dict)  # (item, branch): the last


def answers_of(
    court: Court,
    items: Collection[NoticeItem],
    branches: Collection[Branch],
    on: date,
    *,
    with_below: bool = False,
    known: Known | None = None,
) -> Answers:
    """How each item stands on `on` for each of `branches` that it concerns. Items and branches of one court
    (`with_below`: and of the courts below it), fetched for a user; the number of queries does not grow with either.
    `known`: what the engine knows of these branches, where the caller has read it."""
    where = _Where(court, with_below, next(iter(branches)) if len(branches) == 1 else None, known)
    facts = _read(where, items, on)
    of_court: defaultdict[int, list[Branch]] = defaultdict(list)
    for branch in branches:
        of_court[branch.court_id].append(branch)
    found: Answers = {}
    for item in items:
        for branch in of_court[item.court_id]:
            if item.branch_id in (None, branch.pk):
                answer = _answer(facts, item, branch)
                if answer is not None:
                    found[item.pk, branch.pk] = answer
    return found


def receipt_state(receipt: NoticeReceipt, answers: Iterable[Answer], on: date) -> ReceiptState:
    """待签收 > 已签收 > 已完成: a notice is completed when it is acknowledged and nothing is open (domain.md 4). What
    is not known nobody can settle: it is not waited for."""
    if not receipt.is_acknowledged_on(on):
        return ReceiptState.WAITING
    if all(answer.is_settled or not answer.is_known for answer in answers):
        return ReceiptState.COMPLETED
    return ReceiptState.ACKNOWLEDGED


# --- The rule of each source --------------------------------------------------------------------


def _answer(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer | None:
    answer = _RULES[ItemSource(item.source)](facts, item, branch)
    reply = facts.replies.get((item.pk, branch.pk))
    if answer is None or not item.takes_reply or item.source == ItemSource.REPLY or reply is None:
        return answer
    state = answer.state if answer.is_settled else ItemState.EXPLAINED
    return Answer(state, answer.done, answer.of, answer.url, reply.text, reply)


def _owed(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer | None:
    """The pairs of the norm that end in the item's span, each group for itself. What is left concerns those alone who
    are known to lack it, or who said something to it before they made up for it."""
    pairs = [
        pair
        for pair in facts.pairs.get((branch.pk, item.kind_id or 0), [])
        if item.starts_on and item.ends_on and item.starts_on <= pair.period.end <= item.ends_on
    ]
    if not pairs:
        return None
    first = min(pair.period.start for pair in pairs)
    url = _records_url(item, branch, first)
    enough = sum(pair.enough for pair in pairs)
    states = Counter(pair.state for pair in pairs if not pair.enough)
    is_lacking = bool(states.keys() & {PairState.NOT_MET, PairState.OPEN})
    if item.is_left and not is_lacking and (item.pk, branch.pk) not in facts.replies:
        return None
    if enough == len(pairs):
        return Answer(ItemState.DONE, enough, len(pairs), url)
    if states[PairState.NOT_MET]:
        return Answer(ItemState.MISSED, enough, len(pairs), url)
    if states[PairState.OPEN]:
        return Answer(ItemState.OPEN, enough, len(pairs), url)
    why = next(pair.why for pair in pairs if pair.state is PairState.NOT_KNOWN)
    return Answer(ItemState.NOT_KNOWN, enough, len(pairs), url, why)


def _held(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer:
    """How often the branch held something of the kind within the span."""
    if item.starts_on is None or item.ends_on is None:
        raise ValueError(f"item {item.pk} has no span")
    days = facts.held.get((branch.pk, item.kind_id or 0), [])
    done = sum(item.starts_on <= day <= item.ends_on for day in days)
    url = _records_url(item, branch, item.starts_on)
    return _by_count(facts, item, done, item.ends_on, url)


def _measures(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer | None:
    """The branch's measures whose deadline lies in the span; of what is left, those that were late before it."""
    rows = [row for row in facts.measures.get(branch.pk, []) if _falls_due(row, item)]
    if not rows:
        return None
    done = sum(row.state == MeasureState.DONE for row in rows)
    span = {"left": item.ends_on} if item.is_left else {"due_from": item.starts_on, "due_to": item.ends_on}
    url = measures_url(on=facts.on, branch=branch.pk, **span)
    if done == len(rows):
        return Answer(ItemState.DONE, done, len(rows), url)
    late = any(row.state == MeasureState.OVERDUE for row in rows)
    return Answer(ItemState.MISSED if late else ItemState.OPEN, done, len(rows), url)


def _falls_due(row: Any, item: NoticeItem) -> bool:
    if row.due_on is None or item.ends_on is None or row.due_on > item.ends_on:
        return False
    if item.is_left:
        return row.done_on is None or row.done_on > item.ends_on
    return item.starts_on is None or row.due_on >= item.starts_on


def _election(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer:
    """Begun: the branch has asked for its election, or has a new term. One that was put off with consent is asked for
    again in its time, by another item."""
    later = facts.put_off.get(item.term_id or 0)
    begun = item.term_id in facts.elected or bool(later and item.ends_on and item.ends_on < later)
    url = f"{reverse('elections:list')}?{urlencode({'q': branch.name})}"
    return _once(facts, item, begun, url)


def _probation(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer:
    """The assembly has voted since the item was drafted, mostly some days before its span, or the file is closed."""
    since = localdate(item.notice.created_at)
    if item.starts_on is not None:
        since = min(since, item.starts_on)
    steps = facts.settled.get(item.candidate_id or 0, [])
    is_done = any(kind == StepKind.CLOSED or voted_on >= since for kind, voted_on in steps)
    return _once(facts, item, is_done, reverse("development:file", args=(item.candidate_id,)))


def _reply(facts: _Facts, item: NoticeItem, branch: Branch) -> Answer:
    reply = facts.replies.get((item.pk, branch.pk))
    done = (reply.count or 0) if reply else 0
    answer = _by_count(facts, item, done, item.notice.due_on, "")
    return Answer(answer.state, answer.done, answer.of, "", reply.text if reply else "", reply)


def _by_count(facts: _Facts, item: NoticeItem, done: int, due_on: date | None, url: str) -> Answer:
    if done >= item.target:
        return Answer(ItemState.DONE, done, item.target, url)
    is_over = due_on is not None and due_on < facts.on
    return Answer(ItemState.MISSED if is_over else ItemState.OPEN, done, item.target, url)


def _once(facts: _Facts, item: NoticeItem, is_done: bool, url: str) -> Answer:
    if is_done:
        return Answer(ItemState.DONE, 1, 1, url)
    is_over = item.ends_on is not None and item.ends_on < facts.on
    return Answer(ItemState.MISSED if is_over else ItemState.OPEN, 0, 1, url)


_RULES = {
    ItemSource.OWED: _owed,
    ItemSource.HELD: _held,
    ItemSource.MEASURES: _measures,
    ItemSource.ELECTION: _election,
    ItemSource.PROBATION: _probation,
    ItemSource.REPLY: _reply,
}


def _records_url(item: NoticeItem, branch: Branch, first: date) -> str:
    code = item.kind.code if item.kind else None
    return held_records_url(kind=code, branch=branch.pk, **{"from": first, "to": item.ends_on})


# --- What is read -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Where:
    """Of whose records it is answered; `branch`: of that one alone, where nobody else is asked about."""

    court: Court
    with_below: bool
    branch: Branch | None
    known: Known | None

    @property
    def within(self) -> dict[str, Any]:
        return {"owner": self.court, "with_below": self.with_below}


def _read(where: _Where, items: Collection[NoticeItem], on: date) -> _Facts:
    by_source: defaultdict[str, list[NoticeItem]] = defaultdict(list)
    for item in items:
        by_source[item.source].append(item)
    return _Facts(
        on=on,
        pairs=_pairs(where, by_source[ItemSource.OWED], on),
        held=_held_days(where, by_source[ItemSource.HELD], on),
        measures=_measures_of(where, on) if by_source[ItemSource.MEASURES] else {},
        elected=_elections_begun(where, by_source[ItemSource.ELECTION], on),
        put_off=_elections_put_off(where, by_source[ItemSource.ELECTION], on),
        settled=_probations_settled(where, by_source[ItemSource.PROBATION], on),
        replies=_last_replies(where, items, on),
    )


def _span(items: Collection[NoticeItem]) -> tuple[date, date] | None:
    starts = [item.starts_on for item in items if item.starts_on]
    ends = [item.ends_on for item in items if item.ends_on]
    return (min(starts), max(ends)) if starts and ends else None


def _pairs(where: _Where, items: list[NoticeItem], on: date) -> dict[tuple[int, int], list[Pair]]:
    found: defaultdict[tuple[int, int], list[Pair]] = defaultdict(list)
    for start, end in _stretches(items):
        for pair in _pairs_between(where, start, end, on):
            if start <= pair.period.end <= end:
                found[pair.branch_id, pair.norm.kind_id].append(pair)
    return dict(found)


def _pairs_between(where: _Where, start: date, end: date, on: date) -> list[Pair]:
    """Of a branch alone where nothing else is asked: its first page does not wait for the whole court."""
    if where.known and where.known.holds(start, end):
        return where.known.within(start=start, end=end, as_of=on).pairs
    owner: dict[str, Any] = {"owner": where.branch} if where.branch else where.within
    return pairs_and_records(start=start, end=end, as_of=on, **owner).pairs


def _stretches(items: Collection[NoticeItem]) -> list[tuple[date, date]]:
    """The spans of the items, those of a year or that touch as one: never more than the years that they lie in, and
    nothing of the years between."""
    spans = sorted((item.starts_on, item.ends_on) for item in items if item.starts_on and item.ends_on)
    found: list[tuple[date, date]] = []
    for start, end in spans:
        if found and (start.year == found[-1][1].year or start <= found[-1][1] + ONE_DAY):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _held_days(where: _Where, items: list[NoticeItem], on: date) -> dict[tuple[int, int], list[date]]:
    """The days on which each branch held something of a kind, mainly or by the way."""
    span = _span(items)
    found: defaultdict[tuple[int, int], list[date]] = defaultdict(list)
    if span is None:
        return {}
    kinds = {item.kind_id for item in items}
    days = (span[0], min(span[1], on))
    main = Activity.objects.within(**where.within).filter(state__in=HELD_STATES, held_on__range=days, kind__in=kinds)
    further = Fulfilment.objects.within(**where.within).filter(
        activity__state__in=HELD_STATES, activity__held_on__range=days, kind__in=kinds
    )
    for branch_id, kind_id, day in (
        *main.values_list("branch_id", "kind_id", "held_on"),
        *further.values_list("activity__branch_id", "kind_id", "activity__held_on"),
    ):
        if branch_id is not None:
            found[branch_id, kind_id].append(day)
    return dict(found)


def _measures_of(where: _Where, on: date) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in measures_on(Measure.objects.within(**where.within).filter(branch__isnull=False), on):
        found[row.branch_id].append(row)
    return dict(found)


def _elections_begun(where: _Where, items: list[NoticeItem], on: date) -> set[int]:
    """The terms after which an election had begun by `on`, or that were over."""
    terms = [item.term_id for item in items if item.term_id is not None]
    if not terms:
        return set()
    begun = (
        elections_begun(where.court, on, with_below=where.with_below)
        .filter(term__in=terms)
        .values_list("term_id", flat=True)
    )
    ended = CommitteeTerm.objects.within(**where.within).filter(pk__in=terms, ends_on__lte=on)
    return {term for term in (*begun, *ended.values_list("pk", flat=True)) if term is not None}


def _elections_put_off(where: _Where, items: list[NoticeItem], on: date) -> dict[int, date]:
    """The day to which the election after a term had been put off by `on`."""
    terms = [item.term_id for item in items if item.term_id is not None]
    if not terms:
        return {}
    agreed = put_off(where.court, on, with_below=where.with_below).filter(election__term__in=terms).order_by("until")
    return {term: until for term, until in agreed.values_list("election__term_id", "until") if until is not None}


def _probations_settled(where: _Where, items: list[NoticeItem], on: date) -> dict[int, list[tuple[str, date]]]:
    files = [item.candidate_id for item in items]
    if not files:
        return {}
    steps = Step.objects.within(**where.within).filter(
        candidate__in=files, kind__in=SETTLES_PROBATION, happened_on__lte=on, withdrawn_at__isnull=True
    )
    found: defaultdict[int, list[tuple[str, date]]] = defaultdict(list)
    for candidate, kind, happened_on in steps.values_list("candidate_id", "kind", "happened_on"):
        found[candidate].append((kind, happened_on))
    return dict(found)


def _last_replies(where: _Where, items: Collection[NoticeItem], on: date) -> dict[tuple[int, int], ItemReply]:
    asked = [item.pk for item in items if item.takes_reply]
    if not asked:
        return {}
    rows = ItemReply.objects.within(**where.within).filter(item__in=asked, on__lte=on).select_related("recorded_by")
    return {(row.item_id, row.branch_id): row for row in rows.order_by("on", "pk")}
