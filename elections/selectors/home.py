"""What the first pages say of elections: only what somebody has to do now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.models import Branch, Court
from core.dates import months_after
from elections.choices import FOR_BRANCH, OPEN, Stage
from elections.selectors.branches import branches_for_list, in_state
from elections.selectors.path import TO_DO


@dataclass(frozen=True)
class BranchNotice:
    """`election_id` is None where none was begun yet; `kind` is a status tag's."""

    kind: str
    words: str
    label: str
    election_id: int | None


def branch_notice(user: Any, branch: Branch, on: date) -> BranchNotice | None:
    """What the branch has to do for its election on `on`; None where nothing, or where it waits for the committee."""
    row = branches_for_list(user, on).filter(pk=branch.pk).first()
    if row is None:
        return None
    if row.stage in OPEN:
        if row.stage not in FOR_BRANCH:
            return None
        label, words = TO_DO[Stage(row.stage)]
        return BranchNotice("info", f"换届{Stage(row.stage).label}：{words}", label, row.election_id)
    if row.due_on is None or row.due_on > months_after(on, row.reminder_months):
        return None
    days = (row.due_on - on).days
    when = f"还有 {days} 天" if days >= 0 else f"已超期 {-days} 天"
    words = f"换届应于 {row.due_on:%Y-%m-%d} 前完成，{when}，还没有报送请示。"
    return BranchNotice("warning" if days >= 0 else "error", words, "写换届请示", None)


@dataclass(frozen=True)
class CourtNotice:
    """Branches of a court: `waiting` for its committee's answer, `overdue` and not begun, `soon` due and not begun."""

    waiting: int
    overdue: int
    soon: int


def court_notice(user: Any, court: Court, on: date) -> CourtNotice:
    """Three counts for the committee's first page."""
    rows = branches_for_list(user, on).filter(court=court)
    waiting, overdue, soon = (in_state(rows, state, on).count() for state in ("COMMITTEE", "OVERDUE", "SOON"))
    return CourtNotice(waiting, overdue, soon)
