"""Duty reviews: the list with who has not reported yet, one of them, its paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from assessments.choices import Tier
from assessments.duty import in_words
from assessments.duty_papers import CODE
from assessments.forms.duty import DutyReviewFilter
from assessments.models import DutyQuestion, DutyReview
from assessments.selectors.duty import YearOverview, duty_reviews_of, votes_of, year_overview, year_rated
from assessments.selectors.duty_paper import duty_review_data
from branches.selectors.templates import template_of
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from core.exports import export
from core.listing import Listing

PRINT = "assessments.print_duty_review"
DUTY_REVIEWS = Listing(
    columns=(
        ("year", "年度"),
        ("tier", "层级"),
        ("branch", "党支部"),
        ("person", "述职人"),
        ("held_on", "评议日期"),
        ("good", "好"),
        ("fair", "较好"),
        ("ordinary", "一般"),
        ("poor", "差"),
        ("result", "综合评价"),
    ),
    sorts={
        # The latest year first has the court's own before its branches, in their order.
        "year": ("year", "-branch__order", "-tier", "-id"),
        "tier": ("tier", "year", "branch__order", "id"),
        "branch": ("branch__order", "year", "id"),
        "held_on": ("held_on", "id"),
    },
    default="-year",
    figures=("good", "fair", "ordinary", "poor"),
)
EMPTY = {
    "thing": "述职评议",
    "words": "机关党委登记机关党委书记、专职副书记、支部书记的述职评议以后，这里列出评议结果。",
}


def duty_review_for(request: HttpRequest, pk: int, permission: str) -> DutyReview:
    """404 for a review that the user does not see, 403 for one that is not theirs to act on."""
    review = get_object_or_404(duty_reviews_of(request.user), pk=pk)
    ensure(request.user, permission, review)
    return review


def page_of(review: DutyReview, name: str = "duty_review") -> str:
    return reverse(f"assessments:{name}", args=[review.pk])


def crumbs_of(review: DutyReview | None = None) -> list[tuple[str, str]]:
    here = [(str(review), page_of(review))] if review else []
    return [("述职评议", reverse("assessments:duty_reviews")), *here]


def _filtered(request: HttpRequest) -> DutyReviewFilter:
    return DutyReviewFilter(request.GET, duty_reviews_of(request.user), request=request)


@requires("assessments.view_duty_reviews")
def duty_review_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context: dict[str, Any] = DUTY_REVIEWS.context(request, found)
    may_record = allowed(request.user, "assessments.duty_review_record")
    overview = year_overview(request.user, court_of_committee(request.user), found.year_asked, today())
    context |= {
        "overview": overview,
        "missing": [
            (branch, new_url(overview.year, branch=branch.pk) if may_record else "") for branch in overview.missing
        ],
        "committee": [
            (tier.label, review, new_url(overview.year, tier=tier.value)) for tier, review in overview.committee
        ],
        "reported_url": _reported_url(overview) if overview.reported else "",
        "may_record": may_record,
        "new_url": reverse("assessments:duty_review_new") if may_record else "",
        "export_url": reverse("assessments:duty_reviews_export"),
        "unit": "次",
        "empty": EMPTY,
    }
    return render(request, "assessments/duty_reviews.html", context)


def _reported_url(overview: YearOverview) -> str:
    return f"?{urlencode({'year': overview.year, 'tier': Tier.BRANCH_SECRETARY.value})}"


def new_url(year: int, **what: Any) -> str:
    return f"{reverse('assessments:duty_review_new')}?{urlencode({'year': year, **what})}"


EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("年度", lambda row: row.year),
    ("层级", lambda row: row.get_tier_display()),
    ("党支部", lambda row: row.branch.name if row.branch else ""),
    ("述职人", lambda row: row.person_name),
    ("评议日期", lambda row: row.held_on),
    ("到会人数", lambda row: row.present),
    ("好", lambda row: row.good),
    ("较好", lambda row: row.fair),
    ("一般", lambda row: row.ordinary),
    ("差", lambda row: row.poor),
    ("未投票", lambda row: row.present - votes_of(row).cast),
    ("综合评价", lambda row: row.get_result_display()),
    ("述职要点", lambda row: row.report),
    ("点评", lambda row: row.comment),
    ("作废原因", lambda row: row.void_reason),
)


@requires("assessments.export_duty_reviews")
def duty_reviews_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_duty_reviews",
        filename="述职评议.xlsx",
        sheet_title="述职评议",
        columns=EXPORT_COLUMNS,
        rows=DUTY_REVIEWS.ordered(request, _filtered(request)),
    )


@requires("assessments.view_duty_reviews")
def duty_review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    review = duty_review_for(request, pk, "assessments.view_duty_reviews")
    votes = votes_of(review)
    context = {
        "review": review,
        "votes": votes,
        "shares": [(grade.label, number, 100 * number / votes.cast) for grade, number in votes.by_grade],
        "unvoted": review.present - votes.cast,
        "result_words": in_words(votes),
        "questions": DutyQuestion.objects.visible_to(request.user).filter(review=review),
        "is_rated": year_rated(review) is not None,
        "menu": _menu(request, review),
        "crumbs": crumbs_of(),
    }
    return render(request, "assessments/duty_review.html", context)


def _menu(request: HttpRequest, review: DutyReview) -> list[dict[str, str]]:
    stands = review.voided_at is None
    may_write = stands and allowed(request.user, "assessments.duty_review_record", review)
    offers = (
        (may_write, "duty_review_edit", "修改", "pencil"),
        (stands, "duty_review_pdf", "下载 PDF（打印）", "printer"),
        (stands, "duty_review_docx", "下载 Word", "file-earmark-word"),
        (may_write, "duty_review_void", "作废", "x-lg"),
    )
    return [{"label": label, "url": page_of(review, name), "icon": icon} for may, name, label, icon in offers if may]


@requires(PRINT)
def duty_review_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    review = duty_review_for(request, pk, PRINT)
    content = render_pdf(paper_kind(CODE), duty_review_data(review))
    return _download(request, review, content, "pdf")


@requires(PRINT)
def duty_review_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    review = duty_review_for(request, pk, PRINT)
    printed = render_docx(paper_kind(CODE), duty_review_data(review), template_of(review.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, review, printed.content, "docx")


def _download(request: HttpRequest, review: DutyReview, content: bytes, ending: str) -> HttpResponse:
    filename = f"{review.person_name}{review.year}年度述职评议结果.{ending}"
    return document_response(user=request.user, action=PRINT, subject=review, filename=filename, content=content)
