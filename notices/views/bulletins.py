"""Bulletins: the list, one of them, and what the committee does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.listing import Listing
from core.queueing import hand_over
from notices import services
from notices.choices import NoticeState
from notices.forms.bulletins import BulletinFilter, BulletinForm, DraftForm, initial_of
from notices.jobs import DELIVER
from notices.models import Bulletin
from notices.selectors.bulletin_page import bulletin_page
from notices.selectors.bulletin_words import in_words_of
from notices.selectors.bulletins import BulletinFigures, bulletins_of, figures_of
from notices.views.frame import version_sent

BULLETINS = Listing(
    columns=(
        ("title", "通报"),
        ("month", "月份"),
        ("state", "状态"),
        ("missing", "未完成的组织生活"),
        ("overdue", "逾期整改措施"),
        ("issued_on", "签发日期"),
    ),
    sorts={"month": ("month", "id"), "issued_on": ("issued_on", "month", "id")},
    default="-month",
    figures=("missing", "overdue"),
)
EMPTY = {
    "thing": "督办提醒通报",
    "words": "每月由系统按记录起草上个月的通报，机关党委核对签发以后，各支部在这里查看。",
}


def bulletin_for(request: HttpRequest, pk: int, permission: str) -> Bulletin:
    """404 for a bulletin that the user does not see, 403 for one that is not theirs to act on."""
    bulletin = get_object_or_404(bulletins_of(request.user), pk=pk)
    ensure(request.user, permission, bulletin)
    return bulletin


def page_of(bulletin: Bulletin, name: str = "bulletin") -> str:
    return reverse(f"notices:{name}", args=(bulletin.pk,))


def _kept(bulletin: Bulletin) -> BulletinFigures | None:
    """Figures of an issued one; those of a draft are worked out on its own page."""
    return BulletinFigures.read(bulletin.figures) if bulletin.figures is not None else None


def _filtered(request: HttpRequest) -> BulletinFilter:
    return BulletinFilter(request.GET, bulletins_of(request.user), request=request)


@requires("notices.view_bulletins")
def bulletin_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = BULLETINS.context(request, _filtered(request))
    rows = context["page"].rows
    may_draft = allowed(request.user, "notices.bulletin_draft")
    context |= {
        "rows": [(row, _kept(row)) for row in rows],
        "several_courts": len({row.court_id for row in rows}) > 1,
        "new_url": reverse("notices:bulletin_new") if may_draft else "",
        "export_url": reverse("notices:bulletins_export"),
        "unit": "期",
        "empty": EMPTY,
    }
    return render(request, "notices/bulletin_list.html", context)


EXPORT_COLUMNS = (
    ("法院", lambda row: row[0].court.name),
    ("通报", lambda row: row[0].title),
    ("月份", lambda row: f"{row[0].month:%Y-%m}"),
    ("状态", lambda row: row[0].state.label),
    ("应开展组织生活", lambda row: row[1].due if row[1] else None),
    ("未完成的组织生活", lambda row: row[1].missing if row[1] else None),
    ("涉及支部", lambda row: len(row[1].behind) if row[1] else None),
    ("逾期整改措施", lambda row: row[1].overdue if row[1] else None),
    ("情况不详", lambda row: row[1].not_known if row[1] else None),
    ("数据截至", lambda row: row[1].day if row[1] else None),
    ("签发日期", lambda row: row[0].issued_on),
    ("作废日期", lambda row: row[0].voided_on),
    ("作废原因", lambda row: row[0].void_reason),
)


@requires("notices.export_bulletins")
def bulletins_export(request: HttpRequest) -> HttpResponse:
    rows = [(row, _kept(row)) for row in BULLETINS.ordered(request, _filtered(request))]
    return export(
        user=request.user,
        action="notices.export_bulletins",
        filename="督办提醒通报.xlsx",
        sheet_title="督办提醒通报",
        columns=EXPORT_COLUMNS,
        rows=rows,
    )


@requires("notices.view_bulletins")
def bulletin_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a draft the figures of today, of an issued one those it was issued with."""
    bulletin = bulletin_for(request, pk, "notices.view_bulletins")
    figures = figures_of(bulletin, today())
    is_draft = bulletin.state is NoticeState.DRAFT
    may_change = is_draft and allowed(request.user, "notices.bulletin_change", bulletin)
    context = {
        "bulletin": in_words_of(bulletin, figures),
        "figures": figures,
        "shown": bulletin_page(request.user, bulletin, figures),
        "edit_url": page_of(bulletin, "bulletin_edit") if may_change else "",
        "issue_url": page_of(bulletin, "bulletin_issue") if may_change else "",
        "discard_url": page_of(bulletin, "bulletin_discard") if may_change else "",
        "menu": _menu(request, bulletin),
        "crumbs": [("督办提醒通报", reverse("notices:bulletins"))],
    }
    return render(request, "notices/bulletin.html", context)


