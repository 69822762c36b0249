"""How an item stands for a branch: ticked by the data with the record behind it, or by what the branch said."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.engine import Known
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.dates import month_end
from notices import services
from notices.choices import ItemState, ReceiptState
from notices.models import NoticeItem
from notices.selectors.answers import answers_of, receipt_state
from notices.selectors.standing import branch_rows
from notices.tests.factories import END, NOW, TODAY, Case, held, owed, reply

pytestmark = pytest.mark.django_db


def answer(case: Case, notice, branch=None, on: date = TODAY):
    branch = branch or case.first
    return answers_of(case.court, case.items(notice), [branch], on).get((case.items(notice)[0].pk, branch.pk))


def test_an_owed_meeting_ticks_itself():
    case = Case()
    notice = case.issued(owed())
    assert answer(case, notice).state is ItemState.OPEN
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 5))
    now = answer(case, notice)
    assert (now.state, now.done, now.of) == (ItemState.DONE, 1, 1)
    assert f"branch={case.first.pk}" in now.url
    assert answer(case, notice, case.second).state is ItemState.OPEN
    assert answer(case, notice, case.second, on=date(2024, 8, 1)).state is ItemState.MISSED
    assert answer(case, notice, on=date(2024, 7, 4)).state is ItemState.OPEN  # as it was then


def test_what_a_branch_does_not_owe_does_not_concern_it():
    case = Case()
    assert answer(case, case.issued(owed("GROUP_MEETING"))) is None


def test_times_are_counted_in_the_span():
    case = Case()
    notice = case.issued(held(target=2))
    for day in (date(2024, 6, 30), date(2024, 7, 2)):
        meetings.activity("VOLUNTEER", case.first, day)
    assert (answer(case, notice).state, answer(case, notice).done) == (ItemState.OPEN, 1)
    meetings.activity("VOLUNTEER", case.first, date(2024, 7, 3))
    assert answer(case, notice).state is ItemState.DONE
    assert answer(case, notice, case.second, on=date(2024, 8, 1)).state is ItemState.MISSED


def test_a_reply_counts_from_its_day():
    case = Case()
    notice = case.issued(reply(target=2))
    item, receipt = case.items(notice)[0], case.receipt(notice)
    for count in (1, 2):
        services.item_reply(receipt=receipt, item=item, text="完成", count=count, by=case.secretary, on=TODAY, at=NOW)
    assert answer(case, notice).state is ItemState.DONE
    assert answer(case, notice, on=date(2024, 7, 9)).state is ItemState.OPEN
    assert answer(case, notice, case.second, on=date(2024, 8, 1)).state is ItemState.MISSED


def test_a_notice_is_completed_when_acknowledged_and_nothing_is_open():
    case = Case()
    notice = case.issued(owed())
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 5))
    receipt = case.receipt(notice)
    own = [answer(case, notice)]
    assert receipt_state(receipt, own, TODAY) is ReceiptState.WAITING
    services.notice_acknowledge(receipt=receipt, by=case.secretary, on=TODAY, at=NOW)
    assert receipt_state(case.receipt(notice), own, TODAY) is ReceiptState.COMPLETED
    other = case.receipt(notice, case.second)
    services.notice_acknowledge(receipt=other, by=case.other, on=TODAY, at=NOW)
    still = [answer(case, notice, case.second)]
    assert receipt_state(case.receipt(notice, case.second), still, END) is ReceiptState.ACKNOWLEDGED


def test_what_nobody_can_tell_is_not_waited_for():
    case = Case()
    third = people.branch(case.court, "第三党支部")  # it keeps no records here
    notice = case.issued(owed(), reply())
    item = case.items(notice)[1]
    receipt, over = case.receipt(notice, third), date(2024, 8, 1)
    services.notice_acknowledge(receipt=receipt, by=people.secretary(third), on=TODAY, at=NOW)

    def row():
        return next(row for row in branch_rows(case.committee, [notice], over)[notice.pk] if row.branch == third)

    assert (row().state, row().figures) == (ReceiptState.ACKNOWLEDGED, "0/1，1 项不详")
    by = people.secretary(third)
    services.item_reply(receipt=receipt, item=item, text="完成", count=1, by=by, on=TODAY, at=NOW)
    assert (row().state, row().figures) == (ReceiptState.COMPLETED, "1/1，1 项不详")
    assert answer(case, notice, third, over).state is ItemState.NOT_KNOWN


def test_what_is_left_concerns_those_alone_who_lack_it():
    case = Case()
    meetings.activity("THEME_DAY", case.first, date(2024, 6, 5))
    notice = case.issued(owed(start=date(2024, 6, 1), end=date(2024, 6, 30)))
    NoticeItem.objects.within(case.court).update(is_left=True)
    assert answer(case, notice) is None
    assert answer(case, notice, case.second).state is ItemState.MISSED
    item, receipt = case.items(notice)[0], case.receipt(notice, case.second)
    services.item_reply(receipt=receipt, item=item, text="已补开", count=None, by=case.other, on=TODAY, at=NOW)
    assert answer(case, notice, case.second).state is ItemState.EXPLAINED
    meetings.activity("THEME_DAY", case.second, date(2024, 6, 28))
    now = answer(case, notice, case.second)
    assert (now.state, now.done, now.of, now.words) == (ItemState.DONE, 1, 1, "已补开")
    assert answer(case, notice, case.second, on=date(2024, 7, 9)) is None  # before it said anything


def test_the_engine_is_asked_once_a_year_that_is_needed_and_of_no_year_between():
    case = Case()
    spans = [(date(year, month, 1), month_end(year, month)) for year in (2022, 2024, 2031) for month in (2, 5, 11)]
    counts, answers = [], []
    for chosen in (spans[3:6], spans):
        items = case.items(case.draft(*(owed(start=start, end=end) for start, end in chosen)))
        with CaptureQueriesContext(connection) as queries:
            answers.append(answers_of(case.court, items, [case.first], TODAY))
        counts.append(len(queries))
        assert len(answers[-1]) == len(chosen)
    assert counts[1] == 3 * counts[0]


def test_a_branch_asked_for_alone_stands_as_among_others():
    case = Case()
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 5))
    meetings.activity("VOLUNTEER", case.second, date(2024, 7, 6))
    items = case.items(case.issued(owed(), held(), reply()))
    together = answers_of(case.court, items, [case.first, case.second], TODAY)
    alone = [answers_of(case.court, items, [branch], TODAY) for branch in (case.first, case.second)]
    assert together == alone[0] | alone[1]
    assert len({answer.state for answer in together.values()}) == 2


def test_what_the_engine_has_read_for_the_caller_is_not_read_again(django_assert_num_queries):
    case = Case()
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 5))
    items = case.items(case.issued(owed(), owed(start=date(2023, 12, 1), end=date(2023, 12, 31))))
    known = Known(case.first, start=date(2024, 1, 1), end=date(2024, 12, 31))
    asked = {"court": case.court, "branches": [case.first], "on": TODAY}
    assert answers_of(items=items, known=known, **asked) == answers_of(items=items, **asked)
    with django_assert_num_queries(0):
        answers_of(items=items[:1], known=known, **asked)
