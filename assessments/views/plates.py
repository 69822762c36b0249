"""The register of plates, for everybody of the court: the list, entries from before the product, numbers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assessments.choices import PlateAct
from assessments.forms.plates import NumberForm, PlateFilter, PlateForm
from assessments.forms.ratings import ReasonForm
from assessments.models import StarChange
from assessments.services.plates import plate_number, plate_record
from assessments.services.plates import plate_void as void
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing

PLATES = Listing(
    columns=(
        ("on", "日期"),
        ("branch", "党支部"),
        ("act", "事项"),
        ("stars", "星级"),
        ("year", "评定年度"),
        ("plate_number", "牌匾编号"),
        ("text", "说明"),
        ("papers", "证书"),
    ),
    sorts={
        "on": ("on", "id"),
        "branch": ("branch__order", "branch_id", "id"),
        "stars": ("stars", "id"),
        "year": ("year", "id"),
    },
    default="-on",
)
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("日期", lambda row: row.on),
    ("党支部", lambda row: row.branch.name),
    ("事项", lambda row: row.get_act_display()),
    ("星级", lambda row: row.get_stars_display()),
    ("评定年度", lambda row: row.year),
    ("牌匾编号", lambda row: row.plate_number),
    ("说明", lambda row: row.text),
    ("作废原因", lambda row: row.void_reason),
)
TAGS = {PlateAct.AWARDED: "success", PlateAct.RESTORED: "success", PlateAct.TAKEN: "warning"}


def plates_of(request: HttpRequest) -> QuerySet[StarChange]:
    return StarChange.objects.visible_to(request.user).select_related("branch", "court", "rating")


def _filtered(request: HttpRequest) -> PlateFilter:
    return PlateFilter(request.GET, plates_of(request), request=request)


@requires("assessments.view_plates")
def plate_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = PLATES.context(request, _filtered(request))
    for row in context["page"].rows:
        row.tag = TAGS[PlateAct(row.act)]
        row.may_number = row.voided_at is None and allowed(request.user, "assessments.plate_record", row)
        row.may_void = row.may_number and row.rating_id is None and allowed(request.user, "assessments.plate_void", row)
    context |= {
        "new_url": reverse("assessments:plate_new") if allowed(request.user, "assessments.plate_record") else "",
        "export_url": reverse("assessments:plates_export"),
        "unit": "条",
        "empty": {"thing": "星级牌匾", "words": "星级评定公布以后，授牌、摘牌、复牌列在这里。"},
    }
    return render(request, "assessments/plate_list.html", context)


@requires("assessments.export_plates")
def plates_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_plates",
        filename="星级牌匾.xlsx",
        sheet_title="星级牌匾",
        columns=EXPORT_COLUMNS,
        rows=PLATES.ordered(request, _filtered(request)),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [("星级牌匾", reverse("assessments:plates"))]


@requires("assessments.plate_record", methods=("GET", "POST"))
def plate_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    ensure(request.user, "assessments.plate_record", court)
    return form_page(
        request,
        PlateForm(posted(request), court=court, on=today(), initial={"act": PlateAct.AWARDED}),
        lambda values: plate_record(on=today(), by=request.user, **values),
        done=reverse("assessments:plates"),
        said="已登记。",
        title="登记牌匾",
        state="只登记使用本系统以前的授牌、摘牌、复牌；以后的由星级评定公布时自动登记，已登记同样星级的不再重复登记。",
        submit_label="登记",
        crumbs=_crumbs(),
        back=reverse("assessments:plates"),
    )


@requires("assessments.plate_record", methods=("GET", "POST"))
def plate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The number on the plate, and a remark."""
    plate = get_object_or_404(plates_of(request), pk=pk)
    ensure(request.user, "assessments.plate_record", plate)
    typed = {"version": plate.version, "plate_number": plate.plate_number, "text": plate.text}

    def save(values: dict[str, Any]) -> StarChange:
        number, version = values["plate_number"], values["version"] or 0
        return plate_number(plate=plate, version=version, number=number, text=values["text"], by=request.user)

    return form_page(
        request,
        NumberForm(posted(request), initial=typed),
        save,
        saved_row=lambda: get_object_or_404(plates_of(request), pk=pk),
        done=reverse("assessments:plates"),
        said="已保存。",
        title="牌匾编号",
        state=str(plate),
        crumbs=_crumbs(),
        back=reverse("assessments:plates"),
    )


@requires("assessments.plate_void", methods=("GET", "POST"))
def plate_void(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered by hand and does not hold; of what a rating wrote it is refused."""
    plate = get_object_or_404(plates_of(request), pk=pk)
    ensure(request.user, "assessments.plate_void", plate)
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda values: void(plate=plate, reason=values["reason"], by=request.user, at=now()),
        done=reverse("assessments:plates"),
        said="已作废，原因留在登记上。",
        title="作废牌匾登记",
        state=f"{plate}（{plate.on:%Y-%m-%d}，{plate.year}年度）",
        submit_label="作废",
        danger=True,
        crumbs=_crumbs(),
        back=reverse("assessments:plates"),
    )
