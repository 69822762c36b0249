"""What changed between two days: what fell due, who came and went, problems, measures, stars."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from activities.engine import KindFigures, held_and_due
from assessments.models import StarRating
from assessments.selectors.links import rating_url
from branches.links import members_url
from branches.models import Branch, Court, Membership
from core.dates import ONE_DAY
from rectification.choices import MeasureState
from rectification.links import measures_url, problems_url
from rectification.selectors.figures import measures_of, problems_of
from rectification.selectors.standing import measures_on, problems_on
from reports.selectors.counts import Count, of_owner
from reports.selectors.members import members_there
from reports.selectors.named.subtree import comparable, kinds_below
from reports.selectors.stale import is_waiting
from reports.selectors.stars import MOVES

DUE, MET, MISSING = "到期应开", "达标", "欠开"
CAME, MOVED, LEFT = "新增党员", "支部间调整", "离开党员"


@dataclass(frozen=True)
class Changes:
    """From the day after `before` to `after`, both by what is known now. `life` counts the periods that ended then;
    `is_waiting`: it comes from sums that are still to be counted again."""

    before: date
    after: date
    life: list[Count]
    members: list[Count]
    problems: list[Count]
    measures: list[Count]
    stars: list[Count] = field(default_factory=list)
    is_waiting: bool = False


def last_month_end(day: date) -> date:
    """The last day of the month before `day`'s."""
    return day.replace(day=1) - ONE_DAY


def changes_between(
    owner: Court | Branch,
    before: date,
    after: date,
    *,
    with_below: bool = False,
    opens: bool = True,
    opens_roster: Callable[[date], bool] = lambda day: True,
) -> Changes:
    """`opens`: the user may open the owner's records, `opens_roster`: and its members of a day. What is counted with
    the courts below opens nothing. The number of queries does not grow with the branches."""
    asked = _Asked(owner, before, after, with_below, opens and not with_below, opens_roster)
    kept = _kept(asked)
    return Changes(
        before=before,
        after=after,
        life=_life(asked, _live(asked) if kept is None else kept),
        members=_members(asked),
        problems=_problems(asked),
        measures=_measures(asked),
        stars=_stars(asked),
        is_waiting=kept is not None and is_waiting(asked.court),
    )


@dataclass(frozen=True)
class _Asked:
    owner: Court | Branch
    before: date
    after: date
    with_below: bool
    opens: bool
    opens_roster: Callable[[date], bool]

    @property
    def court(self) -> Court:
        return self.owner.court if isinstance(self.owner, Branch) else self.owner

    @property
    def since(self) -> date:
        """The first day on which something changed."""
        return self.before + ONE_DAY


def _life(asked: _Asked, kinds: dict[str, KindFigures]) -> list[Count]:
    due, met = sum(each.due or 0 for each in kinds.values()), sum(each.met for each in kinds.values())
    url = _page_url(asked) if due else ""
    return [Count(DUE, due, url), Count(MET, met, url), Count(MISSING, due - met, url if due - met else "")]


def _kept(asked: _Asked) -> dict[str, KindFigures] | None:
    """With the courts below from the roll-up, where it keeps the days: as the page around it, even while marks wait."""
    if not asked.with_below or asked.since.day != 1:
        return None
    return kinds_below(asked.court, asked.since, asked.after, asked.after)


def _live(asked: _Asked) -> dict[str, KindFigures]:
    days = {"start": asked.since, "end": asked.after, "as_of": asked.after}
    kinds = held_and_due(asked.owner, **days, with_below=asked.with_below).kinds
    return comparable(asked.court, kinds) if asked.with_below else kinds


def _page_url(asked: _Asked) -> str:
    """The owner's own page for the same days, where they are those of one month so far."""
    if asked.with_below or asked.before != last_month_end(asked.after):
        return ""
    name = "reports:branch" if isinstance(asked.owner, Branch) else "reports:court"
    days: dict[str, Any] = {"year": asked.after.year, "span": f"M{asked.after.month}", "as_of": asked.after.isoformat()}
    return f"{reverse(name, args=[asked.owner.pk])}?{urlencode(days)}"


# --- Members ------------------------------------------------------------------------------------


