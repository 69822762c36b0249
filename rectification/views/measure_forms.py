"""Forms of a measure: added to a problem, changed, voided, sent back to be done again."""

from typing import Any
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from branches.forms.branches import picker_keys
from branches.models import Branch, Member
from branches.permissions import is_committee_of
from branches.selectors.members import members_of
from core.access import requires
from core.clock import now, today
from core.editing import posted
from rectification import services
from rectification.forms.measures import ChangeMeasureForm, NewMeasureForm, ReasonForm, SendBackForm, initial_of
from rectification.models import Measure, Problem
from rectification.permissions import own_branches
from rectification.selectors.parts import acting_branch, branches_on, may_move
from rectification.views.measure_frame import measure_for, measure_page
from rectification.views.problem_frame import problem_for, step_page


def _choices(user: Any, problem: Problem) -> dict[str, Any]:
    """Which branches a measure may be given to, and who may answer for it: an officer chooses in the own branch, the
    committee among all that the problem is given to and everybody of the court."""
    is_committee = is_committee_of(user, problem)
    given = {branch.pk for branch in branches_on(problem)} if is_committee else own_branches(user, problem)
    people = members_of(user, today()).filter(is_here=True, court=problem.court_id)
    return {
        "branches": Branch.objects.visible_to(user).filter(pk__in=given),
        "people": people if is_committee else people.filter(branch__in=given),
        "with_none": is_committee,
    }


@requires("rectification.measure_add", methods=("GET", "POST"))
def measure_add(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.measure_add")
    choices = _choices(request.user, problem)
    initial = {"branch": problem.branch_id, "first_due_on": problem.due_on, "key": uuid4()}

    def save(values: dict[str, Any]) -> Measure:
        facts = {name: value for name, value in values.items() if name != "version"}
        acting = acting_branch(request.user, problem)
        return services.measure_add(problem=problem, on=today(), by=request.user, acting=acting, **facts)

    return step_page(
        request,
        problem,
        NewMeasureForm(posted(request), initial=initial, **choices),
        save,
        said="已新增整改措施。",
        title="新增整改措施",
        people=picker_keys(choices["people"]),
    )


@requires("rectification.measure_change", methods=("GET", "POST"))
def measure_change(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.measure_change")
    choices = _choices(request.user, measure.problem)
    choices["people"] = _with_owner(request.user, measure, choices["people"])
    is_movable = may_move(measure, today())
    if not is_movable:
        choices["branches"] = Branch.objects.visible_to(request.user).filter(pk=measure.branch_id)
        choices["with_none"] = measure.branch_id is None

    def save(values: dict[str, Any]) -> Measure:
        facts = {**values, "version": values["version"] or 0}
        acting = acting_branch(request.user, measure)
        return services.measure_change(measure=measure, on=today(), by=request.user, acting=acting, **facts)

    initial = initial_of(measure, choices["people"])
    return measure_page(
        request,
        measure,
        ChangeMeasureForm(posted(request), measure=measure, initial=initial, **choices),
        save,
        said="已保存。",
        saved_row=lambda: Measure.objects.visible_to(request.user).select_related("branch", "owner").get(pk=pk),
        title="修改整改措施",
        notes=[
            "整改时限不在这里改：需要推迟的，由责任支部申请延期，首次时限一直保留。",
            *([] if is_movable else ["改由其他支部负责的，请作废这一条、另立一条。"]),
        ],
        people=picker_keys(choices["people"]),
    )


def _with_owner(user: Any, measure: Measure, people: QuerySet[Member]) -> QuerySet[Member]:
    """Who answers for the measure stays to be chosen, even after leaving the branch."""
    seen = members_of(user, today()).filter(Q(pk=measure.owner_id) | Q(pk__in=people.values("pk")))
    return seen if measure.owner_id else people


@requires("rectification.measure_void", methods=("GET", "POST"))
def measure_void(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.measure_void")
    return measure_page(
        request,
        measure,
        ReasonForm(posted(request)),
        lambda values: services.measure_void(
            measure=measure, reason=values["reason"], on=today(), by=request.user, at=now()
        ),
        said="措施已作废。",
        title="作废整改措施",
        submit_label="作废",
        notes=["登记有误的才作废：作废后不计入任何数字，内容和原因仍可查看。已经完成、需要重新整改的请退回。"],
    )


@requires("rectification.measure_send_back", methods=("GET", "POST"))
def measure_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.measure_send_back")
    return measure_page(
        request,
        measure,
        SendBackForm(posted(request)),
        lambda values: services.measure_send_back(measure=measure, on=today(), by=request.user, **values),
        said="已退回，由责任支部重新整改。",
        title="退回重新整改",
        submit_label="退回",
    )
