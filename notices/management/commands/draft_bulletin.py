"""The bulletin of a court's month: drafted with the figures of today where there is none, and printed."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from branches.selectors.named import court_named
from core.clock import now, today
from core.commands import ServiceCommand, iso_date
from core.dates import month_end
from core.errors import Refused
from core.queueing import hand_over
from notices.jobs import DELIVER
from notices.management.commands.draft_notices import month
from notices.models import Bulletin
from notices.selectors.bulletin_words import held_words, in_words_of, thing_of
from notices.selectors.bulletins import BranchLines, BulletinFigures, as_printed, figures_of
from notices.services import bulletin_draft


class Command(ServiceCommand):
    help = "Draft the bulletin of a month that is over, and print what was due and not done, per branch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", required=True, type=month, metavar="2024-07")
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--as-of", type=iso_date, metavar="DATE", help="the day of the printed figures")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def perform(self, **options: Any) -> str:
        court = court_named(options["court"])
        as_of: date = options["as_of"] or today()
        _ensure_over(options["month"], as_of)
        bulletin = bulletin_draft(court=court, month=options["month"], on=today(), at=now())
        hand_over(DELIVER)
        figures = figures_of(bulletin, as_of)
        if options["as_of"] and figures.day != as_of:
            raise Refused(f"这期通报已签发，数据定格在 {figures.as_of}，不能按其他日期重新计算。请去掉 --as-of。")
        if options["format"] == "json":
            return json.dumps(as_printed(figures), ensure_ascii=False, indent=1)
        return "\n".join(_lines(in_words_of(bulletin, figures), figures))


def _ensure_over(month: date, as_of: date) -> None:
    """Raises Refused for a day on which the month's figures cannot be told."""
    if as_of > today():
        raise Refused(f"截至日期 {as_of} 还没有到。")
    if as_of <= month_end(month.year, month.month):
        raise Refused(f"截至 {as_of}，{month.year}年{month.month}月还没有结束，请写月底以后的日期。")


def _lines(bulletin: Bulletin, figures: BulletinFigures) -> Iterator[str]:
    state = f"{bulletin.issued_on} 签发" if bulletin.is_issued else bulletin.state.label
    yield f"{figures.court} {bulletin.title}（{state}，截至 {figures.as_of}）"
    yield from filter(None, (bulletin.opening, bulletin.closing))
    for branch in figures.branches:
        if branch.is_clear:
            yield f"{branch.branch}：没有未完成的事项"
        else:
            yield from _of_branch(branch)
        if branch.not_known:
            yield f"{branch.branch}：另有 {len(branch.not_known)} 项情况不详"
    for measure in figures.own_measures:
        yield f"机关党委：{measure.measure}，应于 {measure.due_on} 完成，逾期 {measure.days_late} 天"


def _of_branch(branch: BranchLines) -> Iterator[str]:
    for line in branch.missing:
        yield f"{branch.branch}：{thing_of(line, branch.branch)}，{held_words(line)}，超期 {line.days_late} 天"
    for measure in branch.overdue_measures:
        owner = f"（{measure.owner}）" if measure.owner else ""
        yield f"{branch.branch}：{measure.measure}{owner}应于 {measure.due_on} 完成，逾期 {measure.days_late} 天"
