"""Members: list, detail, create, edit, and the numbers that are masked."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.choices import MembershipEnd, MemberStatus, TransferDirection
from branches.forms.filters import MemberFilter
from branches.forms.members import MemberForm, NewMemberForm
from branches.models import Branch, Member
from branches.selectors.members import (
    history_of,
    last_membership,
    members_of,
    present_membership,
    suspensions_of,
)
from branches.selectors.transfers import transfers_of, waiting
from branches.services.members import member_change, member_create
from core import audit
from core.access import allowed, ensure, requires
from core.as_of import day_asked
from core.clock import today
from core.dates import is_in_force
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {
    "branch": ("branch__order", "branch_id", "id"),
    "name": ("pinyin", "id"),
    "born_on": ("born_on", "id"),
    "joined_on": ("joined_on", "id"),
}
COLUMNS = [
    ("name", "姓名"),
    ("branch", "党支部"),
    ("group", "党小组"),
    ("sex", "性别"),
    ("born_on", "出生日期"),
    ("department", "部门及职务"),
    ("status", "类别"),
    ("joined_on", "入党日期"),
]


def _filtered(request: HttpRequest) -> MemberFilter:
    return MemberFilter(request.GET, members_of(request.user, day_asked(request)), request=request)


def _status(member: Member, on: date) -> str:
    return str(MemberStatus(member.status_on(on)).label)


@requires("branches.view_members")
def member_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    page = keyset_page_of(request, filterset.qs, sorts=SORTS, default="branch")
    for row in page.rows:
        row.status_then = _status(row, filterset.day)
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="branch"),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
        "may_create": allowed(request.user, "branches.create_member"),
        "export_url": reverse("branches:member_export"),
        "unit": "名党员",
        "empty": {"thing": "党员", "words": "进入党支部后新增，也可以从党员花名册导入。"},
    }
    return render(request, "branches/member_list.html", context)


@requires("branches.view_members")
def member_export(request: HttpRequest) -> HttpResponse:
    """What the list shows; phones and identity numbers stay in the product."""
    filterset = _filtered(request)
    columns = [
        ("姓名", lambda row: row.name),
        ("性别", lambda row: row.get_sex_display()),
        ("民族", lambda row: row.nation),
        ("出生日期", lambda row: row.born_on),
        ("学历", lambda row: row.education),
        ("党支部", lambda row: row.branch_name or row.branch.name),
        ("党小组", lambda row: row.group_name),
        ("部门及职务", lambda row: row.department),
        ("类别", lambda row: _status(row, filterset.day)),
        ("入党日期", lambda row: row.joined_on),
        ("转正日期", lambda row: row.confirmed_on),
        ("预备期满", lambda row: row.probation_ends_on),
        ("在册", lambda row: "是" if row.is_here else "否"),
        ("备注", lambda row: row.remark),
    ]
    return export(
        user=request.user,
        action="member.export",
        filename="党员名册.xlsx",
        sheet_title="党员",
        columns=columns,
        rows=in_order(request, filterset.qs, sorts=SORTS, default="branch"),
    )


@requires("branches.view_member")
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(_visible(request), pk=pk)
    return render(request, "branches/member_detail.html", _detail(request, member))


def _visible(request: HttpRequest) -> Any:
    return Member.objects.visible_to(request.user).select_related("branch", "court", "user")


def _detail(request: HttpRequest, member: Member) -> dict[str, Any]:
    user, on = request.user, today()
    present = present_membership(user, member)
    suspensions = list(suspensions_of(user, member))
    suspended = next((each for each in suspensions if is_in_force(each, on)), None)
    return {
        "member": member,
        "present": present,
        "status": _status(member, on),
        "suspended": suspended,
        "history": history_of(user, member),
        "may_change": allowed(user, "branches.change_member", member),
        "may_reveal": allowed(user, "branches.read_sensitive", member),
        "menu": _menu(user, member, present is not None, suspended),
        "crumbs": [("党员", reverse("branches:member_list"))] if allowed(user, "branches.view_members") else [],
    }


def _menu(user: Any, member: Member, is_here: bool, suspended: Any) -> list[dict[str, str]]:
    entries = []
    if allowed(user, "branches.move_member", member):
        if is_here:
            entries.append(_entry("调整支部、小组", "member_move", member, "arrow-left-right"))
            entries.append(_entry("转出组织关系", "transfer_out", member, "send"))
            entries.append(_entry("离开本院", "member_leave", member, "box-arrow-right"))
        else:
            entries += _of_one_who_left(user, member)
    if allowed(user, "branches.suspend_member", member):
        if suspended:
            entries.append(_entry("恢复表决权", "suspension_end", suspended, "check2-square"))
        else:
            entries.append(_entry("停止表决权", "member_suspend", member, "slash-square"))
    return entries


def _of_one_who_left(user: Any, member: Member) -> list[dict[str, str]]:
    """A transfer out is undone at its letter; who left for good comes back only where that was a mistake."""
    if member.admitted_again:
        return []
    last = last_membership(member)
    if last is None or last.ended_by != MembershipEnd.TRANSFERRED:
        return [_entry("撤销离开", "member_leave_undo", member, "arrow-counterclockwise")]
    letters = waiting(transfers_of(user)).filter(direction=TransferDirection.OUT)
    letter = letters.filter(member=member, moved_on=last.ends_on).first()
    if letter is not None:
        return [_entry("撤销转出", "transfer_withdraw", letter, "arrow-counterclockwise")]
    return [_entry("转入组织关系", "transfer_back", member, "box-arrow-in-right")]


def _entry(label: str, name: str, row: Any, icon: str) -> dict[str, str]:
    return {"label": label, "url": reverse(f"branches:{name}", args=[row.pk]), "icon": icon}


@requires("branches.read_sensitive", methods=("POST",))
def member_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Phone and identity number in full, once; who looked is kept."""
    member = get_object_or_404(_visible(request), pk=pk)
    ensure(request.user, "branches.read_sensitive", member)
    audit.record_reading(actor=request.user, action="member.reveal", subject=member, detail={})
    return render(request, "branches/member_detail.html", _detail(request, member) | {"revealed": True})


