"""A plan edited as a table: each row with the version it was opened at, all rows saved together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.models import Branch, Court, Member
from core.access import ensure, requires
from core.clock import today
from core.editing import CONFLICT, UNPROCESSABLE, posted
from core.errors import Refused
from planning.forms import MONTHS, BasePlanFormSet, Choices, PlanFormSet, PlanMonthForm, initial_of
from planning.models import PlanItem
from planning.services import PlanConflict, plan_save
from planning.services.items import own_items
from planning.views.plans import SAVED, TITLE, asked_year, branch_address, branch_of


@requires("planning.change_plan", methods=("GET", "POST"))
def branch_plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    branch = branch_of(request, pk)
    ensure(request.user, "planning.change_plan", branch)
    year = asked_year(request)
    back = branch_address(branch, year)
    crumbs = [(TITLE, reverse("planning:plans")), (f"{branch.name}{year}年计划", back)]
    names = Member.objects.visible_to(request.user).filter(branch=branch).values_list("name", flat=True)
    return _edit(request, branch, year, back=back, crumbs=crumbs, names=sorted(set(names)))


@requires("planning.change_court_plan", methods=("GET", "POST"))
def court_plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What all branches of the court plan together; it stands in the plan of each."""
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "planning.change_court_plan", court)
    year = asked_year(request)
    back = f"{reverse('planning:plans')}?year={year}"
    return _edit(request, court, year, back=back, crumbs=[(TITLE, back)], names=[])


def _edit(request: HttpRequest, owner: Branch | Court, year: int, *, back: str, **context: Any) -> HttpResponse:
    span = PlanMonthForm(request.GET)
    month = span.cleaned_data["month"] if span.is_valid() else None
    of_month = {"month": month} if month else {}
    items = list(own_items(owner).filter(year=year, **of_month).select_related("kind", "group"))
    choices = Choices(request.user, owner, today()).with_kept(items)
    formset = PlanFormSet(
        posted(request), initial=[initial_of(item) for item in items], form_kwargs={"choices": choices, "year": year}
    )
    draft_key = f"{request.user.pk}:plan:{owner._meta.model_name}:{owner.pk}:{year}:{month or ''}"
    status, differences = 200, []
    if request.method == "POST":
        status = UNPROCESSABLE
        if formset.is_valid():
            try:
                number = plan_save(owner=owner, year=year, rows=formset.rows(), by=request.user)
                request.session[SAVED] = draft_key
                messages.success(request, f"已保存计划，改动 {number} 项。" if number else "没有改动。")
                return redirect(back)
            except PlanConflict as conflict:
                status, differences = CONFLICT, conflict.items
                formset = _taken_up(formset, conflict.items, choices, year)
            except Refused as refused:
                context["refused"] = refused.reasons
    is_court = isinstance(owner, Court)
    page = {
        "title": f"编辑{year}年{'全院' if is_court else ''}计划",
        "state": f"{owner}；这里的事项列入每个支部的计划" if is_court else str(owner),
        "formset": formset,
        "draft_key": draft_key,
        "is_court": is_court,
        "year": year,
        "month": month,
        "months": MONTHS,
        "differences": differences,
        "back": back,
        **context,
    }
    return render(request, "planning/plan_edit.html", page, status=status)


def _taken_up(formset: BasePlanFormSet, items: list[PlanItem], choices: Choices, year: int) -> BasePlanFormSet:
    """The same rows as typed, at the versions of now: saving once more is then a decision."""
    now = {item.pk: item for item in items} | {item.entry_key: item for item in items if item.entry_key}
    data = formset.data.copy()
    for form in formset.forms:
        item = now.get(form.cleaned_data.get("pk") or form.cleaned_data.get("key"))
        if item:
            data[form.add_prefix("pk")], data[form.add_prefix("version")] = str(item.pk), str(item.version)
    again = PlanFormSet(data, form_kwargs={"choices": choices, "year": year})
    again.is_valid()
    return again
