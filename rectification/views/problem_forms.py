"""Registering a problem, changing its words, voiding it."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from branches.forms.branches import people_of, picker_keys
from branches.models import Court
from branches.permissions import is_committee_of
from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted
from rectification import services
from rectification.forms.problems import NewProblemForm, ProblemForm, ReasonForm, sources_known
from rectification.models import Problem
from rectification.views.problem_frame import TITLE, page_of, problem_for, step_page

TEMPLATE = "rectification/problem_form.html"


def _own_court(request: HttpRequest) -> Court:
    courts = Court.objects.visible_to(request.user)
    return next(court for court in courts if is_committee_of(request.user, court))


@requires("rectification.problem_open", methods=("GET", "POST"))
def problem_new(request: HttpRequest) -> HttpResponse:
    court = _own_court(request)
    initial = {"opened_on": today(), "submission_key": uuid4()}
    form = NewProblemForm(posted(request), user=request.user, court=court, initial=initial)

    def save(values: dict[str, Any]) -> Problem:
        names = ("title", "detail", "source", "campaign", "leader", "leader_name", "opened_on", "due_on")
        return services.problem_open(
            court=court,
            branches=form.branches(),
            on=today(),
            by=request.user,
            is_offered=values["is_offered"],
            submission_key=values["submission_key"],
            **{name: values[name] for name in names},
        )

    return form_page(
        request,
        form,
        save,
        done=page_of,
        said="已登记问题，接着制定整改措施。",
        template=TEMPLATE,
        title="登记问题",
        submit_label="登记",
        crumbs=[(TITLE, reverse("rectification:list"))],
        back=reverse("rectification:list"),
        sources=sources_known(request.user),
        people=picker_keys(people_of(court, request.user)),
    )


@requires("rectification.problem_change", methods=("GET", "POST"))
def problem_edit(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_change")
    names = ("version", "title", "detail", "source", "campaign", "leader", "leader_name", "due_on")
    initial = {name: getattr(problem, name) for name in names}
    form = ProblemForm(posted(request), user=request.user, court=problem.court, initial=initial)

    def save(values: dict[str, Any]) -> Problem:
        facts = {**values, "version": values["version"] or 0}
        return services.problem_change(problem=problem, on=today(), by=request.user, **facts)

    return step_page(
        request,
        problem,
        form,
        save,
        said="已修改。",
        saved_row=lambda: Problem.objects.visible_to(request.user).get(pk=pk),
        template=TEMPLATE,
        title="修改问题",
        sources=sources_known(request.user),
        people=picker_keys(people_of(problem.court, request.user)),
    )


@requires("rectification.problem_void", methods=("GET", "POST"))
def problem_void(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_void")
    return step_page(
        request,
        problem,
        ReasonForm(posted(request)),
        lambda values: services.problem_void(problem=problem, on=today(), by=request.user, at=now(), **values),
        said="已作废，各处不再统计这个问题。",
        title="作废问题",
        submit_label="作废",
        notes=["只用于登记错了的问题。作废后各处都不再统计，也不能恢复；问题和原因仍可查看。"],
    )
