"""The addresses of the interface. Each asks for a scope, finds the row among those of the token, and answers what the
pages and commands answer from the same selectors."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import P, PathEx, Query, Router, Schema

from assessments.models import Rating
from assessments.periods import Span
from assessments.selectors.assessments import stored_assessment
from assessments.selectors.printed import as_printed
from assessments.selectors.ratings import rating_as_printed
from branches.models import Branch, Court
from branches.models.courts import existing_on
from core.clock import today
from core.listing import keyset_page_of
from rectification.selectors.figures import kept_figures
from reports.api import schemas
from reports.api.asking import (
    AskingBranches,
    AskingCourtFigures,
    AskingDay,
    AskingFigures,
    AskingMonths,
    AskingPage,
)
from reports.api.faults import (
    FORBIDDEN,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_MANY,
    UNAUTHORIZED,
    UNPROCESSABLE,
    ApiRefusal,
)
from reports.api.security import require_scope
from reports.choices import ApiScope
from reports.document import as_data
from reports.figures import metric_figures, report_figures, sums_with_below
from reports.models import ApiToken, Report
from reports.selectors.api import branches_of, courts_of, opened_courts, reports_of
from reports.selectors.below_sums import Asked
from reports.selectors.written import document_of
from reports.spans import day_come

router = Router()
CourtId = PathEx[int, P(ge=1, description="法院编号，见“法院”。")]
BranchId = PathEx[int, P(ge=1, description="党支部编号，见“党支部”。")]
ReportId = PathEx[int, P(ge=1, description="报告编号，见“工作报告”。")]
Year = PathEx[int, P(ge=1, description="年度，例如 2024。")]
Quarter = PathEx[str, P(max_length=20, description="季度，例如 2024Q1；年终考评写 2024。")]
COURTS = {"path": ("path", "id")}
BRANCHES = {"order": ("court__path", "order", "id")}
REPORTS = {"published": ("-published_on", "-id")}
_FAULTS = dict.fromkeys((UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, UNPROCESSABLE, TOO_MANY), schemas.Fault)
_SHARED_ONLY = "该法院没有同意共享记录，只能读取它的汇总数。"
_OWN_ONLY = "工作报告只供本院读取，不能读取下级法院的。"


def answers(shape: Any) -> dict[int, Any]:
    return {200: shape, **_FAULTS}


# --- Courts -----------------------------------------------------------------------------------------


@router.get("/courts", response=answers(schemas.CourtPage), summary="法院", url_name="courts")
def courts(request: HttpRequest, asked: Query[AskingPage]) -> dict[str, Any]:
    """令牌所属的法院；令牌可读下级法院时，还有它下面的各级法院。"""
    token = _token(request, asked)
    return _page(request, courts_of(token), COURTS, asked, lambda row: _court_line(token, row))


@router.get(
    "/courts/{int:court_id}/figures",
    response=answers(schemas.CourtFiguresOut),
    exclude_unset=True,
    summary="法院的组织生活和整改",
    url_name="court_figures",
)
def court_figures(request: HttpRequest, court_id: CourtId, asked: Query[AskingCourtFigures]) -> dict[str, Any]:
    """一个时段里各类活动应开、已开、人次，机构和人员，整改情况；与页面和 report 命令的数字一致。须可读“本院汇总数”。

    连同下级法院时只有汇总数，不列各党支部；数每隔一会儿更新，什么时候算的写在 refreshed_at 里。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.COURT_FIGURES)
    _require_below(token, asked.with_below)
    court = get_object_or_404(courts_of(token), pk=court_id)
    return _sums(token, court, asked) if asked.with_below else _figures(token, court, asked)


