"""Quarterly honours: the list for everybody of the court, the certificate, and what the committee does with one."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from activities.models.locks import quarter_of
from assessments.forms.duty import VoidForm
from assessments.forms.honours import HonourFilter, HonourForm, initial_of
from assessments.models import Honour
from assessments.selectors.honours import (
    certificate_data,
    counts_in,
    honours_of,
    honours_of_branch,
    who_may_be_put_forward,
)
from assessments.services import honours as services
from branches.forms.branches import people_of, picker_keys
from branches.models import Branch, Court, PartyGroup
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.documents import document_response, typeset
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing

PRINT = "assessments.print_honour"
MOST_ON_PANEL = 8
HONOURS = Listing(
    columns=(
        ("quarter", "季度"),
        ("kind", "荣誉"),
        ("branch", "授予"),
        ("deeds", "事迹"),
        ("awarded_on", "授予日期"),
        ("number", "文号"),
        ("do", "证书"),
    ),
    sorts={
        "quarter": ("year", "quarter", "kind", "-branch__order", "-id"),
        "kind": ("kind", "year", "quarter", "id"),
        "branch": ("branch__order", "year", "quarter", "id"),
        "awarded_on": ("awarded_on", "id"),
        "number": ("number", "id"),
    },
    default="-quarter",
)
EMPTY = {"thing": "季度荣誉", "words": "机关党委登记红旗党支部、示范党小组、党员先锋岗以后，全院都可以在这里查看。"}


def honour_for(request: HttpRequest, pk: int, permission: str) -> Honour:
    """404 for an honour that the user does not see, 403 for one that is not theirs to act on."""
    honour = get_object_or_404(honours_of(request.user), pk=pk)
    ensure(request.user, permission, honour)
    return honour


def _filtered(request: HttpRequest) -> HonourFilter:
    return HonourFilter(request.GET, honours_of(request.user), request=request)


@requires("assessments.view_honours")
def honour_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context: dict[str, Any] = HONOURS.context(request, found)
    span = found.span_asked
    may_record = allowed(request.user, "assessments.honour_record")
    counts = counts_in(request.user, span) if span else []
    context |= {
        "span": span,
        "counts": [
            (kind.label, number, f"?{urlencode({'quarter': span.code, 'kind': kind.value})}" if span and number else "")
            for kind, number in counts
        ],
        "put_forward": who_may_be_put_forward(request.user),
        "may_write": may_record,
        "new_url": reverse("assessments:honour_new") if may_record else "",
        "export_url": reverse("assessments:honours_export"),
        "unit": "项",
        "empty": EMPTY,
    }
    return render(request, "assessments/honours.html", context)


EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("季度", lambda row: row.period),
    ("荣誉", lambda row: row.get_kind_display()),
    ("党支部", lambda row: row.branch.name),
    ("党小组", lambda row: row.group.name if row.group else ""),
    ("岗位", lambda row: row.title),
    ("党员", lambda row: row.member.name if row.member else ""),
    ("授予日期", lambda row: row.awarded_on),
    ("文号", lambda row: row.number),
    ("事迹", lambda row: row.deeds),
    ("作废原因", lambda row: row.void_reason),
)


@requires("assessments.export_honours")
def honours_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_honours",
        filename="季度荣誉.xlsx",
        sheet_title="季度荣誉",
        columns=EXPORT_COLUMNS,
        rows=HONOURS.ordered(request, _filtered(request)),
    )


@requires(PRINT)
def honour_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate; there is none of what was voided."""
    honour = honour_for(request, pk, PRINT)
    if honour.voided_at is not None:
        raise Http404
    content = typeset("certificate.typ", certificate_data(honour))
    filename = f"{honour} {honour.whom}.pdf"
    return document_response(user=request.user, action=PRINT, subject=honour, filename=filename, content=content)


@requires("assessments.view_of_branch")
def honour_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The latest honours of a branch: a fragment of the branch's page."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=branch_pk)
    ensure(request.user, "assessments.view_of_branch", branch)
    rows = honours_of_branch(request.user, branch, MOST_ON_PANEL)
    list_url = f"{reverse('assessments:honours')}?{urlencode({'branch': branch.pk})}"
    return render(request, "assessments/_honour_panel.html", {"rows": rows, "list_url": list_url})


# --- What the committee does with one -----------------------------------------------------------


@requires("assessments.honour_record", methods=("GET", "POST"))
def honour_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    year, quarter = quarter_of(today())
    initial = {"year": year, "quarter": quarter, "awarded_on": today(), "submission_key": uuid4()}
    form = _form(request, court, initial=initial)

    def save(values: dict[str, Any]) -> Honour:
        key = values["submission_key"]
        return services.honour_record(court=court, by=request.user, on=today(), submission_key=key, **form.facts())

    return _page(request, form, save, title="登记季度荣誉", said="已登记，全院可以查看。")


@requires("assessments.honour_change", methods=("GET", "POST"))
def honour_edit(request: HttpRequest, pk: int) -> HttpResponse:
    honour = honour_for(request, pk, "assessments.honour_change")
    if honour.voided_at is not None and request.method == "GET":
        messages.warning(request, "这项荣誉已作废，不能再修改。")
        return redirect("assessments:honours")
    form = _form(request, honour.court, of=honour, initial=initial_of(honour))

    def save(values: dict[str, Any]) -> Honour:
        version = values["version"] or 0
        return services.honour_change(honour=honour, version=version, by=request.user, on=today(), **form.facts())

    return _page(
        request,
        form,
        save,
        title="修改季度荣誉",
        said="已保存。",
        state=f"{honour.whom} {honour}",
        saved_row=lambda: honours_of(request.user).get(pk=pk),
    )


@requires("assessments.honour_void", methods=("GET", "POST"))
def honour_void(request: HttpRequest, pk: int) -> HttpResponse:
    honour = honour_for(request, pk, "assessments.honour_void")

    def save(values: dict[str, Any]) -> Honour:
        return services.honour_void(honour=honour, by=request.user, at=now(), **values)

    return form_page(
        request,
        VoidForm(posted(request)),
        save,
        title="作废季度荣誉",
        said="已作废。",
        state=f"{honour.whom} {honour}",
        submit_label="作废",
        danger=True,
        notes=["作废以后全院不再看到，登记的内容和原因保留给机关党委查看。"],
        **_around(),
    )


def _form(request: HttpRequest, court: Court, **more: Any) -> HonourForm:
    branches = Branch.objects.visible_to(request.user).filter(court=court)
    groups = PartyGroup.objects.visible_to(request.user).filter(court=court).select_related("branch")
    return HonourForm(
        posted(request),
        branches=branches.order_by("order", "pk"),
        groups=groups.order_by("branch__order", "branch_id", "order", "pk"),
        people=people_of(court, request.user),
        **more,
    )


def _page(request: HttpRequest, form: HonourForm, save: Any, **context: Any) -> HttpResponse:
    people = picker_keys(form.fields["member"].queryset) if "member" in form.fields else None
    template = "assessments/honour_form.html"
    return form_page(request, form, save, template=template, people=people, **_around(), **context)


def _around() -> dict[str, Any]:
    """Where a form's page stands, and where it leads."""
    here = reverse("assessments:honours")
    return {"done": here, "back": here, "crumbs": [("季度荣誉", here)]}
