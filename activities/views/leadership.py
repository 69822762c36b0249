"""The committee says who leads its court."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities.forms import LeadershipForm
from activities.selectors.places import court_to_log_for
from branches.forms.branches import LastDayForm, people_of, picker_keys
from branches.models import Leadership
from branches.services.leadership import leadership_end, leadership_start
from core.access import ensure, requires
from core.clock import today
from core.editing import form_page, posted


def _frame() -> dict[str, object]:
    """Both pages are opened from the report and lead back to it."""
    report = reverse("activities:leaders")
    return {"done": report, "back": report, "crumbs": [("双重组织生活", report)]}


@requires("branches.manage_leaders", methods=("GET", "POST"))
def leader_new(request: HttpRequest) -> HttpResponse:
    """Of the court whose committee the user is of."""
    court = court_to_log_for(request.user)
    ensure(request.user, "branches.manage_leaders", court)
    form = LeadershipForm(posted(request), user=request.user, court=court)
    return form_page(
        request,
        form,
        lambda values: leadership_start(court=court, by=request.user, **values),
        said="已登记领导干部。",
        title="登记领导干部",
        state=str(court),
        submit_label="登记",
        people=picker_keys(people_of(court, request.user)),
        **_frame(),
    )


@requires("branches.manage_leaders", methods=("GET", "POST"))
def leader_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Leadership.objects.visible_to(request.user).select_related("member", "court"), pk=pk)
    ensure(request.user, "branches.manage_leaders", row)
    form = LastDayForm(posted(request), name="last_on", label="最后一天", initial={"last_on": today()})
    return form_page(
        request,
        form,
        lambda values: leadership_end(leadership=row, by=request.user, **values),
        said="已登记截止日期。",
        title=f"{row.member}不再是{row.get_kind_display()}",
        submit_label="保存",
        **_frame(),
    )
