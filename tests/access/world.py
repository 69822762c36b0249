"""A small system of courts in which every row is marked.

Every text of every row carries a canary of that row alone, so that a page tells by itself whose rows it shows. A row's
`place` says who owns it: a court (own), a branch (A) or a group (A1); `about` says of which member it tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from accounts.models import User
from branches.choices import CourtLevel
from branches.models import Branch, Court, Member, PartyGroup

NOW = datetime(2024, 11, 15, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SYSTEM = "system"
NEW = "new"  # an account that was made by the request itself

# code: level, court above, whether it agreed to share its records upwards
COURTS: dict[str, tuple[str, str | None, bool]] = {
    "high": (CourtLevel.HIGH, None, False),
    "own": (CourtLevel.INTERMEDIATE, "high", False),
    "sister": (CourtLevel.INTERMEDIATE, "high", True),
    "agreeing": (CourtLevel.BASIC, "own", True),
    "silent": (CourtLevel.BASIC, "own", False),
    "far": (CourtLevel.HIGH, None, True),
}
BRANCHES = {"A": "own", "B": "own", "H": "high", "S": "sister", "Y": "agreeing", "N": "silent", "F": "far"}
GROUPS = {"A1": "A", "A2": "A", "B1": "B", "H1": "H", "S1": "S", "Y1": "Y", "N1": "N", "F1": "F"}
EVERYWHERE = frozenset({SYSTEM, *COURTS, *BRANCHES, *GROUPS})

CANARY = re.compile(r"X(\d{4})Y")
NUMBERS, MINUTES = "numbers", "minutes"
# Parts of a row with a canary of their own: numbers that stay masked, minutes that not everybody who was there reads.
PARTS = {
    ("branches.member", "phone"): NUMBERS,
    ("branches.member", "identity_number"): NUMBERS,
    ("development.candidate", "identity_number"): NUMBERS,
    ("activities.activity", "content"): MINUTES,
}
# Texts that mean something to the program, or are too short for a canary; one in them would be no such row.
NO_TEXT = {
    ("branches.court", "path"),
    ("accounts.user", "password"),
    ("activities.activitykind", "fields"),
    ("metrics.metric", "code"),
    ("metrics.metric", "unit"),
    ("registers.registerkind", "fields"),
    ("registers.registerkind", "code"),
    ("registers.kindsetting", "fields"),
    ("core.auditevent", "subject_type"),
    ("core.auditevent", "subject_id"),
    ("activities.activitydraft", "joint"),
    ("rectification.worklist", "labels"),
    ("rectification.worklist", "hidden"),
    ("notices.quarterrun", "quarter"),
    ("notices.message", "path"),
    ("notices.noticesettings", "webhook_url"),
    ("assessments.aspect", "code"),
    ("assessments.indicator", "code"),
    ("assessments.shortfall", "code"),
    ("assessments.review", "code"),
    ("assessments.objection", "code"),
    ("reports.apitoken", "scopes"),
    ("reports.reportoutline", "sections"),
    ("reports.report", "document"),
    ("reports.report", "figures"),
    ("reports.courtmonth", "own"),
    ("reports.courtmonth", "below"),
}


@dataclass(frozen=True)
class Marked:
    """One row of the world under one canary; with a `part`, the canary of those fields only (PARTS)."""

    row: models.Model
    place: str
    about: str | None
    part: str = ""

    @property
    def label(self) -> str:
        return self.row._meta.label_lower

    def __str__(self) -> str:
        return f"{self.label} of {self.place} {self.part}".rstrip()


@dataclass
class World:
    """Everything planted; the dictionaries lead from a code to its row."""

    marks: dict[int, Marked] = field(default_factory=dict)
    courts: dict[str, Court] = field(default_factory=dict)
    branches: dict[str, Branch] = field(default_factory=dict)
    groups: dict[str, PartyGroup] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    _by_model: dict[type[models.Model], list[Marked]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def plant(self, model: type[models.Model], place: str, *, about: str | None = None, **fields: Any) -> Any:
        """Save a row of `model` whose texts all carry its canary."""
        numbers = {"": next(self._numbers)}
        texts = {}
        for each in text_fields(model):
            part = PARTS.get((model._meta.label_lower, each.name), "")
            if part not in numbers:
                numbers[part] = next(self._numbers)
            texts[each.name] = planted_text(each, numbers[part])
        row = model(**(texts | fields))
        row.save()
        self.marks |= {number: Marked(row, place, about, part) for part, number in numbers.items()}
        self._by_model.setdefault(model, []).append(self.marks[numbers[""]])
        return row

    def of(self, model: type[models.Model]) -> list[Marked]:
        """The marked rows of a model, in the order of planting."""
        return self._by_model.get(model, [])


@cache
def text_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model into which somebody may write a text, JSON included."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField | models.JSONField)
        and not each.choices
        and (model._meta.label_lower, each.name) not in NO_TEXT
    ]


def planted_text(each: models.Field, number: int) -> Any:
    text = f"鹦鹉X{number:04d}Y"
    return {"planted": [text]} if isinstance(each, models.JSONField) else text


def owners(place: str) -> dict[str, Any]:
    """Codes of the court, branch and group of a place, None where it has none."""
    branch = GROUPS.get(place, place if place in BRANCHES else None)
    court = BRANCHES[branch] if branch else (place if place in COURTS else None)
    return {"court": court, "branch": branch, "group": place if place in GROUPS else None}
