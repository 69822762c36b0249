"""What the walk needs to know of an address, and the names of the actors in groups."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tests.access.actors import ACTORS
from tests.access.world import World

Data = dict[str, Any]
# (world, actor, the row of the address) -> form data; None where this actor has nothing right to send.
PostData = Callable[[World, str, Any], Data | None]

EVERYBODY = tuple(ACTORS)
SIGNED_IN = tuple(actor.code for actor in ACTORS.values() if actor.signed_in)
COMMITTEES = ("committee_high", "committee_own", "committee_sister", "committee_agreeing")
SECRETARIES = ("secretary_a", "secretary_b")
OFFICERS = (*SECRETARIES, "leader_a1")
MEMBERS = ("member_a1", "member_b")
ADMINISTRATORS = ("administrator", "administrator_own")
AUDITORS = ("auditor", "auditor_own")
READERS = (*COMMITTEES, *OFFICERS)
WRITERS = (*COMMITTEES, *SECRETARIES)


@dataclass(frozen=True)
class By:
    """A row that a form names by another field than its key."""

    row: models.Model
    field: str


@dataclass(frozen=True)
class Example:
    """How an address is walked; see the top of examples.py."""

    rows: dict[str, type[models.Model]] = field(default_factory=dict)
    plain: Data = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    # The rows of further arguments are of the first one's court, rather than of its place.
    beside_in_court: bool = False
    # Of the rows an actor sees, those that this page is for, where a role alone doesn't say it: (actor, place) -> bool.
    where: Callable[[str, str], bool] | None = None
    # The same by what the row itself says: (actor, row) -> bool.
    fits: Callable[[str, Any], bool] | None = None
    post: PostData | None = None
    # Who may send the form, where others may open its page; without it the page is for those who may send it.
    writers: tuple[str, ...] | None = None
    # Seeing the row is enough: the form changes nothing of it (a number shown in full, a rule beside it).
    row_is_read: bool = False
    # The form only shows something, or keeps what was typed, right or wrong.
    keeps_typed: bool = False
    # Rows seen that the page is not for are not there, rather than refused.
    unfit: int = 403
    # What a page that is allowed answers with; what a form that is done does, if it goes nowhere else.
    answers: tuple[int, ...] = (200, 302)
    done: tuple[int, ...] = ()
    # Filters of a list that take a row's key.
    filters: dict[str, type[models.Model]] = field(default_factory=dict)
    # The page of a row shows the row's own canary; False where it says something else about it.
    shows_row: bool = True
    # Masked numbers stand here in full for those who are allowed.
    reveals: bool = False
    # Tells of the machine or the moment, so that it may differ from one reading to the next.
    volatile: bool = False
    # Open without signing in; or only about the account that asks, so that it needs no permission.
    public: bool = False
    personal: bool = False
    methods: tuple[str, ...] = ("GET", "POST")