def _menu(request: HttpRequest, bulletin: Bulletin) -> list[dict[str, str]]:
    menu = [
        {"label": "下载 PDF（打印）", "url": page_of(bulletin, "bulletin_pdf"), "icon": "printer"},
        {"label": "下载 Word", "url": page_of(bulletin, "bulletin_docx"), "icon": "file-earmark-word"},
    ]
    if bulletin.state is NoticeState.ISSUED and allowed(request.user, "notices.bulletin_void", bulletin):
        menu.append({"label": "作废这期通报", "url": page_of(bulletin, "bulletin_void"), "icon": "x-lg"})
    return menu


# --- What the committee does with it ------------------------------------------------------------


@requires("notices.bulletin_draft", methods=("GET", "POST"))
def bulletin_new(request: HttpRequest) -> HttpResponse:
    def save(values: dict[str, Any]) -> Bulletin:
        court = court_of_committee(request.user)
        return services.bulletin_draft(court=court, on=today(), at=now(), by=request.user, **values)

    return form_page(
        request,
        DraftForm(posted(request), on=today()),
        save,
        done=page_of,
        said="已按系统记录起草，请核对后签发。",
        title="起草督办提醒通报",
        state="系统按记录列出各支部应开未开的组织生活和逾期的整改措施，由您核对、修改、签发。",
        submit_label="起草",
        crumbs=[("督办提醒通报", reverse("notices:bulletins"))],
        back=reverse("notices:bulletins"),
    )


@requires("notices.bulletin_change", methods=("GET", "POST"))
def bulletin_edit(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = bulletin_for(request, pk, "notices.bulletin_change")
    if bulletin.state is not NoticeState.DRAFT and request.method == "GET":
        messages.warning(request, f"这期通报{bulletin.state.label}，不能再修改。")
        return redirect(page_of(bulletin))

    in_words_of(bulletin, figures_of(bulletin, today()))

    def save(values: dict[str, Any]) -> Bulletin:
        version = values.pop("version") or 0
        return services.bulletin_change(bulletin=bulletin, version=version, by=request.user, **values)

    return form_page(
        request,
        BulletinForm(posted(request), initial=initial_of(bulletin)),
        save,
        done=page_of(bulletin),
        said="已保存。",
        saved_row=lambda: bulletins_of(request.user).get(pk=pk),
        title="修改督办提醒通报",
        state=bulletin.title,
        crumbs=[("督办提醒通报", reverse("notices:bulletins")), (bulletin.title, page_of(bulletin))],
        back=page_of(bulletin),
    )


@requires("notices.bulletin_issue", methods=("POST",))
def bulletin_issue(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = bulletin_for(request, pk, "notices.bulletin_issue")
    version = version_sent(request)
    try:
        services.bulletin_issue(bulletin=bulletin, version=version, by=request.user, on=today(), at=now())
    except Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
    else:
        hand_over(DELIVER)
        messages.success(request, "已签发，各支部书记和支委可以查看。")
    return redirect(page_of(bulletin))
