"""What the pages of one problem share: fetched within the user's scope, where it stands in the frame, one form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import ensure
from core.editing import PageForm, form_page
from rectification.models import Problem

TITLE = "检视整改"


def problem_for(request: HttpRequest, pk: int, permission: str) -> Problem:
    """404 for a problem that the user does not see, 403 for one that is not theirs to act on."""
    rows = Problem.objects.visible_to(request.user).select_related("court", "branch", "campaign", "leader")
    problem = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, problem)
    return problem


def page_of(problem: Problem) -> str:
    return reverse("rectification:problem", args=[problem.pk])


def crumbs_of(problem: Problem) -> list[tuple[str, str]]:
    return [(TITLE, reverse("rectification:list")), (f"第 {problem.number} 号问题", page_of(problem))]


def step_page(
    request: HttpRequest,
    problem: Problem,
    form: PageForm,
    save: Callable[[dict[str, Any]], Any],
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    """The form of a step of `problem`; afterwards its page says `said`."""
    context = {"state": str(problem), "crumbs": crumbs_of(problem), "back": page_of(problem), **context}
    return form_page(request, form, save, done=page_of(problem), said=said, **context)
