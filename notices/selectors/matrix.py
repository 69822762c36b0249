"""How the notices of a court stand for its branches on a day: the receipt matrix, and its cells as a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse

from branches.models import Branch, Court
from core.dates import Span
from notices.choices import ReceiptState
from notices.models import Notice, NoticeReceipt, Series
from notices.selectors.notices import branches_of, notices_of
from notices.selectors.standing import BranchRow, branch_rows

# A matrix is read, not searched: what is older has its own year.
MOST_NOTICES = 60


@dataclass(frozen=True)
class Cell:
    """One notice for one branch."""

    notice: Notice
    row: BranchRow

    @property
    def branch(self) -> Branch:
        return self.row.branch

    @property
    def state(self) -> ReceiptState:
        return self.row.state

    @property
    def acknowledged_on(self) -> date | None:
        return self.row.receipt.acknowledged_on if self.row.is_acknowledged else None

    @property
    def url(self) -> str:
        """The notice's page at the branch."""
        return f"{reverse('notices:notice', args=[self.notice.pk])}#branch-{self.branch.pk}"

    @property
    def is_open(self) -> bool:
        return not self.row.is_completed


@dataclass(frozen=True)
class Matrix:
    """`cells`: by branch and notice; none where the notice was not sent to the branch. `notices` are the latest that
    fit, `more` says that there are older ones: their cells are counted and listed all the same."""

    on: date
    branches: Sequence[Branch]
    notices: Sequence[Notice]
    cells: dict[tuple[int, int], Cell]
    more: bool

    def of_branch(self, branch: Branch) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.branch.pk == branch.pk]

    def of_notice(self, notice: Notice) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.notice.pk == notice.pk]


def issued_on(user: Any, court: Court, on: date) -> Any:
    """The court's notices that were issued by `on` and not voided by then, the latest first, with the `year` they are
    about."""
    rows = notices_of(user).filter(court=court, issued_on__lte=on)
    rows = rows.filter(Q(voided_on__isnull=True) | Q(voided_on__gt=on))
    return rows.annotate(year=ExtractYear(Coalesce("month", "issued_on"))).order_by("-issued_on", "-pk")


def matrix_of(
    user: Any,
    court: Court,
    on: date,
    *,
    year: int | None,
    series: Series | None,
    notice: Notice | None = None,
    waiting: bool = False,
    issued: Span | None = None,
) -> Matrix:
    """With `waiting` only notices that some branch has not acknowledged; `issued`: on these days. The number of
    queries grows neither with the branches nor with the notices."""
    asked = {"year": year, "series": series, "pk": notice and notice.pk, "issued_on__range": issued}
    rows = issued_on(user, court, on).filter(**{name: value for name, value in asked.items() if value is not None})
    if waiting:
        unsigned = Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gt=on)
        rows = rows.filter(pk__in=NoticeReceipt.objects.visible_to(user).filter(unsigned).values("notice"))
    notices = list(rows)
    standing = branch_rows(user, notices, on)
    cells = {(row.branch.pk, notice.pk): Cell(notice, row) for notice in notices for row in standing[notice.pk]}
    shown = notices[:MOST_NOTICES]
    return Matrix(on, _branches(court, on, cells.values()), shown, cells, more=len(notices) > len(shown))


def cells_of_branch(user: Any, branch: Branch, on: date) -> list[Cell]:
    """How the branch stands with the notices of the day's year, the latest first."""
    notices = list(issued_on(user, branch.court, on).filter(year=on.year, receipts__branch=branch)[:MOST_NOTICES])
    standing = branch_rows(user, notices, on)
    rows = ((notice, row) for notice in notices for row in standing[notice.pk])
    return [Cell(notice, row) for notice, row in rows if row.branch.pk == branch.pk]


def _branches(court: Court, on: date, cells: Iterable[Cell]) -> list[Branch]:
    """Those that are there on the day, and those that were sent something and are no more."""
    rows = {branch.pk: branch for branch in branches_of(court, on)}
    for cell in cells:
        rows.setdefault(cell.branch.pk, cell.branch)
    return sorted(rows.values(), key=lambda branch: (branch.order, branch.pk))
