"""A branch's application for a level of stars."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.choices import STARS
from assessments.periods import Span
from assessments.selectors.candidates import branches_on
from assessments.services.applications import apply_all
from branches.selectors.named import branch_named, court_named
from core.clock import today
from core.commands import ServiceCommand
from core.errors import Refused


class Command(ServiceCommand):
    help = "Apply for a level of stars for one branch or for all of a court; again: the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--year", required=True, type=int, metavar="Y")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--branch", metavar="NAME")
        which.add_argument("--all", action="store_true", help="every branch of the court")
        parser.add_argument("--stars", required=True, type=int, choices=sorted(dict(STARS)))

    def perform(self, **options: Any) -> str:
        court = court_named(options["court"])
        year = Span.named(f"{options['year']:04d}")
        last = year.as_of(today())
        branches = branches_on(court, last) if options["all"] else [branch_named(options["branch"], court)]
        if not branches:
            raise Refused(f"{court}在 {last} 还没有党支部。")
        apply_all(branches=branches, year=year.year, stars=options["stars"], on=today(), by=None)
        return f"{len(branches)} 个支部申报 {year.year} 年度{dict(STARS)[options['stars']]}"
