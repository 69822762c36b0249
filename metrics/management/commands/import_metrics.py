"""A court's business figures from a spreadsheet."""

from typing import Any

from django.core.management.base import CommandParser

from branches.management.file_import_command import FileImportCommand, pair
from branches.models import Court
from branches.services.file_imports import ImportOutcome
from core.clock import now
from metrics.services.metric_import import MetricChoices, import_metrics


class Command(FileImportCommand):
    help = "Import business figures by period from a table (.xlsx, .xls, .csv); all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--metric", action="append", default=[], type=pair, metavar="WORD=NAME")
        parser.add_argument("--branch", action="append", default=[], type=pair, metavar="WORD=NAME")

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        return import_metrics(
            court=court,
            source=options["file"],
            filename=options["file"].name,
            choices=MetricChoices(
                columns=options["column"], metrics=dict(options["metric"]), branches=dict(options["branch"])
            ),
            dry_run=options["dry_run"],
            by=None,
            at=now(),
        )
