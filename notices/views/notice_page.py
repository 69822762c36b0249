"""The page of one notice: for the committee how it stands branch by branch, for a branch what it is to do."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import allowed, requires
from core.clock import today
from notices.choices import ItemState, NoticeState
from notices.models import Notice, NoticeItem
from notices.selectors.notices import addressed_by
from notices.selectors.page import SHOWN, chosen_rows, item_rows, own_items, own_row, own_rows, shown_url
from notices.selectors.standing import BranchRow, branch_rows, items_of
from notices.views.frame import crumbs_of, notice_for, page_of_notice


@requires("notices.view_notices")
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, "notices.view_notices")
    return show_notice(request, notice, branch=request.GET.get("branch", ""))


def show_notice(
    request: HttpRequest, notice: Notice, *, branch: str = "", status: int = 200, **refused: Any
) -> HttpResponse:
    """The page, to officers of several branches that of `branch` (a key); after a step that was refused with its
    `reasons` or, of a reply, the form with what was typed."""
    items = items_of(request.user, [notice]).get(notice.pk, [])
    # Of a void one as it stood on its last day: what was said to it is kept.
    rows = branch_rows(request.user, [notice], notice.voided_on or today())[notice.pk] if notice.number else []
    is_writer = allowed(request.user, "notices.notice_change", notice)
    context = {
        "notice": notice,
        "crumbs": crumbs_of(),
        "menu": _menu(request, notice),
        "is_writer": is_writer,
        **(_of_court(request, notice, items, rows) if is_writer else {}),
        **_of_branch(request, items, rows, branch),
        **refused,
    }
    return render(request, "notices/notice.html", context, status=status)


def _of_court(request: HttpRequest, notice: Notice, items: list[NoticeItem], rows: list[BranchRow]) -> dict[str, Any]:
    """The items with their counts, and the matrix or the part of it that the address names."""
    asked = request.GET.get("item", "")
    item = next((each for each in items if str(each.pk) == asked), None)
    show, stands = request.GET.get("show", ""), request.GET.get("stands", "")
    shown = chosen_rows(rows, show, item, stands)
    columns = [(number, each) for number, each in enumerate(items, 1) if item in (None, each)]
    is_draft = notice.state is NoticeState.DRAFT
    return {
        "item_rows": item_rows(notice, items, rows),
        "columns": columns,
        "matrix": [(row, [row.answers.get(each.pk) for _, each in columns]) for row in shown],
        "of_item": item,
        "shown_words": _shown_words(show, item, stands),
        "totals": _totals(notice, rows),
        "addressees": addressed_by(notice, today()) if is_draft else [],
        "is_for_all": is_draft and not notice.addressees.exists(),
        "is_draft": is_draft,
        "waiting": [row for row in rows if not row.is_acknowledged],
    }


def _shown_words(show: str, item: NoticeItem | None, stands: str) -> str:
    if item is None:
        return SHOWN.get(show, "")
    label = ItemState(stands).label if stands in ItemState.values else "全部"
    return f"{item.text}：{label}"


def _totals(notice: Notice, rows: list[BranchRow]) -> list[tuple[str, int, str]]:
    counts = {
        "ACKNOWLEDGED": sum(row.is_acknowledged for row in rows),
        "COMPLETED": sum(row.is_completed for row in rows),
        "WAITING": sum(not row.is_acknowledged for row in rows),
    }
    labels = {"ACKNOWLEDGED": "已签收", "COMPLETED": "已完成", "WAITING": "待签收"}
    return [(labels[show], count, shown_url(notice, show=show)) for show, count in counts.items()]


def _of_branch(request: HttpRequest, items: list[NoticeItem], rows: list[BranchRow], branch: str) -> dict[str, Any]:
    """What concerns the branch of an officer; of several the one that is asked for, or still open."""
    own = own_rows(request.user, rows)
    chosen = own_row(own, branch)
    return {
        "own": chosen,
        "own_branches": own if len(own) > 1 else [],
        "own_items": own_items(chosen, items) if chosen else [],
        "reply_key": uuid4(),
    }


def _menu(request: HttpRequest, notice: Notice) -> list[dict[str, str]]:
    is_issued = notice.state is NoticeState.ISSUED
    offers = (
        (True, "print_notice", "pdf", "下载 PDF（打印）", "printer"),
        (True, "print_notice", "docx", "下载 Word", "file-earmark-word"),
        (is_issued, "notice_void", "void", "作废这期提示单", "x-lg"),
    )
    return [
        {"label": label, "url": page_of_notice(notice, page), "icon": icon}
        for may, permission, page, label, icon in offers
        if may and allowed(request.user, f"notices.{permission}", notice)
    ]
