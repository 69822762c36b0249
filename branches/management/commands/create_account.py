"""An account with its role, from the command line."""

import sys
from typing import Any

from django.core.management.base import CommandParser

from branches.choices import Role
from branches.models import Branch, Court, Member, PartyGroup
from branches.selectors.named import branch_named, court_named, group_named, member_named
from branches.services.appointments import account_open
from core.clock import now
from core.commands import ServiceCommand


class Command(ServiceCommand):
    help = "Create an account; its password is one line of the standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--court", metavar="NAME")
        parser.add_argument("--branch", metavar="NAME", help="With --court where several courts have one of the name.")
        parser.add_argument("--group", metavar="NAME", help="The group that a SECRETARY leads; needs --branch.")
        parser.add_argument("--name", default="", metavar="NAME", help="The person's name.")
        parser.add_argument("--member", metavar="NAME", help="The member of the court whose account it is.")
        parser.add_argument("--password-stdin", action="store_true", required=True)

    def perform(self, **options: Any) -> str:
        self._check_usage(options)
        court, branch, group, member = _place(options)
        user = account_open(
            username=options["username"],
            password=sys.stdin.readline().rstrip("\r\n"),
            role=options["role"],
            at=now(),
            name=options["name"],
            member=member,
            must_change_password=False,
            court=court,
            branch=branch,
            group=group,
        )
        return f"已建立账号 {user.username}（{Role(options['role']).label}）。"

    def _check_usage(self, options: dict[str, Any]) -> None:
        role = options["role"]
        if role == Role.SECRETARY and not options["branch"]:
            raise self.usage("SECRETARY 须给出 --branch。")
        if role in (Role.COMMITTEE, Role.MEMBER) and not options["court"]:
            raise self.usage(f"{role} 须给出 --court。")
        if role != Role.SECRETARY and (options["branch"] or options["group"]):
            raise self.usage("--branch 和 --group 只用于 SECRETARY。")
        if options["member"] and not (options["court"] or options["branch"]):
            raise self.usage("--member 须与 --court 或 --branch 一起给出。")


def _place(options: dict[str, Any]) -> tuple[Court | None, Branch | None, PartyGroup | None, Member | None]:
    court = court_named(options["court"]) if options["court"] else None
    branch = branch_named(options["branch"], court) if options["branch"] else None
    group = group_named(options["group"], branch) if options["group"] and branch else None
    court = branch.court if branch else court
    member = member_named(options["member"], court) if options["member"] and court else None
    return court, branch, group, member
