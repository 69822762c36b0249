"""Taking an import back while somebody else does the same, or is at work on its rows: real threads, own connections."""

from datetime import date

import pytest

from activities.tests.test_workflow_parallel import at_once
from branches.models import ImportBatch, Member
from branches.services.imports.undo import batch_undo
from branches.services.member_import import RosterChoices, import_members, load_roster, roster_apply, roster_difference
from branches.services.member_import.apply import Ticked
from branches.services.members import member_change
from branches.tests import factories
from branches.tests.roster_files import FIRST, HEAD, person
from core.clock import now
from core.errors import EditConflict, Refused
from core.tests.spreadsheet_files import csv_bytes

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CREATE = RosterChoices(create_branches=True)
TODAY = date(2025, 1, 10)


def later_roster():
    changed = person("梁娜", post="书记", phone="13700000000")
    return load_roster(csv_bytes([HEAD, changed, *FIRST[1:], person("高新")]), "b.csv")


@pytest.fixture
def later(transactional_db):
    """The batch of a later roster, which changed one person's phone and brought another."""
    court = factories.court("某法院")
    first = csv_bytes([HEAD, *FIRST])
    import_members(court=court, source=first, filename="a.csv", choices=CREATE, by=None, on=TODAY)
    given = {"court": court, "choices": CREATE, "on": TODAY}
    keys = [line.key for line in roster_difference(loaded=later_roster(), **given).lines]
    return roster_apply(loaded=later_roster(), ticked=Ticked(TODAY, keys, {}), by=None, **given).batch


def undo(batch):
    return lambda: batch_undo(batch=batch, reason="传错了", by=None, at=now())


def test_of_two_who_undo_the_second_is_told(later):
    assert at_once(undo(later), undo(later)) == ["Refused", "done"]
    assert not Member.objects.within(later.court).filter(name="高新").exists()


def test_undone_or_changed_never_half_of_each(later):
    """Who changes the person meanwhile either comes first, and nothing is undone, or is told of the conflict."""
    liang = Member.objects.within(later.court).get(name="梁娜")
    change = {"member": liang, "version": liang.version, "by": None, "remark": "新备注", "phone": "13600000000"}
    outcome = at_once(undo(later), lambda: member_change(**change))
    kept = Member.objects.within(later.court).get(name="梁娜")
    undone = ImportBatch.objects.within(later.court).get(pk=later.pk).undone_at is not None
    assert outcome in ([EditConflict.__name__, "done"], [Refused.__name__, "done"])
    assert kept.phone == ("13900001818" if undone else "13600000000")
    assert (kept.remark == "新备注") == (not undone)
