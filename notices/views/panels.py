"""What the page of a branch shows of this app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from core.access import ensure, requires
from core.clock import today
from notices.selectors.matrix import cells_of_branch


@requires("notices.view_of_branch")
def branch_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The notices of the year and how the branch stands with each: a fragment of its page."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "notices.view_of_branch", branch)
    context = {
        "cells": cells_of_branch(request.user, branch, today()),
        "year": today().year,
        "list_url": f"{reverse('notices:list')}?year={today().year}",
    }
    return render(request, "notices/_branch_panel.html", context)
