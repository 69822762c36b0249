"""Every address × every actor: what is shown, refused and changed."""

from collections.abc import Callable

import pytest

from tests.access.actors import ACTORS, WALKERS
from tests.access.admin_examples import admin_examples
from tests.access.example import Example
from tests.access.examples import EXAMPLES
from tests.access.interference import differences
from tests.access.pages import Page, all_pages
from tests.access.walker import Walker
from tests.access.world import World


def every_example() -> dict[str, Example]:
    return EXAMPLES | admin_examples(all_pages())


def named_pages() -> list[Page]:
    return [page for page in all_pages() if "<unnamed" not in page.name]


def pages_to_walk() -> list[Page]:
    """Those with an example; of the others one test complains, not each."""
    examples = every_example()
    return [page for page in named_pages() if page.name in examples]


def test_every_address_has_an_example():
    missing = sorted(page.name for page in named_pages() if page.name not in every_example())
    assert missing == [], "add a line for each to EXAMPLES in tests/access/examples.py"


def test_no_example_without_an_address():
    assert sorted(set(EXAMPLES) - {page.name for page in all_pages()}) == []


def test_every_address_of_ours_has_a_name():
    """Only Django's admin has addresses without one (a redirect of old links)."""
    assert [page.route for page in all_pages() if "<unnamed" in page.name and not page.name.startswith("admin:")] == []


def test_arguments_of_examples_are_those_of_the_address():
    examples = every_example()
    wrong = {
        page.name: page.arguments
        for page in named_pages()
        if page.name in examples
        and set(page.arguments) != set(examples[page.name].rows) | set(examples[page.name].plain)
    }
    assert wrong == {}


def test_every_view_of_ours_is_guarded():
    examples = every_example()
    bare = [
        page.name
        for page in pages_to_walk()
        if not (page.permission or examples[page.name].public or examples[page.name].personal)
    ]
    assert [name for name in bare if not name.startswith("admin:")] == []


@pytest.mark.access
@pytest.mark.parametrize("actor", WALKERS)
def test_walk(world: World, actor: str, record_property: Callable[[str, object], None]):
    """What was opened on the way is opened once more after everything has changed that the actor can't see."""
    walker = Walker(world, actor, every_example())
    pages = pages_to_walk()
    faults = walker.walk(pages)
    changed = differences(walker, pages)
    record_property("walk", (actor, len(pages), walker.requests))
    assert [*map(str, faults), *changed] == [], "\n" + "\n".join([*map(str, faults), *changed])


@pytest.mark.walk
@pytest.mark.parametrize("actor", ACTORS)
def test_walk_of_every_row(world: World, actor: str, record_property: Callable[[str, object], None]):
    """As above, with every row of others instead of a few, and after every reading too a look at all tables."""
    walker = Walker(world, actor, every_example(), thorough=True)
    pages = pages_to_walk()
    faults = walker.walk(pages)
    record_property("walk", (actor, len(pages), walker.requests))
    assert faults == [], "\n" + "\n".join(map(str, faults))
