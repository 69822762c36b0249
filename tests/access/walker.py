"""One actor asks for every page in every way that its example names; what is wrong is kept as faults.

Each request runs in a savepoint that is rolled back, so that all of them meet the same world.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import islice
from typing import Any
from zlib import crc32

from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client

from tests.access.actors import ACTORS, user_of
from tests.access.example import By, Data, Example
from tests.access.examples import example_of
from tests.access.expectations import may_meet, may_see, may_write
from tests.access.pages import Page
from tests.access.responses import canaries_in, essence
from tests.access.snapshots import Snapshot, WritesSeen, changes, is_appended, place_of, snapshot
from tests.access.world import CANARY, Marked, World, owners

BACKEND = "django.contrib.auth.backends.ModelBackend"
NO_SUCH_KEY = 987654321
# Of each model: the nearest rows of others (a sister branch, a court below), and some further away that change by page.
NEAREST, FURTHER = 1, 1
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


@dataclass(frozen=True)
class Reply:
    response: HttpResponse
    address: str
    after: Snapshot | None = None
    # Canaries that the request itself carried: what comes back of them is no news.
    sent: frozenset[int] = frozenset()

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def done(self) -> bool:
        """Whether a form was accepted: every service of ours ends in going elsewhere, or in nothing to show."""
        return self.status in (204, 302, 303) or bool(
            {"HX-Redirect", "HX-Location", "HX-Refresh", "HX-Trigger"} & set(self.response.headers)
        )

    @property
    def essence(self) -> bytes:
        return essence(self.response, asked=self.address)


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
        self._answers: dict[tuple[Any, ...], Reply] = {}

    def walk(self, pages: list[Page]) -> list[Fault]:
        for page in pages:
            self._page = page
            self._answers = {}
            self._walk_page(page, example_of(page.name, self.examples))
        return self.faults

    def read(self, page: Page) -> Iterator[tuple[str, bytes]]:
        """(address, essence) of the page for every row that the walk opens; of its form too, never of its sending."""
        self._page = page
        example = example_of(page.name, self.examples)
        if "GET" in self._methods(page, example):
            for values, _ in self._visible(example):
                reply = self._ask("GET", values)
                yield reply.address, reply.essence

    def send(self, page: Page, values: Data, method: str, data: Data) -> Reply:
        """Any request at all; an error of the product and a change of others' rows become faults."""
        self._page = page
        reply = self._ask(method, values, data)
        self._look_for_canaries(reply, example_of(page.name, self.examples))
        self._expect_own_changes(reply, f"{method} {data}")
        return reply

    def openings(self, page: Page) -> list[tuple[Data, Any, Data | None]]:
        """(arguments, row, right form) of each sort of row that the actor may open this page of."""
        self._page = page
        example = example_of(page.name, self.examples)
        return [
            (values, row, self._right_form(example, row))
            for values, row in self._visible(example)
            if self._may(example, row, "GET")
        ]

    def _right_form(self, example: Example, row: Marked | None) -> Data | None:
        may = example.post is not None and self._may(example, row, "POST")
        return example.post(self.world, self.actor, row and row.row) if may and example.post else None

    # --- One page -------------------------------------------------------------------------------

    def _walk_page(self, page: Page, example: Example) -> None:
        if not (example.public or example.personal or page.permission or self._in_admin):
            self._fault("guard", "the view has no permission: decorate it with core.access.requires")
        methods = self._methods(page, example)
        opened = 0
        for values, row in self._visible(example):
            if "GET" in methods:
                opened += self._open(example, values, row)
            if "POST" in methods:
                self._send(example, values, row)
        if "GET" in methods and self._is_allowed(example) and not opened:
            self._fault("control", "an actor who is allowed opened no row of this page")
        # Whoever lacks the permission is refused before any row is read: one row, asked for once, shows it.
        few = None if self._is_allowed(example) or self.thorough else 1
        for values in islice(self._foreign(example), few):
            for method in methods[:few]:
                self._ask_for_foreign(method, example, values)
        if "GET" in methods and self._is_allowed(example):
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
        values = self._no_such(example)
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
        if not self._may(example, row, "GET"):
            self._expect_refusal(reply, f"GET {row or 'the page'}", self._refusal(example))
            return False
        if reply.status not in example.answers:
            self._fault("control", f"GET {row or 'the page'} is answered with {reply.status}")
        elif row and example.shows_row and not example.post and reply.status == 200:
            self._expect_row(reply, row)
        return True

    def _send(self, example: Example, values: Data, row: Marked | None) -> None:
        """POST to what the actor sees: done for those who may, 403 and nothing changed for the others."""
        may = self._may(example, row, "POST")
        data = self._right_form(example, row)
        reply = self._ask("POST", values, data or {})
        self._look_for_canaries(reply, example)
        if not may:
            self._expect_refusal(reply, f"POST {row or 'the form'}", self._refusal(example))
            self._expect_nothing_changed(reply, f"POST {row or 'the form'}")
        elif data is not None:
            if not (reply.done or reply.status in example.done):
                self._fault("control", f"a right form is answered with {reply.status}: {_errors(reply)}")
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
        said = f"{method} {_named(values)}"
        if foreign.essence != missing.essence:
            self._fault(
                "foreign", f"{said} answers {foreign.status}, a row that is not there {missing.status}, or other bytes"
            )
        wanted = 404 if self._is_allowed(example) else 403
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
        values = next((values for values, _ in self._visible(example)), None)
        if values is None:
            return
        for name, model in example.filters.items():
            marks = self._some(self._unavailable(model))
            missing = self._ask("GET", values, {name: NO_SUCH_KEY}) if marks else None
            for mark in marks:
                replies = [self._ask("GET", values, {name: mark.row.pk}), missing]
                self._look_for_canaries(replies[0], example)
                if not _equal_but_for_keys(replies, (mark.row.pk, NO_SUCH_KEY)):
                    self._fault("foreign", f"?{name}= says that {mark} is there")

    def _swap_keys(self, example: Example, values: Data, data: Data) -> None:
        """Each row named in a form, replaced by rows of others: refused as if it were not there, nothing changes."""
        for name, value in data.items():
            named = value[0] if isinstance(value, list) and value else value
            row = named.row if isinstance(named, By) else named
            if not isinstance(row, models.Model):
                continue
            marks = self._some(self._unavailable(type(row)))
            missing = self._ask("POST", values, _with(data, name, NO_SUCH_KEY)) if marks else None
            for mark in marks:
                foreign = By(mark.row, named.field) if isinstance(named, By) else mark.row
                keys = (_key(foreign), NO_SUCH_KEY)
                replies = [self._ask("POST", values, _with(data, name, keys[0])), missing]
                self._expect_form_refused(example, replies, keys, f"a form with {name} = {mark}")

    def _expect_form_refused(self, example: Example, replies: list[Reply], keys: tuple[Any, ...], said: str) -> None:
        """Refused as if there were no such row; a form that keeps what was typed, keeps it with the actor."""
        if example.keeps_typed:
            self._look_for_canaries(replies[0], example)
            self._expect_own_changes(replies[0], said)
            return
        if replies[0].done or replies[0].status not in REFUSALS:
            self._fault("digest", f"{said} is answered with {replies[0].status}")
        if not _equal_but_for_keys(replies, keys):
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
        return example.unfit if self._is_allowed(example) else 403

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

    # --- What to ask for ------------------------------------------------------------------------

    def _visible(self, example: Example) -> Iterator[tuple[Data, Marked | None]]:
        """Arguments whose rows the actor sees, each with the row of the first argument."""
        if not example.rows:
            yield dict(example.plain), None
            return
        (name, model), *others = example.rows.items()
        own = [mark for mark in self.world.of(model) if may_see(self.actor, mark)]
        for mark in own if self.thorough else self._samples(own, example):
            beside = self._of_its_court if example.beside_in_court else self._beside
            values = {other: beside(mark, each) for other, each in others}
            if None not in values.values():
                yield {**example.plain, name: mark.row, **values}, mark

    def _samples(self, own: list[Marked], example: Example) -> list[Marked]:
        """One of each sort: to be changed or only seen; on pages that only show, of a court, a branch and a group."""
        if not self._is_allowed(example):
            return own[:1]
        fit = [mark for mark in own if self._fits(example, mark)]
        unfit = [mark for mark in own if mark not in fit]
        sorts = {
            (may_write(self.actor, mark.label, mark.place), None if example.post else _unit(mark.place)): mark
            for mark in reversed(fit)
        }
        return [*sorts.values(), *unfit[:1]]

    def _fits(self, example: Example, mark: Marked) -> bool:
        of_place = not example.where or example.where(self.actor, mark.place)
        return of_place and (not example.fits or example.fits(self.actor, mark.row))

    def _beside(self, mark: Marked, model: type[models.Model]) -> models.Model | None:
        rows = (each.row for each in self.world.of(model) if each.place == mark.place and may_see(self.actor, each))
        return next(rows, None)

    def _of_its_court(self, mark: Marked, model: type[models.Model]) -> models.Model | None:
        seen = (each.row for each in self.world.of(model) if may_see(self.actor, each))
        return next((row for row in seen if getattr(row, "court_id", None) == mark.row.court_id), None)

    def _foreign(self, example: Example) -> Iterator[Data]:
        """Arguments of which one names a row that the actor doesn't see; for somebody who sees nothing, any."""
        for name, model in example.rows.items():
            rest = {
                other: next((mark.row for mark in self.world.of(each) if may_see(self.actor, mark)), NO_SUCH_KEY)
                for other, each in example.rows.items()
                if other != name
            }
            for mark in self._some(self._hidden(model)):
                yield {**example.plain, **rest, name: mark.row}

    def _hidden(self, model: type[models.Model]) -> list[Marked]:
        return [mark for mark in self.world.of(model) if not may_see(self.actor, mark)]

    def _unavailable(self, model: type[models.Model]) -> list[Marked]:
        """Rows that the actor can't even choose by name."""
        return [mark for mark in self.world.of(model) if not may_meet(self.world, self.actor, mark)]

    def _some(self, marks: list[Marked]) -> list[Marked]:
        """A few of them: the nearest to the actor, and others that change from page to page."""
        if self.thorough:
            return marks
        near = sorted(marks, key=lambda mark: -_shared(mark.place, ACTORS[self.actor].at))
        rest = near[NEAREST:]
        start = crc32(f"{self._page and self._page.name} {self.actor}".encode()) % len(rest) if rest else 0
        return near[:NEAREST] + (rest[start:] + rest[:start])[:FURTHER]

    @staticmethod
    def _no_such(example: Example) -> Data:
        return {**example.plain, **dict.fromkeys(example.rows, NO_SUCH_KEY)}

    def _may(self, example: Example, row: Marked | None, method: str) -> bool:
        """Whether the actor gets this page of this row: allowed, and where it changes something, the row is theirs."""
        if not self._is_allowed(example):
            return False
        if row is not None and not self._fits(example, row):
            return False
        if example.post is None or example.row_is_read:
            return True
        if example.writers is not None and method == "GET":
            return True
        is_writer = example.writers is None or self.actor in example.writers
        return is_writer and (row is None or may_write(self.actor, row.label, row.place))

    def _is_allowed(self, example: Example) -> bool:
        return self.actor in example.allowed

    @property
    def _signed_in(self) -> bool:
        return ACTORS[self.actor].signed_in

    @property
    def _in_admin(self) -> bool:
        return self._page is not None and self._page.name.startswith("admin:")

    # --- Asking ---------------------------------------------------------------------------------

    def _ask(self, method: str, values: Data, data: Data | None = None) -> Reply:
        assert self._page is not None
        address = self._page.address(**{name: _key(value) for name, value in values.items()})
        self.requests += 1
        # A browser that was signed out by the request before is signed in again, like the database.
        self.client.cookies = copy(self._cookies)
        writes = WritesSeen()
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                response = getattr(self.client, method.lower())(address, _sent(data or {}))
            after = snapshot() if writes.any else None
            transaction.set_rollback(True)
        if response.status_code >= 500 and response.status_code != 503:
            self._fault("error", f"{method} {address} is answered with {response.status_code}: {_cause(response)}")
        sent = frozenset(int(number) for number in CANARY.findall(str(_sent(data or {}))))
        return Reply(response, address, after, sent)

    def _fault(self, oracle: str, said: str) -> None:
        self.faults.append(Fault(oracle, self.actor, self._page.name if self._page else "", said))


