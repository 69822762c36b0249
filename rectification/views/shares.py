"""Which branches have a part in a problem: offered, assigned, taken off by the committee; claimed, declined by them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from branches.models import Branch
from core.access import requires
from core.clock import today
from core.editing import posted
from rectification import services
from rectification.forms.problems import BranchForm, OfferForm, branches_of
from rectification.models import Problem, ProblemShare
from rectification.selectors.problems import claimable, claiming_branches
from rectification.views.problem_frame import problem_for, step_page


def _shares(request: HttpRequest, problem: Problem) -> QuerySet[ProblemShare]:
    return ProblemShare.objects.visible_to(request.user).filter(problem=problem, ends_on__isnull=True)


def _branches(request: HttpRequest, keys: Any) -> QuerySet[Branch]:
    return Branch.objects.visible_to(request.user).filter(pk__in=keys)


@requires("rectification.problem_offer", methods=("GET", "POST"))
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_offer")
    offers = not problem.is_offered
    words = "各支部都能看到这个问题并认领。" if offers else "没有认领的支部不再看到这个问题，已认领的不变。"
    return step_page(
        request,
        problem,
        OfferForm(posted(request)),
        lambda _: services.problem_offer(problem=problem, is_offered=offers, on=today(), by=request.user),
        said="已开放认领。" if offers else "已结束开放认领。",
        title="开放认领" if offers else "结束开放认领",
        submit_label="开放认领" if offers else "结束开放认领",
        notes=[words],
    )


@requires("rectification.problem_assign", methods=("GET", "POST"))
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_assign")
    given = _shares(request, problem).values("branch")
    free = branches_of(problem.court, request.user).exclude(pk__in=given)
    return step_page(
        request,
        problem,
        BranchForm(posted(request), branches=free),
        lambda values: services.problem_assign(problem=problem, on=today(), by=request.user, **values),
        said="已指定，等支部认领。",
        title="指定责任支部",
        submit_label="指定",
        notes=["还没有责任支部的，第一个指定的牵头；可以再指定几个支部共同负责。"],
    )


@requires("rectification.problem_release", methods=("GET", "POST"))
def release(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_release")
    branches = _branches(request, _shares(request, problem).values("branch"))
    return step_page(
        request,
        problem,
        BranchForm(posted(request), branches=branches, asks_reason=True),
        lambda values: services.problem_release(problem=problem, on=today(), by=request.user, **values),
        said="已取消，办理过程仍然保留。",
        title="取消责任支部",
        submit_label="取消责任",
    )


@requires("rectification.problem_claim", methods=("GET", "POST"))
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_claim")
    own = claiming_branches(request.user)
    free = claimable(problem, _shares(request, problem), own)
    branches = _branches(request, free or list(own)).filter(court=problem.court_id)
    return step_page(
        request,
        problem,
        BranchForm(posted(request), branches=branches),
        lambda values: services.problem_claim(problem=problem, on=today(), by=request.user, **values),
        said="已认领，接着制定和落实整改措施。",
        title="认领问题",
        submit_label="认领",
        notes=[problem.detail] if problem.detail else [],
    )


@requires("rectification.problem_decline", methods=("GET", "POST"))
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_decline")
    own = list(claiming_branches(request.user))
    waiting = [
        share.branch_id
        for share in _shares(request, problem)
        if share.branch_id in own and not share.is_claimed_on(date.max)
    ]
    branches = _branches(request, waiting or own)
    return step_page(
        request,
        problem,
        BranchForm(posted(request), branches=branches, asks_reason=True),
        lambda values: services.problem_decline(problem=problem, on=today(), by=request.user, **values),
        said="已退回机关党委。",
        title="退回认领",
        submit_label="退回",
        notes=["指定给本支部、但不该由本支部负责的，写明原因退回机关党委。"],
    )
