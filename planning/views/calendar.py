"""The month as a table of days; on a phone as a list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from branches.models import Branch
from core.access import allowed, requires
from core.clock import today
from planning.forms import MonthForm
from planning.selectors.calendar import court_of_calendar, month_of
from planning.selectors.plans import branches_with_plans

WEEKDAYS = tuple("一二三四五六日")


@requires("planning.view_calendar")
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due, planned and held in a month; `branch=` narrows it, `day=` shows one day in full."""
    form = MonthForm(request.GET)
    form.is_valid()
    on = today()
    day = form.cleaned_data.get("day")
    first = (form.cleaned_data.get("month") or day or on).replace(day=1)
    branches = list(branches_with_plans(request.user))
    court = court_of_calendar(request.user)
    branch = _asked_branch(request) or (branches[0] if branches and court is None else None)
    month = month_of(request.user, branch, first, on)
    context = {
        "month": month,
        "today": on,
        "weekdays": WEEKDAYS,
        "whose": str(branch or court or "本支部和全院的安排"),
        "branch": branch,
        "branches": branches,
        "court": court,
        "chosen": next((each for each in month.days() if each.on == day), None),
        "may_plan": branch is not None and allowed(request.user, "planning.change_plan", branch),
    }
    return render(request, "planning/calendar.html", context)


def _asked_branch(request: HttpRequest) -> Branch | None:
    asked = request.GET.get("branch", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        raise Http404
    return get_object_or_404(branches_with_plans(request.user), pk=asked)
