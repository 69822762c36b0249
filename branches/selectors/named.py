"""Rows by the names given on the command line; Refused where there is none of the name, or more than one."""

from datetime import date
from typing import TypeVar

from django.db import models

from branches.models import Branch, Court, Member, PartyGroup
from core.errors import Refused

Row = TypeVar("Row", bound=models.Model)


def court_named(name: str) -> Court:
    court = Court.objects.unscoped("named on the command line").filter(name=name).first()
    if court is None:
        raise Refused(f"没有名为“{name}”的法院。")
    return court


def branch_named(name: str, court: Court | None = None) -> Branch:
    """The branch of that name in the court, or in the whole installation if only one bears it."""
    rows = Branch.objects.within(court) if court else Branch.objects.unscoped("named on the command line")
    found = list(rows.filter(name=name).select_related("court")[:2])
    return _the_only(found, f"名为“{name}”的党支部", "几个法院都有，请用 --court 指明")


def group_named(name: str, branch: Branch) -> PartyGroup:
    return _the_only(list(PartyGroup.objects.within(branch).filter(name=name)[:2]), f"名为“{name}”的党小组")


def member_named(name: str, court: Court, born_on: date | None = None) -> Member:
    rows = Member.objects.within(court).filter(name=name, admitted_again=False)
    found = list((rows.filter(born_on=born_on) if born_on else rows)[:2])
    return _the_only(found, f"名为“{name}”的党员", "有同名的几人，请在账号页面填出生日期关联")


def _the_only(found: list[Row], what: str, several: str = "不止一个") -> Row:
    if not found:
        raise Refused(f"没有{what}。")
    if len(found) > 1:
        raise Refused(f"{what}{several}。")
    return found[0]
