"""The roll-up says what the engine says, whatever was recorded."""

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.engine import MonthFigures, held_and_due
from activities.models import ActivityKind, Norm
from activities.tests import rows
from branches.choices import BranchKind, CourtLevel
from branches.models import Court, Membership
from branches.selectors.organization import organization_on
from branches.tests import factories
from reports.models import CourtMonth
from reports.rollup import month_end, month_start, within
from reports.services.rollup import rollup_refresh

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 17)
AT = timezone.make_aware(timezone.datetime(2026, 9, 17, 8))
FIRST = date(2024, 1, 1)
MONTHLY = ("THEME_DAY", "COMMITTEE_MEETING", "GROUP_MEETING", "PARTY_LECTURE", "BRANCH_ASSEMBLY")


def refreshed() -> None:
    while rollup_refresh(at=AT, most=3):
        pass


class RandomCourts:
    """A tree of courts with branches that come, go and keep records, all by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        top = factories.court(level=CourtLevel.SUPREME)
        high = [factories.court(level=CourtLevel.HIGH, parent=top) for _ in range(2)]
        low = [factories.court(parent=parent) for parent in high for _ in range(2)]
        self.courts = [top, *high, *low]
        for court in self.courts[1:]:
            self.own_rules(court)
            for _ in range(2):
                self.branch(court)

    def day(self, first: date = FIRST, last: date = ON) -> date:
        return first + timedelta(self.chance.randrange((last - first).days + 1))

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def own_rules(self, court: Court) -> None:
        kind = ActivityKind.objects.create(code=f"OWN{court.pk}", name="本院活动", court=court, order=90)
        if self.maybe(0.5):
            norm = {"unit": "BRANCH", "times": 1, "period": "QUARTER", "effective_from": date(2020, 1, 1)}
            Norm.objects.create(kind=kind, court=court, source="本院", **norm)
        for _ in range(3):
            rows.activity(None, self.chance.choice([kind.code, "THEME_DAY"]), self.day(), court=court, due_count=9)

    def branch(self, court: Court) -> None:
        branch = rows.branch(
            court,
            kind=self.chance.choice(BranchKind.values),
            founded_on=self.day(date(2023, 6, 1)) if self.maybe(0.3) else None,
            dissolved_on=self.day(date(2026, 1, 1), date(2027, 1, 1)) if self.maybe(0.3) else None,
            posts_recorded=self.maybe(0.8),
            covered_from=self.day() if self.maybe(0.4) else date(2020, 1, 1),
        )
        group = factories.group(branch) if self.maybe(0.7) else None
        people = factories.members(branch, 3, group=group)
        if self.maybe(0.6):
            factories.post(people[0], starts_on=self.day() if self.maybe(0.5) else None)
        if self.maybe(0.5):
            Membership.objects.within(branch).filter(member=people[1]).update(ends_on=self.day(), ended_by="OTHER")
        for _ in range(25):
            self.activity(branch, group)
        rows.talk(branch, self.day(), *people[:2])

    def activity(self, branch, group) -> None:
        code = self.chance.choice(MONTHLY)
        fields = {"due_count": 9, "present_count": self.chance.randrange(10)}
        if self.maybe(0.2):
            year = self.chance.choice([2024, 2025])
            rows.activity(branch, "ORGANIZATION_LIFE_MEETING", self.day(), for_year=year, **fields)
        elif code == "GROUP_MEETING":
            rows.activity(branch, code, self.day(), group=group, **fields)
        elif self.maybe(0.2):
            other, key, day = rows.branch(branch.court), uuid4(), self.day()
            for each in (branch, other):
                rows.activity(each, code, day, joint_key=key, joint_with="另一支部", **fields)
        else:
            quorum = self.chance.choice([True, False, None])
            rows.activity(branch, code, self.day(), has_quorum=quorum if code != "THEME_DAY" else None, **fields)


def summed(court: Court, first: int, last: int) -> dict[str, tuple[int, ...]]:
    """The same month by month and of what is summed since January."""
    total: dict[str, list[int]] = {}
    stored = CourtMonth.objects.within(court)
    so_far = within(range(first, last + 1), dict(stored.values_list("month", "so_far")))
    for row in stored.filter(month__range=(first, last)):
        for code, values in row.below["kinds"].items():
            told = _told(MonthFigures(*values))
            total[code] = [sum(pair) for pair in zip(total.get(code, [0] * len(told)), told, strict=True)]
    assert {code: list(_told(figures)) for code, figures in so_far.items() if any(_told(figures))} == {
        code: values for code, values in total.items() if any(values)
    }
    return {code: tuple(values) for code, values in total.items() if any(values)}


def _told(each: MonthFigures) -> tuple[int, ...]:
    return each.held, each.due, each.met, each.not_known, each.person_times, each.expected_person_times


def answered(court: Court, start: date, end: date) -> dict[str, tuple[int, ...]]:
    answer = held_and_due(court, start=start, end=end, as_of=min(end, ON), with_below=True)
    kept = {kind.code for kind in ActivityKind.objects.unscoped("test") if kind.court_id in (None, court.pk)}
    total = {
        code: (each.held, each.due or 0, each.met, each.not_known, each.person_times, each.expected_person_times)
        for code, each in answer.kinds.items()
        if code in kept
    }
    return {code: values for code, values in total.items() if any(values)}


@pytest.mark.parametrize("seed", range(4))
def test_the_sum_of_months_is_what_the_engine_answers_for_the_span(seed):
    courts = RandomCourts(seed)
    refreshed()
    for _ in range(8):
        year = courts.chance.choice([2024, 2025, 2026])
        first, last = sorted(courts.chance.randrange(9 if year == ON.year else 12) for _ in range(2))
        for court in courts.courts:
            start, end = month_start(year * 12 + first), month_end(year * 12 + last)
            assert summed(court, year * 12 + first, year * 12 + last) == answered(court, start, end)


@pytest.mark.parametrize("seed", range(2))
def test_open_and_the_organization_stand_as_of_the_day_of_counting(seed):
    courts = RandomCourts(seed)
    refreshed()
    for court in courts.courts:
        answer = held_and_due(court, start=date(2026, 9, 1), end=date(2026, 9, 30), as_of=ON, with_below=True)
        row = CourtMonth.objects.within(court).get(month=2026 * 12 + 8)
        for code, values in row.below["kinds"].items():
            cells = [cell for own in answer.kinds[code].branches.values() for cell in own.cells.values()]
            figures = MonthFigures(*values)
            assert (figures.open, figures.open_enough) == (
                sum(cell.open for cell in cells),
                sum(cell.open_enough for cell in cells),
            )
        for month in CourtMonth.objects.within(court):
            on = min(month_end(month.month), ON)
            counts = organization_on(court, on, with_below=True)
            assert month.below["organization"] == [
                counts.branches, counts.groups, counts.members, counts.probationary
            ]  # fmt: skip
