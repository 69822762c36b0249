"""A court's ledger of organisational life from a spreadsheet."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandParser

from activities.services.activity_import import LedgerChoices, import_activities
from branches.management.file_import_command import FileImportCommand, pair
from branches.models import Court
from branches.services.file_imports import ImportOutcome
from core.clock import now, today
from core.commands import iso_date
from core.dates import Span


def days(text: str) -> Span:
    """For `type=` of an argument: “2024-01-01..2024-06-30”."""
    first, _, last = text.partition("..")
    span = iso_date(first.strip()), iso_date(last.strip())
    if span[0] > span[1]:
        raise ArgumentTypeError(f"“{text}”的起始日期晚于截止日期。")
    return span


class Command(FileImportCommand):
    help = "Import meetings and activities with attendance from a ledger (.xlsx, .xls, .csv); all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kind", action="append", default=[], type=pair, metavar="WORD=CODE")
        parser.add_argument("--branch", action="append", default=[], type=pair, metavar="WORD=NAME")
        parser.add_argument("--covers", type=days, metavar="A..B")

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        return import_activities(
            court=court,
            source=options["file"],
            filename=options["file"].name,
            choices=LedgerChoices(
                columns=options["column"],
                kinds=dict(options["kind"]),
                branches=dict(options["branch"]),
                covers=options["covers"],
            ),
            dry_run=options["dry_run"],
            by=None,
            on=today(),
            at=now(),
        )
