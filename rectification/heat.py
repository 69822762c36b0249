"""The heat map of supervision: open problems and late measures of each branch by the problems' source."""

from typing import Any

from django.utils.safestring import SafeString

from branches.models import Branch
from core.heat import Heat, HeatCell, HeatRow, heat_table
from rectification.choices import NOT_CLOSED
from rectification.selectors.supervision.sums import COMMITTEE, HeatSum

Sums = dict[tuple[int | None, str], HeatSum]


def heat_map(sums: Sums, asked: Any) -> SafeString | None:
    """One row a branch, one column a source; None where there is no problem."""
    sources = sorted({source for _, source in sums})
    if not sources:
        return None
    with_rows = {pk for pk, _ in sums}
    branches: list[Branch | None] = [
        *(row for row in asked.rows if row.pk in with_rows),
        *([None] if None in with_rows else []),
    ]
    return heat_table(
        caption="各支部各来源没有销号的问题和未按时完成的措施",
        corner="党支部",
        periods=sources,
        rows=[_row(sums, branch, sources, asked) for branch in branches],
        total="合计",
    )


def _row(sums: Sums, branch: Branch | None, sources: list[str], asked: Any) -> HeatRow:
    key = branch.pk if branch else None
    own = [sums.get((key, source), HeatSum()) for source in sources]
    total = HeatSum(*(sum(getattr(each, name) for each in own) for name in ("problems", "open", "late")))
    cells = [_cell(each, _url(asked, branch, each, source=source)) for each, source in zip(own, sources, strict=True)]
    name = branch.name if branch else COMMITTEE
    return HeatRow(name, cells, "", _figures(total), _url(asked, branch, total))


def _url(asked: Any, branch: Branch | None, own: HeatSum, **filters: str) -> str:
    """The problems behind a cell, those that are open if any is; the lists have no filter for what no branch has."""
    if branch is None:
        return ""
    state = {"state": NOT_CLOSED} if own.open else {}
    return asked.problems(branch=branch.pk, **filters, **state)


def _cell(own: HeatSum, url: str) -> HeatCell:
    if not own.problems and not own.late:
        return HeatCell(Heat.NOT_DUE)
    state = Heat.UNMET if own.late else Heat.PARTLY if own.open else Heat.MET
    words = f"{own.open} 个问题没有销号，{own.late} 条措施未按时完成"
    return HeatCell(state, _figures(own), url, words)


def _figures(own: HeatSum) -> str:
    return f"{own.open}/{own.late}"
