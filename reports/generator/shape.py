"""What a synthetic court system looks like before anybody has a name: the tree, and the size and habits of branches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from branches.choices import BranchKind, CourtLevel
from reports.generator import places

MOST_BRANCHES = 100
FEWEST_BRANCHES = 7
# 支部工作条例: 3 formal members make a branch, 50 or fewer are in it.
FEWEST_MEMBERS = 3
MOST_MEMBERS = 50
TERM_DAYS = 3 * 365


@dataclass(frozen=True)
class BranchPlan:
    """One branch: its size and its habits, which stay the same over the years.

    `diligence`: chance that an owed meeting is held; `attendance`: chance that a member comes. `term_age`: days since
    the last election. `probation_left`: days of probation left, one figure for each probationary member.
    `weak_assembly`: one assembly fails its quorum.
    """

    name: str
    members: int
    kind: str = BranchKind.SERVING
    groups: int = 0
    diligence: float = 0.92
    attendance: float = 0.94
    term_age: int = 400
    probation_left: tuple[int, ...] = ()
    founded_on: date | None = None
    has_committee: bool = True
    weak_assembly: bool = False


@dataclass(frozen=True)
class CourtPlan:
    """`parent` is the parent's place in the sequence of plans; parents stand before their children."""

    name: str
    level: str
    parent: int | None
    branches: tuple[BranchPlan, ...]
    shares_records: bool = False


@dataclass(frozen=True)
class Shape:
    """How much of everything; records begin with the quarter that holds the day `years` before `until`."""

    courts: int
    branches: int
    members: int
    years: int
    seed: int
    until: date

    @property
    def start(self) -> date:
        return first_day(self.until, self.years)

    def fault(self) -> str:
        """Why these numbers can't be had together; empty if they can."""
        if min(self.courts, self.branches, self.members, self.years) < 1:
            return "法院、支部、党员、年数都至少为 1。"
        if not self.courts <= self.branches <= self.courts * MOST_BRANCHES:
            return f"每个法院应有 1 到 {MOST_BRANCHES} 个支部：{self.courts} 个法院不能有 {self.branches} 个支部。"
        if not self.branches * FEWEST_MEMBERS <= self.members <= self.branches * MOST_MEMBERS:
            return (
                f"每个支部应有 {FEWEST_MEMBERS} 到 {MOST_MEMBERS} 名党员:"
                f"{self.branches} 个支部不能有 {self.members} 名党员。"
            )
        return ""


def first_day(until: date, years: int) -> date:
    """The first day of the quarter that holds the day `years` before `until`."""
    return date(until.year - years, (until.month - 1) // 3 * 3 + 1, 1)


def plan_courts(shape: Shape) -> Iterator[CourtPlan]:
    """Every court of the system, parents first; each branch has a seed of its own by its place."""
    rng = Random(f"{shape.seed}:tree")  # noqa: S311  # data to look at, nothing secret
    tree = list(_tree(shape.courts))
    low = min(FEWEST_BRANCHES, shape.branches // shape.courts)
    weights = [_COURT_WEIGHT[level] * rng.lognormvariate(0, 0.35) for level, _, _ in tree]
    sizes = allocate(shape.branches, weights, low=low, high=MOST_BRANCHES)
    members = allocate(
        shape.members,
        [rng.lognormvariate(0, 0.4) for _ in range(shape.branches)],
        low=FEWEST_MEMBERS,
        high=MOST_MEMBERS,
    )
    taken = 0
    for (level, parent, name), size in zip(tree, sizes, strict=True):
        branches = _plan_branches(rng, members[taken : taken + size], shape)
        taken += size
        yield CourtPlan(name, level, parent, branches, shares_records=rng.random() < 0.5)


_COURT_WEIGHT: dict[str, float] = {
    CourtLevel.SUPREME: 6.0,
    CourtLevel.HIGH: 4.0,
    CourtLevel.INTERMEDIATE: 2.0,
    CourtLevel.BASIC: 1.0,
}


def _tree(count: int) -> Iterator[tuple[str, int | None, str]]:
    """(level, parent, name) in the proportions of the country: 1, 32, 400 and the rest of 3,500."""
    if count == 1:
        yield CourtLevel.INTERMEDIATE, None, places.court_name(CourtLevel.INTERMEDIATE, places.city(0))
        return
    high = max(1, round(count / 109))
    middle = min(count - 1 - high, max(1, round(count / 9)))
    yield CourtLevel.SUPREME, None, places.SUPREME
    for number in range(high):
        yield CourtLevel.HIGH, 0, places.court_name(CourtLevel.HIGH, places.province(number))
    for number in range(middle):
        name = places.court_name(CourtLevel.INTERMEDIATE, places.city(number))
        yield CourtLevel.INTERMEDIATE, 1 + number % high, name
    for number in range(count - 1 - high - middle):
        city = number % middle
        place = places.city(city) + places.district(number // middle)
        yield CourtLevel.BASIC, 1 + high + city, places.court_name(CourtLevel.BASIC, place)


def _plan_branches(rng: Random, sizes: Sequence[int], shape: Shape) -> tuple[BranchPlan, ...]:
    """Serving branches; from four on the last one is of the retired, and now and then one is a joint one."""
    retired = len(sizes) >= 4
    names = places.branch_names(len(sizes) - retired, by_department=rng.random() < 0.4)
    plans = [_plan_branch(rng, name, size, shape) for name, size in zip(names, sizes, strict=False)]
    if retired:
        plans.append(_plan_branch(rng, places.RETIRED_BRANCH, sizes[-1], shape, kind=BranchKind.RETIRED))
    return tuple(plans)


def _plan_branch(rng: Random, name: str, size: int, shape: Shape, *, kind: str = "") -> BranchPlan:
    overdue = rng.random() < 0.03
    days = (shape.until - shape.start).days
    return BranchPlan(
        name=name,
        members=size,
        kind=kind or (BranchKind.JOINT if rng.random() < 0.04 else BranchKind.SERVING),
        groups=min(4, size // 6) if size >= 12 else 0,
        diligence=1 - min(0.55, rng.betavariate(1.2, 9)),
        attendance=1 - min(0.3, rng.betavariate(3, 40)),
        term_age=rng.randint(TERM_DAYS + 5, TERM_DAYS + 150) if overdue else rng.randint(20, TERM_DAYS - 20),
        probation_left=() if kind else tuple(rng.randint(5, 340) for _ in range(size) if rng.random() < 0.025),
        founded_on=shape.start + timedelta(rng.randint(40, days - 40)) if not kind and rng.random() < 0.015 else None,
        has_committee=rng.random() > 0.02,
        weak_assembly=rng.random() < 0.06,
    )


def allocate(total: int, weights: Sequence[float], *, low: int, high: int) -> list[int]:
    """`total` shared out by weight, none below `low` or above `high`, to the last unit.

    Needs low * n <= total <= high * n.
    """
    shares = [low] * len(weights)
    rest = total - sum(shares)
    while rest:
        room = [index for index, share in enumerate(shares) if share < high]
        weight = sum(weights[index] for index in room)
        for index in sorted(room, key=lambda index: -weights[index]):
            given = min(rest, high - shares[index], max(1, int(rest * weights[index] / weight)))
            shares[index] += given
            rest -= given
            if not rest:
                break
    return shares
