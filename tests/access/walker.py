"""One actor asks for every page in every way that its example names; what is wrong is kept as faults.

Each request runs in a savepoint that is rolled back, so that all of them meet the same world.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from tests.access.actors import ACTORS
from tests.access.asking import (
    Reply,
    as_sent,
    cause_of,
    equal_but_for_keys,
    errors_in,
    key_of,
    named,
    signed_in,
    with_key,
)
from tests.access.choice import NO_SUCH_KEY, Choice
from tests.access.example import By, Data, Example
from tests.access.examples import example_of
from tests.access.expectations import may_meet, may_see, may_write
from tests.access.pages import Page
from tests.access.responses import canaries_in
from tests.access.snapshots import WritesSeen, after_writing, changes, is_appended, place_of, snapshot
from tests.access.world import CANARY, Marked, World

# What each view answers to, as it was found when the first actor came by.
_methods_found: dict[Any, tuple[str, ...]] = {}
REFUSALS = (200, 400, 403, 404, 409, 422)


@dataclass(frozen=True)
class Fault:
    """What was wrong, by the oracle that saw it."""

    oracle: str
    actor: str
    page: str
    said: str

    def __str__(self) -> str:
        return f"[{self.oracle}] {self.actor} at {self.page}: {self.said}"


@dataclass
class Walker:
    """`walk(pages)` fills `faults`, and `opened` with what each address said; `requests` counts what was asked, `seen`
    keeps the canaries met."""

    world: World
    actor: str
    examples: dict[str, Example]
    thorough: bool = False
    faults: list[Fault] = field(default_factory=list)
    opened: dict[tuple[str, str], bytes] = field(default_factory=dict)
    requests: int = 0
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.client = signed_in(self.world, self.actor)
        self._cookies = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        self._before = snapshot()
        self._page: Page | None = None
        self._choice = Choice(self.world, self.actor, self.thorough)
        self._answers: dict[tuple[Any, ...], Reply] = {}

    def walk(self, pages: list[Page]) -> list[Fault]:
        for page in pages:
            self._turn_to(page)
            self._answers = {}
            self._walk_page(page, example_of(page.name, self.examples))
        return self.faults

    def read(self, page: Page) -> Iterator[tuple[str, bytes]]:
        """(address, essence) of the page for every row that the walk opens; of its form too, never of its sending."""
        self._turn_to(page)
        example = example_of(page.name, self.examples)
        if "GET" in self._methods(page, example):
            for values, _ in self._choice.visible(example):
                reply = self._ask("GET", values)
                yield reply.address, reply.essence

    def send(self, page: Page, values: Data, method: str, data: Data) -> Reply:
        """Any request at all; an error of the product and a change of others' rows become faults."""
        self._turn_to(page)
        reply = self._ask(method, values, data)
        self._look_for_canaries(reply, example_of(page.name, self.examples))
        self._expect_own_changes(reply, f"{method} {data}")
        return reply

    def openings(self, page: Page) -> list[tuple[Data, Any, Data | None]]:
        """(arguments, row, right form) of each sort of row that the actor may open this page of."""
        self._turn_to(page)
        example = example_of(page.name, self.examples)
        return [
            (values, row, self._right_form(example, row))
            for values, row in self._choice.visible(example)
            if self._choice.may(example, row, "GET")
        ]

    def _turn_to(self, page: Page) -> None:
        self._page = page
        self._choice.page = page.name

    def _right_form(self, example: Example, row: Marked | None) -> Data | None:
        may = example.post is not None and self._choice.may(example, row, "POST")
        return example.post(self.world, self.actor, row and row.row) if may and example.post else None

    # --- One page -------------------------------------------------------------------------------

    def _walk_page(self, page: Page, example: Example) -> None:
        if not (example.public or example.personal or page.permission or self._in_admin):
            self._fault("guard", "the view has no permission: decorate it with core.access.requires")
        methods = self._methods(page, example)
        opened = 0
        for values, row in self._choice.visible(example):
            if "GET" in methods:
                opened += self._open(example, values, row)
            if "POST" in methods:
                self._send(example, values, row)
        if "GET" in methods and self._choice.is_allowed(example) and not opened:
            self._fault("control", "an actor who is allowed opened no row of this page")
        # Whoever lacks the permission is refused before any row is read: one row, asked for once, shows it.
        few = None if self._choice.is_allowed(example) or self.thorough else 1
        for values in islice(self._choice.foreign(example), few):
            for method in methods[:few]:
                self._ask_for_foreign(method, example, values)
        if "GET" in methods and self._choice.is_allowed(example):
            self._filter_by_foreign(example)

    def _methods(self, page: Page, example: Example) -> tuple[str, ...]:
        """What the view answers to, as it says itself when asked in a way that no page answers to."""
        both = example.methods if example.post else ("GET",)
        if not self._signed_in or not page.permission:
            return both
        if page.view not in _methods_found:
            _methods_found[page.view] = self._find_methods(example) or both
        return _methods_found[page.view]

    def _find_methods(self, example: Example) -> tuple[str, ...]:
        values = self._choice.no_such(example)
        reply = self._ask("DELETE", values)
        if reply.status != 405:
            self._fault("method", f"DELETE is answered with {reply.status} instead of 405")
            return ()
        allowed = [method.strip() for method in reply.response.headers["Allow"].split(",")]
        for method in {"GET", "POST"} - set(allowed):
            if self._ask(method, values).status != 405:
                self._fault("method", f"{method} is not answered with 405")
        if "POST" in allowed and example.post is None:
            self._fault("control", "takes a form: give its example `post`")
        return tuple(method for method in ("GET", "POST") if method in allowed)

    def _open(self, example: Example, values: Data, row: Marked | None) -> bool:
        """GET of what the actor sees: the page for those who are allowed, 403 for the others."""
        reply = self._ask("GET", values)
        if self._page and not example.volatile:
            self.opened[self._page.name, reply.address] = reply.essence
        self._look_for_canaries(reply, example)
        if not self._choice.may(example, row, "GET"):
            self._expect_refusal(reply, f"GET {row or 'the page'}", self._refusal(example))
            return False
        if reply.status not in example.answers:
            self._fault("control", f"GET {row or 'the page'} is answered with {reply.status}")
        elif row and example.shows_row and not example.post and reply.status == 200:
            self._expect_row(reply, row)
        return True

    def _send(self, example: Example, values: Data, row: Marked | None) -> None:
        """POST to what the actor sees: done for those who may, 403 and nothing changed for the others."""
        may = self._choice.may(example, row, "POST")
        data = self._right_form(example, row)
        reply = self._ask("POST", values, data or {})
        self._look_for_canaries(reply, example)
        if not may:
            self._expect_refusal(reply, f"POST {row or 'the form'}", self._refusal(example))
            self._expect_nothing_changed(reply, f"POST {row or 'the form'}")
        elif data is not None:
            if not (reply.done or reply.status in example.done):
                self._fault("control", f"a right form is answered with {reply.status}: {errors_in(reply)}")
            self._expect_own_changes(reply, f"POST {row or 'the form'}")
            self._swap_keys(example, values, data)
        else:
            self._expect_own_changes(reply, "an empty form")

    def _ask_for_foreign(self, method: str, example: Example, values: Data) -> None:
        """Another's row answers like no row at all. The one that is not theirs comes last in `values`."""
        keys = {**values, list(values)[-1]: NO_SUCH_KEY}
        foreign = self._ask(method, values, {} if method == "POST" else None)
        missing = self._missing(method, keys)
        self._look_for_canaries(foreign, example)
        said = f"{method} {named(values)}"
        if foreign.essence != missing.essence:
            self._fault(
                "foreign", f"{said} answers {foreign.status}, a row that is not there {missing.status}, or other bytes"
            )
        wanted = 404 if self._choice.is_allowed(example) else 403
        if self._signed_in and foreign.status != wanted and not self._in_admin:
            self._fault("foreign", f"{said} is answered with {foreign.status} instead of {wanted}")
        self._expect_nothing_changed(foreign, said)

    def _missing(self, method: str, keys: Data) -> Reply:
        """The answer for a row that is not there, asked for once."""
        asked = (method, *((name, str(key)) for name, key in keys.items()))
        if asked not in self._answers:
            self._answers[asked] = self._ask(method, keys, {} if method == "POST" else None)
        return self._answers[asked]

    def _filter_by_foreign(self, example: Example) -> None:
        values = next((values for values, _ in self._choice.visible(example)), None)
        if values is None:
            return
        for name, model in example.filters.items():
            marks = self._choice.some(self._choice.unavailable(model))
            missing = self._ask("GET", values, {name: NO_SUCH_KEY}) if marks else None
            for mark in marks:
                replies = [self._ask("GET", values, {name: mark.row.pk}), missing]
                self._look_for_canaries(replies[0], example)
                if not equal_but_for_keys(replies, (mark.row.pk, NO_SUCH_KEY)):
                    self._fault("foreign", f"?{name}= says that {mark} is there")

    def _swap_keys(self, example: Example, values: Data, data: Data) -> None:
        """Each row named in a form, replaced by rows of others: refused as if it were not there, nothing changes."""
        for name, value in data.items():
            named = value[0] if isinstance(value, list) and value else value
            row = named.row if isinstance(named, By) else named
            if not isinstance(row, models.Model):
                continue
            marks = self._choice.some(self._choice.unavailable(type(row)))
            missing = self._ask("POST", values, with_key(data, name, NO_SUCH_KEY)) if marks else None
            for mark in marks:
                foreign = By(mark.row, named.field) if isinstance(named, By) else mark.row
                keys = (key_of(foreign), NO_SUCH_KEY)
                replies = [self._ask("POST", values, with_key(data, name, keys[0])), missing]
                self._expect_form_refused(example, replies, keys, f"a form with {name} = {mark}")

    def _expect_form_refused(self, example: Example, replies: list[Reply], keys: tuple[Any, ...], said: str) -> None:
        """Refused as if there were no such row; a form that keeps what was typed, keeps it with the actor."""
        if example.keeps_typed:
            self._look_for_canaries(replies[0], example)
            self._expect_own_changes(replies[0], said)
            return
        if replies[0].done or replies[0].status not in REFUSALS:
            self._fault("digest", f"{said} is answered with {replies[0].status}")
        if not equal_but_for_keys(replies, keys):
            self._fault("foreign", f"{said} is told from one that names no row")
        self._look_for_canaries(replies[0], example)
        self._expect_nothing_changed(replies[0], said)

    # --- The oracles ------------------------------------------------------------------------------

    def _look_for_canaries(self, reply: Reply, example: Example) -> None:
        for number in canaries_in(reply.response):
            mark = self.world.marks.get(number)
            if mark is None or number in reply.sent:
                continue
            self.seen.add(number)
            shown_in_full = mark.part and example.reveals and self._sees_row(mark)
            if not (may_meet(self.world, self.actor, mark) or shown_in_full):
                self._fault("canary", f"{reply.address} shows {mark}")

    def _sees_row(self, mark: Marked) -> bool:
        return may_see(self.actor, Marked(mark.row, mark.place, mark.about))

    def _refusal(self, example: Example) -> int:
        return example.unfit if self._choice.is_allowed(example) else 403

    def _expect_refusal(self, reply: Reply, said: str, status: int) -> None:
        to_sign_in = reply.status == 302 and "/login/" in reply.response.headers["Location"]
        if self._in_admin:
            is_refused = to_sign_in or reply.status in (302, 403, 404, 405)
        else:
            is_refused = reply.status == status if self._signed_in else to_sign_in
        if not is_refused:
            self._fault("refusal", f"{said} is answered with {reply.status} instead of a refusal")

    def _expect_row(self, reply: Reply, row: Marked) -> None:
        if not any(
            self.world.marks[number].row == row.row for number in canaries_in(reply.response) & set(self.world.marks)
        ):
            self._fault("control", f"the page of {row} does not show it")

    def _expect_nothing_changed(self, reply: Reply, said: str) -> None:
        for label, row in self._changes(reply):
            self._fault("digest", f"{said} changes {label} {row.get('id', '')}")

    def _expect_own_changes(self, reply: Reply, said: str) -> None:
        for label, row in self._changes(reply):
            place = place_of(self.world, label, row, {**self._before, **(reply.after or {})})
            if not (may_write(self.actor, label, place) or self._is_self(label, row)):
                self._fault("digest", f"{said} changes {label} {row.get('id', '')} of {place}")

    def _changes(self, reply: Reply) -> Iterator[tuple[str, Data]]:
        if reply.after is not None:
            for label, row in changes(self._before, reply.after):
                if not is_appended(label, row, self._before):
                    yield label, row

    def _is_self(self, label: str, row: Data) -> bool:
        user = self.world.users.get(self.actor)
        owners = {"accounts.user": "id", "planning.calendarfeed": "user_id", "notices.messageread": "user_id"}
        owner = owners.get(label)
        return owner is not None and user is not None and row[owner] == user.pk

    @property
    def _signed_in(self) -> bool:
        return ACTORS[self.actor].signed_in

    @property
    def _in_admin(self) -> bool:
        return self._page is not None and self._page.name.startswith("admin:")

    # --- Asking ---------------------------------------------------------------------------------

    def _ask(self, method: str, values: Data, data: Data | None = None) -> Reply:
        assert self._page is not None
        address = self._page.address(**{name: key_of(value) for name, value in values.items()})
        self.requests += 1
        # A browser that was signed out by the request before is signed in again, like the database.
        self.client.cookies = copy(self._cookies)
        writes = WritesSeen()
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                response = getattr(self.client, method.lower())(address, as_sent(data or {}))
            after = after_writing(self._before, writes.tables) if writes.tables else None
            transaction.set_rollback(True)
        if response.status_code >= 500 and response.status_code != 503:
            self._fault("error", f"{method} {address} is answered with {response.status_code}: {cause_of(response)}")
        sent = frozenset(int(number) for number in CANARY.findall(str(as_sent(data or {}))))
        return Reply(response, address, after, sent)

    def _fault(self, oracle: str, said: str) -> None:
        self.faults.append(Fault(oracle, self.actor, self._page.name if self._page else "", said))
