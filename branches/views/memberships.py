"""Moving a member, leaving, returning, and the voting right."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.forms.members import LeaveForm, LeaveUndoForm, PlaceForm, ResumeForm, SuspendForm
from branches.models import Member, VotingSuspension
from branches.selectors.members import present_membership
from branches.services.members import voting_resume, voting_suspend
from branches.services.memberships import member_leave, member_leave_undo, member_move
from core.access import ensure, requires
from core.clock import today
from core.editing import form_page, posted


def _member(request: HttpRequest, pk: int, permission: str) -> Member:
    members = Member.objects.visible_to(request.user).select_related("branch", "court")
    member = get_object_or_404(members, pk=pk)
    ensure(request.user, permission, member)
    return member


def _frame(member: Member) -> dict[str, Any]:
    here = reverse("branches:member_detail", args=[member.pk])
    return {"done": here, "back": here, "crumbs": [("党员", reverse("branches:member_list")), (member.name, here)]}


def _place_form(request: HttpRequest, member: Member, **initial: Any) -> PlaceForm:
    return PlaceForm(posted(request), user=request.user, court_id=member.court_id, today=today(), initial=initial)


def _placed(request: HttpRequest, place: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    """Saving that asks for the right at the branch that the member comes to as well."""

    def save(values: dict[str, Any]) -> Any:
        ensure(request.user, "branches.move_member", values["to_branch"])
        return place(**values)

    return save


@requires("branches.move_member", methods=("GET", "POST"))
def member_move_page(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, "branches.move_member")
    present = present_membership(request.user, member)
    form = _place_form(request, member, to_branch=member.branch_id, to_group=present and present.group_id, on=today())
    return form_page(
        request,
        form,
        _placed(request, lambda **values: member_move(member=member, by=request.user, **values)),
        said="已调整，原支部的归属到前一天为止。",
        title=f"调整{member}的支部、小组",
        state=f"现在：{present.branch}{f' · {present.group}' if present.group else ''}" if present else "已不在册",
        notes=["离开原支部时，在原支部担任的职务同时结束。当天起始的归属直接改为新的支部。"],
        submit_label="调整",
        **_frame(member),
    )


@requires("branches.move_member", methods=("GET", "POST"))
def member_leave_undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, "branches.move_member")
    return form_page(
        request,
        LeaveUndoForm(posted(request)),
        lambda values: member_leave_undo(member=member, by=request.user, on=today(), **values),
        said="已恢复在册，原来的归属和职务继续有效。",
        title=f"撤销{member}的离开",
        state="离开登记有误时用，视同没有离开过；凭介绍信转回的请办理“转入组织关系”。",
        submit_label="撤销离开",
        **_frame(member),
    )


@requires("branches.move_member", methods=("GET", "POST"))
def member_leave_page(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, "branches.move_member")
    return form_page(
        request,
        LeaveForm(posted(request), initial={"last_on": today()}),
        lambda values: member_leave(member=member, by=request.user, **values),
        said="已办理离开，原有记录全部保留。",
        title=f"{member}离开本院",
        state="从次日起不再计入应到；担任的职务同时结束。调到其他单位请办理“转出组织关系”。",
        submit_label="办理",
        **_frame(member),
    )


@requires("branches.suspend_member", methods=("GET", "POST"))
def member_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, "branches.suspend_member")
    return form_page(
        request,
        SuspendForm(posted(request), initial={"starts_on": today()}),
        lambda values: voting_suspend(member=member, by=request.user, **values),
        said="已登记，从停止日期起不计入有表决权人数。",
        title=f"停止{member}的表决权",
        notes=["只依据组织决定登记（留党察看，或留置、逮捕期间中止党员权利），系统不会自动停止。"],
        submit_label="登记",
        **_frame(member),
    )


@requires("branches.suspend_member", methods=("GET", "POST"))
def suspension_end(request: HttpRequest, pk: int) -> HttpResponse:
    rows = VotingSuspension.objects.visible_to(request.user).select_related("member", "branch", "court")
    suspension = get_object_or_404(rows, pk=pk)
    ensure(request.user, "branches.suspend_member", suspension)
    return form_page(
        request,
        ResumeForm(posted(request), initial={"resumed_on": today()}),
        lambda values: voting_resume(suspension=suspension, by=request.user, **values),
        said="已恢复表决权。",
        title=f"恢复{suspension.member}的表决权",
        state=f"停止依据：{suspension.decision}",
        submit_label="恢复",
        **_frame(suspension.member),
    )
