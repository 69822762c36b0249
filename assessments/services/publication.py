"""Publishing a year's stars: the plates that are hung and taken, what a branch has to put right, and who is told.

Published again after it was taken back, only what differs is done; what is done already stays.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from assessments.choices import PlateAct
from assessments.models import Rating, StarChange, StarRating
from assessments.selectors.followed import is_untouched
from assessments.selectors.obstacles import obstacles_of
from assessments.selectors.plates import acts_of, entered_by_hand
from assessments.selectors.ratings import rows_of
from assessments.services.plates import take_off
from assessments.services.ratings import hold_rating, is_up_to_date
from assessments.stars import BEHIND, PROBLEM_SOURCE
from core import audit
from core.errors import Refused
from notices.choices import Rule
from notices.services.messages import Telling, tell_branches
from rectification.services.opening import problem_open_each
from rectification.services.problems import problem_void


@transaction.atomic
def rating_publish(*, rating: Rating, version: int, by: Any, on: date, at: datetime) -> Rating:
    """Publish the stars that were looked at. Raises Refused while anything stands in the way, and for stars that would
    come out otherwise by now."""
    current = hold_rating(rating, version)
    if current.published_on is not None:
        raise Refused("这次星级评定已经公布。")
    rows = rows_of(current)
    in_the_way = obstacles_of(current, rows)
    if in_the_way:
        raise Refused(*in_the_way)
    if not is_up_to_date(current):
        raise Refused("评定以后情况已有变化，请重新评定、核对以后再公布。")
    current.published_on, current.published_by, current.reopen_reason = on, by, ""
    current.version += 1
    current.full_clean()
    current.save()
    _change_plates(current, rows, on=on, by=by, at=at)
    _drop_problems(current, rows, on=on, by=by, at=at)
    _give_problems(current, rows, on=on, by=by)
    _tell(current, rows, at=at)
    audit.record(actor=by, action="assessments.rating_publish", subject=current, detail={"branches": len(rows)})
    return current


def _change_plates(rating: Rating, rows: Iterable[StarRating], *, on: date, by: Any, at: datetime) -> None:
    """One event of the register for each branch whose plate changes, unless it was entered by hand; those of an
    earlier publication that no longer fit are voided, the others keep their day and number."""
    by_hand = {plate.branch_id for plate in entered_by_hand(rating)}
    wanted = {branch: act for branch, act in acts_of(rating, rows).items() if branch not in by_hand}
    kept = set()
    for event in StarChange.objects.within(rating.court).filter(rating=rating, voided_at=None):
        if wanted.get(event.branch_id) == (PlateAct(event.act), event.stars):
            kept.add(event.branch_id)
        else:
            reason = "已另行登记" if event.branch_id in by_hand else "结果有变"
            take_off(event, reason=f"{rating}收回后重新公布，{reason}。", by=by, at=at)
    facts = {"court": rating.court, "year": rating.year, "rating": rating, "on": on, "recorded_by": by}
    StarChange.objects.bulk_create(
        StarChange(**facts, branch_id=branch, act=act, stars=stars)
        for branch, (act, stars) in wanted.items()
        if branch not in kept
    )


def _drop_problems(rating: Rating, rows: Iterable[StarRating], *, on: date, by: Any, at: datetime) -> None:
    """The problem of an earlier publication, where the branch has applied by now: voided if nothing was done about it.
    One with measures goes on, and stays on the rating's page until it is closed."""
    for row in rows:
        if row.problem is None or BEHIND in row.consequences or not is_untouched(row.problem, on):
            continue
        reason = f"{rating}收回后重新公布，本支部已申报星级。"
        problem_void(problem=row.problem, reason=reason, on=on, by=by, at=at)
        row.problem = None
        row.save(update_fields=["problem"])


def _give_problems(rating: Rating, rows: Iterable[StarRating], *, on: date, by: Any) -> None:
    """A problem with a deadline, once, for each branch that did not apply."""
    behind = [row for row in rows if BEHIND in row.consequences and row.problem_id is None]
    facts: dict[str, Any] = {
        "title": f"没有申报{rating.year}年度星级，列为后进党支部，限期整改",
        "source": PROBLEM_SOURCE,
        "due_on": on + timedelta(days=rating.standard.remedy_days),
    }
    branches = [row.branch for row in behind]
    problems = problem_open_each(court=rating.court, branches=branches, on=on, by=by, **facts)
    for row, problem in zip(behind, problems, strict=True):
        row.problem = problem
    StarRating.objects.within(rating.court).bulk_update(behind, ["problem"])


def _tell(rating: Rating, rows: Iterable[StarRating], *, at: datetime) -> None:
    path = reverse("assessments:rating", args=[rating.pk])
    words = "请查看本支部的得分、星级和理由。"
    telling = Telling(Rule.STARS_PUBLISHED, f"{rating.pk}.{rating.version}", f"{rating}已公布", words, path)
    tell_branches([row.branch for row in rows], telling, at=at)
