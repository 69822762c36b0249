"""The registers of a court as its committee sets them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Court
from core.access import ensure, requires
from core.editing import form_page, posted
from registers.forms import KindForm, SettingForm, with_asked
from registers.models import KindSetting, RegisterKind
from registers.selectors.entries import words_of
from registers.selectors.kinds import courts_of, kinds_of
from registers.services import kind_change, kind_create, kind_set
from registers.views.common import court_of

TITLE = "登记簿设置"
COLUMNS = ("name", "subject", "parent", "written_by", "is_published", "is_active")
LABELS = ("title_label", "person_label", "date_label", "until_label", "help")


def _managed_court(request: HttpRequest) -> Court:
    court = court_of(request)
    ensure(request.user, "registers.manage_kinds", court)
    return court


def _list_address(court: Court) -> str:
    return reverse("registers:kinds", query={"court": court.pk})


@requires("registers.manage_kinds")
def kind_list(request: HttpRequest) -> HttpResponse:
    court = _managed_court(request)
    context = {
        "court": court,
        "courts": courts_of(request.user),
        "rows": [(kind, [word.heading for word in words_of(kind)]) for kind in kinds_of(request.user, court)],
        "new_url": reverse("registers:kind_new", query={"court": court.pk}),
        "query": f"?court={court.pk}",
    }
    return render(request, "registers/kind_list.html", context)


@requires("registers.manage_kinds", methods=("GET", "POST"))
def kind_new(request: HttpRequest) -> HttpResponse:
    court = _managed_court(request)
    form = KindForm(posted(request), user=request.user, court=court)
    return form_page(
        request,
        form,
        lambda values: kind_create(court=court, facts=form.facts(), by=request.user),
        done=_list_address(court),
        said="已新设登记簿。",
        title="新设登记簿",
        state=f"只在{court}使用",
        crumbs=[(TITLE, _list_address(court))],
        back=_list_address(court),
    )


@requires("registers.manage_kinds", methods=("GET", "POST"))
def kind_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A court's own register is changed itself; of one that every court has, what this court sets of it."""
    kind = get_object_or_404(RegisterKind.objects.visible_to(request.user).select_related("court"), pk=pk)
    if kind.court is None:
        return _set(request, _managed_court(request), kind)
    ensure(request.user, "registers.manage_kinds", kind)
    return _change(request, kind.court, kind)


def _change(request: HttpRequest, court: Court, kind: RegisterKind) -> HttpResponse:
    initial = {name: getattr(kind, name) for name in ("version", *COLUMNS, *LABELS)} | {"asked": kind.fields}
    form = KindForm(posted(request), user=request.user, court=court, kind=kind, initial=initial)

    def save(values: dict[str, Any]) -> RegisterKind:
        return kind_change(kind=kind, version=values["version"] or 0, facts=form.facts(), by=request.user)

    rows = RegisterKind.objects.visible_to(request.user)
    return form_page(
        request,
        form,
        save,
        done=_list_address(court),
        said="已保存。",
        saved_row=lambda: with_asked(rows.get(pk=kind.pk)),
        title=f"修改登记簿：{kind}",
        state=f"只在{court}使用",
        crumbs=[(TITLE, _list_address(court))],
        back=_list_address(court),
    )


def _set(request: HttpRequest, court: Court, kind: RegisterKind) -> HttpResponse:
    rows = KindSetting.objects.visible_to(request.user).filter(court=court, kind=kind)
    setting = rows.first()
    as_set = kind.as_set(setting)
    initial = {"name": as_set.name, "is_active": as_set.is_active, "asked": as_set.fields}
    initial["version"] = setting.version if setting else 0

    def save(values: dict[str, Any]) -> KindSetting:
        facts = {"name": values["name"], "is_active": values["is_active"], "fields": tuple(values["asked"])}
        return kind_set(court=court, kind=kind, version=values["version"] or 0, by=request.user, **facts)

    return form_page(
        request,
        SettingForm(posted(request), initial=initial),
        save,
        done=_list_address(court),
        said="已保存。",
        saved_row=lambda: with_asked(rows.get()),
        title=f"设置登记簿：{as_set}",
        state=f"通用的登记簿，这里的设置只用于{court}",
        crumbs=[(TITLE, _list_address(court))],
        back=_list_address(court),
    )
