"""A court's star standard of a year from a spreadsheet, as a draft."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.services.standard_import import StandardChoices, import_standard
from branches.management.file_import_command import FileImportCommand, pair
from branches.models import Court
from branches.services.file_imports import ImportOutcome


class Command(FileImportCommand):
    help = "Import a star standard (.xlsx, .xls, .csv) as a draft of its year; all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--kind", action="append", default=[], type=pair, metavar="WORD=CODE")

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        return import_standard(
            court=court,
            year=options["year"],
            source=options["file"],
            filename=options["file"].name,
            choices=StandardChoices(columns=options["column"], inputs=dict(options["kind"])),
            dry_run=options["dry_run"],
            by=None,
        )
