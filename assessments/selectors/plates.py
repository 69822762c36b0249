"""What a rating does with the branches' plates, and what was entered by hand for its year."""

from collections.abc import Iterable

from assessments.choices import Change, PlateAct
from assessments.models import Rating, StarChange, StarRating
from assessments.selectors.candidates import History, history_of

# What is done with a plate, and the stars on it.
Act = tuple[PlateAct, int]
ACTS = {
    Change.NEW: PlateAct.AWARDED,
    Change.UP: PlateAct.AWARDED,
    Change.RESTORED: PlateAct.RESTORED,
    Change.DOWN: PlateAct.TAKEN,
}


def acts_of(rating: Rating, rows: Iterable[StarRating]) -> dict[int, Act]:
    """Branch → what the rating with these rows does with its plate (3 queries)."""
    history = history_of(rating.court, rating.year)
    acts = ((row.branch_id, _act_of(row, history.get(row.branch_id, History()))) for row in rows)
    return {branch: act for branch, act in acts if act is not None}


def entered_by_hand(rating: Rating) -> list[StarChange]:
    """The plates of the rating's year that somebody entered and that stand (1 query)."""
    rows = StarChange.objects.within(rating.court).filter(year=rating.year, rating=None, voided_at=None)
    return list(rows.select_related("branch").order_by("branch__order", "branch_id", "on", "pk"))


def contradicting(rating: Rating, rows: Iterable[StarRating]) -> list[StarChange]:
    """Of the plates entered by hand, those that the rating can't be published beside.

    A branch has one award for a year. The plate that the committee entered itself is that award where it bears the
    stars that the rating gives (or was taken where the rating takes it): publication then writes none beside it, and
    its day and number stay. One that says otherwise, or a second one for the branch, has to be voided with a reason
    first: which of the two is right only the committee knows.
    """
    entered = entered_by_hand(rating)
    if not entered:
        return []
    rated = {row.branch_id: row for row in rows}
    acts = acts_of(rating, rated.values())
    taken_as_award: set[int] = set()
    against = []
    for plate in entered:
        row = rated.get(plate.branch_id)
        if row is None:  # the branch is not rated
            continue
        if plate.branch_id not in taken_as_award and _agrees(plate, row, acts.get(plate.branch_id)):
            taken_as_award.add(plate.branch_id)
        else:
            against.append(plate)
    return against


def _act_of(row: StarRating, before: History) -> Act | None:
    """A plate that is taken bears the stars of before."""
    if row.stars is None:
        return (PlateAct.TAKEN, before.last_stars) if before.last_stars else None
    if row.change == Change.NONE:
        return None
    act = ACTS[Change(row.change)]
    return (act, before.last_stars or row.stars) if act is PlateAct.TAKEN else (act, row.stars)


def _agrees(plate: StarChange, row: StarRating, act: Act | None) -> bool:
    """Awarded or given back is the same here: the plate hangs with these stars. Of a branch that gets no stars, nobody
    here knows which it had before the product: a plate taken from it agrees whatever it bore."""
    if act is None and row.stars is None:
        return plate.act == PlateAct.TAKEN
    is_taken, stars = (act[0] is PlateAct.TAKEN, act[1]) if act else (False, row.stars)
    return (plate.act == PlateAct.TAKEN, plate.stars) == (is_taken, stars)
