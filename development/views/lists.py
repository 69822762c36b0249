"""The pipeline, what comes next, and the list of files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from branches.scoping import standing_of
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of
from development.forms.filters import FileFilter
from development.models import Candidate
from development.selectors.files import Awaited, awaited_of, files_of, open_files, pipeline_of
from development.selectors.people import probationary_without_file
from development.selectors.stages import restated

SORTS = {
    "name": ("pinyin", "id"),
    "branch": ("branch__order", "branch_id", "began_on", "id"),
    "began_on": ("began_on", "id"),
}
NEWEST_FIRST = "-began_on"
COLUMNS = (
    ("name", "姓名"),
    ("branch", "党支部"),
    ("stage", "阶段"),
    ("began_on", "申请日期"),
    ("next", "接下来"),
    ("state", "状态"),
)
FIRST = 8
MOST_EXPORTED = 20_000


@requires("development.view_files")
def overview(request: HttpRequest) -> HttpResponse:
    awaited = awaited_of(open_files(request.user), today())
    context = {
        "pipeline": pipeline_of(request.user),
        "awaited": awaited[:FIRST],
        "more": len(awaited) - FIRST,
        "late": sum(each.is_late for each in awaited),
        "unfiled": list(probationary_without_file(request.user, today())[:FIRST]),
        "may_open": allowed(request.user, "development.open_file"),
        "new_url": _new_url(request),
        "show_branch": _sees_several(request),
    }
    return render(request, "development/overview.html", context)


def _new_url(request: HttpRequest) -> str:
    """Where an officer opens a file: in the own branch, the first where there are several."""
    branches = Branch.objects.visible_to(request.user)
    branch = next((each for each in branches if allowed(request.user, "development.open_file", each)), None)
    return reverse("development:new", args=[branch.pk]) if branch else ""


def _sees_several(request: HttpRequest) -> bool:
    return any(grant.branch_id is None for grant in standing_of(request.user).grants)


@requires("development.view_files")
def next_list(request: HttpRequest) -> HttpResponse:
    """What is awaited, the most pressing first; `?branch=` of one branch, `?who=` of the branches or the committee."""
    branch = _asked_branch(request)
    awaited = awaited_of(open_files(request.user, branch), today())
    who = request.GET.get("who", "")
    if who in ("branch", "committee"):
        awaited = [each for each in awaited if each.is_decision == (who == "committee")]
    context = {
        "groups": _grouped(awaited),
        "branch": branch,
        "who": who,
        "whos": (("", "全部"), ("branch", "党支部办理"), ("committee", "机关党委办理")),
        "show_branch": _sees_several(request) and branch is None,
        "crumbs": [("发展党员", reverse("development:overview"))],
    }
    return render(request, "development/next_list.html", context)


def _asked_branch(request: HttpRequest) -> Branch | None:
    asked = request.GET.get("branch", "")
    if not asked:
        return None
    key = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    return get_object_or_404(Branch.objects.visible_to(request.user), pk=key)


def _grouped(awaited: list[Awaited]) -> list[tuple[str, str, list[Awaited]]]:
    """Title, kind of tag and rows: late, with a day, open without one, not open yet."""
    late = [each for each in awaited if each.is_late]
    dated = [each for each in awaited if not each.is_late and each.days_left is not None and not each.days_until_open]
    free = [each for each in awaited if each.days_left is None and not each.days_until_open]
    later = [each for each in awaited if not each.is_late and each.days_until_open]
    groups = [("已经逾期", "error", late), ("有期限的", "warning", dated), ("可以办理的", "info", free)]
    return [group for group in (*groups, ("还没到日子的", "neutral", later)) if group[2]]


def _filtered(request: HttpRequest) -> FileFilter:
    return FileFilter(request.GET, files_of(request.user), request=request)


def _as_they_stood(found: FileFilter, rows: list[Candidate]) -> list[Candidate]:
    """The rows with stage and state of the day; `next`: the most pressing step, which is today's alone."""
    then = restated(found.qs, found.day)
    first: dict[int, Awaited] = {}
    for awaited in awaited_of(rows, found.day) if found.day == today() else ():
        first.setdefault(awaited.candidate.pk, awaited)
    for row in rows:
        row.next = first.get(row.pk)
        row.stage, row.state = then.get(row.pk, (row.stage, row.state))
    return rows


@requires("development.view_files")
def file_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = keyset_page_of(request, found.qs, sorts=SORTS, default=NEWEST_FIRST)
    _as_they_stood(found, page.rows)
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default=NEWEST_FIRST),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "export_url": reverse("development:export"),
        "unit": "份档案",
        "empty": {"thing": "发展党员档案", "words": "收到入党申请书后由支部书记新建档案。"},
        "new_url": _new_url(request),
        "crumbs": [("发展党员", reverse("development:overview"))],
    }
    return render(request, "development/file_list.html", context)


@requires("development.view_files")
def file_export(request: HttpRequest) -> HttpResponse:
    """What the list shows; identity numbers stay in the product."""
    found = _filtered(request)
    rows = in_order(request, found.qs, sorts=SORTS, default=NEWEST_FIRST)[:MOST_EXPORTED]
    columns: tuple[tuple[str, Any], ...] = (
        ("姓名", lambda row: row.name),
        ("性别", lambda row: row.get_sex_display()),
        ("民族", lambda row: row.nation),
        ("出生日期", lambda row: row.born_on),
        ("学历", lambda row: row.education),
        ("部门及职务", lambda row: row.department),
        ("党支部", lambda row: row.branch.name),
        ("阶段", lambda row: row.get_stage_display()),
        ("申请日期", lambda row: row.began_on),
        ("接下来", lambda row: row.next.window.label if row.next else ""),
        ("由谁办理", lambda row: row.next.who if row.next else ""),
        ("最早", lambda row: row.next.window.earliest if row.next else None),
        ("最迟", lambda row: row.next.window.latest if row.next else None),
        ("状态", lambda row: row.get_state_display()),
    )
    return export(
        user=request.user,
        action="development.export_files",
        filename="发展党员.xlsx",
        sheet_title="发展党员",
        columns=columns,
        rows=_as_they_stood(found, list(rows)),
    )
