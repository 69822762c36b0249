"""The first page of each role, the list of reports, and a member's own year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from activities.engine import held_and_due
from activities.models import Attendance
from activities.selectors.activities import branch_drafts, name_drafts, own_attendance
from activities.selectors.coverage import branches_unstated
from activities.selectors.history import sent_back_records, waiting_counts
from activities.selectors.study import StudyRow, study_table
from assessments.selectors.home import branch_assessments, court_assessments
from branches.choices import Role
from branches.models import Branch, Court, Member
from branches.scoping import Grant, standing_of
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from core.listing import chips_of, heads_of, keyset_page_of
from elections.selectors.home import branch_notice, court_notice
from notices.selectors.home import court_notices, notices_to_do
from planning.selectors.plans import open_this_month
from rectification.selectors.findings import findings_waiting
from rectification.selectors.home import home_line
from rectification.selectors.to_do import measures_to_do, own_measures
from rectification.selectors.waiting import branch_waiting
from reports.filters import OwnAttendanceFilter, ReportBranchFilter
from reports.forms import question_of
from reports.heat import first_day, last_twelve_months
from reports.planned import with_plan
from reports.selectors.pages import kinds_heat_map, missed, todos, visible_courts
from reports.selectors.written import latest_published
from reports.views.courts import court_context


@requires("reports.view_home")
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own first page; somebody with several roles gets the widest, the others stand in the rail."""
    standing = standing_of(request.user)
    if standing.holds(Role.COMMITTEE):
        own = Court.objects.visible_to(request.user).get(pk=standing.holding(Role.COMMITTEE)[0].court_id)
        context = court_context(request, own)
        context |= {"is_home": True, "unstated": branches_unstated(request.user, own, today()).count()}
        context["waiting"] = waiting_counts(request.user)
        context["rechecks"] = findings_waiting(request.user, own, today())
        context["elections"] = court_notice(request.user, own, today())
        context["rectification"] = home_line(own, today())
        context["notices"] = court_notices(request.user, own)
        context["assessments"] = court_assessments(request.user, own, today())
        return render(request, "reports/court.html", context)
    if standing.holds(Role.SECRETARY):
        context = {"branches": _secretary_branches(request), "published_reports": latest_published(request.user)}
        return render(request, "reports/secretary.html", context)
    if allowed(request.user, "reports.view_own"):
        context = _mine_context(request) | {"is_home": True, "published_reports": latest_published(request.user)}
        return render(request, "reports/mine.html", context)
    if standing.holds(Role.AUDITOR):
        return redirect("branches:audit_list")
    return render(request, "reports/start.html", {"is_administrator": standing.holds(Role.ADMINISTRATOR)})


MOST_COURTS = 20
SORTS = {"branch": ("court__path", "order", "id"), "name": ("name", "id")}
COLUMNS = (("name", "党支部"), ("branch", "法院"), ("handbook", "手册"))


@requires("reports.view_reports")
def index(request: HttpRequest) -> HttpResponse:
    """The reports that this user may open."""
    courts = visible_courts(request.user)
    found = ReportBranchFilter(
        request.GET, Branch.objects.visible_to(request.user).select_related("court"), request=request
    )
    page = keyset_page_of(request, found.qs, sorts=SORTS, default="branch")
    context = {
        "courts": courts[:MOST_COURTS],
        "more_courts": max(0, len(courts) - MOST_COURTS),
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="branch"),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "handbooks": {row.pk for row in page.rows if allowed(request.user, "reports.print_handbook", row)},
        "year": today().year,
    }
    return render(request, "reports/index.html", context)


