"""The published days off of a new year, from the command line."""

from typing import Any

from django.core.management.base import CommandParser

from core.commands import ServiceCommand
from core.holidays.services import year_fill


class Command(ServiceCommand):
    help = "Enter the days off and the days worked instead of one year, as published; again: adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR")

    def perform(self, **options: Any) -> str:
        number = year_fill(year=options["year"], by=None)
        return f"{options['year']} 年新录入 {number} 天。"
