"""A court's ledger of rectification from a spreadsheet."""

from typing import Any

from django.core.management.base import CommandParser

from branches.management.file_import_command import FileImportCommand, pair
from branches.models import Court
from branches.services.file_imports import ImportOutcome
from core.clock import today
from rectification.services.ledger_import import LedgerChoices, import_rectification


class Command(FileImportCommand):
    help = "Import problems and measures from a ledger of rectification (.xlsx, .xls, .csv); all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--branch", action="append", default=[], type=pair, metavar="WORD=NAME")
        parser.add_argument("--nature", action="append", default=[], type=pair, metavar="WORD=CODE")

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        return import_rectification(
            court=court,
            source=options["file"],
            filename=options["file"].name,
            choices=LedgerChoices(
                columns=options["column"], branches=dict(options["branch"]), natures=dict(options["nature"])
            ),
            dry_run=options["dry_run"],
            by=None,
            on=today(),
        )
