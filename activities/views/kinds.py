"""Kinds and norms: the general ones with their sources, and what a court has set for itself."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.forms import KindForm, NormEndForm, NormForm
from activities.forms.tables import KindFilter
from activities.models import ActivityKind, Norm
from activities.selectors.kinds import KindRow, kind_rows, own_courts
from activities.selectors.places import kinds_of
from activities.services import kind_change, kind_create, norm_end, norm_override
from branches.models import Court
from core.access import allowed, ensure, requires
from core.clock import today
from core.errors import Refused
from core.exports import export
from core.listing import Table
from core.pinyin import search_keys


@requires("activities.view_kinds")
def kind_list(request: HttpRequest) -> HttpResponse:
    """The table for one court; without a court's role, of the first court there is."""
    court = _court(request)
    found = KindFilter(request.GET)
    return render(
        request,
        "activities/kind_list.html",
        {
            **KINDS.context(request, found, _rows(request, court, found)),
            "court": court,
            "kept": {"court": court.pk} if court else {},
            "clear_url": f"?court={court.pk if court else ''}",
            "court_text": str(court.pk) if court else "",
            "courts": own_courts(request.user),
            "may_manage": court is not None and allowed(request.user, "activities.manage_kinds", court),
            "today": today(),
            "menu": [{"label": "规定数值", "url": _limits_url(court), "icon": "rulers"}],
        },
    )


@requires("activities.view_kinds")
def kind_export(request: HttpRequest) -> HttpResponse:
    court = _court(request)
    return export(
        user=request.user,
        action="activities.export_kinds",
        filename=f"{court or ''}组织生活规定.xlsx",
        sheet_title="组织生活规定",
        columns=KIND_COLUMNS,
        rows=KINDS.ordered(request, _rows(request, court, KindFilter(request.GET))),
        subject=court,
    )


def _rows(request: HttpRequest, court: Court | None, found: KindFilter) -> list[KindRow]:
    return found.kept(kind_rows(request.user, court)) if court else []


KINDS = Table(
    columns=(
        ("name", "类型"),
        ("roster", "应到人员"),
        ("quorum", "法定人数"),
        ("general", "通用规定与依据"),
        ("own", "本院规定"),
    ),
    sorts={
        "name": lambda row: search_keys(row.kind.name),
        "roster": lambda row: row.kind.roster,
        "quorum": lambda row: row.kind.quorum,
    },
)
KIND_COLUMNS = (
    ("类型", lambda row: row.kind.name),
    ("简称", lambda row: row.kind.short_name),
    ("设立", lambda row: "自设" if row.kind.court_id else "通用"),
    ("状态", lambda row: "启用" if row.kind.is_active else "停用"),
    ("应到人员", lambda row: row.kind.get_roster_display()),
    ("法定人数", lambda row: row.kind.get_quorum_display()),
    ("通用规定与依据", lambda row: "；".join(map(_in_words, row.general))),
    ("本院规定", lambda row: "；".join(map(_in_words, row.own))),
)


def _in_words(norm: Norm) -> str:
    until = f"，{norm.effective_to} 止" if norm.effective_to else ""
    return f"{norm.in_words}，{norm.cited}，{norm.effective_from} 起{until}"


def _limits_url(court: Court | None) -> str:
    return f"{reverse('branches:limit_list')}?court={court.pk if court else ''}"


def _court(request: HttpRequest) -> Court | None:
    """The court that `court=` names among the user's own, else the first of them."""
    courts, asked = own_courts(request.user), request.GET.get("court", "")
    if not asked:
        # By the path alone, a text, "/10/" would come before "/9/".
        return courts.order_by(Length("path"), "path").first()
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        raise Http404
    return get_object_or_404(courts, pk=asked)


def _managed_court(request: HttpRequest) -> Court:
    court = _court(request)
    if court is None:
        raise Http404
    ensure(request.user, "activities.manage_kinds", court)
    return court


