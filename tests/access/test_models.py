"""Every model says who sees its rows, and the guarded manager hands out exactly those."""

import pytest
from django.apps import apps

from branches.scoping import Scope, ScopedManager
from tests.access.actors import ACTORS, user_of
from tests.access.expectations import SCOPED, SIGHTS, may_see
from tests.access.world import World

OURS = (
    "core",
    "accounts",
    "branches",
    "metrics",
    "activities",
    "elections",
    "development",
    "campaigns",
    "registers",
    "planning",
    "rectification",
    "notices",
    "assessments",
    "reports",
)
# Models without a scope, and what stands in its place.
UNSCOPED = {
    "accounts.user": "an account belongs to no court; its pages start from appointments",
    "core.specialday": "days off of the whole installation, which everybody may read",
    "core.jobstate": "runs of the installation's jobs, for its administrator alone",
    "core.jobfailure": "likewise",
    "planning.calendarfeed": "an account's own secret, like its password; found by its digest alone",
    "notices.messageread": "an account's own mark on a message that it sees; found by the account alone",
    "core.auditevent": "outlives the rows it tells of; core/audit.py's readers decide",
}


# Of the whole installation: in no court's place.
OF_THE_SYSTEM = {"core.specialday", "core.jobstate", "core.jobfailure"}


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_model_declares_its_scope():
    bare = {model._meta.label_lower for model in our_models() if not isinstance(getattr(model, "scope", None), Scope)}
    assert bare == set(UNSCOPED)


def test_every_model_is_expected_somewhere():
    """A new model needs a line in tests/access/expectations.py and rows in tests/access/world.py."""
    assert {model._meta.label_lower for model in our_models()} == set(SCOPED) | set(UNSCOPED)


def test_objects_is_the_guarded_manager():
    for model in our_models():
        if model._meta.label_lower not in UNSCOPED:
            assert isinstance(model.objects, ScopedManager), model
            assert model._default_manager.name == "all_rows", model
            with pytest.raises(TypeError):
                model.objects.all()


def test_the_world_has_rows_of_every_model_in_every_place(world: World):
    for model in our_models():
        if model._meta.label_lower in OF_THE_SYSTEM:
            continue
        places = {mark.place for mark in world.of(model)}
        assert len(places) > 1, f"plant rows of {model._meta.label} in tests/access/world.py"


@pytest.mark.parametrize("actor", ACTORS)
def test_rows_visible_are_those_expected(world: World, actor: str):
    user = user_of(world, actor)
    if user is None:
        assert SIGHTS[actor] == []
        return
    for model in our_models():
        if model._meta.label_lower in UNSCOPED:
            continue
        visible = {row.pk for row in model.objects.visible_to(user)}
        planted = {mark.row.pk: mark for mark in world.of(model)}
        expected = {pk for pk, mark in planted.items() if may_see(actor, mark)}
        surplus = [str(planted[pk]) for pk in (visible & planted.keys()) - expected]
        missing = [str(planted[pk]) for pk in expected - visible]
        assert (surplus, missing) == ([], []), f"{model._meta.label}: seen against the table, or not seen"
