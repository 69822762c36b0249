"""The plans of a year: a line a branch, one branch's plan, and what writes a plan in one click."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.choices import Roster
from activities.models import ActivityKind
from activities.selectors.places import kinds_of
from branches.models import Branch
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.holidays import day_table
from core.listing import chips_of, heads_of, keyset_page_of, query_with
from planning.choices import Every
from planning.filters import BranchPlansFilter, PlanFilter
from planning.forms import FixedDayForm, theme_day, year_of
from planning.models import FixedDay, PlanItem
from planning.selectors.calendar import court_of_calendar
from planning.selectors.plans import branches_with_plans, fixed_days_of, plan_counts, plan_lines
from planning.services import fixed_day_remove, fixed_day_set, plan_copy, plan_draft

TITLE = "年度计划"
# In the session: the form that was saved last, whose text the browser need not keep any more.
SAVED = "saved_plan"


def branch_address(branch: Branch, year: int, name: str = "branch") -> str:
    return f"{reverse(f'planning:{name}', args=(branch.pk,))}?year={year}"


def asked_year(request: HttpRequest) -> int:
    return year_of(request.GET, today().year)


def branch_of(request: HttpRequest, pk: int) -> Branch:
    """A branch that the user sees and whose plan the user may open."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "planning.view_plans", branch)
    return branch


SORTS = {"branch": ("court__path", "order", "id")}
HEADS = (
    ("branch", "党支部"),
    ("items", "计划"),
    ("held", "已开展"),
    ("missed", "未开展"),
    ("not_known", "不详"),
    ("ahead", "未到期"),
)


@requires("planning.view_plans")
def plan_list(request: HttpRequest) -> HttpResponse:
    """A line a branch; an officer of one branch is led to its plan."""
    year = asked_year(request)
    rows, court = branches_with_plans(request.user), court_of_calendar(request.user)
    if court is None and len(only := list(rows[:2])) == 1:
        return redirect(branch_address(only[0], year))
    found = BranchPlansFilter(request.GET, rows, request=request)
    page = keyset_page_of(request, found.qs, sorts=SORTS, default="branch")
    context = {
        "year": year,
        "years": years_around(year),
        "court_url": f"{reverse('planning:court', args=(court.pk,))}?year={year}" if court else "",
        "saved": request.session.pop(SAVED, ""),
        "page": page,
        "rows": plan_counts(request.user, page.rows, year, today()),
        "heads": heads_of(request, HEADS, sorts=SORTS, default="branch", figures=[key for key, _ in HEADS[1:]]),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "kept": {"year": year},
    }
    return render(request, "planning/plan_list.html", context)


def years_around(year: int) -> list[int]:
    now = today().year
    return sorted({now - 1, now, now + 1, year})


@requires("planning.view_plans")
def branch_plan(request: HttpRequest, pk: int) -> HttpResponse:
    branch, year = branch_of(request, pk), asked_year(request)
    every = plan_lines(request.user, [branch], year, today())[branch.pk]
    found = PlanFilter(request.GET, PlanItem.objects.visible_to(request.user), request=request)
    lines = found.chosen(every)
    table = day_table(year, year)
    may_change = allowed(request.user, "planning.change_plan", branch)
    may_log = allowed(request.user, "activities.log_activity") and may_change
    context = {
        "saved": request.session.pop(SAVED, ""),
        "branch": branch,
        "title": f"{branch.name}{year}年计划",
        "year": year,
        "years": years_around(year),
        "edit_url": branch_address(branch, year, "branch_edit") if may_change else "",
        "fixed_day_url": branch_address(branch, year, "fixed_day"),
        "export_url": f"{reverse('planning:export')}{query_with(request, branch=branch.pk, year=year)}",
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "kept": {"year": year},
        "lines": [
            (line, line.form_address(today()) if may_log and line.is_open else "", line.day_off(table))
            for line in lines
        ],
        "on_holidays": sum(line.is_on_holiday(table) for line in lines),
        "fixed_days": fixed_days_of(request.user, branch),
        "unknown_years": table.unknown_years(year),
        "may_change": may_change,
        "menu": _menu(branch, year) if may_change else [],
    }
    return render(request, "planning/branch_plan.html", context)


def _menu(branch: Branch, year: int) -> list[dict[str, str]]:
    return [
        {"label": "设置固定日", "url": branch_address(branch, year, "fixed_day"), "icon": "pin-angle"},
        {"label": "节假日安排", "url": f"{reverse('holidays')}?year={year}", "icon": "calendar-heart"},
    ]


@requires("planning.change_plan", methods=("POST",))
def branch_plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    return _written(request, pk, plan_draft, "已按规定补上 {} 项。", "规定要开的都已在计划里，没有新增。")


