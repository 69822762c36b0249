"""The scheduled drafts of a month, for one court or for all."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from branches.models import Court
from branches.selectors.named import court_named
from core.clock import now, today
from core.commands import ServiceCommand, iso_date
from core.queueing import hand_over
from notices.jobs import DELIVER
from notices.selectors.schedule import courts_with_branches
from notices.services import notice_draft


def month(text: str) -> date:
    """For `type=` of an argument: “2024-07”."""
    return iso_date(f"{text}-01")


class Command(ServiceCommand):
    help = "Draft the month's work notices (工作提示单) of all courts, or of one; again: none new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", required=True, type=month, metavar="2024-07")
        parser.add_argument("--court", metavar="NAME")
        parser.add_argument("--on", type=iso_date, metavar="DATE", help="the day it is judged on; today without it")

    def perform(self, **options: Any) -> str:
        on = options["on"] or today()
        courts = [court_named(options["court"])] if options["court"] else courts_with_branches(on)
        said = [self._drafted(court, options["month"], on) for court in courts]
        hand_over(DELIVER)
        return "\n".join(said) if said else "还没有设党支部的法院，没有可以起草的。"

    @staticmethod
    def _drafted(court: Court, month: date, on: date) -> str:
        notice = notice_draft(court=court, month=month, on=on, at=now())
        if notice is None:
            return f"{court}：{month.year}年{month.month}月的工作提示单此前已经起草过，没有新的。"
        return f"{court}：已起草“{notice.title}”，共 {notice.items.count()} 项，待签发。"
