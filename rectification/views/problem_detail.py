"""One problem: how it stands, what is missing for its close-out, what the user may do about it now, its history."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import allowed, requires
from core.as_of import day_asked
from core.clock import today
from rectification.choices import CLOSES, PROBLEM_TAGS, MeasureState, ProblemState, StepKind
from rectification.models import Problem, ProblemShare
from rectification.permissions import PERMISSION_OF
from rectification.selectors.parts import is_to_claim, own_part
from rectification.selectors.problem_page import (
    MeasureRow,
    events_of,
    measures_of_problem,
    problem_on,
    shares_of,
    steps_of,
)
from rectification.selectors.problems import claimable, claiming_branches
from rectification.services.closing import not_ready
from rectification.views.problem_frame import TITLE, problem_for


@requires("rectification.view_problems")
def problem_detail(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.view_problems")
    day = day_asked(request)
    stood = problem_on(request.user, problem, day)
    state = ProblemState(stood.state)
    shares = shares_of(request.user, problem)
    steps = steps_of(request.user, problem, day)
    rows = measures_of_problem(request.user, problem, day)
    is_today = day == today()
    # Who may claim it and has no part in it yet, reads neither its steps nor its measures.
    is_only_offered = problem.is_offered and not steps
    asks_what_is_missing = is_today and state == ProblemState.OPEN and not problem.voided_at and not is_only_offered
    missing = not_ready(problem) if asks_what_is_missing else []
    steps_now = _Steps(request.user, problem, state, shares, missing, bool(rows)) if is_today else None
    context = {
        "problem": problem,
        "tag": "已作废" if problem.voided_at else state.label,
        "tag_kind": "neutral" if problem.voided_at else PROBLEM_TAGS[state],
        "state": "认领以后可以查看整改措施和办理经过" if is_only_offered else _in_one_line(stood, rows),
        "is_only_offered": is_only_offered,
        "shares": shares,
        "rows": rows,
        "missing": missing,
        "day": day,
        "is_today": is_today,
        "was_there": problem.opened_on is None or problem.opened_on <= day,
        "is_imported": stood.last_kind == StepKind.CLOSE_IMPORTED,
        "events": events_of(steps),
        "own_part": steps_now.own_part if steps_now else "",
        "action": steps_now.primary if steps_now else None,
        "menu": steps_now.menu if steps_now else [],
        "crumbs": [(TITLE, reverse("rectification:list"))],
    }
    return render(request, "rectification/problem_detail.html", context)


def _in_one_line(stood: Any, rows: list[MeasureRow]) -> str:
    if stood.last_kind in CLOSES:
        return f"{stood.closed_on:%Y-%m-%d} 销号，{len(rows)} 条整改措施"
    if not rows:
        return "还没有整改措施"
    done = sum(row.standing.state == MeasureState.DONE for row in rows)
    late = sum(row.standing.state == MeasureState.OVERDUE for row in rows)
    words = f"{len(rows)} 条整改措施，完成 {done} 条"
    return f"{words}，{late} 条未按时完成" if late else words


# kind of step, words, page, icon; in the order of the menu.
OFFERS = {
    ProblemState.OPEN: (
        (StepKind.CLOSE_ASKED, "申请销号", "close_out_ask", "check2-square"),
        (StepKind.ADDED, "新增整改措施", "measure_add", "plus-lg"),
        (StepKind.CHANGED, "修改问题", "edit", "pencil"),
        (StepKind.ASSIGNED, "指定责任支部", "assign", "person-plus"),
        (StepKind.RELEASED, "取消责任支部", "release", "person-dash"),
        (StepKind.OFFERED, "开放认领", "offer", "megaphone"),
        (StepKind.DECLINED, "退回认领", "decline", "arrow-return-left"),
    ),
    ProblemState.CLOSE_ASKED: (
        (StepKind.CLOSED, "批准销号", "close_out_approve", "check2-circle"),
        (StepKind.CLOSE_REFUSED, "退回销号申请", "close_out_send_back", "arrow-return-left"),
        (StepKind.CLOSE_WITHDRAWN, "撤回销号申请", "close_out_withdraw", "arrow-counterclockwise"),
    ),
    ProblemState.CLOSED: ((StepKind.REOPENED, "重新打开", "reopen", "arrow-repeat"),),
}
VOID = (StepKind.VOIDED, "作废问题", "void", "x-lg")
ANSWERS = (StepKind.CLOSED, StepKind.CLOSE_REFUSED)


class _Steps:
    """What the user may do about a problem as it stands now."""

    def __init__(
        self,
        user: Any,
        problem: Problem,
        state: ProblemState,
        shares: list[ProblemShare],
        missing: list[str],
        has_measures: bool,
    ) -> None:
        self.user, self.problem, self.state = user, problem, state
        self.missing, self.has_measures = missing, has_measures
        self.shares = [share for share in shares if share.ends_on is None]
        self.to_claim = state == ProblemState.OPEN and bool(claimable(problem, self.shares, claiming_branches(user)))
        answers = state == ProblemState.CLOSE_ASKED and self._may(StepKind.CLOSED)
        self.own_part = own_part(problem, user) if answers else ""
        offered = [] if problem.voided_at else self._offered()
        self.primary = self._primary(offered)
        self.menu = [each for each in offered if each != self.primary]

    def _may(self, kind: str) -> bool:
        return allowed(self.user, PERMISSION_OF[kind], self.problem)

    def _offered(self) -> list[dict[str, str]]:
        offers = [each for each in (*OFFERS[self.state], VOID) if self._fits(each[0]) and self._may(each[0])]
        return [self._entry(*each) for each in offers]

    def _fits(self, kind: str) -> bool:
        """Whether the step makes sense now; the services have the last word."""
        if kind == StepKind.CLOSE_ASKED:
            return not self.missing
        if kind == StepKind.ADDED:
            return not is_to_claim(self.user, self.problem)
        if kind == StepKind.RELEASED:
            return bool(self.shares)
        if kind == StepKind.DECLINED:
            own = claiming_branches(self.user)
            return any(share.branch_id in own and not share.is_claimed_on(date.max) for share in self.shares)
        return not (kind in ANSWERS and self.own_part)

    def _entry(self, kind: str, label: str, page: str, icon: str) -> dict[str, str]:
        if kind == StepKind.OFFERED and self.problem.is_offered:
            label = "结束开放认领"
        return {"label": label, "url": reverse(f"rectification:{page}", args=[self.problem.pk]), "icon": icon}

    def _primary(self, offered: list[dict[str, str]]) -> dict[str, str] | None:
        """The one thing to do next."""
        if self.to_claim:
            return self._entry(StepKind.CLAIMED, "认领", "claim", "hand-index")
        first = next(iter(offered), None)
        wanted = ["申请销号", "批准销号", *([] if self.has_measures else ["新增整改措施"])]
        return first if first and first["label"] in wanted else None
