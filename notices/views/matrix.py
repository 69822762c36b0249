"""The receipt matrix of a court: branches by notices, and what its figures count as a list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from branches.models import Branch, Court
from campaigns.selectors import court_of_committee
from core.access import requires
from core.exports import Column, export
from core.heat import Heat, HeatCell, HeatFoot, HeatRow, heat_table
from core.listing import Table, chips_of, query_with
from notices.choices import ReceiptState
from notices.forms.matrix import MatrixForm, ReceiptForm
from notices.links import OPEN
from notices.selectors.matrix import Cell, Matrix, matrix_of

HEATS = {
    ReceiptState.WAITING: (Heat.UNMET, "hourglass", "待签"),
    ReceiptState.ACKNOWLEDGED: (Heat.PARTLY, "check", "已签"),
    ReceiptState.COMPLETED: (Heat.MET, "check2-all", "完成"),
}


def _court(request: HttpRequest) -> Court:
    court = court_of_committee(request.user)
    if court is None:
        raise Http404
    return court


def _matrix(request: HttpRequest, asked: MatrixForm, court: Court) -> Matrix:
    return matrix_of(request.user, court, asked.day, **asked.narrowing)


@requires("notices.view_matrix")
def matrix(request: HttpRequest) -> HttpResponse:
    """Which branch has signed for which notice and how far it is with it, as of a day."""
    court = _court(request)
    asked = MatrixForm(request.GET, user=request.user, court=court)
    shown = _matrix(request, asked, court)
    cells = list(shown.cells.values())
    context = {
        "asked": asked,
        "filter_form": asked,
        "chips": chips_of(request, asked),
        "shown": shown,
        "table": _table(request, shown) if shown.notices and shown.branches else "",
        "totals": [
            (state.label, sum(cell.state is state for cell in cells), _receipts_url(request, state=state))
            for state in ReceiptState
        ],
        "legend": [(heat.name, icon, word, state.label) for state, (heat, icon, word) in HEATS.items()],
        "crumbs": [("工作提示", reverse("notices:list"))],
        "export_url": reverse("notices:matrix_export"),
    }
    return render(request, "notices/matrix.html", context)


def _receipts_url(request: HttpRequest, **chosen: Any) -> str:
    """The list of the cells that a figure counts, of the same notices on the same day."""
    return reverse("notices:receipts") + query_with(request, sort=None, **chosen)


def _table(request: HttpRequest, shown: Matrix) -> SafeString:
    still_open = sum(cell.is_open for cell in shown.cells.values())
    foot = HeatFoot(
        "未完成支部",
        [_sum(request, shown.of_notice(notice), notice=notice.pk) for notice in shown.notices],
        (str(still_open), _receipts_url(request, state=OPEN) if still_open else ""),
    )
    return heat_table(
        caption="各支部各期工作提示的签收和完成情况",
        corner="党支部",
        periods=[str(notice) for notice in shown.notices],
        urls=[reverse("notices:notice", args=[notice.pk]) for notice in shown.notices],
        rows=[_row(request, shown, branch) for branch in shown.branches],
        total="未完成",
        foot=foot,
    )


def _sum(request: HttpRequest, cells: list[Cell], **owner: Any) -> tuple[str, str]:
    """How many are not completed, and the list of them."""
    count = sum(cell.is_open for cell in cells)
    return str(count), _receipts_url(request, state=OPEN, **owner) if count else ""


def _row(request: HttpRequest, shown: Matrix, branch: Branch) -> HeatRow:
    cells = [_cell(shown.cells.get((branch.pk, notice.pk))) for notice in shown.notices]
    total, url = _sum(request, shown.of_branch(branch), branch=branch.pk)
    return HeatRow(branch.name, cells, reverse("branches:branch_detail", args=[branch.pk]), total, url)


def _cell(cell: Cell | None) -> HeatCell:
    if cell is None:
        return HeatCell(Heat.NOT_DUE, word="未发给该支部")
    heat, icon, word = HEATS[cell.state]
    text = f"{word} {cell.row.settled}/{cell.row.of}" if cell.row.of else word
    note = f"事项完成 {cell.row.figures}"
    return HeatCell(heat, text, cell.url, note, word=cell.state.label, icon=icon)


@requires("notices.export_matrix")
def matrix_export(request: HttpRequest) -> HttpResponse:
    """The matrix as it stands on the page."""
    court = _court(request)
    asked = MatrixForm(request.GET, user=request.user, court=court)
    shown = _matrix(request, asked, court)
    columns: list[Column] = [("党支部", lambda branch: branch.name)]
    columns += [(str(notice), _words_of(shown, notice.pk)) for notice in shown.notices]
    columns.append(("未完成", lambda branch: sum(cell.is_open for cell in shown.of_branch(branch))))
    return export(
        user=request.user,
        action="notices.export_matrix",
        filename=f"工作提示签收情况（截至{asked.day:%Y-%m-%d}）.xlsx",
        sheet_title="签收情况",
        columns=columns,
        rows=shown.branches,
        subject=court,
    )


def _words_of(shown: Matrix, notice_pk: int) -> Any:
    def words(branch: Branch) -> str:
        cell = shown.cells.get((branch.pk, notice_pk))
        return f"{cell.state.label} {cell.row.figures}" if cell else ""

    return words


# --- What the figures count ---------------------------------------------------------------------

RECEIPTS = Table(
    columns=(
        ("branch", "党支部"),
        ("notice", "工作提示"),
        ("due_on", "完成期限"),
        ("acknowledged", "签收日期"),
        ("items", "事项完成"),
        ("state", "状态"),
    ),
    sorts={
        "branch": lambda cell: (cell.branch.order, cell.branch.pk),
        "notice": lambda cell: (cell.notice.issued_on, cell.notice.pk),
        "due_on": lambda cell: (cell.notice.due_on is None, cell.notice.due_on or cell.notice.issued_on),
        "state": lambda cell: list(ReceiptState).index(cell.state),
    },
    figures=("items",),
)


def _receipts(request: HttpRequest) -> tuple[ReceiptForm, list[Cell]]:
    court = _court(request)
    asked = ReceiptForm(request.GET, user=request.user, court=court)
    return asked, asked.kept(_matrix(request, asked, court).cells.values())


@requires("notices.view_matrix")
def receipts(request: HttpRequest) -> HttpResponse:
    asked, cells = _receipts(request)
    context = RECEIPTS.context(request, asked, cells)
    context |= {
        "asked": asked,
        "crumbs": [("工作提示", reverse("notices:list")), ("签收情况", reverse("notices:matrix"))],
        "export_url": reverse("notices:receipts_export"),
        "unit": "份",
        "empty": {"thing": "工作提示", "words": "签发以后，各支部的签收和完成情况列在这里。"},
    }
    return render(request, "notices/receipts.html", context)


RECEIPT_COLUMNS: tuple[Column, ...] = (
    ("党支部", lambda cell: cell.branch.name),
    ("工作提示", lambda cell: str(cell.notice)),
    ("签发日期", lambda cell: cell.notice.issued_on),
    ("完成期限", lambda cell: cell.notice.due_on),
    ("签收日期", lambda cell: cell.acknowledged_on),
    ("完成事项", lambda cell: cell.row.settled),
    ("应完成事项", lambda cell: cell.row.of),
    ("不详事项", lambda cell: cell.row.not_known),
    ("状态", lambda cell: cell.state.label),
)


@requires("notices.export_matrix")
def receipts_export(request: HttpRequest) -> HttpResponse:
    asked, cells = _receipts(request)
    return export(
        user=request.user,
        action="notices.export_matrix",
        filename=f"工作提示签收名单（截至{asked.day:%Y-%m-%d}）.xlsx",
        sheet_title="签收名单",
        columns=RECEIPT_COLUMNS,
        rows=RECEIPTS.ordered(request, cells),
    )
