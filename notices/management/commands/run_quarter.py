"""What is done at the end of a quarter, for one court or for all: as the scheduler does it, for any quarter."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from branches.models import Court
from branches.selectors.named import court_named
from core.clock import now, today
from core.commands import ServiceCommand
from core.errors import Refused
from core.queueing import hand_over
from notices.jobs import DELIVER
from notices.quarters import Quarter, hooks
from notices.selectors.schedule import courts_keeping_records
from notices.services import quarter_run


class Command(ServiceCommand):
    help = "Do what is due at the end of a quarter, for all courts or one; again: nothing new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quarter", required=True, metavar="2024Q2")
        parser.add_argument("--court", metavar="NAME")

    def perform(self, **options: Any) -> str:
        quarter = Quarter.named(options["quarter"])
        quarter.ensure_over(today())
        courts = courts_keeping_records(quarter.start, quarter.end).order_by("path")
        if options["court"]:
            named = court_named(options["court"])
            courts = courts.filter(pk=named.pk)
            if not courts.exists():
                raise Refused(f"{named}在{quarter.label}没有支部或者没有留存记录，没有可以办理的。")
        said = "\n".join(line for court in courts for line in _run(court, quarter))
        hand_over(DELIVER)
        return said or f"{quarter.label}没有留存记录的法院，没有可以办理的。"


def _run(court: Court, quarter: Quarter) -> Iterator[str]:
    for hook in hooks():
        is_new = quarter_run(court=court, quarter=quarter, hook=hook, on=today(), at=now())
        yield f"{court}：{quarter.label}{hook.label}{'，已办理' if is_new else '，此前已经办理过'}。"