def signed_in(world: World, actor: str) -> Client:
    """A browser of the actor; an error of the product comes back as its 500."""
    client = Client(raise_request_exception=False)
    user = user_of(world, actor)
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def _unit(place: str) -> tuple[bool, ...]:
    """Whether a place has a court, a branch, a group."""
    return tuple(map(bool, owners(place).values()))


def _shared(place: str, other: str) -> int:
    """How many owners two places have in common."""
    mine, theirs = owners(place), owners(other)
    return sum(mine[each] is not None and mine[each] == theirs[each] for each in mine)


def _key(value: Any) -> Any:
    if isinstance(value, By):
        return getattr(value.row, value.field)
    return value.pk if isinstance(value, models.Model) else value


def _with(data: Data, name: str, key: Any) -> Data:
    """The form with another row in a field that names one, or several."""
    return {**data, name: [key] if isinstance(data[name], list) else key}


def _sent(data: Data) -> Data:
    """Form data as a browser sends it."""
    sent = {}
    for name, value in data.items():
        sent[name] = [_key(each) for each in value] if isinstance(value, list) else _key(value)
    return {name: "" if value is None else value for name, value in sent.items()}


def _equal_but_for_keys(replies: list[Reply], keys: tuple[Any, ...]) -> bool:
    """Whether the second reply, which names a row that is not there, would be the first if it had named that one."""
    foreign, missing = (reply.essence for reply in replies)
    return foreign == missing or foreign == missing.replace(str(keys[1]).encode(), str(keys[0]).encode())


def _named(values: Data) -> str:
    return ", ".join(
        f"{name} = {(getattr(value, '_meta', None) and value._meta.label_lower) or value} {_key(value)}"
        for name, value in values.items()
    )


def _errors(reply: Reply) -> str:
    found = re.findall(
        r"(?:invalid-feedback|field-error|alert|errorlist)[^>]*>(.*?)</(?:p|ul|div)>",
        reply.response.content.decode(),
        re.S,
    )
    return " / ".join(re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in found)[:300]


def _cause(response: HttpResponse) -> str:
    caught = getattr(response, "exc_info", None)
    return f"{caught[0].__name__}: {caught[1]}" if caught else ""
