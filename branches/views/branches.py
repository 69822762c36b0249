"""Branches: list, detail, create, edit, dissolve; groups."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.forms.branches import BranchForm, GroupForm, LastDayForm
from branches.forms.filters import BranchFilter
from branches.models import Branch, CommitteeTerm, Court, PartyGroup, Post
from branches.permissions import is_committee_of
from branches.selectors.branches import (
    branches_with_figures,
    group_sums,
    groups_with_figures,
    members_on,
    posts_on,
    secretaries_of,
)
from branches.selectors.warnings import warnings_of, with_warnings
from branches.services.branches import (
    branch_change,
    branch_create,
    branch_dissolve,
    group_change,
    group_create,
    group_dissolve,
)
from branches.views.posts import permission_to_end
from core.access import allowed, ensure, requires
from core.as_of import day_asked
from core.clock import today
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {
    "order": ("court__order", "court_id", "order", "id"),
    "name": ("name", "id"),
    "members": ("members_count", "id"),
    "formal": ("formal", "id"),
    "probationary": ("probationary", "id"),
    "groups": ("groups_count", "id"),
    "expires_on": ("expires_on", "id"),
}
COLUMNS = [
    ("name", "党支部"),
    ("kind", "类型"),
    ("secretary", "书记"),
    ("members", "党员"),
    ("formal", "正式"),
    ("probationary", "预备"),
    ("groups", "党小组"),
    ("expires_on", "任期届满"),
    ("warnings", "提醒"),
]
FIGURES = ("members", "formal", "probationary", "groups")


def _filtered(request: HttpRequest) -> BranchFilter:
    """As the branches stood on the day asked for."""
    day = day_asked(request)
    rows = with_warnings(branches_with_figures(request.user, day), day)
    return BranchFilter(request.GET, rows, request=request)


def _annotated(request: HttpRequest, rows: list[Branch]) -> list[Branch]:
    """The rows with what the table says of them beyond their figures."""
    day = day_asked(request)
    secretaries = secretaries_of(request.user, rows, day)
    for row in rows:
        row.secretary = secretaries.get(row.pk, "")
        row.warnings = warnings_of(row, day)
    return rows


@requires("branches.view_branches")
def branch_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    page = keyset_page_of(request, filterset.qs, sorts=SORTS, default="order")
    _annotated(request, page.rows)
    context = {
        "page": page,
        "sums": group_sums(request.user, filterset.qs, day_asked(request)),
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="order", figures=FIGURES),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
        "several_courts": len({row.court_id for row in page.rows}) > 1,
        "own_court": _own_court(request),
        "menu": _list_menu(request),
    }
    return render(request, "branches/branch_list.html", context)


def _own_court(request: HttpRequest) -> Court | None:
    """The court whose branches the user may create."""
    courts = Court.objects.visible_to(request.user)
    return next((court for court in courts if is_committee_of(request.user, court)), None)


def _list_menu(request: HttpRequest) -> list[dict[str, str]]:
    court = _own_court(request)
    if court is None:
        return []
    return [
        {"label": "党总支", "url": reverse("branches:general_list"), "icon": "diagram-2"},
        {"label": "本院设置", "url": reverse("branches:court_settings", args=[court.pk]), "icon": "gear"},
        {"label": "文书模板", "url": reverse("branches:templates", args=[court.pk]), "icon": "file-earmark-word"},
    ]


@requires("branches.view_branches")
def branch_export(request: HttpRequest) -> HttpResponse:
    rows = _annotated(request, list(in_order(request, _filtered(request).qs, sorts=SORTS, default="order")))
    columns = [
        ("法院", lambda row: row.court.name),
        ("党支部", lambda row: row.name),
        ("类型", lambda row: row.get_kind_display()),
        ("所属党总支", lambda row: str(row.general_branch or "")),
        ("书记", lambda row: row.secretary),
        ("党员", lambda row: row.members_count),
        ("正式党员", lambda row: row.formal),
        ("预备党员", lambda row: row.probationary),
        ("党小组", lambda row: row.groups_count),
        ("任期届满", lambda row: row.expires_on),
        ("提醒", lambda row: "\n".join(each.sentence for each in row.warnings)),
    ]
    return export(
        user=request.user,
        action="branch.export",
        filename="党支部.xlsx",
        sheet_title="党支部",
        columns=columns,
        rows=rows,
    )


@requires("branches.view_branches")
def branch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = with_warnings(branches_with_figures(request.user, today()), today())
    branch = get_object_or_404(rows, pk=pk)
    user, on = request.user, today()
    terms = list(CommitteeTerm.objects.visible_to(user).filter(branch=branch))
    context = {
        "branch": branch,
        "warnings": warnings_of(branch, on),
        "groups": groups_with_figures(user, branch, on),
        "posts": _with_rights(user, posts_on(user, branch, on)),
        "terms": terms,
        "open_term": next((term for term in terms if term.ends_on is None), None),
        "memberships": members_on(user, branch, on),
        "may_add_members": allowed(user, "branches.create_member", branch),
        "may_change_groups": allowed(user, "branches.change_group", branch),
        "may_change_posts": allowed(user, "branches.change_post", branch),
        "may_name_leaders": allowed(user, "branches.change_group_leader", branch),
        "may_end_term": allowed(user, "branches.end_term", branch),
        "menu": _detail_menu(user, branch),
        "crumbs": [("党支部", reverse("branches:branch_list"))],
    }
    return render(request, "branches/branch_detail.html", context)


def _with_rights(user: Any, posts: Iterable[Post]) -> list[Post]:
    """Each post with whether the user may end it."""
    rows = list(posts)
    for post in rows:
        post.may_end = allowed(user, permission_to_end(post), post)
    return rows


def _detail_menu(user: Any, branch: Branch) -> list[dict[str, str]]:
    entries = []
    if allowed(user, "branches.transfer_member", branch) and branch.dissolved_on is None:
        url = reverse("branches:transfer_in", args=[branch.pk])
        entries.append({"label": "转入组织关系", "url": url, "icon": "box-arrow-in-right"})
    if allowed(user, "branches.start_term", branch):
        entries.append({"label": "登记届次", "url": reverse("branches:term_new", args=[branch.pk]), "icon": "people"})
    if allowed(user, "branches.change_branch", branch):
        edit, gone = (reverse(f"branches:branch_{what}", args=[branch.pk]) for what in ("edit", "dissolve"))
        entries.append({"label": "修改支部信息", "url": edit, "icon": "pencil"})
        if branch.dissolved_on is None:
            entries.append({"label": "撤销支部", "url": gone, "icon": "archive"})
    return entries


@requires("branches.create_branch", methods=("GET", "POST"))
def branch_new(request: HttpRequest, court_pk: int) -> HttpResponse:
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=court_pk)
    ensure(request.user, "branches.create_branch", court)
    form = BranchForm(posted(request), user=request.user, court=court)
    return form_page(
        request,
        form,
        lambda values: branch_create(court=court, by=request.user, **_branch_values(values)),
        done=lambda branch: reverse("branches:branch_detail", args=[branch.pk]),
        said="已新建党支部。",
        title="新建党支部",
        crumbs=[("党支部", reverse("branches:branch_list"))],
        back=reverse("branches:branch_list"),
    )


@requires("branches.change_branch", methods=("GET", "POST"))
def branch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _branch(request, pk, "branches.change_branch")
    initial = {name: getattr(branch, name) for name in BranchForm.base_fields}
    form = BranchForm(posted(request), user=request.user, court=branch.court, initial=initial)
    here = reverse("branches:branch_detail", args=[pk])
    return form_page(
        request,
        form,
        lambda values: branch_change(
            branch=branch, version=values["version"] or 0, by=request.user, **_branch_values(values)
        ),
        done=here,
        said="已保存支部信息。",
        saved_row=lambda: Branch.objects.visible_to(request.user).get(pk=pk),
        title=f"修改{branch}",
        crumbs=[("党支部", reverse("branches:branch_list")), (branch.name, here)],
        back=here,
    )


def _branch_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "version"} | {"order": values["order"] or 0}


@requires("branches.change_branch", methods=("GET", "POST"))
def branch_dissolve_page(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _branch(request, pk, "branches.change_branch")
    form = LastDayForm(
        posted(request),
        name="dissolved_on",
        label="撤销日期",
        help_text="当天起不再存在；支部的小组、职务和任用同时结束。",
        initial={"dissolved_on": today()},
    )
    here = reverse("branches:branch_detail", args=[pk])
    return form_page(
        request,
        form,
        lambda values: branch_dissolve(branch=branch, by=request.user, **values),
        done=here,
        said="已撤销党支部，原有记录全部保留。",
        title=f"撤销{branch}",
        submit_label="撤销",
        back=here,
    )


def _branch(request: HttpRequest, pk: int, permission: str) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, permission, branch)
    return branch


@requires("branches.change_group", methods=("GET", "POST"))
def group_new(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = _branch(request, branch_pk, "branches.change_group")
    here = reverse("branches:branch_detail", args=[branch.pk])
    return form_page(
        request,
        GroupForm(posted(request)),
        lambda values: group_create(branch=branch, by=request.user, **values),
        done=here,
        said="已新建党小组。",
        title="新建党小组",
        crumbs=[(branch.name, here)],
        back=here,
    )


def _group(request: HttpRequest, pk: int) -> PartyGroup:
    rows = PartyGroup.objects.visible_to(request.user).select_related("branch", "court")
    group = get_object_or_404(rows, pk=pk)
    ensure(request.user, "branches.change_group", group)
    return group


@requires("branches.change_group", methods=("GET", "POST"))
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    group = _group(request, pk)
    here = reverse("branches:branch_detail", args=[group.branch_id])
    initial = {"name": group.name, "founded_on": group.founded_on}
    return form_page(
        request,
        GroupForm(posted(request), initial=initial),
        lambda values: group_change(group=group, by=request.user, order=group.order, **values),
        done=here,
        said="已保存党小组。",
        title=f"修改{group}",
        crumbs=[(group.branch.name, here)],
        back=here,
        menu=[{"label": "撤销小组", "url": reverse("branches:group_dissolve", args=[pk]), "icon": "archive"}],
    )


@requires("branches.change_group", methods=("GET", "POST"))
def group_dissolve_page(request: HttpRequest, pk: int) -> HttpResponse:
    group = _group(request, pk)
    here = reverse("branches:branch_detail", args=[group.branch_id])
    form = LastDayForm(
        posted(request),
        name="dissolved_on",
        label="撤销日期",
        help_text="当天起不再存在；撤销前请先把组员调整到其他小组。",
        initial={"dissolved_on": today()},
    )
    return form_page(
        request,
        form,
        lambda values: group_dissolve(group=group, by=request.user, **values),
        done=here,
        said="已撤销党小组，原有记录全部保留。",
        title=f"撤销{group}",
        submit_label="撤销",
        back=here,
    )
