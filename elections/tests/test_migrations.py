"""Migrations with rows to carry over: on PostgreSQL a table with rows that were just changed can't be altered."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from branches.tests import factories as people

DAY = date(2024, 6, 3)
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def migrate(name):
    """The models of elections as they are after the migration `name`."""
    target = [("elections", name)]
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def before():
    """The models as they were before somebody could leave; afterwards the tables are as they were."""
    leaf = MigrationExecutor(connection).loader.graph.leaf_nodes("elections")
    apps = migrate("0002_termelection_with_committee")
    yield apps
    MigrationExecutor(connection).migrate(leaf)


def voted(apps, number, *, closed_on=None):
    """One round of an election in which the first of two candidates was elected."""
    branch = people.branch()
    owner = {"court_id": branch.court_id, "branch_id": branch.pk}
    election = rows(apps, "TermElection").create(**owner, seats=1, due_on=DAY, closed_on=closed_on)
    figures = {"number": number, "present": 9, "seats": 1, "issued": 9, "returned": 9, "valid": 9}
    ballot = rows(apps, "Ballot").create(**owner, election=election, held_on=DAY, **figures)
    found = []
    for order, elected_in in enumerate((ballot, None), start=1):
        member = people.member(branch)
        whose = {**owner, "election": election, "member_id": member.pk, "order": order}
        found.append(rows(apps, "Candidate").create(**whose, elected_in=elected_in))
    rows(apps, "CandidateVotes").create(ballot=ballot, candidate=found[0], votes=9, elected=True)
    return [row.pk for row in found]


def rows(apps, name):
    return apps.get_model("elections", name)._base_manager


def test_who_stands_and_who_was_written_in_is_carried_over(before):
    closed, going_on = voted(before, 1, closed_on=DAY), voted(before, 1)
    after = migrate("0003_leaving_and_recounts")
    candidates = rows(after, "Candidate").filter(pk__in=closed + going_on)
    assert set(candidates.values_list("stands", flat=True)) == {False}
    rows(after, "Candidate").filter(pk=closed[0]).update(written_in=True)
    votes = rows(migrate("0005_written_in_by_round"), "CandidateVotes")
    assert dict(votes.values_list("candidate", "written_in")) == {closed[0]: True, going_on[0]: False}
