"""What tokens read of the world: the oracles of the walk, asked of a system instead of a person."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from branches.models import Branch, Court
from reports.choices import ApiScope, ReportState
from reports.models import Report
from reports.services.api_tokens import TokenFacts, api_token_issue
from tests.access.actors import TODAY
from tests.access.choice import NO_SUCH_KEY
from tests.access.expectations import ATTENDANCES, DRAFTS, PERSONS
from tests.access.interference import disturb
from tests.access.responses import canaries_in, essence
from tests.access.world import BRANCHES, COURTS, MINUTES, NUMBERS, SYSTEM, Marked, World, owners

pytestmark = pytest.mark.access

OF_COURT = (
    "courts/{}/figures?year=2024",
    "courts/{}/figures?quarter=2024Q4&as_of=2024-10-31",
    "courts/{}/rectification",
    "courts/{}/assessments/2024Q3",
    "courts/{}/assessments/2023",
    "courts/{}/ratings/2023",
    "courts/{}/metrics?month=2024-09",
    "courts/{}/reports",
    "branches?court={}",
)
OF_BRANCH = ("branches/{}/figures?year=2024", "branches/{}/figures?month=2024-10")
OF_ALL = (
    "courts",
    "branches",
    "courts/{own}/figures?year=2024&with_below=true",
    "courts/{own}/rectification?with_below=true",
)
OF_REPORT = "reports/{}"
NEVER = PERSONS + ATTENDANCES + DRAFTS + ("accounts.user", "branches.appointment", "reports.apitoken")

# Whose token it is, with which scopes: the courts that it reads, and those of them whose branches it is told.
ALONE = [scope for scope in ApiScope.values if scope != ApiScope.BELOW]
READERS: dict[str, tuple[str, list[str], set[str], set[str]]] = {
    "own": ("own", list(ApiScope.values), {"own", "agreeing", "silent"}, {"own", "agreeing"}),
    "own alone": ("own", ALONE, {"own"}, {"own"}),
    "below": ("agreeing", list(ApiScope.values), {"agreeing"}, {"agreeing"}),
    "sums": ("own", [ApiScope.COURT_FIGURES, ApiScope.BELOW], {"own", "agreeing", "silent"}, set()),
}


class System:
    """Another system, which asks as a program does."""

    def __init__(self, world: World, reader: str) -> None:
        place, scopes, self.courts, self.opened = READERS[reader]
        facts = TokenFacts("数据平台", scopes, TODAY, TODAY, 600)
        by = world.users["administrator"]
        made = api_token_issue(court=world.courts[place], facts=facts, by=by, at=timezone.now(), on=TODAY)
        self.client = Client(headers={"Authorization": f"Bearer {made.secret}"})
        self.place, self.own = place, made.token.court_id

    def ask(self, address: str, key: Any = "") -> Any:
        cache.clear()  # the pace is another test's affair
        reply = self.client.get(f"/api/v1/{address.format(key, own=self.own)}")
        assert reply.status_code < 500, address
        return reply

    def may_name(self, mark: Marked) -> bool:
        """Whether the name stands for something that the system reads, or follows."""
        court = owners(mark.place)["court"]
        if mark.part in (NUMBERS, MINUTES) or mark.label in NEVER:
            return False
        if mark.label == "reports.report":
            return court == self.place and mark.row.state == ReportState.PUBLISHED
        if mark.label == "metrics.metric":  # of a court and those above it
            return court in self.courts or mark.place in ("own", "high")
        if mark.label in ("branches.court", "activities.activitykind"):
            return court in self.courts or mark.place in (SYSTEM, "high")
        return court in self.opened or mark.place == SYSTEM


@pytest.fixture(params=READERS)
def system(request: pytest.FixtureRequest, world: World) -> System:
    return System(world, request.param)


def addresses(world: World) -> Iterator[tuple[str, Any, str]]:
    """(address, key, court) of every address for every row that it could be asked for."""
    for code in COURTS:
        yield from ((address, world.courts[code].pk, code) for address in OF_COURT)
    for code, court in BRANCHES.items():
        yield from ((address, world.branches[code].pk, court) for address in OF_BRANCH)
    yield from ((OF_REPORT, mark.row.pk, owners(mark.place)["court"]) for mark in world.of(Report))


def test_no_name_of_others_no_person_and_no_minutes(world: World, system: System):
    replies = [system.ask(address, key) for address, key, _ in addresses(world)]
    replies += [system.ask(address) for address in OF_ALL]
    shown = {number for reply in replies for number in canaries_in(reply)} & set(world.marks)
    assert shown
    assert [str(world.marks[number]) for number in shown if not system.may_name(world.marks[number])] == []


def test_another_court_answers_like_none(world: World, system: System):
    for address, key, court in addresses(world):
        missing, reply = system.ask(address, NO_SUCH_KEY), system.ask(address, key)
        if court not in system.courts or (address == OF_REPORT and court != system.place):
            assert essence(reply) == essence(missing), (address, court)
            assert reply.status_code in (403, 404)


def test_what_is_read_is_there(world: World, system: System):
    """The control: all of the own court, and of branches those that the scope has."""
    for address in OF_COURT if system.opened else OF_COURT[:3]:
        assert system.ask(address, system.own).status_code == 200, address
    reports = system.ask("courts/{}/reports", system.own)
    named = {Court: system.ask("courts"), Branch: system.ask("branches"), Report: reports}
    places = {
        model: {mark.place for mark in world.of(model) for n in canaries_in(reply) if world.marks.get(n) == mark}
        for model, reply in named.items()
    }
    assert places[Court] == system.courts
    assert places[Report] == ({system.place} if system.opened else set())
    assert places[Branch] == {code for code, court in BRANCHES.items() if court in system.opened}


@pytest.mark.parametrize("reader", ["own", "sums"])
def test_nothing_changes_with_what_the_committee_does_not_see(world: World, reader: str):
    """Everything outside the committee's sight is rewritten, copied, deleted: not a byte of the answers changes."""
    system = System(world, reader)
    asked = [(address, key) for address, key, court in addresses(world) if court in system.courts]
    asked += [(address, "") for address in OF_ALL]
    before = [essence(system.ask(*each)) for each in asked]
    with transaction.atomic():
        disturb(world, "committee_own")
        after = [essence(system.ask(*each)) for each in asked]
        transaction.set_rollback(True)
    changed = [each for each, was, now in zip(asked, before, after, strict=True) if was != now]
    assert changed == []