@requires("activities.manage_kinds", methods=("GET", "POST"))
def kind_new(request: HttpRequest) -> HttpResponse:
    court = _managed_court(request)
    form = KindForm(request.POST or None, initial={"is_active": True})
    return _answer(
        request,
        form,
        save=lambda: kind_create(court=court, facts=form.facts(), by=request.user),
        court=court,
        title="新增活动类型",
        state=f"只在{court}使用",
    )


@requires("activities.manage_kinds", methods=("GET", "POST"))
def kind_edit(request: HttpRequest, pk: int) -> HttpResponse:
    kind = get_object_or_404(ActivityKind.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "activities.manage_kinds", kind.court or kind)
    stored = ActivityKind.objects.visible_to(request.user).get(pk=pk)
    form = KindForm(request.POST or None, instance=kind)
    return _answer(
        request,
        form,
        save=lambda: kind_change(kind=stored, facts=form.facts(), by=request.user),
        court=kind.court,
        title=f"修改“{stored}”",
        state=f"只在{kind.court}使用",
    )


@requires("activities.manage_kinds", methods=("GET", "POST"))
def norm_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The court's own norm for a kind, filled with the one that stands now."""
    court = _managed_court(request)
    kind = get_object_or_404(kinds_of(request.user, court), pk=pk)
    form = NormForm(request.POST or None, initial=_standing_values(request, court, kind))
    return _answer(
        request,
        form,
        save=lambda: norm_override(court=court, kind=kind, facts=form.facts(), by=request.user),
        court=court,
        title=f"设置本院规定：{kind}",
        state=f"{court}；代替通用规定，从起始日期起计算",
    )


def _standing_values(request: HttpRequest, court: Court, kind: ActivityKind) -> dict[str, Any]:
    row = next((row for row in kind_rows(request.user, court) if row.kind == kind), None)
    known = [*row.general, *row.own] if row else []
    if not known:
        return {"effective_from": today().replace(day=1)}
    last = known[-1]
    return {
        **{name: getattr(last, name) for name in ("branch_kind", "unit", "times", "period")},
        "effective_from": today().replace(day=1),
    }


@requires("activities.manage_kinds", methods=("GET", "POST"))
def norm_edit(request: HttpRequest, pk: int) -> HttpResponse:
    norm = _own_norm(request, pk)
    form = NormForm(request.POST or None, instance=norm)
    return _answer(
        request,
        form,
        save=lambda: norm_override(court=norm.court, kind=norm.kind, facts=form.facts(), by=request.user),
        court=norm.court,
        title=f"修改本院规定：{norm.kind}",
        state="换一个起始日期，就从那天起另立一条，原来的到前一天为止",
    )


@requires("activities.manage_kinds", methods=("GET", "POST"))
def norm_close(request: HttpRequest, pk: int) -> HttpResponse:
    norm = _own_norm(request, pk)
    form = NormEndForm(request.POST or None, initial={"effective_to": today()})
    return _answer(
        request,
        form,
        save=lambda: norm_end(norm=norm, on=form.cleaned_data["effective_to"], by=request.user),
        court=norm.court,
        title=f"终止本院规定：{norm.kind}",
        state=str(norm),
    )


def _own_norm(request: HttpRequest, pk: int) -> Norm:
    norm = get_object_or_404(Norm.objects.visible_to(request.user).select_related("court", "kind"), pk=pk)
    ensure(request.user, "activities.manage_kinds", norm.court or norm)
    return norm


def _answer(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    save: Callable[[], object],
    court: Court | None,
    title: str,
    state: str,
) -> HttpResponse:
    """Save and go back to the table, or show the form with what was typed."""
    back = f"{reverse('activities:kinds')}?court={court.pk if court else ''}"
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, "；".join(refused.reasons))
        else:
            messages.success(request, f"已保存：{title}")
            return redirect(back)
    context = {"form": form, "title": title, "state": state, "back": back, "crumbs": [("组织生活规定", back)]}
    return render(request, "activities/rule_form.html", context, status=422 if form.errors else 200)
