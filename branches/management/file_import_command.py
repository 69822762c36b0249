"""The command line that all imports of a file share."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from branches.models import Court
from branches.selectors.named import court_named
from branches.services.file_imports import ImportOutcome
from core.commands import ServiceCommand
from core.spreadsheets import UsageError


def pair(text: str) -> tuple[str, str]:
    """For `type=` of an argument: “HEADING=FIELD”, cut at the last equals sign."""
    left, equals, right = text.rpartition("=")
    if not (equals and left.strip() and right.strip()):
        raise ArgumentTypeError(f"“{text}”应写成 名称=目标 的形式。")
    return left.strip(), right.strip()


class FileImportCommand(ServiceCommand):
    """Subclasses write `run_import(**options)`, which calls their service."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--column", action="append", default=[], type=pair, metavar="HEADING=FIELD")
        parser.add_argument("--dry-run", action="store_true")

    def perform(self, **options: Any) -> str:
        options["column"] = dict(options["column"])
        try:
            return str(self.run_import(court_named(options["court"]), options))
        except UsageError as error:
            raise self.usage(str(error)) from error

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        raise NotImplementedError
