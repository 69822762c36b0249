"""The walk is itself tested: honest pages pass, and each planted leak is caught by the oracle meant for it."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from activities.models import Activity
from branches.models import Branch
from tests.access.example import READERS, Example
from tests.access.interference import differences
from tests.access.pages import Page, all_pages
from tests.access.walker import Fault, Walker
from tests.access.world import World


def empty_form(world, actor, row):
    return {}


def own_branch(world, actor, row):
    branch = {"secretary_a": "A", "secretary_b": "B", "committee_own": "A"}.get(actor)
    return {"branch": world.branches[branch]} if branch else None


def of_branch(**options) -> Example:
    return Example(rows={"pk": Branch}, **({"allowed": READERS} | options))


HONEST = {
    "leaks:honest_list": Example(allowed=READERS, filters={"branch": Branch}),
    "leaks:honest_detail": of_branch(),
    "leaks:honest_form": of_branch(post=empty_form),
}
LEAKY = {
    "leaks:every_row": (Example(allowed=READERS), "canary"),
    "leaks:every_row_as_json": (Example(allowed=READERS), "canary"),
    "leaks:every_row_as_workbook": (Example(allowed=READERS), "canary"),
    "leaks:detail_of_anything": (of_branch(), "canary"),
    "leaks:phones": (Example(allowed=READERS), "canary"),
    "leaks:filename": (Example(allowed=READERS), "canary"),
    "leaks:refused_not_missing": (of_branch(), "foreign"),
    "leaks:missing_in_other_words": (of_branch(), "foreign"),
    "leaks:filter_that_knows": (Example(allowed=READERS, filters={"branch": Branch}), "foreign"),
    "leaks:form_of_anything": (of_branch(post=empty_form), "digest"),
    "leaks:form_with_any_branch": (Example(allowed=READERS, post=own_branch), "digest"),
    "leaks:unguarded": (Example(allowed=READERS), "guard"),
    "leaks:any_method": (Example(allowed=READERS), "method"),
}
TELLING = {
    "leaks:count_of_all": Example(allowed=READERS),
    "leaks:rank_among_all": Example(allowed=READERS),
    "leaks:next_link": Example(rows={"pk": Activity}, allowed=READERS),
}


@pytest.fixture(autouse=True)
def _leaky_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.access.leaky_urls"):
        yield


def page_named(name: str) -> Page:
    return next(page for page in all_pages() if page.name == name)


def faults_of(world: World, actor: str, name: str, example: Example) -> list[Fault]:
    return Walker(world, actor, {name: example}).walk([page_named(name)])


@pytest.mark.parametrize("actor", ["committee_own", "secretary_a", "member_a1", "unappointed"])
def test_honest_pages_have_no_faults(world: World, actor: str):
    # A leader's form is refused where a branch is written, so leaders only read here.
    pages = [page_named(name) for name in HONEST]
    walker = Walker(world, actor, HONEST)
    assert walker.walk(pages) == []
    assert walker.opened
    assert differences(walker, pages) == []


@pytest.mark.parametrize("name", LEAKY)
def test_a_leak_is_caught(world: World, name: str):
    example, oracle = LEAKY[name]
    assert oracle in {fault.oracle for fault in faults_of(world, "secretary_a", name, example)}


@pytest.mark.parametrize("name", TELLING)
def test_a_page_that_tells_of_others_is_caught(world: World, name: str):
    walker = Walker(world, "secretary_a", TELLING)
    assert walker.walk([page_named(name)]) == [], "no row of others is shown"
    assert walker.opened
    assert len(differences(walker, [page_named(name)])) == len(walker.opened)


def test_a_page_kept_for_everybody_is_caught(world: World):
    name, example = "leaks:remembered_for_all", Example(allowed=READERS)
    assert faults_of(world, "committee_own", name, example) == []
    assert {fault.oracle for fault in faults_of(world, "secretary_a", name, example)} == {"canary"}


def test_a_relation_without_scope_is_caught(world: World):
    """The committee sees the branch, not its drafts."""
    faults = faults_of(world, "committee_own", "leaks:drafts_of_the_court", Example(allowed=READERS))
    assert {fault.oracle for fault in faults} == {"canary"}


def test_a_form_sent_past_its_page_is_caught(world: World):
    """A court above sees the branch of a court that shares, and may not write there."""
    name = "leaks:form_of_anything"
    oracles = {fault.oracle for fault in faults_of(world, "committee_own", name, LEAKY[name][0])}
    assert {"refusal", "digest"} <= oracles


def test_an_allowed_actor_without_the_page_is_noticed(world: World):
    """The positive control: an oracle that sees nothing wrong in an empty answer is no oracle."""
    name = "leaks:honest_detail"
    faults = faults_of(world, "member_a1", name, of_branch(allowed=("member_a1",)))
    assert {fault.oracle for fault in faults} == {"control", "foreign"}