@router.get(
    "/courts/{int:court_id}/rectification",
    response=answers(schemas.RectificationOut),
    summary="法院的整改情况",
    url_name="court_rectification",
)
def court_rectification(request: HttpRequest, court_id: CourtId, asked: Query[AskingDay]) -> dict[str, Any]:
    """到某一天为止登记的全部问题和措施各有多少、进展如何。须可读“本院汇总数”。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.COURT_FIGURES)
    _require_below(token, asked.with_below)
    court = get_object_or_404(courts_of(token), pk=court_id)
    as_of = day_come(today(), asked.as_of)
    figures = kept_figures(court, as_of, with_below=asked.with_below)
    return {"court": court.name, "as_of": as_of, "rectification": asdict(figures) if figures else None}


# --- Branches ---------------------------------------------------------------------------------------


@router.get("/branches", response=answers(schemas.BranchPage), summary="党支部", url_name="branches")
def branches(request: HttpRequest, asked: Query[AskingBranches]) -> dict[str, Any]:
    """截至日期存在的党支部。下级法院的只在该法院同意共享记录时列出。须可读“各支部数据”。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.BRANCHES)
    rows = branches_of(token).filter(existing_on(day_come(today(), asked.as_of)))
    if asked.court is not None:
        rows = rows.filter(court=_opened_court(token, asked.court))
    return _page(request, rows, BRANCHES, asked, _branch_line)


@router.get(
    "/branches/{int:branch_id}/figures",
    response=answers(schemas.BranchFiguresOut),
    exclude_unset=True,
    summary="党支部的组织生活和整改",
    url_name="branch_figures",
)
def branch_figures(request: HttpRequest, branch_id: BranchId, asked: Query[AskingFigures]) -> dict[str, Any]:
    """一个支部在一个时段里的数字，内容与法院的相同。须可读“各支部数据”。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.BRANCHES)
    return _figures(token, get_object_or_404(branches_of(token), pk=branch_id), asked)


# --- Assessments and ratings ------------------------------------------------------------------------


@router.get(
    "/courts/{int:court_id}/assessments/{quarter}",
    response=answers(schemas.AssessmentOut),
    summary="考评结果",
    url_name="assessment",
)
def assessment(request: HttpRequest, court_id: CourtId, quarter: Quarter) -> dict[str, Any]:
    """一个季度（或年终）已经公布的考评，逐个支部、逐项指标；没有公布的按不存在答复。须可读“考核和星级结果”。"""
    token = _token(request)
    require_scope(token, ApiScope.ASSESSMENTS)
    span = Span.named(quarter)
    row = stored_assessment(_opened_court(token, court_id), span)
    if row is None or row.published_on is None:
        raise ApiRefusal(NOT_FOUND, f"没有已公布的{span.label}考评。")
    return as_printed(row)


@router.get(
    "/courts/{int:court_id}/ratings/{int:year}",
    response=answers(schemas.RatingOut),
    summary="星级评定结果",
    url_name="rating",
)
def rating(request: HttpRequest, court_id: CourtId, year: Year) -> dict[str, Any]:
    """一个年度已经公布的星级评定，逐个支部；没有公布的按不存在答复。须可读“考核和星级结果”。"""
    token = _token(request)
    require_scope(token, ApiScope.ASSESSMENTS)
    court = _opened_court(token, court_id)
    row = Rating.objects.within(court).filter(year=year, published_on__isnull=False).select_related("court").first()
    if row is None:
        raise ApiRefusal(NOT_FOUND, f"没有已公布的{year}年度星级评定。")
    return rating_as_printed(row)


# --- Business figures -------------------------------------------------------------------------------


@router.get(
    "/courts/{int:court_id}/metrics",
    response=answers(schemas.CourtMetricsOut),
    exclude_unset=True,
    summary="法院的业务指标",
    url_name="court_metrics",
)
def court_metrics(request: HttpRequest, court_id: CourtId, asked: Query[AskingMonths]) -> dict[str, Any]:
    """一个时段（整月）里结案率等各项指标的数、同比、环比和数据来源；下级法院的只在该法院同意共享记录时可读。须可读“业务指标”。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.METRICS)
    court, span = _opened_court(token, court_id), asked.span()
    told = metric_figures(court, start=span.start, end=span.end)
    return {"court": court.name, "start": span.start, "end": span.end, "metrics": told}


# --- Published reports ------------------------------------------------------------------------------


