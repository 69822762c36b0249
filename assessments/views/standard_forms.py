"""Forms of a standard: begun as a copy, its figures and aspects, adopted, given up."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.forms.aspects import AspectsForm
from assessments.forms.standards import AdoptForm, DiscardForm, DraftForm, FiguresForm
from assessments.models import Standard
from assessments.selectors.standard_page import aspect_rows, shipped_size, size_of
from assessments.selectors.standards import own_standards, standards_seen
from assessments.services import aspects as aspect_services
from assessments.services import standards as services
from assessments.views.standard_frame import crumbs_of, page_of_standard, standard_for
from campaigns.selectors import court_of_committee
from core.access import requires
from core.clock import today
from core.editing import form_page, posted


@requires("assessments.standard_create", methods=("GET", "POST"))
def standard_new(request: HttpRequest) -> HttpResponse:
    return _draft(request, None)


@requires("assessments.standard_create", methods=("GET", "POST"))
def standard_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, of the standard that was read."""
    return _draft(request, standard_for(request, pk, "assessments.view_standards"))


def _draft(request: HttpRequest, source: Standard | None) -> HttpResponse:
    court = court_of_committee(request.user)
    sources = own_standards(request.user)
    if source is not None:
        sources = standards_seen(request.user).filter(pk=source.pk)
    first = source or sources.first()
    year = today().year + (1 if source is not None and source.year == today().year else 0)
    initial = {"year": year, "name": f"{year}年星级党支部标准", "source": first, "submission_key": uuid4()}
    return form_page(
        request,
        DraftForm(posted(request), sources=sources, initial=initial),
        lambda values: services.standard_draft(court=court, by=request.user, **values),
        done=page_of_standard,
        said="已起草，请逐项修改，改好以后提交会议通过。",
        title="起草星级标准",
        submit_label="起草",
        crumbs=crumbs_of(source),
        back=page_of_standard(source) if source else reverse("assessments:standards"),
    )


@requires("assessments.standard_change", methods=("GET", "POST"))
def standard_edit(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_change")
    if told := _frozen(request, standard):
        return told

    def save(values: dict[str, Any]) -> Standard:
        version = values.pop("version") or 0
        return services.standard_change(standard=standard, version=version, by=request.user, **values)

    return form_page(
        request,
        FiguresForm(posted(request), initial=FiguresForm.shown(standard)),
        save,
        done=page_of_standard(standard),
        said="已保存。",
        saved_row=lambda: standards_seen(request.user).get(pk=pk),
        title="修改名称和评星规定",
        crumbs=crumbs_of(standard),
        back=page_of_standard(standard),
    )


@requires("assessments.standard_change", methods=("GET", "POST"))
def aspects_edit(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_change")
    if told := _frozen(request, standard):
        return told
    rows = aspect_rows(standard)
    form = AspectsForm(posted(request), standard=standard, aspects=[row.aspect for row in rows])

    def save(values: dict[str, Any]) -> Standard:
        return aspect_services.aspects_change(
            standard=standard, version=values["version"] or 0, aspects=form.facts(), by=request.user
        )

    return form_page(
        request,
        form,
        save,
        template="assessments/aspects_form.html",
        done=page_of_standard(standard),
        said="已保存。",
        saved_row=lambda: standards_seen(request.user).get(pk=pk),
        saved_aspects=rows,
        notes=["“同分时先后”填 1 的最先比，不比的留空。有指标的方面，先移走或删除指标才能去掉。"],
        title="修改方面",
        crumbs=crumbs_of(standard),
        back=page_of_standard(standard),
    )


@requires("assessments.standard_adopt", methods=("GET", "POST"))
def standard_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_adopt")
    # Sent twice, it says what the first one did.
    if request.method != "POST" and (told := _frozen(request, standard)):
        return told
    size, shipped = size_of(aspect_rows(standard)), shipped_size()
    notes = [f"共 {size.asked} 项指标、{size.points} 分。通过以后不能再修改，确需修改的另起草新的一版。"]
    if size != shipped:
        notes.append(f"随系统提供的标准有 {shipped.asked} 项指标、{shipped.points} 分，请确认不同之处是会议定下的。")

    def save(values: dict[str, Any]) -> Standard:
        version = values.pop("version") or 0
        return services.standard_adopt(standard=standard, version=version, by=request.user, on=today(), **values)

    return form_page(
        request,
        AdoptForm(posted(request), initial={"version": standard.version, "adopted_on": today()}),
        save,
        done=page_of_standard(standard),
        said="已通过，新计算的考评按它进行；已定稿的不变。",
        saved_row=lambda: standards_seen(request.user).get(pk=pk),
        title="通过星级标准",
        state=str(standard),
        submit_label="登记通过",
        notes=notes,
        crumbs=crumbs_of(standard),
        back=page_of_standard(standard),
    )


@requires("assessments.standard_discard", methods=("GET", "POST"))
def standard_discard(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_discard")
    if request.method != "POST" and (told := _frozen(request, standard)):
        return told

    def save(values: dict[str, Any]) -> None:
        services.standard_discard(standard=standard, version=values["version"] or 0, by=request.user)

    return form_page(
        request,
        DiscardForm(posted(request), initial={"version": standard.version}),
        save,
        done=reverse("assessments:standards"),
        said=f"已放弃草案“{standard}”。",
        saved_row=lambda: standards_seen(request.user).get(pk=pk),
        title="放弃草案",
        state=str(standard),
        submit_label="放弃草案",
        danger=True,
        notes=["草案连同各项指标一起删除，不能恢复。要留底的，请先导出 Excel。"],
        crumbs=crumbs_of(standard),
        back=page_of_standard(standard),
    )


def _frozen(request: HttpRequest, standard: Standard) -> HttpResponse | None:
    """Whoever opens a form of an adopted standard is told so and led back; one that is sent is refused."""
    if standard.is_draft or request.method == "POST":
        return None
    messages.warning(request, "这份标准已经通过，不能再修改；确需修改的，请复制为新的草案。")
    return redirect(page_of_standard(standard))
