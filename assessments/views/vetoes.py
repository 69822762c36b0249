"""One-vote vetoes: the list, recording one, voiding one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assessments.forms.ratings import ReasonForm, VetoFilter, VetoForm
from assessments.models import Veto
from assessments.services.vetoes import veto_record
from assessments.services.vetoes import veto_void as void
from assessments.views.rating_frame import crumbs_of
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing

VETOES = Listing(
    columns=(("branch", "党支部"), ("year", "年度"), ("on", "日期"), ("text", "事由"), ("state", "状态")),
    sorts={
        "branch": ("branch__order", "branch_id", "id"),
        "year": ("year", "id"),
        "on": ("on", "id"),
        "state": ("voided_at", "id"),
    },
    default="-on",
)
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("党支部", lambda row: row.branch.name),
    ("年度", lambda row: row.year),
    ("日期", lambda row: row.on),
    ("事由", lambda row: row.text),
    ("状态", lambda row: "已撤销" if row.voided_at else "有效"),
    ("撤销原因", lambda row: row.void_reason),
)


def _rows(request: HttpRequest) -> QuerySet[Veto]:
    return Veto.objects.visible_to(request.user).select_related("branch", "court")


def _filtered(request: HttpRequest) -> VetoFilter:
    return VetoFilter(request.GET, _rows(request), request=request)


@requires("assessments.view_ratings")
def veto_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = VETOES.context(request, _filtered(request))
    for row in context["page"].rows:
        row.may_void = _may_void(request, row)
    may_record = allowed(request.user, "assessments.veto_record")
    context |= {
        "new_url": reverse("assessments:veto_new") if may_record else "",
        "export_url": reverse("assessments:vetoes_export"),
        "crumbs": crumbs_of(),
        "unit": "条",
        "empty": {"thing": "一票否决", "words": "本院星级标准设了一票否决的，机关党委在这里登记。"},
    }
    return render(request, "assessments/veto_list.html", context)


@requires("assessments.export_vetoes")
def vetoes_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_vetoes",
        filename="一票否决.xlsx",
        sheet_title="一票否决",
        columns=EXPORT_COLUMNS,
        rows=VETOES.ordered(request, _filtered(request)),
    )


def _may_void(request: HttpRequest, row: Veto) -> bool:
    return row.voided_at is None and allowed(request.user, "assessments.veto_void", row)


@requires("assessments.veto_record", methods=("GET", "POST"))
def veto_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    ensure(request.user, "assessments.veto_record", court)
    return form_page(
        request,
        VetoForm(posted(request), court=court, on=today(), initial={"happened_on": today()}),
        lambda values: veto_record(on=today(), by=request.user, **values),
        done=reverse("assessments:vetoes"),
        said="已登记，重新评定后生效。",
        title="登记一票否决",
        submit_label="登记",
        crumbs=[*crumbs_of(), ("一票否决", reverse("assessments:vetoes"))],
        back=reverse("assessments:vetoes"),
    )


@requires("assessments.veto_void", methods=("GET", "POST"))
def veto_void(request: HttpRequest, pk: int) -> HttpResponse:
    veto = get_object_or_404(_rows(request), pk=pk)
    ensure(request.user, "assessments.veto_void", veto)
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda values: void(veto=veto, reason=values["reason"], by=request.user, at=now()),
        done=reverse("assessments:vetoes"),
        said="已撤销，重新评定后生效。",
        title="撤销一票否决",
        state=f"{veto}：{veto.text}",
        submit_label="撤销",
        danger=True,
        crumbs=[*crumbs_of(), ("一票否决", reverse("assessments:vetoes"))],
        back=reverse("assessments:vetoes"),
    )