@router.get(
    "/courts/{int:court_id}/reports",
    response=answers(schemas.ReportPage),
    summary="工作报告",
    url_name="court_reports",
)
def court_reports(request: HttpRequest, court_id: CourtId, asked: Query[AskingPage]) -> dict[str, Any]:
    """本院和本院各党支部已经发布的工作报告，后发布的在前；草稿、撤回的和被新版代替的不列出。须可读“已发布的工作报告”。"""
    token = _token(request, asked)
    require_scope(token, ApiScope.REPORTS)
    if get_object_or_404(courts_of(token), pk=court_id).pk != token.court_id:
        raise ApiRefusal(FORBIDDEN, _OWN_ONLY)
    return _page(request, reports_of(token).defer("document", "figures"), REPORTS, asked, _report_line)


@router.get("/reports/{int:report_id}", response=answers(schemas.ReportOut), summary="工作报告全文", url_name="report")
def report(request: HttpRequest, report_id: ReportId) -> dict[str, Any]:
    """一份已经发布的工作报告，文字和数据与发布时一样；草稿、撤回的和被新版代替的按不存在答复。须可读“已发布的工作报告”。"""
    token = _token(request)
    require_scope(token, ApiScope.REPORTS)
    row = get_object_or_404(reports_of(token), pk=report_id)
    return {**_report_line(row), **as_data(document_of(row, today()))}


# --- What they share --------------------------------------------------------------------------------


def _token(request: HttpRequest, asked: Schema | None = None) -> ApiToken:
    """What TokenAuth found. A parameter that the address does not have, or that is given twice, is refused: passed over
    it would mislead."""
    known = type(asked).model_fields if asked else {}
    for name in request.GET:
        if name not in known:
            raise ApiRefusal(UNPROCESSABLE, f"参数 {name}：没有这个参数，请检查写法。")
        if len(request.GET.getlist(name)) > 1:
            raise ApiRefusal(UNPROCESSABLE, f"参数 {name}：写了不止一次，请只写一次。")
    token: ApiToken = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return token


def _require_below(token: ApiToken, asked: bool) -> None:
    if asked:
        require_scope(token, ApiScope.BELOW)


def _opened_court(token: ApiToken, pk: int) -> Court:
    """A court whose branches the token reads one by one."""
    court = get_object_or_404(courts_of(token), pk=pk)
    if not opened_courts(token).filter(pk=court.pk).exists():
        raise ApiRefusal(FORBIDDEN, _SHARED_ONLY)
    return court


def _sums(token: ApiToken, court: Court, asked: AskingFigures) -> dict[str, Any]:
    span, day = asked.span(), today()
    of = Asked(span.start, span.end, span.as_of_asked(day, asked.as_of), day)
    return sums_with_below(court, of, with_metrics=ApiScope.METRICS in token.scopes)


def _figures(token: ApiToken, owner: Court | Branch, asked: AskingFigures) -> dict[str, Any]:
    span = asked.span()
    opened = opened_courts(token).values_list("pk", flat=True) if ApiScope.BRANCHES in token.scopes else ()
    as_of = span.as_of_asked(today(), asked.as_of)
    return report_figures(
        owner,
        start=span.start,
        end=span.end,
        as_of=as_of,
        opened=set(opened),
        with_metrics=ApiScope.METRICS in token.scopes,
    )


def _page(request: HttpRequest, rows: QuerySet[Any], sorts: Any, asked: AskingPage, line: Any) -> dict[str, Any]:
    """A page of a list, in the one order that it has."""
    page = keyset_page_of(request, rows, sorts=sorts, default=next(iter(sorts)), size=asked.limit, strict=True)
    return {
        "items": [line(row) for row in page.rows],
        "next": request.path + page.next if page.next else None,
    }


def _court_line(token: ApiToken, row: Court) -> dict[str, Any]:
    is_own = row.pk == token.court_id
    parent = None if is_own else row.parent_id
    return _line(schemas.CourtOut, row, parent=parent, opened=is_own or row.shares_records)


def _branch_line(row: Branch) -> dict[str, Any]:
    return _line(schemas.BranchOut, row, court=row.court_id)


def _report_line(row: Report) -> dict[str, Any]:
    return _line(schemas.ReportLineOut, row, owner=str(row.owner))


def _line(shape: type[Schema], row: Any, **told: Any) -> dict[str, Any]:
    """What the shape names, as the row has it or as it is `told` here."""
    return {name: told[name] if name in told else getattr(row, name) for name in shape.model_fields}
