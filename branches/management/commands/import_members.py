"""A court's roster of members from a spreadsheet."""

from typing import Any

from django.core.management.base import CommandParser

from branches.management.file_import_command import FileImportCommand
from branches.models import Court
from branches.services.file_imports import ImportOutcome
from branches.services.member_import import RosterChoices, import_members
from core.clock import today


class Command(FileImportCommand):
    help = "Import branches, groups, members and posts from a roster (.xlsx, .xls, .csv); all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--create-branches", action="store_true")

    def run_import(self, court: Court, options: dict[str, Any]) -> ImportOutcome:
        return import_members(
            court=court,
            source=options["file"],
            filename=options["file"].name,
            choices=RosterChoices(columns=options["column"], create_branches=options["create_branches"]),
            dry_run=options["dry_run"],
            by=None,
            on=today(),
        )
