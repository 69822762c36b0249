"""Transfers: the list with what is waited for, one letter, and the pages that take members out and in."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.choices import LimitCode
from branches.forms.transfers import (
    ReceiptForm,
    TransferBackForm,
    TransferFilter,
    TransferInForm,
    TransferOutForm,
    TransferWithdrawForm,
)
from branches.models import Branch, Court, Member, Transfer
from branches.selectors.limits import limit_on
from branches.selectors.members import present_membership
from branches.selectors.transfers import transfers_of, waiting
from branches.services.transfers import (
    transfer_back,
    transfer_in,
    transfer_out,
    transfer_receipt,
    transfer_withdraw,
)
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, counted, heads_of, in_order, keyset_page_of

SORTS = {
    "member": ("member__pinyin", "id"),
    "branch": ("branch__order", "branch_id", "id"),
    "letter_on": ("letter_on", "id"),
    "moved_on": ("moved_on", "id"),
    "organization": ("organization", "id"),
}
NEWEST_FIRST = "-letter_on"
COLUMNS = (
    ("member", "姓名"),
    ("direction", "转接"),
    ("branch", "党支部"),
    ("organization", "对方党组织"),
    ("letter_on", "介绍信"),
    ("moved_on", "转接日期"),
    ("receipt", "回执"),
)
MOST_EXPORTED = 20_000
EMPTY = {
    "thing": "组织关系转接",
    "words": "转出在党员页面的“更多操作”里办理，转入在党支部页面的“更多操作”里办理。",
}


def _filtered(request: HttpRequest) -> TransferFilter:
    return TransferFilter(request.GET, transfers_of(request.user), request=request)


@requires("branches.view_transfers")
def transfer_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = keyset_page_of(request, found.qs, sorts=SORTS, default=NEWEST_FIRST)
    for row in page.rows:
        row.waiting_days = row.days_waiting(today())
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default=NEWEST_FIRST),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "export_url": reverse("branches:transfer_export"),
        "unit": "件",
        "empty": EMPTY,
        "waiting": counted(waiting(transfers_of(request.user))),
        "today": today(),
    }
    return render(request, "branches/transfer_list.html", context)


@requires("branches.view_transfers")
def transfer_export(request: HttpRequest) -> HttpResponse:
    rows = in_order(request, _filtered(request).qs, sorts=SORTS, default=NEWEST_FIRST)[:MOST_EXPORTED]
    columns: tuple[tuple[str, Any], ...] = (
        ("姓名", lambda row: row.member.name),
        ("转出、转入", lambda row: row.get_direction_display()),
        ("党支部", lambda row: row.branch.name),
        ("对方党组织", lambda row: row.organization),
        ("介绍信编号", lambda row: row.letter_number),
        ("介绍信日期", lambda row: row.letter_on),
        ("有效期至", lambda row: row.expires_on),
        ("转接日期", lambda row: row.moved_on),
        ("回执日期", lambda row: row.receipt_on),
        ("等回执天数", lambda row: row.days_waiting(today()) if row.is_waiting else None),
        ("撤销原因", lambda row: row.withdrawal_reason),
        ("备注", lambda row: row.remark),
    )
    return export(
        user=request.user,
        action="transfer.export",
        filename="组织关系转接.xlsx",
        sheet_title="组织关系转接",
        columns=columns,
        rows=rows,
    )


@requires("branches.view_transfers")
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _transfer(request, pk, "branches.view_transfers")
    context = {
        "transfer": transfer,
        "waiting_days": transfer.days_waiting(today()),
        "today": today(),
        "may_note": allowed(request.user, "branches.transfer_member", transfer) and transfer.is_waiting,
        "menu": _menu(request, transfer),
        "crumbs": [_crumb()],
    }
    return render(request, "branches/transfer_detail.html", context)


def _menu(request: HttpRequest, transfer: Transfer) -> list[dict[str, str]]:
    if not (transfer.is_out and transfer.is_waiting and allowed(request.user, "branches.transfer_member", transfer)):
        return []
    url = reverse("branches:transfer_withdraw", args=[transfer.pk])
    return [{"label": "撤销转出", "url": url, "icon": "arrow-counterclockwise"}]


def _crumb() -> tuple[str, str]:
    return ("组织关系转接", reverse("branches:transfer_list"))


def _transfer(request: HttpRequest, pk: int, permission: str) -> Transfer:
    transfer = get_object_or_404(transfers_of(request.user).select_related("recorded_by", "withdrawn_by"), pk=pk)
    ensure(request.user, permission, transfer)
    return transfer


def _member(request: HttpRequest, pk: int) -> Member:
    member = get_object_or_404(Member.objects.visible_to(request.user).select_related("branch", "court"), pk=pk)
    ensure(request.user, "branches.transfer_member", member)
    return member


def _address(transfer: Transfer) -> str:
    return reverse("branches:transfer", args=[transfer.pk])


def _validity(court: Court, on: date) -> str:
    limit = limit_on(LimitCode.TRANSFER_LETTER_DAYS, court, on)
    return f"介绍信有效期一般 {limit.figure} 天（{limit.cited}）。"


@requires("branches.transfer_member", methods=("GET", "POST"))
def transfer_out_page(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = TransferOutForm(posted(request), initial={"letter_on": today(), "moved_on": today()})
    here = reverse("branches:member_detail", args=[pk])

    def save(values: dict[str, Any]) -> Transfer:
        last_on = values["moved_on"]
        return transfer_out(member=member, letter=form.letter(), last_on=last_on, by=request.user, at=now())

    return form_page(
        request,
        form,
        save,
        done=_address,
        said="已转出，收到对方回执后请登记。",
        title=f"{member}转出组织关系",
        state=f"{member.branch}" if present_membership(request.user, member) else "已不在册",
        notes=[_validity(member.court, today()), "在本院各支部之间调整，请用“调整支部、小组”，不开介绍信。"],
        submit_label="转出",
        crumbs=[("党员", reverse("branches:member_list")), (member.name, here)],
        back=here,
    )


@requires("branches.transfer_member", methods=("GET", "POST"))
def transfer_in_page(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """Somebody new; who was a member here before comes back from the own page."""
    branches = Branch.objects.visible_to(request.user).select_related("court")
    branch = get_object_or_404(branches, pk=branch_pk)
    ensure(request.user, "branches.transfer_member", branch)
    form = TransferInForm(
        posted(request),
        user=request.user,
        court_id=branch.court_id,
        today=today(),
        initial={"to_branch": branch, "on": today()},
    )
    here = reverse("branches:branch_detail", args=[branch.pk])

    def save(values: dict[str, Any]) -> Transfer:
        ensure(request.user, "branches.transfer_member", values["to_branch"])
        return transfer_in(
            branch=values["to_branch"],
            group=values["to_group"],
            letter=form.letter(),
            received_on=values["on"],
            by=request.user,
            at=now(),
            **{name: value for name, value in form.values().items() if name != "remark"},
        )

    return form_page(
        request,
        form,
        save,
        done=_address,
        said="已转入，请把回执寄回对方。",
        title="转入组织关系",
        state=branch.name,
        notes=[_validity(branch.court, today()), "以前在本院的党员，请在其党员页面办理转入。"],
        submit_label="转入",
        crumbs=[("党支部", reverse("branches:branch_list")), (branch.name, here)],
        back=here,
    )


@requires("branches.transfer_member", methods=("GET", "POST"))
def transfer_back_page(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    known = {name: getattr(member, name) for name in ("status", "joined_on", "confirmed_on")}
    form = TransferBackForm(
        posted(request),
        user=request.user,
        court_id=member.court_id,
        today=today(),
        initial={"to_branch": member.branch_id, "on": today(), **known},
    )
    here = reverse("branches:member_detail", args=[pk])

    def save(values: dict[str, Any]) -> Transfer:
        ensure(request.user, "branches.transfer_member", values["to_branch"])
        return transfer_back(
            member=member,
            branch=values["to_branch"],
            group=values["to_group"],
            letter=form.letter(),
            received_on=values["on"],
            by=request.user,
            at=now(),
            **{name: values[name] for name in known},
        )

    return form_page(
        request,
        form,
        save,
        done=_address,
        said="已转入，请把回执寄回对方。",
        title=f"{member}转入组织关系",
        notes=[_validity(member.court, today())],
        submit_label="转入",
        crumbs=[("党员", reverse("branches:member_list")), (member.name, here)],
        back=here,
    )


@requires("branches.transfer_member", methods=("GET", "POST"))
def transfer_receipt_page(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _transfer(request, pk, "branches.transfer_member")
    return form_page(
        request,
        ReceiptForm(posted(request), initial={"receipt_on": today()}),
        lambda values: transfer_receipt(transfer=transfer, by=request.user, at=now(), **values),
        done=_address(transfer),
        said="已登记回执。",
        title=f"{transfer.member}：{transfer.receipt_label}",
        state=f"介绍信 {transfer.letter_number}，{transfer.organization}",
        submit_label="登记",
        crumbs=[_crumb(), (transfer.member.name, _address(transfer))],
        back=_address(transfer),
    )


@requires("branches.transfer_member", methods=("GET", "POST"))
def transfer_withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _transfer(request, pk, "branches.transfer_member")
    return form_page(
        request,
        TransferWithdrawForm(posted(request)),
        lambda values: transfer_withdraw(transfer=transfer, by=request.user, at=now(), **values),
        done=_address(transfer),
        said="已撤销转出，原来的归属和职务继续有效。",
        title=f"{transfer.member}：撤销转出",
        state=f"介绍信 {transfer.letter_number}，{transfer.organization}",
        notes=["登记有误，或对方没有接收、介绍信退回时用：视同没有转出过，登记和原因都保留。"],
        submit_label="撤销转出",
        crumbs=[_crumb(), (transfer.member.name, _address(transfer))],
        back=_address(transfer),
    )
