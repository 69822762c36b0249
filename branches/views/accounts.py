"""Accounts and their roles (administrator)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.services import account_enable, password_reset
from branches.forms.accounts import MemberLinkForm, NewAccountForm, NewAppointmentForm, PasswordResetForm
from branches.forms.filters import AccountFilter
from branches.models import Appointment, Court
from branches.permissions import administers, administers_all
from branches.selectors.accounts import accounts_of
from branches.selectors.named import member_named
from branches.services.appointments import account_link, account_open, appoint, appointment_end
from core.access import ensure, requires
from core.clock import now, today
from core.dates import is_in_force
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {"username": ("username",), "name": ("name", "username"), "last_login": ("last_login", "id")}
COLUMNS = [("username", "账号"), ("name", "姓名"), ("roles", "角色"), ("state", "状态"), ("last_login", "上次登录")]


def _filtered(request: HttpRequest) -> AccountFilter:
    return AccountFilter(request.GET, accounts_of(request.user), request=request)


@requires("accounts.manage_accounts")
def account_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    page = keyset_page_of(request, filterset.qs, sorts=SORTS, default="username")
    for account in page.rows:
        account.in_force = [each for each in account.shown_appointments if is_in_force(each, today())]
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="username"),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
    }
    return render(request, "branches/account_list.html", context)


@requires("accounts.manage_accounts")
def account_export(request: HttpRequest) -> HttpResponse:
    columns = [
        ("账号", lambda row: row.username),
        ("姓名", lambda row: row.name),
        ("角色", _roles),
        ("状态", lambda row: "启用" if row.is_active else "停用"),
        ("上次登录", lambda row: row.last_login),
    ]
    return export(
        user=request.user,
        action="account.export",
        filename="账号.xlsx",
        sheet_title="账号",
        columns=columns,
        rows=in_order(request, _filtered(request).qs, sorts=SORTS, default="username"),
    )


def _roles(account: Any) -> str:
    """The roles in force today with their places, `支部书记、委员（某法院 · 第一党支部）`."""
    in_force = (each for each in account.shown_appointments if is_in_force(each, today()))
    return "；".join(f"{each.get_role_display()}（{_place(each)}）" for each in in_force)


def _place(appointment: Appointment) -> str:
    parts = (appointment.court, appointment.branch, appointment.group)
    return " · ".join(str(part) for part in parts if part) or "全系统"


def _account(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(accounts_of(request.user), pk=pk)


def _courts(request: HttpRequest) -> Any:
    """The courts that the administrator keeps; those above are seen, not kept."""
    courts = Court.objects.visible_to(request.user)
    return courts.filter(pk__in=[court.pk for court in courts if administers(request.user, court)])


def _check_court(request: HttpRequest, place: dict[str, Any]) -> None:
    if not any(place.values()) and not administers_all(request.user):
        raise Refused("请选择法院。", field="court")


@requires("accounts.manage_accounts")
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    for each in account.shown_appointments:
        each.is_in_force = is_in_force(each, today())
    context = {
        "account": account,
        "crumbs": [("账号", reverse("branches:account_list"))],
        "menu": [
            {"label": "关联党员", "url": reverse("branches:account_member", args=[pk]), "icon": "person-check"},
            {"label": "重设密码", "url": reverse("branches:account_password", args=[pk]), "icon": "key"},
        ],
    }
    return render(request, "branches/account_detail.html", context)


@requires("accounts.manage_accounts", methods=("GET", "POST"))
def account_new(request: HttpRequest) -> HttpResponse:
    form = NewAccountForm(posted(request), courts=_courts(request))

    def save(values: dict[str, Any]) -> User:
        _check_court(request, form.place())
        return account_open(
            username=values["username"],
            name=values["name"],
            password=values["password"],
            role=values["role"],
            at=now(),
            by=request.user,
            **form.place(),
        )

    return form_page(
        request,
        form,
        save,
        done=lambda account: reverse("branches:account_detail", args=[account.pk]),
        said="已新建账号。",
        title="新建账号",
        crumbs=[("账号", reverse("branches:account_list"))],
        back=reverse("branches:account_list"),
    )


@requires("accounts.manage_accounts", methods=("GET", "POST"))
def account_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    form = NewAppointmentForm(posted(request), courts=_courts(request), initial={"starts_on": today()})

    def save(values: dict[str, Any]) -> Appointment:
        _check_court(request, form.place())
        dates = {"starts_on": values["starts_on"], "ends_on": values["ends_on"]}
        return appoint(user=account, role=values["role"], by=request.user, **dates, **form.place())

    here = reverse("branches:account_detail", args=[pk])
    return form_page(
        request,
        form,
        save,
        done=here,
        said="已任用，下次打开页面即生效。",
        title=f"任用{account}",
        submit_label="任用",
        crumbs=[("账号", reverse("branches:account_list")), (str(account), here)],
        back=here,
    )


@requires("accounts.manage_accounts", methods=("GET", "POST"))
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    here = reverse("branches:account_detail", args=[pk])
    return form_page(
        request,
        PasswordResetForm(posted(request)),
        lambda values: password_reset(user=account, at=now(), by=request.user, **values),
        done=here,
        said="已重设密码，该账号的登录已全部退出。",
        title=f"重设{account}的密码",
        submit_label="重设",
        crumbs=[("账号", reverse("branches:account_list")), (str(account), here)],
        back=here,
    )


@requires("accounts.manage_accounts", methods=("GET", "POST"))
def account_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose account it is; only then does its owner see the own attendance and hours."""
    account = _account(request, pk)
    form = MemberLinkForm(posted(request), courts=_courts(request), initial={"name": account.name})

    def save(values: dict[str, Any]) -> None:
        member = member_named(values["name"], values["court"], values["born_on"])
        account_link(user=account, member=member, court=values["court"], by=request.user)

    here = reverse("branches:account_detail", args=[pk])
    return form_page(
        request,
        form,
        save,
        done=here,
        said="已关联党员，本人登录后能看到自己的出席和学时。",
        title=f"关联{account}的党员身份",
        submit_label="关联",
        crumbs=[("账号", reverse("branches:account_list")), (str(account), here)],
        back=here,
    )


@requires("accounts.manage_accounts", methods=("POST",))
def account_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an open account, open a closed one; nobody closes the own."""
    account = _account(request, pk)
    if account == request.user:
        messages.error(request, "不能停用自己的账号。")
    else:
        account_enable(user=account, enabled=not account.is_active, by=request.user)
        messages.success(request, "已启用账号。" if account.is_active else "已停用账号，该账号立即退出。")
    return redirect("branches:account_detail", pk=pk)


@requires("accounts.manage_accounts", methods=("POST",))
def appointment_end_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away from today on."""
    rows = Appointment.objects.visible_to(request.user).select_related("user", "court")
    appointment = get_object_or_404(rows, pk=pk)
    ensure(request.user, "accounts.manage_accounts", appointment)
    account = appointment.user
    if account == request.user:
        messages.error(request, "不能结束自己的任用。")
        return redirect("branches:account_detail", pk=account.pk)
    try:
        appointment_end(appointment=appointment, gone_on=today(), by=request.user)
        messages.success(request, "已结束任用，立即生效。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("branches:account_detail", pk=account.pk)
