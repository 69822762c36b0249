"""The branches of a court as candidates for stars: what they applied for, their points, vetoes and their history."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.choices import PlateAct
from assessments.models import Application, Rating, Standard, StarChange, StarRating, Veto
from assessments.models.ratings import TAKEN_BACK
from assessments.rulebook import Rulebook
from assessments.selectors.year import YearPoints
from assessments.stars import Candidate, Figures
from branches.models import Branch, Court
from branches.models.courts import existing_on


@dataclass(frozen=True)
class History:
    """Of one branch before a year: points and stars of the last rating, and the most stars it ever held."""

    last_points: Decimal | None = None
    last_stars: int | None = None
    most_stars: int | None = None


def branches_on(court: Court, on: date) -> list[Branch]:
    """The court's branches of that day in their order."""
    return list(Branch.objects.within(court).filter(existing_on(on)).order_by("order", "pk"))


def figures_of(standard: Standard, book: Rulebook, branches: int) -> Figures:
    """What the standard says of stars, for a court of so many branches (1 query)."""
    aspects = dict(standard.aspects.values_list("code", "name"))
    names = {line.code: f"{line.code} {line.name}" for line in book.lines if line.is_gate}
    return Figures.of(standard, branches=branches, aspects=aspects, names=names)


def applications_of(court: Court, year: int) -> dict[int, Application]:
    """Branch → its application that stands (1 query)."""
    rows = Application.objects.within(court).filter(year=year, withdrawn_on=None)
    return {row.branch_id: row for row in rows}


def candidates(court: Court, year: int, branches: list[Branch], points: Mapping[int, YearPoints]) -> list[Candidate]:
    """`branches` in their order, with what the court has about them (5 queries)."""
    applied = applications_of(court, year)
    vetoed = set(Veto.objects.within(court).filter(year=year, voided_at=None).values_list("branch_id", flat=True))
    history = history_of(court, year)
    found = []
    for order, branch in enumerate(branches, start=1):
        own, before = points.get(branch.pk, YearPoints()), history.get(branch.pk, History())
        found.append(
            Candidate(
                branch=branch.pk,
                order=order,
                applied_for=applied[branch.pk].stars if branch.pk in applied else None,
                points=own.points,
                aspects=own.aspects,
                gates_failed=own.gates_failed,
                gates_unknown=own.gates_unknown,
                has_veto=branch.pk in vetoed,
                last_points=before.last_points,
                last_stars=before.last_stars,
                most_stars=before.most_stars,
            )
        )
    return found


def history_of(court: Court, year: int) -> dict[int, History]:
    """Branch → what it held before `year`: by the published ratings and, from before them, by the register of plates
    (3 queries)."""
    last = Rating.objects.within(court).filter(year__lt=year, published_on__isnull=False).order_by("-year").first()
    most: defaultdict[int, int] = defaultdict(int)
    rated: dict[int, StarRating] = {}
    rows = StarRating.objects.within(court).filter(rating__year__lt=year, rating__published_on__isnull=False)
    for row in rows:
        most[row.branch_id] = max(most[row.branch_id], row.stars or 0)
        if last is not None and row.rating_id == last.pk:
            rated[row.branch_id] = row
    on_the_wall: dict[int, int | None] = {}
    plates = StarChange.objects.within(court).filter(year__lt=year, voided_at=None).exclude(TAKEN_BACK)
    for plate in plates.order_by("on", "pk"):
        hangs = plate.act != PlateAct.TAKEN
        on_the_wall[plate.branch_id] = plate.stars if hangs else None
        most[plate.branch_id] = max(most[plate.branch_id], plate.stars)
    return {pk: _history(rated.get(pk), on_the_wall.get(pk), most[pk]) for pk in most}


def _history(rated: StarRating | None, on_the_wall: int | None, most: int) -> History:
    if rated is None:
        return History(last_stars=on_the_wall, most_stars=most or None)
    return History(rated.points, rated.stars, most or None)


def application_standing(branch: Branch, year: int) -> Application | None:
    """The application of a branch fetched before, if it has not taken it back."""
    return Application.objects.within(branch).filter(year=year, withdrawn_on=None).first()


def not_applied(court: Court, year: int, on: date) -> list[Branch]:
    """The branches there on `on` that have not applied for `year` (2 queries)."""
    applied = applications_of(court, year)
    return [branch for branch in branches_on(court, on) if branch.pk not in applied]