def _members(asked: _Asked) -> list[Count]:
    """Who came, changed the branch within the owner, and left."""
    there_before, there_after = (
        members_there(asked.owner, day, with_below=asked.with_below) for day in (asked.before, asked.after)
    )
    begun = Q(starts_on__gte=asked.since) | Q(member__joined_on__gte=asked.since)
    came = _persons(there_after.filter(begun), without=there_before)
    left = _persons(there_before.filter(ends_on__lt=asked.after), without=there_after)
    counts = [
        Count(CAME, came, _roster(asked, came, on=asked.after, away_on=asked.before)),
        Count(LEFT, left, _roster(asked, left, on=asked.before, away_on=asked.after)),
    ]
    if isinstance(asked.owner, Court):
        moved = _moved(there_after.filter(starts_on__gte=asked.since), there_before)
        counts.insert(1, Count(MOVED, moved, _roster(asked, moved, on=asked.after, moved_since=asked.before)))
    return counts


def _persons(rows: QuerySet[Membership], *, without: QuerySet[Membership]) -> int:
    """How many members of `rows` are not in `without`."""
    others = without.order_by().filter(member=OuterRef("member"))
    return rows.filter(~Exists(others)).order_by().aggregate(number=CountOf("member", distinct=True))["number"]


def _moved(rows: QuerySet[Membership], before: QuerySet[Membership]) -> int:
    """How many members of `rows` were in another branch before."""
    elsewhere = before.order_by().filter(member=OuterRef("member")).exclude(branch=OuterRef("branch"))
    return rows.filter(Exists(elsewhere)).order_by().aggregate(number=CountOf("member", distinct=True))["number"]


def _roster(asked: _Asked, number: int, *, on: date, **days: date) -> str:
    if not number or asked.with_below or not asked.opens_roster(on):
        return ""
    return members_url(on=on, **days, **of_owner(asked.owner))


# --- Problems and measures ----------------------------------------------------------------------


def _problems(asked: _Asked) -> list[Count]:
    rows = problems_on(problems_of(asked.owner, asked.after, with_below=asked.with_below), asked.after)
    days = (asked.since, asked.after)
    found = rows.aggregate(
        opened=CountOf("pk", filter=Q(opened_on__range=days)), closed=CountOf("pk", filter=Q(closed_on__range=days))
    )
    return [
        Count("新增问题", found["opened"], _problems_url(asked, found["opened"], "opened")),
        Count("销号问题", found["closed"], _problems_url(asked, found["closed"], "closed")),
    ]


def _problems_url(asked: _Asked, number: int, what: str) -> str:
    if not number or not asked.opens:
        return ""
    days = {f"{what}_from": asked.since, f"{what}_to": asked.after}
    return problems_url(on=asked.after, **days, **of_owner(asked.owner))


def _measures(asked: _Asked) -> list[Count]:
    """Those done, and those of which the deadline passed since and that are not done."""
    rows = measures_on(measures_of(asked.owner, with_below=asked.with_below), asked.after)
    done_in = (asked.since, asked.after)
    # A measure is late from the day after its deadline.
    passed_in = (asked.before, asked.after - ONE_DAY)
    found = rows.aggregate(
        done=CountOf("pk", filter=Q(done_on__range=done_in)),
        late=CountOf("pk", filter=Q(state=MeasureState.OVERDUE, due_on__range=passed_in)),
    )
    done = {"done_from": done_in[0], "done_to": done_in[1]}
    late: dict[str, Any] = {"state": MeasureState.OVERDUE, "due_from": passed_in[0], "due_to": passed_in[1]}
    return [
        Count("完成措施", found["done"], _measures_url(asked, found["done"], **done)),
        Count("新逾期措施", found["late"], _measures_url(asked, found["late"], **late)),
    ]


def _measures_url(asked: _Asked, number: int, **filters: Any) -> str:
    if not number or not asked.opens:
        return ""
    return measures_url(on=asked.after, **filters, **of_owner(asked.owner))


# --- Stars --------------------------------------------------------------------------------------


def _stars(asked: _Asked) -> list[Count]:
    """Of the ratings published in these days; nothing where none was."""
    days = (asked.since, asked.after)
    rows = StarRating.objects.within(asked.owner, with_below=asked.with_below)
    rows = rows.filter(rating__published_on__range=days).order_by()
    numbers: Counter[str] = Counter()
    ratings = set()
    for change, rating, number in rows.values_list("change", "rating").annotate(number=CountOf("pk")):
        numbers[change] += number
        ratings.add(rating)
    if not ratings:
        return []
    opens = asked.opens and len(ratings) == 1
    return [
        Count(
            str(change.label),
            numbers[change],
            rating_url(min(ratings), change=change.value) if opens and numbers[change] else "",
        )
        for change in MOVES
    ]
