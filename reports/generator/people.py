"""The members of a court, with the dates of their lives that the rules look at."""

from datetime import date, timedelta
from random import Random

from branches.choices import BranchKind, MemberStatus, Sex
from branches.models import Branch, Court, Member
from core.dates import months_after
from core.pinyin import search_keys
from reports.generator.days import known, years_before
from reports.generator.names import nation, person_name, phone
from reports.generator.places import department_and_duty

PROBATION_DAYS = 365
RETIREMENT_AGE = 60
_NEWCOMER_DAYS = 1500
_EDUCATION = (("研究生", 24), ("大学本科", 62), ("大学专科", 11), ("高中", 3))
_ELDER_EDUCATION = (("大学本科", 18), ("大学专科", 42), ("中专", 20), ("高中", 20))


class Registry:
    """Makes the members of one court; no two share a name and a birth date (branches: once a court)."""

    def __init__(self, rng: Random, court: Court, until: date) -> None:
        self._rng = rng
        self._court = court
        self._until = until
        self._taken: set[tuple[str, date]] = set()

    def formal(self, branch: Branch) -> Member:
        retired = branch.kind == BranchKind.RETIRED
        age = self._rng.randint(RETIREMENT_AGE, 86) if retired else self._serving_age()
        member = self._person(branch, age)
        latest = self._until - timedelta(PROBATION_DAYS + 10)
        joined_on = min(known(member.born_on) + timedelta(self._rng.randint(19 * 365, 34 * 365)), latest)
        member.joined_on = joined_on
        member.confirmed_on = joined_on + timedelta(PROBATION_DAYS)
        return member

    def probationary(self, branch: Branch, days_left: int) -> Member:
        member = self._person(branch, self._rng.randint(24, 38))
        member.status = MemberStatus.PROBATIONARY
        member.joined_on = self._until - timedelta(PROBATION_DAYS - days_left)
        member.probation_ends_on = months_after(member.joined_on, 12)
        return member

    def _serving_age(self) -> int:
        return min(RETIREMENT_AGE - 1, max(25, round(self._rng.gauss(42, 9))))

    def _person(self, branch: Branch, age: int) -> Member:
        rng = self._rng
        retired = branch.kind == BranchKind.RETIRED
        sex = rng.choices((Sex.MALE, Sex.FEMALE), (58, 42))[0]
        name, born_on = self._name_and_birth(sex, age)
        degrees = _ELDER_EDUCATION if retired else _EDUCATION
        return Member(
            court=self._court,
            branch=branch,
            name=name,
            pinyin=search_keys(name),
            sex=sex,
            nation=nation(rng),
            born_on=born_on,
            education=rng.choices([degree for degree, _ in degrees], [weight for _, weight in degrees])[0],
            department="退休干部" if retired else department_and_duty(rng),
            status=MemberStatus.FORMAL,
            phone=phone(rng),
        )

    def _name_and_birth(self, sex: str, age: int) -> tuple[str, date]:
        while True:
            born_on = years_before(self._until, age) - timedelta(self._rng.randint(1, 364))
            name = person_name(self._rng, sex=sex, birth_year=born_on.year)
            if (name, born_on) not in self._taken:
                self._taken.add((name, born_on))
                return name, born_on


def first_day_in_branch(rng: Random, member: Member, *, retired: bool, until: date) -> date:
    """A retired member came on turning 60, a young one on joining, everybody else some years after joining."""
    joined_on = known(member.joined_on)
    if retired:
        return max(joined_on, years_before(known(member.born_on), -RETIREMENT_AGE))
    settled_days = (until - joined_on).days - _NEWCOMER_DAYS
    return joined_on + timedelta(rng.randint(0, min(3000, settled_days)) if settled_days > 0 else 0)