@requires("reports.view_own")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own attendance and study hours of a year; nobody is ranked."""
    return render(request, "reports/mine.html", _mine_context(request))


MINE_COLUMNS = (
    ("日期", lambda row: row.activity.held_on),
    ("类型", lambda row: row.activity.kind.name),
    ("议题", lambda row: row.activity.topic),
    ("出席", lambda row: "出席" if row.present else "缺席"),
    ("原因", lambda row: "" if row.present else row.reason_text or row.get_reason_display()),
    ("学时", lambda row: row.activity.study_hours if row.present else None),
)


@requires("reports.view_own")
def mine_export(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    year = question_of(request, today()).year
    return export(
        user=request.user,
        action="reports.export_own",
        filename=f"{year}年我的出席.xlsx",
        sheet_title=f"{year}年",
        columns=MINE_COLUMNS,
        rows=_own_filter(request).chosen(own_attendance(request.user, year).rows),
    )


def _own_filter(request: HttpRequest) -> OwnAttendanceFilter:
    rows = Attendance.objects.visible_to(request.user)
    return OwnAttendanceFilter(request.GET, rows, request=request)


def _mine_context(request: HttpRequest) -> dict[str, Any]:
    question = question_of(request, today())
    own = own_attendance(request.user, question.year)
    found = _own_filter(request)
    study = _own_study(request.user, question.year)
    expected = study.expected if study else None
    return {
        "question": question,
        "measures": own_measures(request.user, today()),
        "own": own,
        "rows": found.chosen(own.rows),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "kept": {"year": question.year},
        "mine_url": reverse("reports:mine"),
        "study": study,
        "study_query": f"?year={question.year}",
        "study_note": f"全年要求 {expected:.0f} 学时，含其他学习" if expected else "含其他学习",
    }


def _own_study(user: Any, year: int) -> StudyRow | None:
    """The user's own hours, learning elsewhere included; None where nobody of the roster has the account."""
    member = Member.objects.visible_to(user).filter(pk=standing_of(user).member_id).select_related("branch").first()
    if member is None:
        return None
    rows = study_table(member.branch, year=year, on=today(), member=member).rows
    return rows[0] if rows else None


def _secretary_branches(request: HttpRequest) -> list[dict[str, Any]]:
    """For each branch that the user is an officer of: what is due, drafts, and the strip of twelve months."""
    grants = {grant.branch_id: grant for grant in standing_of(request.user).holding(Role.SECRETARY)}
    rows = Branch.objects.visible_to(request.user).filter(pk__in=grants).select_related("court").order_by("order", "pk")
    notices = notices_to_do(request.user, rows, today())
    published = branch_assessments(request.user, rows, today())
    return [
        _secretary_branch(request, row, grants[row.pk])
        | {"notices": notices.get(row.pk), "assessments": published.get(row.pk)}
        for row in rows
    ]


def _secretary_branch(request: HttpRequest, row: Branch, grant: Grant) -> dict[str, Any]:
    day = today()
    numbers = last_twelve_months(day)
    answer = held_and_due(row, start=first_day(numbers[0]), end=day.replace(month=12, day=31), as_of=day)
    owed, planned = with_plan(todos(answer, row, grant), open_this_month(request.user, row, day), day)
    return {
        "branch": row,
        "todos": owed,
        "planned": planned,
        "missed": missed(answer, row) if grant.group_id is None else [],
        "heat_map": kinds_heat_map(answer, row, numbers, opens=grant.group_id is None),
        "sent_back": sent_back_records(request.user, row),
        "drafts": name_drafts(request.user, branch_drafts(request.user, row)),
        "election": branch_notice(request.user, row, day)
        if allowed(request.user, "elections.take_step", row)
        else None,
        "rectification": home_line(row, day) if allowed(request.user, "rectification.view_supervision", row) else None,
        "problems": branch_waiting(request.user, row, day)
        if allowed(request.user, "rectification.problem_claim") and grant.group_id is None
        else None,
        "measures": measures_to_do(request.user, row, day) if grant.group_id is None else None,
        "is_covered": row.coverages.exists(),
        "may_state_coverage": allowed(request.user, "activities.state_coverage", row),
    }
