"""Assessments: the list with its export, and computing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.forms.assessments import AssessmentFilter, ComputeForm
from assessments.models import Assessment
from assessments.periods import Span
from assessments.permissions import is_of_committee
from assessments.selectors.assessments import (
    assessments_of,
    changed_branches,
    stored_assessment,
    take_up_figures,
)
from assessments.selectors.links import page_of, score_url
from assessments.services.compute import assess
from assessments.views.frame import LIST, crumbs_of
from campaigns.selectors import court_of_committee
from core.access import allowed, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import Column, export
from core.listing import Listing

_SORTS = {
    "span": ("year", "quarter", "id"),
    "state": ("state", "year", "quarter", "id"),
    "as_of": ("as_of", "id"),
    "revision": ("revision", "id"),
    "published_on": ("published_on", "id"),
}
OF_COURT = Listing(
    columns=(
        ("span", "考评"),
        ("state", "状态"),
        ("waiting", "待评审"),
        ("branches", "支部"),
        ("as_of", "截至"),
        ("revision", "第几次计算"),
        ("standard", "星级标准"),
        ("published_on", "公布"),
    ),
    sorts=_SORTS,
    default="-span",
    figures=("waiting", "branches", "revision"),
)
OF_BRANCH = Listing(
    columns=(
        ("span", "考评"),
        ("state", "状态"),
        ("own", "本支部得分"),
        ("published_on", "公布"),
        ("objections_until", "异议截止"),
        ("standard", "星级标准"),
    ),
    sorts={**_SORTS, "objections_until": ("objections_until", "id")},
    default="-span",
    figures=("own",),
)
EMPTY_OF_COURT = "季度结束五天后系统自动计算，也可以现在就计算。"
EMPTY_OF_BRANCH = "机关党委公布以后，本支部的得分和依据列在这里。"


def _listing(request: HttpRequest) -> Listing:
    return OF_COURT if is_of_committee(request.user) else OF_BRANCH


def _filtered(request: HttpRequest) -> AssessmentFilter:
    return AssessmentFilter(request.GET, assessments_of(request.user), request=request)


@requires("assessments.view_assessments")
def assessment_list(request: HttpRequest) -> HttpResponse:
    """For the committee its court's, with what waits; for officers their branches' own points, once published."""
    context = _listing(request).context(request, _filtered(request))
    rows = context["page"].rows
    take_up_figures(request.user, rows)
    for row in rows:
        row.own = [(score, score_url(row.pk, score.branch_id)) for score in row.scores_seen]
    is_committee = is_of_committee(request.user)
    may_compute = allowed(request.user, "assessments.assessment_compute")
    context |= {
        "title": LIST,
        "is_committee": is_committee,
        "several_courts": len({row.court_id for row in rows}) > 1,
        "compute_url": reverse("assessments:compute") if may_compute else "",
        "export_url": reverse("assessments:export"),
        "unit": "次",
        "empty": {"thing": "考评", "words": EMPTY_OF_COURT if is_committee else EMPTY_OF_BRANCH},
    }
    return render(request, "assessments/list.html", context)


_PLAIN: tuple[Column, ...] = (
    ("法院", lambda row: row.court.name),
    ("考评", lambda row: row.span.label),
    ("状态", lambda row: row.get_state_display()),
    ("截至日期", lambda row: row.as_of),
    ("星级标准", lambda row: row.standard.name),
    ("公布日期", lambda row: row.published_on),
    ("异议截止", lambda row: row.objections_until),
)
EXPORT_OF_COURT: tuple[Column, ...] = (
    *_PLAIN,
    ("定稿日期", lambda row: row.closed_on),
    ("第几次计算", lambda row: row.revision),
    ("支部", lambda row: len(row.scores_seen)),
    ("待评审", lambda row: row.waiting),
)
EXPORT_OF_BRANCH: tuple[Column, ...] = (
    *_PLAIN,
    ("得分", lambda row: "；".join(f"{each.branch}：{each.points}（满分 {each.of}）" for each in row.scores_seen)),
)


@requires("assessments.export_assessments")
def assessments_export(request: HttpRequest) -> HttpResponse:
    rows = list(_listing(request).ordered(request, _filtered(request)))
    take_up_figures(request.user, rows)
    return export(
        user=request.user,
        action="assessments.export_assessments",
        filename="考评.xlsx",
        sheet_title="考评",
        columns=EXPORT_OF_COURT if is_of_committee(request.user) else EXPORT_OF_BRANCH,
        rows=rows,
    )


@requires("assessments.assessment_compute", methods=("GET", "POST"))
def assessment_compute(request: HttpRequest) -> HttpResponse:
    """A quarter or a year for the first time, or once more: what changed since is told."""
    court = court_of_committee(request.user)
    before: dict[str, int] = {}

    def save(values: dict[str, Any]) -> Assessment:
        kept = stored_assessment(court, values["span"])
        if kept is not None:
            before["revision"] = kept.revision
        facts = {"span": values["span"], "as_of": values["as_of"]}
        done = assess(court=court, by=request.user, on=today(), at=now(), **facts)
        if not done:
            raise Refused(f"{court}在 {values['as_of']} 还没有党支部，没有可以考评的。")
        return done[0]

    return form_page(
        request,
        ComputeForm(posted(request), on=today(), initial=_asked(request)),
        save,
        done=page_of,
        said=lambda row: _said(row, before.get("revision")),
        title="计算考评",
        state="按星级标准给全院各支部逐项计分。评审人已经打的分都保留。",
        submit_label="计算",
        crumbs=crumbs_of(),
        back=reverse("assessments:list"),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """The span that the address names, if it names one."""
    try:
        return {"quarter": Span.named(request.GET.get("quarter", "")).code}
    except Refused:
        return {}


def _said(row: Assessment, before: int | None) -> str:
    if before is None:
        return f"已计算{row}，请逐项评审。"
    if before == row.revision:
        return f"{row}重新计算过，得分没有变化。"
    changed = changed_branches(row)
    told = f"{changed} 个支部的得分有变化" if changed else "得分没有变化，截至日期或标准有变化"
    return f"{row}第 {row.revision} 次计算，{told}。"