@requires("planning.change_plan", methods=("POST",))
def branch_plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    return _written(
        request, pk, plan_copy, "已从上年复制 {} 项，日期已按固定日和节假日调整。", "上年的计划都复制过了。"
    )


def _written(request: HttpRequest, pk: int, write: Callable[..., int], some: str, none: str) -> HttpResponse:
    """Let `write` fill the plan of the year that was sent, say how many items it made, and show the plan."""
    branch = branch_of(request, pk)
    ensure(request.user, "planning.change_plan", branch)
    year = year_of(request.POST, today().year)
    try:
        number = write(branch=branch, year=year, by=request.user, on=today())
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, some.format(number) if number else none)
    return redirect(branch_address(branch, year))


@requires("planning.change_plan", methods=("GET", "POST"))
def fixed_day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of each month on which the branch does one kind of thing; usually the theme day."""
    branch = branch_of(request, pk)
    ensure(request.user, "planning.change_plan", branch)
    kinds = kinds_of(request.user, branch.court).filter(is_active=True, roster=Roster.BRANCH)
    kind = _asked_kind(request, kinds)
    kept = fixed_days_of(request.user, branch).filter(kind=kind).first()
    initial: dict[str, Any] = {"kind": kind and kind.code, "every": Every.DATE, "day": 5}
    if kept:
        names = ("version", "every", "day", "week", "weekday")
        initial |= {name: getattr(kept, name) for name in names}

    def save(values: dict[str, Any]) -> FixedDay:
        version, chosen = values.pop("version") or 0, values["kind"]
        other = fixed_days_of(request.user, branch).filter(kind=chosen).first() if chosen != kind else None
        if other:
            raise Refused(f"{chosen}已有固定日（{other}），请在计划页点开它修改", field="kind")
        version = version if chosen == kind else 0
        return fixed_day_set(branch=branch, version=version, by=request.user, on=today(), **values)

    back = branch_address(branch, asked_year(request))
    return form_page(
        request,
        FixedDayForm(posted(request), kinds=kinds, initial=initial),
        save,
        done=back,
        said="已设置固定日，今后的事项已按它排定。",
        saved_row=lambda: fixed_days_of(request.user, branch).get(kind=kind),
        title="设置固定日",
        state=f"{branch}；遇节假日顺延到下一个工作日",
        crumbs=[(TITLE, reverse("planning:plans")), (branch.name, back)],
        back=back,
    )


def _asked_kind(request: HttpRequest, kinds: QuerySet[ActivityKind]) -> ActivityKind | None:
    """The kind that `kind=` names, or the theme day; one that has no fixed day here is not found."""
    asked = request.GET.get("kind")
    return get_object_or_404(kinds, code=asked) if asked else theme_day(kinds)


@requires("planning.change_plan", methods=("POST",))
def fixed_day_drop(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(FixedDay.objects.visible_to(request.user).select_related("branch"), pk=pk)
    ensure(request.user, "planning.change_plan", rule)
    fixed_day_remove(rule=rule, by=request.user)
    messages.success(request, "已取消固定日，排好的日期不变。")
    return redirect("planning:branch", pk=rule.branch_id)


COLUMNS = (
    ("法院", lambda line: line.branch.court.name),
    ("党支部", lambda line: line.branch.name),
    ("月份", lambda line: line.item.month),
    ("日期", lambda line: line.item.planned_on),
    ("原定日期", lambda line: line.item.moved_from),
    ("类型", lambda line: line.item.kind.name),
    ("党小组", lambda line: line.item.group.name if line.item.group else ""),
    ("主题", lambda line: line.item.title),
    ("议题", lambda line: line.item.topic),
    ("负责人", lambda line: line.item.owner_name),
    ("地点", lambda line: line.item.place),
    ("全院计划", lambda line: line.item.branch_id is None),
    ("状态", lambda line: line.state.label),
    ("实际日期", lambda line: line.held_on),
)


@requires("planning.export_plan")
def plan_export(request: HttpRequest) -> HttpResponse:
    """The lines of the plans that the user may open, or of the one branch that is asked for, as they are filtered."""
    year = asked_year(request)
    branches = branches_with_plans(request.user)
    asked = request.GET.get("branch", "")
    if asked:
        branches = branches.filter(pk=asked if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0)
        get_object_or_404(branches)
    branches = BranchPlansFilter(request.GET, branches, request=request).qs
    lines = plan_lines(request.user, list(branches), year, today())
    every = [line for own in lines.values() for line in own]
    found = PlanFilter(request.GET, PlanItem.objects.visible_to(request.user), request=request)
    return export(
        user=request.user,
        action="planning.export_plan",
        filename=f"{year}年度计划.xlsx",
        sheet_title=f"{year}年度计划",
        columns=COLUMNS,
        rows=found.chosen(every),
    )