@requires("branches.create_member", methods=("GET", "POST"))
def member_new(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "branches.create_member", branch)
    form = NewMemberForm(
        posted(request),
        user=request.user,
        court_id=branch.court_id,
        today=today(),
        initial={"to_branch": branch},
    )
    here = reverse("branches:branch_detail", args=[branch.pk])

    def save(values: dict[str, Any]) -> Member:
        to_branch = values["to_branch"]
        ensure(request.user, "branches.create_member", to_branch)
        group, starts_on = values["to_group"], values["on"]
        return member_create(branch=to_branch, group=group, starts_on=starts_on, by=request.user, **form.values())

    return form_page(
        request,
        form,
        save,
        done=lambda member: reverse("branches:member_detail", args=[member.pk]),
        said="已新增党员。",
        title="新增党员",
        crumbs=[("党支部", reverse("branches:branch_list")), (branch.name, here)],
        back=here,
    )


_ELSEWHERE = "支部、小组、职务和表决权有各自的日期，请在党员页面办理。"
_BY_APPROVAL = "党员类别、入党日期和转正日期随发展党员的审批更新，有误请机关党委更正。"


@requires("branches.change_member", methods=("GET", "POST"))
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(_visible(request), pk=pk)
    ensure(request.user, "branches.change_member", member)
    kept = [name for name in MemberForm.base_fields if name not in ("phone", "identity_number")]
    with_status = allowed(request.user, "branches.change_party_status", member)
    form = MemberForm(
        posted(request),
        member=member,
        with_status=with_status,
        initial={name: getattr(member, name) for name in kept},
    )
    here = reverse("branches:member_detail", args=[pk])
    return form_page(
        request,
        form,
        lambda values: member_change(member=member, version=values["version"] or 0, by=request.user, **form.values()),
        done=here,
        said="已保存党员信息。",
        saved_row=lambda: _visible(request).defer("phone", "identity_number").get(pk=pk),
        title=f"修改{member}的信息",
        state=_ELSEWHERE + ("" if with_status else _BY_APPROVAL),
        crumbs=[("党员", reverse("branches:member_list")), (member.name, here)],
        back=here,
    )
