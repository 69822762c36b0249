"""Applications for stars (申报): made and changed by a branch, taken back while the year's rating is not published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import Application
from assessments.periods import Span
from assessments.selectors.candidates import application_standing
from assessments.services.rated_years import hold_open_year
from branches.models import Branch
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused

SETTLED = "不能再申报或撤回。"


@transaction.atomic
def star_apply(
    *, branch: Branch, year: int, stars: int, on: date, by: Any, text: str = "", version: int | None = None
) -> Application:
    """The branch applies for `stars` in `year`, or for others than before; the same again changes nothing. `version`:
    of the application that the form was opened with, 0 for none; None for a command."""
    _check(branch, year, on)
    current = application_standing(branch, year)
    values = {"stars": stars, "text": text.strip()}
    if current is not None:
        if version == 0 and any(getattr(current, name) != value for name, value in values.items()):
            raise EditConflict(CONFLICT)
        rows = Application.objects.within(branch)
        save_change(current, rows, values=values, by=by, action="assessments.star_apply", version=version or None)
        return current
    made = Application(court_id=branch.court_id, branch=branch, year=year, applied_on=on, applied_by=by, **values)
    made.full_clean()
    made.save()
    audit.record(actor=by, action="assessments.star_apply", subject=made, detail={"year": year, "stars": stars})
    return made


@transaction.atomic
def apply_all(*, branches: Sequence[Branch], year: int, stars: int, on: date, by: Any) -> list[Application]:
    """Each of the branches for the same stars: all or none."""
    return [star_apply(branch=branch, year=year, stars=stars, on=on, by=by) for branch in branches]


@transaction.atomic
def application_withdraw(*, application: Application, on: date, by: Any) -> Application:
    """Take an application back; it stays on record, and the branch may apply anew. Taken back already, it stays so."""
    hold_open_year(application.court, application.year, refusal=SETTLED)
    current = Application.objects.within(application.branch).select_for_update().get(pk=application.pk)
    if current.withdrawn_on is not None:
        return current
    current.withdrawn_on, current.withdrawn_by = on, by
    current.version += 1
    current.save(update_fields=["withdrawn_on", "withdrawn_by", "version"])
    audit.record(actor=by, action="assessments.application_withdraw", subject=current)
    return current


def _check(branch: Branch, year: int, on: date) -> None:
    if year > on.year:
        raise Refused(f"{year}年还没有到，不能申报。", field="year")
    last = Span(year).as_of(on)
    if not branch.exists_on(last):
        why = "还没有成立" if branch.founded_on and branch.founded_on > last else "已经撤销"
        raise Refused(f"{branch}在 {last:%Y-%m-%d} {why}，不能申报。", field="branch")
    hold_open_year(branch.court, year, refusal=SETTLED)
