"""Branches with the day their election is due and where their last election stands, as the list shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from branches.choices import LimitCode
from branches.models import Branch, CommitteeTerm
from branches.models.courts import existing_on
from branches.scoping import standing_of
from branches.selectors.branches import DUE_ON
from branches.selectors.limits import limit_expression
from branches.selectors.warnings import due_soon
from core.dates import months_after
from elections.choices import FOR_BRANCH, FOR_COMMITTEE, OPEN, Stage
from elections.models import TermElection
from elections.selectors.steps import with_stage

# What a list may be narrowed to.
STATES = {
    "SOON": "即将到期，还没有启动",
    "OVERDUE": "已经超期，还没有启动",
    "OPEN": "正在换届",
    "BRANCH": "等支部办理",
    "COMMITTEE": "等机关党委批复",
    "POSTPONED": "经批准延期",
    "DONE": "最近一次已完成",
}


def branches_for_list(user: Any, on: date) -> QuerySet[Any]:
    """The branches of the user's own court or branch on `on`, and those below whose election may be read.

    Each with `starts_on`, `expires_on`, `postponed_to`, `due_on` of its open term, and `election_id`, `stage`,
    `planned_on` of its last election, as far as the user sees them.
    """
    own = {grant.court_id for grant in standing_of(user).grants}
    terms = CommitteeTerm.objects.visible_to(user).filter(branch=OuterRef("pk"), ends_on__isnull=True)
    last = with_stage(TermElection.objects.visible_to(user)).filter(branch=OuterRef("pk")).order_by("-id")
    return (
        Branch.objects.visible_to(user)
        .filter(existing_on(on))
        .select_related("court")
        .annotate(
            starts_on=Subquery(terms.values("starts_on")[:1]),
            postponed_to=Subquery(terms.values("postponed_to")[:1]),
            expires_on=Subquery(terms.values("expires_on")[:1]),
            reminder_months=limit_expression(LimitCode.ELECTION_REMINDER_MONTHS, on),
            due_on=Subquery(terms.annotate(due=DUE_ON).values("due")[:1]),
            election_id=Subquery(last.values("pk")[:1]),
            stage=Subquery(last.values("stage")[:1]),
            planned_on=Subquery(last.values("planned_on")[:1]),
        )
        .filter(Q(court_id__in=own) | Q(election_id__isnull=False))
    )


def in_state(rows: QuerySet[Branch], state: str, on: date) -> QuerySet[Branch]:
    """Those of `branches_for_list` that are in one of STATES."""
    not_begun = Q(stage__isnull=True) | ~Q(stage__in=OPEN)
    conditions = {
        "SOON": not_begun & due_soon(on, "due_on"),
        "OVERDUE": not_begun & Q(due_on__lt=on),
        "OPEN": Q(stage__in=OPEN),
        "BRANCH": Q(stage__in=FOR_BRANCH),
        "COMMITTEE": Q(stage__in=FOR_COMMITTEE),
        "POSTPONED": Q(postponed_to__isnull=False),
        "DONE": Q(stage=Stage.DONE),
    }
    return rows.filter(conditions[state])


@dataclass(frozen=True)
class Standing:
    """A branch's election in a word: `kind` is a status tag's, `who` has to act (nobody: empty)."""

    label: str
    kind: str
    who: str
    days_left: int | None


def standing_of_branch(branch: Any, on: date) -> Standing:
    """Of a row of `branches_for_list`."""
    days = (branch.due_on - on).days if branch.due_on else None
    if branch.stage in OPEN:
        who = "机关党委" if branch.stage in FOR_COMMITTEE else "党支部"
        return Standing(str(Stage(branch.stage).label), "info", who, days)
    if days is None:
        return Standing("任期不详", "neutral", "", None)
    if days < 0:
        return Standing("已超期，未启动", "error", "党支部", days)
    if branch.due_on <= months_after(on, branch.reminder_months):
        return Standing("即将到期，未启动", "warning", "党支部", days)
    return Standing("任期内", "success", "", days)
