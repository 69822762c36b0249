"""Roles are dated facts: they begin, end and are taken away, and the next request knows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from activities.models import Activity, ActivityDraft
from branches.choices import Role
from branches.models import Appointment, Branch, Court, Member
from branches.scoping import standing_of
from tests.access.actors import TODAY, user_of
from tests.access.asking import signed_in
from tests.access.responses import canaries_in
from tests.access.world import World

HONEST = "leaks:honest_list"


@pytest.fixture(autouse=True)
def _plain_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.access.leaky_urls"):
        yield


def branches_shown(world: World, client: Client) -> set[str]:
    response = client.get(reverse(HONEST))
    return {world.marks[number].place for number in canaries_in(response)} if response.status_code == 200 else set()


def appoint(world: World, actor: str, branch: str, role: str = Role.SECRETARY) -> None:
    row = world.branches[branch]
    Appointment.all_rows.create(user=world.users[actor], role=role, court_id=row.court_id, branch=row, starts_on=TODAY)


def appointment_of(world: World, actor: str) -> Appointment:
    return Appointment.all_rows.get(user=world.users[actor])


def test_a_role_taken_away_is_gone_at_the_next_request(world: World):
    client = signed_in(world, "secretary_a")
    assert branches_shown(world, client) == {"A"}
    Appointment.all_rows.filter(user=world.users["secretary_a"]).update(ends_on=TODAY - timedelta(days=1))
    assert client.get(reverse(HONEST)).status_code == 403


def test_a_role_that_ended_yesterday_is_gone_and_one_that_ends_today_is_there(world: World):
    appointment = appointment_of(world, "former_secretary_a")
    assert branches_shown(world, signed_in(world, "former_secretary_a")) == set()
    appointment.ends_on = TODAY
    appointment.save()
    assert branches_shown(world, signed_in(world, "former_secretary_a")) == {"A"}


def test_a_role_that_begins_tomorrow_is_not_there_yet(world: World):
    appointment = appointment_of(world, "secretary_a")
    appointment.starts_on, appointment.ends_on = TODAY + timedelta(days=1), None
    appointment.save()
    assert branches_shown(world, signed_in(world, "secretary_a")) == set()


def test_an_account_switched_off_is_out_at_the_next_request(world: World):
    client = signed_in(world, "secretary_a")
    user = world.users["secretary_a"]
    user.is_active = False
    user.save()
    assert branches_shown(world, client) == set()
    assert not Branch.objects.visible_to(user_of(world, "secretary_a")).exists()


def test_several_roles_add_up_to_no_more(world: World):
    """Secretary of A and, as a person, a member of B: the rows of A, and in B the own ones only."""
    Member.all_rows.filter(pk=world.members["B"].pk).update(user=world.users["secretary_a"])
    appoint(world, "secretary_a", "B", Role.MEMBER)
    again = user_of(world, "secretary_a")
    members = {row.pk for row in Member.objects.visible_to(again)}
    assert members == {world.members[code].pk for code in ("A", "A1", "A2", "B")}
    assert [row.pk for row in Branch.objects.visible_to(again)] == [world.branches["A"].pk]


def test_both_secretaries_see_their_branch_at_a_handover(world: World):
    appoint(world, "unappointed", "A")
    assert branches_shown(world, signed_in(world, "unappointed")) == {"A"}
    assert branches_shown(world, signed_in(world, "secretary_a")) == {"A"}


def test_a_leader_who_becomes_secretary_sees_the_whole_branch(world: World):
    appoint(world, "leader_a1", "A")
    groups = {row.group_id for row in Activity.objects.visible_to(user_of(world, "leader_a1"))}
    assert groups == {None, world.groups["A1"].pk, world.groups["A2"].pk}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_role_without_a_court_reads_no_records(world: World, role: str):
    """Serving the whole installation is not seeing all of it: no court must never come to mean no filter."""
    Appointment.all_rows.create(user=world.users["unappointed"], role=role, starts_on=TODAY)
    user = user_of(world, "unappointed")
    assert standing_of(user).grants[0].court_id is None
    for model in (Activity, ActivityDraft, Member, Branch):
        assert not model.objects.visible_to(user).exists()
    assert Court.objects.visible_to(user).exists() == (role == Role.ADMINISTRATOR)


def test_records_are_hidden_at_once_when_a_court_takes_its_agreement_back(world: World):
    client = signed_in(world, "committee_own")
    assert "Y" in branches_shown(world, client)
    Court.all_rows.filter(pk=world.courts["agreeing"].pk).update(shares_records=False)
    assert "Y" not in branches_shown(world, client)
