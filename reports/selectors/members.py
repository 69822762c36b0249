"""The members of a court or a branch on a day, told apart: numbers, each with the roster that it counts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as CountOf
from django.db.models import QuerySet

from branches.choices import UNKNOWN, AgeBand, Education, MemberStatus, Sex
from branches.links import members_url
from branches.models import Branch, Court, Membership
from branches.selectors.breakdown import age_band, education_level, joined_by, or_unknown, status_on
from core.dates import in_force
from reports.selectors.counts import Count, counts_of, of_owner

_OF = "member__"


@dataclass(frozen=True)
class MemberBreakdown:
    """Each list sums up to `total`; what is not known is counted apart, as the last of its list."""

    total: Count
    kinds: list[Count]
    ages: list[Count]
    education: list[Count]
    sexes: list[Count]
    nations: list[Count]


def members_by(owner: Court | Branch, on: date, *, with_below: bool = False, opens: bool = True) -> MemberBreakdown:
    """The members of `owner` (`with_below`: with the courts below it) on `on`, in one query.

    `opens`: the user may see the persons. Of the courts below nobody does: the figures with them open nothing.
    """

    def link(**chosen: str) -> str:
        return members_url(on=on, **chosen, **of_owner(owner)) if opens and not with_below else ""

    numbers = _numbers(members_there(owner, on, with_below=with_below), on)
    total = numbers["sex"].total()
    return MemberBreakdown(
        total=Count("党员", total, link() if total else ""),
        kinds=counts_of(MemberStatus.choices, numbers["status"], lambda value: link(status=value)),
        ages=_known(AgeBand.choices, numbers["age"], lambda value: link(age=value)),
        education=_known(Education.choices, numbers["education"], lambda value: link(education=value)),
        sexes=_known([*Sex.choices, (UNKNOWN, "不详")], numbers["sex"], lambda value: link(sex=value)),
        nations=_known(_nations(numbers["nation"]), numbers["nation"], lambda value: link(nation=value)),
    )


def members_there(owner: Court | Branch, on: date, *, with_below: bool = False) -> QuerySet[Membership]:
    """The memberships in force on `on` of those who were in the party by then."""
    return Membership.objects.within(owner, with_below=with_below).filter(in_force(on), joined_by(on, _OF))


def member_count(owner: Court | Branch, on: date) -> int:
    """How many members there were on `on` (1 query)."""
    return members_there(owner, on).order_by().values("member_id").distinct().count()


def members_url_of(owner: Court | Branch, on: date) -> str:
    """The roster of them all."""
    return members_url(on=on, **of_owner(owner))


def _numbers(rows: QuerySet[Membership], on: date) -> dict[str, Counter[str]]:
    """By what they are told apart: how many of each."""
    facts = {
        "status": status_on(on, _OF),
        "age": age_band(on, _OF),
        "education": education_level(_OF),
        "sex": or_unknown(f"{_OF}sex"),
        "nation": or_unknown(f"{_OF}nation"),
    }
    kept = {f"{name}_then": fact for name, fact in facts.items()}
    grouped = rows.order_by().annotate(**kept).values_list(*kept).annotate(number=CountOf("member_id", distinct=True))
    found: dict[str, Counter[str]] = {name: Counter() for name in facts}
    for *values, number in grouped:
        for name, value in zip(facts, values, strict=True):
            found[name][value] += number
    return found


def _known(choices: list[tuple[str, str]], numbers: Counter[str], link: Callable[[str], str]) -> list[Count]:
    """Without a line for what is not known where everything is."""
    return counts_of([each for each in choices if each[0] != UNKNOWN or numbers[UNKNOWN]], numbers, link)


def _nations(numbers: Counter[str]) -> list[tuple[str, str]]:
    """Those that there are, the most first."""
    found = sorted((nation for nation in numbers if nation != UNKNOWN), key=lambda nation: (-numbers[nation], nation))
    return [*((nation, nation) for nation in found), (UNKNOWN, "不详")]
