"""A locked quarter stays as it is until somebody opens it with a reason."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from activities.choices import HeldAs
from activities.selectors.history import lock_of
from activities.services import (
    activity_archive,
    activity_cancel,
    activity_correct,
    activity_resubmit,
    activity_send_back,
    activity_submit,
    activity_withdraw,
    correction_approve,
    period_lock,
    period_unlock,
)
from activities.services.activity_import import import_activities
from activities.tests import factories as meetings
from branches.services.imports.undo import batch_undo
from branches.tests import factories as people
from core.errors import Refused

DAY = date(2024, 3, 8)
NOON = meetings.noon(DAY)
APRIL = date(2024, 4, 3)


@pytest.fixture
def branch(db):
    made = people.branch()
    people.members(made, 3)
    return made


@pytest.fixture
def committee(branch):
    return people.committee_account(branch.court)


def lock(branch, by, **fields):
    return period_lock(
        court=branch.court, **{"year": 2024, "quarter": 1, "reason": "季度考核", "by": by, "on": APRIL, **fields}
    )


def test_nothing_in_a_locked_quarter_changes(branch, committee):
    writer, key = people.secretary(branch), uuid4()
    written = meetings.entry("BRANCH_ASSEMBLY", branch, DAY)
    record = activity_submit(entry=written, by=writer, at=NOON, submission_key=uuid4())
    back = meetings.activity("THEME_DAY", branch, DAY, by=writer)
    activity_send_back(activity=back, reason="不全", by=committee, at=NOON)
    kept = activity_archive(activity=meetings.activity("PARTY_LECTURE", branch, DAY), by=committee, at=NOON)
    lecture = meetings.entry("PARTY_LECTURE", branch, DAY, place="别处")
    form = {"by": writer, "at": NOON, "version": None, "submission_key": key}
    asked = activity_correct(activity=kept, entry=lecture, reason="漏", **form)
    locked = lock(branch, committee)
    form["submission_key"] = uuid4()
    attempts = [
        lambda: activity_submit(entry=written, by=writer, at=NOON, submission_key=uuid4()),
        lambda: activity_resubmit(activity=back, entry=meetings.entry("THEME_DAY", branch, DAY), **form),
        lambda: activity_resubmit(activity=back, entry=meetings.entry("THEME_DAY", branch, date(2024, 4, 2)), **form),
        lambda: activity_send_back(activity=record, reason="不全", by=committee, at=NOON),
        lambda: activity_withdraw(activity=record, reason="误", by=writer, at=NOON),
        lambda: activity_cancel(activity=record, reason="误", by=committee, at=NOON),
        lambda: activity_correct(activity=record, entry=replace(written, place="别处"), reason="误", **form),
        lambda: correction_approve(correction=asked, by=committee, at=NOON),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=r"2024年第一季度已考核锁定，不能.+请机关党委先重新开放"):
            attempt()
    assert activity_archive(activity=record, by=committee, at=NOON).state == "ARCHIVED"
    period_unlock(lock=locked, reason="补录一次会议", by=committee, on=APRIL)
    assert correction_approve(correction=asked, by=committee, at=NOON).state == "APPLIED"


def test_nothing_is_imported_into_a_locked_quarter(branch, committee):
    ledger = f"党支部,类型,日期,议题\n{branch.name},主题党日,2024-03-08,学习\n{branch.name},主题党日,2024-04-02,学习\n"
    form = {"court": branch.court, "source": ledger.encode(), "filename": "台账.csv", "by": committee}
    options = {**form, "on": date(2024, 5, 1), "at": NOON}
    lock(branch, committee)
    with pytest.raises(Refused, match="2024年第一季度已考核锁定，不能导入") as refused:
        import_activities(**options)
    assert len(refused.value.reasons) == 1


def test_other_quarters_and_courts_stay_open(branch, committee):
    lock(branch, committee)
    assert meetings.activity("BRANCH_ASSEMBLY", branch, date(2024, 4, 1))
    assert meetings.activity("BRANCH_ASSEMBLY", people.branch(), DAY)


def test_a_quarter_is_locked_once_after_its_end_and_opened_for_a_reason(branch, committee):
    with pytest.raises(Refused, match="还没有结束"):
        lock(branch, committee, on=date(2024, 3, 31))
    first = lock(branch, None)
    assert lock(branch, committee, reason="再一次") == first
    with pytest.raises(Refused, match="原因"):
        period_unlock(lock=first, reason=" ", by=committee, on=APRIL)
    opened = period_unlock(lock=first, reason="复查", by=committee, on=APRIL)
    assert (opened.reopened_on, opened.reopen_reason) == (APRIL, "复查")
    with pytest.raises(Refused, match="已经开放"):
        period_unlock(lock=first, reason="复查", by=committee, on=APRIL)
    assert lock(branch, committee).pk != first.pk


@pytest.fixture
def closed_year(branch, committee):
    """The last quarter of 2023 is locked; the branch holds its meeting of that year early in 2024."""
    return lock(branch, committee, year=2023, quarter=4)


def life_meeting(branch, for_year, **fields):
    kind = meetings.kind("ORGANIZATION_LIFE_MEETING").held_in(HeldAs.BRANCH)
    return meetings.entry(kind=kind, branch=branch, held_on=DAY, for_year=for_year, **fields)


def test_a_meeting_for_a_year_that_is_locked_is_part_of_it(branch, committee, closed_year):
    writer = people.secretary(branch)
    refused = pytest.raises(Refused, match="2023年第四季度已考核锁定")
    with refused:
        activity_submit(entry=life_meeting(branch, 2023), by=writer, at=NOON, submission_key=uuid4())
    theirs = activity_submit(entry=life_meeting(branch, 2024), by=writer, at=NOON, submission_key=uuid4())
    form = {"by": writer, "at": NOON, "version": None}
    with refused:  # into the locked year
        activity_correct(activity=theirs, entry=life_meeting(branch, 2023), reason="误", submission_key=uuid4(), **form)
    period_unlock(lock=closed_year, reason="补录", by=committee, on=APRIL)
    kept = activity_submit(entry=life_meeting(branch, 2023), by=writer, at=NOON, submission_key=uuid4())
    activity_archive(activity=theirs, by=committee, at=NOON)
    into = life_meeting(branch, 2023)
    asked = activity_correct(activity=theirs, entry=into, reason="误", submission_key=uuid4(), **form)
    lock(branch, committee, year=2023, quarter=4)
    attempts = [
        lambda: activity_correct(
            activity=kept, entry=life_meeting(branch, 2024), reason="误", submission_key=uuid4(), **form
        ),
        lambda: activity_send_back(activity=kept, reason="不全", by=committee, at=NOON),
        lambda: activity_withdraw(activity=kept, reason="误", by=writer, at=NOON),
        lambda: activity_cancel(activity=kept, reason="误", by=committee, at=NOON),
        lambda: correction_approve(correction=asked, by=committee, at=NOON),
    ]
    for attempt in attempts:
        with refused:
            attempt()
    theirs.refresh_from_db()
    assert theirs.for_year == 2024
    assert lock_of(kept) is not None
    assert lock_of(theirs) is None


def test_a_yearly_kind_met_by_the_way_counts_in_its_year(branch, closed_year):
    kind = meetings.own_kind(branch.court, "年度总结", for_year=True)
    with pytest.raises(Refused, match="2023年第四季度已考核锁定"):
        meetings.activity("BRANCH_ASSEMBLY", branch, DAY, also=[kind.code], for_year=2023)


def test_a_ledger_brings_nothing_into_a_locked_year(branch, committee, closed_year):
    rows = ("组织生活会,2024-03-08", "主题党日,2024-03-09")
    ledger = "党支部,类型,日期,议题\n" + "".join(f"{branch.name},{row},2023年度组织生活会\n" for row in rows)
    options = {"court": branch.court, "source": ledger.encode(), "filename": "台账.csv", "by": committee}
    with pytest.raises(Refused, match="2023年第四季度已考核锁定，不能导入") as refused:
        import_activities(**options, on=date(2024, 5, 1), at=NOON)
    assert len(refused.value.reasons) == 1
    period_unlock(lock=closed_year, reason="补录", by=committee, on=APRIL)
    batch = import_activities(**options, on=date(2024, 5, 1), at=NOON).batch
    lock(branch, committee, year=2023, quarter=4)
    with pytest.raises(Refused, match="2023年第四季度已考核锁定，不能撤销"):
        batch_undo(batch=batch, reason="误", by=committee, at=NOON)
