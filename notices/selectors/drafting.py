"""What a month's scheduled draft says and asks, read from the records as of a day. Writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from activities.choices import NormUnit
from activities.engine import Pair, PairState, held_and_due
from activities.models import ActivityKind
from branches.choices import LimitCode
from branches.models import Branch, CommitteeTerm, Court
from branches.selectors.branches import DUE_ON
from branches.selectors.limits import LimitBook, limit_value
from campaigns.models import Campaign
from core.dates import ONE_DAY, month_end, months_after, overlapping
from core.holidays import day_table
from development.choices import FileState, Stage, StepKind
from development.models import Candidate
from development.path import Window
from development.selectors.files import awaited_of
from elections.selectors.terms import elections_begun
from notices.choices import ItemSource
from notices.models.notices import MOST_ITEMS
from notices.selectors import draft_words as words
from notices.selectors.draft_words import Standing
from notices.selectors.notices import branches_of
from planning.models import PlanItem
from rectification.models import Measure
from rectification.selectors.standing import measures_on

THEME_DAY = "THEME_DAY"


@dataclass(frozen=True)
class DraftItem:
    """The fields of a NoticeItem."""

    text: str
    source: str
    starts_on: date | None
    ends_on: date | None
    kind: ActivityKind | None = None
    is_left: bool = False
    branch: Branch | None = None
    term: CommitteeTerm | None = None
    candidate: Candidate | None = None


@dataclass(frozen=True)
class Draft:
    title: str
    text: str
    due_on: date
    items: list[DraftItem]


@dataclass(frozen=True)
class _Question:
    """A month of a court, asked about on a day, with its branches of that day."""

    court: Court
    first: date
    last: date
    on: date
    branches: dict[int, Branch]

    @property
    def before(self) -> date:
        """The last day of the month before."""
        return self.first - ONE_DAY


def draft_of(court: Court, month: date, on: date) -> Draft | None:
    """The draft for the month that begins on `month`, as of `on`; None for a court without branches. The number of
    queries does not grow with the branches."""
    branches = {branch.pk: branch for branch in branches_of(court, on)}
    if not branches:
        return None
    asked = _Question(court, month, month_end(month.year, month.month), on, branches)
    now, before = _owed(asked)
    due, late = _measures(asked)
    shared = [
        *_owed_items(asked, now),
        *_measure_items(asked, due),
        *_left_items(asked, before),
        *_late_measure_items(asked, late),
    ]
    alone = [*_elections(asked), *_probations(asked)]
    kept = alone[: max(MOST_ITEMS - len(shared), 0)]
    due_on = day_table(month.year - 1, month.year).previous_workday(asked.last)
    paragraphs = (
        words.theme_words(month, _planned(asked)),
        words.campaign_words(_campaigns(asked)),
        words.before_words(asked.before, _all_but_talks(before), len(late), on),
        words.omitted_words(len(alone) - len(kept)),
        words.closing_words(due_on),
    )
    text = "\n".join(paragraph for paragraph in paragraphs if paragraph)
    return Draft(f"{month.year}年{month.month}月工作提示", text, due_on, _in_order(shared, kept))


def _in_order(shared: Sequence[DraftItem], alone: Sequence[DraftItem]) -> list[DraftItem]:
    """What is due in the month, what concerns single branches, what is left from before."""
    due = [item for item in shared if not item.is_left]
    return [*due, *alone, *(item for item in shared if item.is_left)]


# --- Organisational life -------------------------------------------------------------------------

# Kind → how its pairs stand.
_ByKind = dict[ActivityKind, Standing]


def _owed(asked: _Question) -> tuple[_ByKind, _ByKind]:
    """The pairs whose periods end in the month, and in the month before."""
    start = asked.before.replace(day=1)
    pairs = held_and_due(asked.court, start=start, end=asked.last, as_of=asked.on).pairs
    unknown = _not_known(asked, start, pairs)
    now = [pair for pair in pairs if pair.period.end >= asked.first]
    return _by_kind(now, unknown), _by_kind([pair for pair in pairs if pair.period.end < asked.first], unknown)


def _not_known(asked: _Question, start: date, pairs: Iterable[Pair]) -> set[tuple]:
    """The pairs of which nobody can tell. Of those whose period is still running the engine says so of its end only:
    no records kept here, no posts registered."""
    if asked.on < asked.last:
        pairs = (*pairs, *held_and_due(asked.court, start=start, end=asked.last, as_of=asked.last).pairs)
    return {_key(pair) for pair in pairs if pair.state is PairState.NOT_KNOWN}


def _key(pair: Pair) -> tuple:
    return pair.norm.pk, pair.branch_id, pair.group and pair.group.pk, pair.member_id, pair.period.code


def _by_kind(pairs: Iterable[Pair], unknown: set[tuple]) -> _ByKind:
    found: defaultdict[ActivityKind, Standing] = defaultdict(Standing)
    for pair in pairs:
        standing = found[pair.norm.kind]
        standing.pairs.append(pair)
        if not pair.enough:
            (standing.unknown if _key(pair) in unknown else standing.lacking).append(pair)
    return {kind: found[kind] for kind in sorted(found, key=lambda kind: (kind.order, kind.pk))}


def _owed_items(asked: _Question, owed: _ByKind) -> list[DraftItem]:
    return [
        DraftItem(words.owed_words(kind, standing), ItemSource.OWED, asked.first, asked.last, kind)
        for kind, standing in owed.items()
    ]


def _left_items(asked: _Question, owed: _ByKind) -> list[DraftItem]:
    span = asked.before.replace(day=1), asked.before
    return [
        DraftItem(words.left_words(kind, standing, asked.on), ItemSource.OWED, *span, kind, is_left=True)
        for kind, standing in owed.items()
        if standing.lacking
    ]


def _all_but_talks(owed: _ByKind) -> Standing:
    """All kinds together; what each member owes would drown the rest."""
    total = Standing()
    for standing in owed.values():
        if standing.pairs[0].norm.unit != NormUnit.MEMBER:
            total.pairs += standing.pairs
            total.lacking += standing.lacking
            total.unknown += standing.unknown
    return total


# --- Rectification -------------------------------------------------------------------------------


def _measures(asked: _Question) -> tuple[list[int], list[int]]:
    """Of each open measure its branch: those due in the month, those due before it."""
    rows = measures_on(Measure.objects.within(asked.court).filter(branch__in=asked.branches), asked.on)
    is_open = rows.filter(done_on__isnull=True, due_on__lte=asked.last).values_list("branch_id", "due_on")
    due: list[int] = []
    late: list[int] = []
    for branch_id, due_on in is_open:
        (due if due_on >= asked.first else late).append(branch_id)
    return due, late


def _measure_items(asked: _Question, due: Sequence[int]) -> list[DraftItem]:
    text = words.measures_words(asked.first, due)
    return [DraftItem(text, ItemSource.MEASURES, asked.first, asked.last)] if due else []


def _late_measure_items(asked: _Question, late: Sequence[int]) -> list[DraftItem]:
    text = words.late_measures_words(asked.before, late, asked.on)
    return [DraftItem(text, ItemSource.MEASURES, None, asked.before, is_left=True)] if late else []


# --- What concerns single branches ---------------------------------------------------------------


def _elections(asked: _Question) -> list[DraftItem]:
    """Terms that end within the reminder time, or have ended, and after which no election has begun."""
    months = int(limit_value(LimitCode.ELECTION_REMINDER_MONTHS, asked.court, asked.on))
    begun = elections_begun(asked.court, asked.on).filter(term=OuterRef("pk"))
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=asked.on)
    terms = CommitteeTerm.objects.within(asked.court).filter(
        ~Exists(begun), lasting, branch__in=asked.branches, starts_on__lte=asked.on
    )
    soon = terms.annotate(due=DUE_ON).filter(due__lte=months_after(asked.on, months)).order_by("due", "pk")
    return [_election_item(asked, term) for term in soon]


def _election_item(asked: _Question, term: CommitteeTerm) -> DraftItem:
    text = words.election_words(term.due_on, asked.on)
    branch = asked.branches[term.branch_id]
    return DraftItem(text, ItemSource.ELECTION, asked.first, term.due_on, branch=branch, term=term)


def _probations(asked: _Question) -> list[DraftItem]:
    """Those whose probation ends in the month and on whom the assembly has not voted; until the vote's last day."""
    files = Candidate.objects.within(asked.court).filter(
        state=FileState.OPEN, stage=Stage.PROBATIONARY, branch__in=asked.branches
    )
    months = LimitBook((LimitCode.CONFIRMATION_VOTE_MONTHS,), asked.court)
    items = []
    for awaited in awaited_of(files.select_related("branch", "court", "member"), asked.on):
        end = _probation_end(awaited.window)
        if end is not None and asked.first <= end <= asked.last:
            until = months_after(end, int(months(LimitCode.CONFIRMATION_VOTE_MONTHS, end)))
            text = words.probation_words(awaited.candidate.name, end)
            branch = awaited.candidate.branch
            item = DraftItem(text, ItemSource.PROBATION, asked.first, until, branch=branch, candidate=awaited.candidate)
            items.append(item)
    return items


def _probation_end(window: Window) -> date | None:
    """The day on which probation is over, of a file that waits for the application or for the vote."""
    if window.kind == StepKind.CONFIRMATION_APPLICATION:
        return window.latest
    return window.since if window.kind == StepKind.CONFIRMATION_VOTE else None


# --- What the text says besides ------------------------------------------------------------------


def _planned(asked: _Question) -> list[PlanItem]:
    """The theme days that the court itself has planned for all branches."""
    rows = PlanItem.objects.within(asked.court).filter(branch__isnull=True, kind__code=THEME_DAY)
    return list(rows.filter(year=asked.first.year, month=asked.first.month))


def _campaigns(asked: _Question) -> list[Campaign]:
    in_month = Q(aspects__tasks__due_on__range=(asked.first, asked.last))
    rows = Campaign.objects.within(asked.court).filter(overlapping(asked.first, asked.last))
    return list(rows.annotate(tasks_due=Count("aspects__tasks", filter=in_month, distinct=True)))
