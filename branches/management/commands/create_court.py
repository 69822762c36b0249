"""A court, from the command line: how an empty installation begins."""

from typing import Any

from django.core.management.base import CommandParser

from branches.choices import CourtLevel
from branches.selectors.named import court_named
from branches.services.courts import court_create
from core.commands import ServiceCommand


class Command(ServiceCommand):
    help = "Create a court, at the top of the tree or under another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--level", required=True, choices=CourtLevel.values)
        parser.add_argument("--parent", metavar="NAME")

    def perform(self, **options: Any) -> str:
        parent = court_named(options["parent"]) if options["parent"] else None
        court = court_create(name=options["name"], level=options["level"], parent=parent)
        return f"已建立{court.get_level_display()}：{court.name}。"
