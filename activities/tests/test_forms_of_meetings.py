"""An organisational-life meeting may be held as an assembly, by the committee or by the groups."""

from datetime import date
from uuid import uuid4

import pytest

from activities.choices import HeldAs
from activities.engine import PairState, held_and_due
from activities.models import Activity
from activities.services import Incomplete
from activities.tests import factories, rows
from branches.tests import factories as people

LIFE = "ORGANIZATION_LIFE_MEETING"
YEAR_END = date(2023, 12, 31)


def held(place, form, **fields):
    kind = factories.kind(LIFE).held_in(form)
    return factories.activity(LIFE, place.branch, date(2024, 5, 8), kind=kind, for_year=2023, **fields)


@pytest.mark.parametrize(
    ("form", "due", "base", "quorum"), [("BRANCH", 7, 7, True), ("COMMITTEE", 3, 3, True), ("GROUP", 4, 4, None)]
)
def test_roster_and_quorum_follow_the_form(place, form, due, base, quorum):
    group = {"group": place.group} if form == "GROUP" else {}
    kept = held(place, form, **group)
    assert (kept.held_as, kept.due_count, kept.voting_due, kept.has_quorum) == (form, due, base, quorum)


def test_an_assembly_needs_half_and_a_group_its_name(place):
    absent = [*place.committee, place.members[0]]
    with pytest.raises(Incomplete, match="有表决权应到 7 人，实到 3 人，不足半数"):
        held(place, "BRANCH", absent=absent, accepts_no_quorum=False)
    with pytest.raises(Incomplete, match="请选择召开组织生活会的党小组"):
        held(place, "GROUP")


def test_only_kinds_that_leave_it_open_take_a_form(place):
    with pytest.raises(Incomplete, match="党课不能另选召开形式"):
        factories.activity(kind=factories.kind("PARTY_LECTURE").held_in("COMMITTEE"), branch=place.branch)


@pytest.mark.parametrize(
    ("meetings", "state"),
    [
        ([("BRANCH", None, True)], PairState.MET),
        ([("BRANCH", None, False)], PairState.NOT_MET),
        ([("COMMITTEE", None, True)], PairState.MET),
        ([("GROUP", 0, None)], PairState.NOT_MET),
        ([("GROUP", 0, None), ("GROUP", 1, None)], PairState.MET),
        ([("", None, None)], PairState.MET),  # a ledger that does not say
    ],
)
def test_the_branch_met_its_year_as_a_whole_or_by_every_group(db, meetings, state):
    branch = rows.branch(people.court())
    groups = [people.group(branch, name) for name in ("第一党小组", "第二党小组")]
    for form, group, quorum in meetings:
        rows.activity(
            branch, LIFE, date(2023, 11, 6), held_as=form, for_year=2023, has_quorum=quorum,
            group=None if group is None else groups[group],
        )  # fmt: skip
    answer = held_and_due(branch, start=date(2023, 1, 1), end=YEAR_END, as_of=YEAR_END)
    pair = next(each for each in answer.pairs if each.norm.kind.code == LIFE)
    assert (pair.state, pair.held) == (state, len(meetings))
    assert pair.without_quorum == sum(quorum is False for _, _, quorum in meetings)
    assert answer.kinds[LIFE].held == len(meetings)


def test_the_form_asks_in_which_form_and_a_leader_logs_the_own_groups(place, as_user):
    client = as_user(place.secretary)
    page = client.get("/activities/new/", {"kind": LIFE}).text
    assert all(label in page for label in HeldAs.labels)
    assert "召开形式" not in client.get("/activities/new/", {"kind": "PARTY_LECTURE"}).text
    data = {
        "submission_key": str(uuid4()),
        "kind": LIFE,
        "held_as": "GROUP",
        "group": str(place.group.pk),
        "branch": str(place.branch.pk),
        "held_on": "2024-05-08",
        "topic": ["检视问题"],
        "place": "会议室",
        "chair": "组长",
        "recorder": "记录人",
        "for_year": "2023",
    }
    leader = as_user(place.leader)
    asked = leader.get("/activities/new/", {"kind": LIFE})
    assert "第一党小组" in asked.text
    assert 'value="COMMITTEE"' not in asked.text
    answer = leader.post("/activities/new/", data, follow=True)
    kept = Activity.objects.within(place.branch).get()
    assert (kept.held_as, kept.group, kept.due_count) == ("GROUP", place.group, 4)
    assert "各党小组都召开后支部达标" in answer.text
