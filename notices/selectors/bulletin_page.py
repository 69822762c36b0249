"""A bulletin as its page shows it: the own branch first, and each line with where it leads.

The figures are the same for everybody who was sent the bulletin; what opens is what the user may see.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from activities.selectors.links import held_records_url
from activities.selectors.places import branches_to_log_for
from branches.models import Branch
from branches.permissions import is_committee_of
from notices.models import Bulletin
from notices.selectors.bulletin_words import held_words, thing_of
from notices.selectors.bulletins import BranchLines, BulletinFigures, KindCount, Missing, Overdue
from rectification.links import measures_url

TALK = "HEART_TO_HEART_TALK"


@dataclass(frozen=True)
class Line:
    """One thing of a branch, and how it stands in `words`. `url`: the records or the measure behind it; `entry_url`:
    where it is entered."""

    thing: str
    words: str
    url: str
    entry_url: str = ""


@dataclass(frozen=True)
class Row:
    """One branch. Of other branches nothing opens for an officer."""

    branch: BranchLines
    is_own: bool
    url: str
    missing: list[Line]
    measures: list[Line]
    not_known: list[tuple[str, str]]  # what, and why

    @property
    def due(self) -> int:
        return sum(each.due for each in self.branch.kinds if not each.of_members)

    @property
    def met(self) -> int:
        return sum(each.met for each in self.branch.kinds if not each.of_members)


@dataclass(frozen=True)
class BulletinPage:
    """`own`: lines of the committee's own measures; `kinds`: each with the address of its records; `overdue_url` is
    empty for who may not see all of the measures, and so is `issued_by` for officers: to them it is the committee."""

    rows: list[Row]
    own: list[Line]
    kinds: list[tuple[KindCount, str]]
    overdue_url: str
    issued_by: str


def bulletin_page(user: Any, bulletin: Bulletin, figures: BulletinFigures) -> BulletinPage:
    """`bulletin` was fetched for the user."""
    seen = set(Branch.objects.visible_to(user).filter(court=bulletin.court_id).values_list("pk", flat=True))
    logged_for = set(branches_to_log_for(user).values_list("pk", flat=True))
    rows = [_row(branch, figures, seen, logged_for) for branch in figures.branches]
    is_committee = is_committee_of(user, bulletin)
    kinds = [*figures.kinds(of_members=False), *figures.kinds(of_members=True)]
    overdue_url = measures_url(on=figures.day, state="OVERDUE", court=bulletin.court_id) if is_committee else ""
    return BulletinPage(
        rows=sorted(rows, key=lambda row: not row.is_own),
        own=[_measure(line, opens=is_committee) for line in figures.own_measures],
        kinds=[(kind, _records_of_kind(kind, figures, bulletin.court_id) if is_committee else "") for kind in kinds],
        overdue_url=overdue_url,
        issued_by=str(bulletin.issued_by) if is_committee and bulletin.issued_by else "",
    )


def _row(branch: BranchLines, figures: BulletinFigures, seen: set[int], logged_for: set[int]) -> Row:
    opens, is_own = branch.key in seen, branch.key in logged_for
    return Row(
        branch=branch,
        is_own=is_own,
        url=reverse("branches:branch_detail", args=(branch.key,)) if opens else "",
        missing=[_missing(line, branch, opens=opens, is_own=is_own) for line in branch.missing],
        measures=[_measure(line, opens=opens) for line in branch.overdue_measures],
        not_known=[(thing_of(line, branch.branch), line.why) for line in branch.not_known],
    )


def _missing(line: Missing, branch: BranchLines, *, opens: bool, is_own: bool) -> Line:
    place = {"branch": branch.key, **({"group": line.group} if line.group else {})}
    url = held_records_url(kind=line.kind, **place, **{"from": line.starts_on, "to": line.ends_on}) if opens else ""
    words = f"{held_words(line)}，超期 {line.days_late} 天"
    return Line(thing_of(line, branch.branch), words, url, _entry_url(line, place) if is_own else "")


def _entry_url(line: Missing, place: dict[str, int]) -> str:
    """Where it is entered; talks have a form of their own."""
    if line.kind == TALK:
        return f"{reverse('activities:talk_new')}?{urlencode({'branch': place['branch']})}"
    parts: dict[str, str | int] = {"kind": line.kind, **place}
    return f"{reverse('activities:new')}?{urlencode(parts)}"


def _measure(line: Overdue, *, opens: bool) -> Line:
    url = reverse("rectification:measure", args=(line.key,)) if opens else ""
    owner = f"{line.owner}，" if line.owner else ""
    return Line(line.measure, f"{owner}时限 {line.due_on}，逾期 {line.days_late} 天", url)


def _records_of_kind(kind: KindCount, figures: BulletinFigures, court_id: int) -> str:
    """The records of the periods that ended in the month: of a quarter's norm those of the quarter."""
    span = {"from": kind.starts_on, "to": figures.ends_on.isoformat()}
    return held_records_url(kind=kind.kind, court=court_id, once=1, **span)
