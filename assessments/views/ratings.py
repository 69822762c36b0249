"""Star ratings: the list of the years, one of them, rating a year, its export."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.forms.ratings import RateForm, RatingFilter, RatingRowFilter
from assessments.models import Rating, Veto
from assessments.selectors.rating_page import RatingRow, rating_page, vetoes_of
from assessments.selectors.standards import standard_of
from assessments.services.ratings import rate_year
from assessments.views.rating_frame import crumbs_of, page_of_rating, rating_for
from branches.models import Court
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing, chips_of
from registers.models import RegisterKind
from registers.selectors.figures import INTERVIEW

RATINGS = Listing(
    columns=(("year", "年度"), ("state", "状态"), ("cap", "五星名额"), ("published_on", "公布日期")),
    sorts={"year": ("year", "id"), "published_on": ("published_on", "id"), "cap": ("cap", "id")},
    default="-year",
    figures=("cap",),
)
EMPTY = {"thing": "星级评定", "words": "机关党委评定、公布以后，各支部在这里查看本支部的星级和理由。"}


def _rows(request: HttpRequest) -> QuerySet[Rating]:
    return Rating.objects.visible_to(request.user).select_related("court")


def _filtered(request: HttpRequest) -> RatingFilter:
    return RatingFilter(request.GET, _rows(request), request=request)


@requires("assessments.view_ratings")
def rating_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = RATINGS.context(request, _filtered(request))
    court = court_of_committee(request.user)
    menu = [{"label": "星级申报", "url": reverse("assessments:applications"), "icon": "send"}]
    if _has_vetoes(request, court):
        menu.append({"label": "一票否决", "url": reverse("assessments:vetoes"), "icon": "slash-circle"})
    context |= {
        "several_courts": len({row.court_id for row in context["page"].rows}) > 1,
        "rate_url": reverse("assessments:rate") if allowed(request.user, "assessments.rating_compute") else "",
        "export_url": reverse("assessments:ratings_export"),
        "menu": menu,
        "unit": "个年度",
        "empty": EMPTY,
    }
    return render(request, "assessments/rating_list.html", context)


def _has_vetoes(request: HttpRequest, court: Court | None) -> bool:
    """Whether the court's standard has vetoes, or the user reads one."""
    if court is not None and standard_of(court, today().year).veto_stars is not None:
        return True
    return Veto.objects.visible_to(request.user).exists()


LIST_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("年度", lambda row: row.year),
    ("状态", lambda row: "已公布" if row.published_on else "评定中"),
    ("五星名额", lambda row: row.cap),
    ("公布日期", lambda row: row.published_on),
)


@requires("assessments.export_ratings")
def ratings_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_ratings",
        filename="星级评定.xlsx",
        sheet_title="星级评定",
        columns=LIST_COLUMNS,
        rows=RATINGS.ordered(request, _filtered(request)),
    )


@requires("assessments.view_ratings")
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee: every branch in the order of score; an officer: the own branch with its reasons."""
    found = rating_for(request, pk, "assessments.view_ratings")
    is_committee = allowed(request.user, "assessments.rating_compute", found)
    shown = rating_page(request.user, found, today())
    narrowed = RatingRowFilter(request.GET)
    kind = RegisterKind.objects.visible_to(request.user).filter(code=INTERVIEW, court=None).first()
    context = {
        "rating": found,
        "shown": shown,
        "rows": narrowed.kept(shown.rows),
        "filter_form": narrowed,
        "chips": chips_of(request, narrowed),
        "vetoes": vetoes_of(found) if is_committee else {},
        "is_committee": is_committee,
        "talk_url": reverse("registers:new", args=[kind.pk]) if kind and is_committee else "",
        "publish_url": page_of_rating(found, "rating_publish") if is_committee and not found.published_on else "",
        "rate_url": f"{reverse('assessments:rate')}?year={found.year}" if is_committee else "",
        "menu": _menu(request, found, is_committee=is_committee),
        "crumbs": crumbs_of(),
    }
    return render(request, "assessments/rating.html", context)


def _menu(request: HttpRequest, found: Rating, *, is_committee: bool) -> list[dict[str, str]]:
    menu = [
        {"label": "下载 PDF（打印）", "url": page_of_rating(found, "rating_pdf"), "icon": "printer"},
        {"label": "导出 Excel", "url": page_of_rating(found, "rating_export"), "icon": "download"},
    ]
    if is_committee and found.published_on:
        menu.append(
            {"label": "收回公布", "url": page_of_rating(found, "rating_reopen"), "icon": "arrow-counterclockwise"}
        )
    return menu


def _done_in_words(row: RatingRow) -> str:
    if row.done.talk_due:
        return f"{row.done.talk.on:%Y-%m-%d} 已约谈" if row.done.talk else "待约谈支部书记"
    if row.done.problem and row.done.problem_state:
        return f"问题第 {row.done.problem.number} 号，{row.done.problem_state.label}"
    return ""


EXPORT_COLUMNS = (
    ("党支部", lambda row: row.rated.branch.name),
    ("申报星级", lambda row: row.rated.get_applied_for_display() or "未申报"),
    ("得分", lambda row: row.rated.points),
    ("年终考评", lambda row: row.year_points),
    ("季度考评", lambda row: "；".join(f"{label} {points}" for label, points in row.quarters)),
    ("否决性条件", lambda row: row.gates),
    ("星级", lambda row: row.rated.get_stars_display() or "未评定"),
    ("变动", lambda row: row.rated.get_change_display()),
    ("理由", lambda row: "".join(row.rated.reasons)),
    ("后续", lambda row: "、".join(row.rated.consequences)),
    ("落实情况", _done_in_words),
)
ORDER_COLUMN = ("顺序", lambda row: row.rated.position)
TIE_COLUMN = ("同分时由什么定先后", lambda row: row.tie)


@requires("assessments.export_ratings")
def rating_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The order and what decided it stand in the committee's export only."""
    found = rating_for(request, pk, "assessments.export_ratings")
    shown = rating_page(request.user, found, today())
    return export(
        user=request.user,
        action="assessments.export_ratings",
        filename=f"{found}.xlsx",
        sheet_title=str(found),
        columns=(ORDER_COLUMN, *EXPORT_COLUMNS, TIE_COLUMN) if shown.is_ordered else EXPORT_COLUMNS,
        rows=shown.rows,
        subject=found,
    )


@requires("assessments.rating_compute", methods=("GET", "POST"))
def rate(request: HttpRequest) -> HttpResponse:
    """Compute a year's stars, or compute them again before they are published."""
    court = court_of_committee(request.user)
    ensure(request.user, "assessments.rating_compute", court)

    def save(values: dict[str, Any]) -> Rating:
        return rate_year(court=court, year=values["year"], by=request.user, on=today(), at=now())

    return form_page(
        request,
        RateForm(posted(request), on=today(), initial={"year": request.GET.get("year") or today().year}),
        save,
        done=page_of_rating,
        said="已评定，请核对后公布；公布以前支部看不到。",
        title="评定星级",
        state="按年度考评得分、申报和星级标准评定，可以反复评定，公布后定格。",
        submit_label="评定",
        crumbs=crumbs_of(),
        back=reverse("assessments:ratings"),
    )
