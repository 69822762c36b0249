"""What the paper of a bulletin says: its words, then a table of what is not done, of late measures, of what is not
known. The same for everybody who may read it."""

from typing import Any

from core.documents.parts import PaperTable
from core.documents.plain import paragraphs
from notices.choices import NoticeState
from notices.models import Bulletin
from notices.selectors.bulletin_words import held_words, in_words_of, thing_of
from notices.selectors.bulletins import BulletinFigures, Overdue


def bulletin_data(bulletin: Bulletin, figures: BulletinFigures) -> dict[str, Any]:
    """`figures`: those it was issued with; of a draft, of the day."""
    day, issued, state = figures.day, bulletin.issued_on, bulletin.state
    taken_back = f"（{state.label}）" if state in (NoticeState.VOIDED, NoticeState.DISCARDED) else ""
    in_words_of(bulletin, figures)
    tables = [_missing(figures), _overdue(figures, f"{figures.court}机关党委"), _not_known(figures)]
    return {
        "title": f"{bulletin.title}{taken_back}",
        "court": figures.court,
        "until": f"数据截至{day.year}年{day.month}月{day.day}日",
        "opening": paragraphs(bulletin.opening),
        "tables": [table.data() for table in tables if table.rows],
        "closing": paragraphs(bulletin.closing),
        "signed": f"{figures.court}机关党委",
        "date": f"{issued.year}年{issued.month}月{issued.day}日" if issued else f"（{state.label}）",
    }


def _missing(figures: BulletinFigures) -> PaperTable:
    rows = [
        (branch.branch, thing_of(line, branch.branch), held_words(line), f"{line.days_late}天")
        for branch in figures.branches
        for line in branch.missing
    ]
    return PaperTable("未完成的组织生活", ("党支部", "事项", "情况", "超期"), rows, (32, 74, 34, 16))


def _overdue(figures: BulletinFigures, committee: str) -> PaperTable:
    rows = [_measure(branch.branch, line) for branch in figures.branches for line in branch.overdue_measures]
    rows += [_measure(committee, line) for line in figures.own_measures]
    heads = ("责任单位", "整改措施", "责任人", "整改时限", "逾期")
    return PaperTable("逾期整改措施", heads, rows, (32, 54, 22, 30, 18))


def _measure(who: str, line: Overdue) -> tuple[str, ...]:
    return (who, line.measure, line.owner, line.due_on, f"{line.days_late}天")


def _not_known(figures: BulletinFigures) -> PaperTable:
    rows = [
        (branch.branch, thing_of(line, branch.branch), line.why)
        for branch in figures.branches
        for line in branch.not_known
    ]
    return PaperTable("情况不详的项目", ("党支部", "事项", "原因"), rows, (36, 62, 58), "情况不详的没有算作未完成。")
