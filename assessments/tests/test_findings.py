"""Shortfalls of an assessment become findings of the quarter's inspection, each once."""

from datetime import date

import pytest
import time_machine

from activities.tests import factories as meetings
from assessments.models import Shortfall
from assessments.periods import Span
from assessments.selectors.shortfalls import shortfalls_to_find
from assessments.services.findings import findings_make
from assessments.tests.factories import TODAY, YEAR, Case, assessed
from assessments.tests.quarter import address, published, review
from core.errors import Refused
from rectification.models import Finding, Inspection
from rectification.services import inspection_close, inspection_create

pytestmark = pytest.mark.django_db
DUE = date(2024, 5, 10)


@pytest.fixture
def case():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield Case()


@pytest.fixture
def row(case):
    meetings.raw_activity("BRANCH_ASSEMBLY", case.first, date(2024, 2, 6), has_quorum=True)
    return published(case, assessed(case.court))


def keys(row):
    return [line.key for line in shortfalls_to_find(row, TODAY)]


def make(case, row, chosen=None, due_on=DUE):
    chosen = keys(row) if chosen is None else chosen
    return findings_make(assessment=row, chosen=chosen, due_on=due_on, by=case.committee, on=TODAY)


def test_what_lacks_points_and_nothing_that_waits(case, row):
    review(case, row, case.second, points=1)
    first, second = case.first.pk, case.second.pk
    assert keys(row) == [f"{first}:B5", f"{second}:B1", f"{second}:B5", f"{second}:C6"]


def test_findings_of_the_quarters_inspection(case, row):
    made = make(case, row)
    inspection = Inspection.objects.within(case.court).get()
    assert (inspection.kind, inspection.year, inspection.quarter) == ("QUARTERLY", 2024, 1)
    finding = Finding.objects.within(case.first).get()
    assert finding.text == "指标B5：满分4分，得0分（应完成3，完成0）。"
    assert (finding.aspect, finding.due_on, finding.inspection) == ("B5 指标B5", DUE, inspection)
    assert {each.finding.inspection for each in made} == {inspection}


def test_again_makes_none_twice(case, row):
    chosen = keys(row)
    assert len(make(case, row, chosen)) == 3
    assert make(case, row, chosen) == []
    assert Finding.objects.within(case.court).count() == 3
    assert keys(row) == []


@pytest.mark.parametrize("spans", [(Span(2024, 4), YEAR), (YEAR, Span(2024, 4))])
def test_the_year_and_its_quarters_find_the_same_once(case, spans):
    on, made = date(2025, 1, 10), []
    for span in spans:
        row = published(case, assessed(case.court, span, on=on), on)
        chosen = [line.key for line in shortfalls_to_find(row, on)]
        made += findings_make(assessment=row, chosen=chosen, due_on=on, by=case.committee, on=on)
    found = [(each.branch_id, each.code) for each in made]
    assert found
    assert len(found) == len(set(found))


def test_an_inspection_that_is_there_is_used(case, row):
    facts = {"kind": "QUARTERLY", "title": "", "year": 2024, "quarter": 1, "inspectors": "检查组"}
    kept = inspection_create(court=case.court, by=case.committee, held_on=date(2024, 4, 1), until=None, **facts)
    assert {each.finding.inspection_id for each in make(case, row)} == {kept.pk}


def test_a_years_belong_to_its_last_quarter(case):
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        on = date(2025, 1, 10)
        row = published(case, assessed(case.court, YEAR, on=on), on)
        chosen = [line.key for line in shortfalls_to_find(row, on)]
        findings_make(assessment=row, chosen=chosen, due_on=date(2025, 2, 1), by=case.committee, on=on)
    assert Inspection.objects.within(case.court).get().quarter == 4


def test_refused_before_publication_for_a_past_day_and_in_a_closed_inspection(case):
    row = assessed(case.court)
    with pytest.raises(Refused, match="公布以后"):
        make(case, row)
    row = published(case, row)
    with pytest.raises(Refused, match="整改期限"):
        make(case, row, due_on=date(2024, 4, 9))
    make(case, row, keys(row)[:1])
    inspection = Inspection.objects.within(case.court).get()
    inspection_close(inspection=inspection, words="其余未查", on=TODAY, by=case.committee)
    with pytest.raises(Refused, match="检查登记已于"):
        make(case, row)
    assert Shortfall.objects.within(case.court).count() == 1


def test_a_branch_that_is_no_more_is_left_out(case, row):
    case.first.dissolved_on = TODAY
    case.first.save()
    assert all(key.startswith(f"{case.second.pk}:") for key in keys(row))


class TestPage:
    @pytest.fixture
    def committee(self, client, case):
        client.force_login(case.committee)
        return client

    def test_ticked_ones_are_made_and_the_others_stay(self, committee, case, row):
        page = committee.get(address("findings", row)).text
        assert page.count("checked") == 3
        answer = committee.post(address("findings", row), {"chosen": keys(row)[:1], "due_on": "2024-05-10"})
        inspection = Inspection.objects.within(case.court).get()
        assert answer["Location"].endswith(f"/inspections/{inspection.pk}/")
        assert Shortfall.objects.within(case.court).count() == 1
        assert committee.get(address("findings", row)).text.count("checked") == 2

    def test_a_form_that_is_sent_twice_makes_each_once(self, committee, case, row):
        sent = {"chosen": keys(row), "due_on": "2024-05-10"}
        committee.post(address("findings", row), sent)
        answer = committee.post(address("findings", row), sent, follow=True)
        assert "这些短板已经列入" in answer.text
        assert Finding.objects.within(case.court).count() == 3

    def test_what_is_no_shortfall_makes_nothing(self, committee, case, row):
        answer = committee.post(address("findings", row), {"chosen": ["1:X", "B"], "due_on": "2024-05-10"})
        assert answer["Location"] == address("assessment", row)
        assert not Inspection.objects.within(case.court).exists()

    @pytest.mark.parametrize("due_on", ["", "2024-04-01"])
    def test_what_is_wrong_is_said_and_the_ticks_stay(self, committee, row, due_on):
        answer = committee.post(address("findings", row), {"chosen": keys(row)[1:2], "due_on": due_on})
        assert answer.status_code == 422
        assert answer.text.count("checked") == 1

    def test_only_what_the_data_says_or_a_reviewer_found_poor_is_ticked_at_first(self, committee, case, row):
        review(case, row, case.first, points=1.79)
        review(case, row, case.second, points=1.8)
        page = committee.get(address("findings", row))
        ticked = [line.key for line, is_ticked in page.context["form"].ticked if is_ticked]
        first, second = case.first.pk, case.second.pk
        assert ticked == [f"{first}:B5", f"{first}:C6", f"{second}:B1", f"{second}:B5"]
        assert f"{second}:C6" in page.text
        assert "评审得分不到满分 60% 的已勾选" in page.text

    def test_a_closed_inspection_is_said_before_anything_is_filled_in(self, committee, case, row):
        make(case, row, keys(row)[:1])
        inspection = Inspection.objects.within(case.court).get()
        inspection_close(inspection=inspection, words="其余未查", on=TODAY, by=case.committee)
        page = committee.get(address("findings", row)).text
        assert f"{inspection}的登记已于 2024-04-10 结束" in page
        assert "恢复登记" in page
        assert f"/inspections/{inspection.pk}/" in page
        assert 'name="chosen"' not in page
        sent = committee.post(address("findings", row), {"chosen": keys(row)[:1], "due_on": "2024-05-10"})
        assert sent.status_code == 422
        assert sent.text.count("checked") == 1

    def test_none_chosen_is_refused(self, committee, row):
        answer = committee.post(address("findings", row), {"due_on": "2024-05-10"})
        assert answer.status_code == 422
        assert "请勾选要列入的短板" in answer.text

    def test_before_publication_and_with_nothing_left_it_says_so(self, committee, case):
        row = assessed(case.court)
        assert "公布以后，短板才能列入" in committee.get(address("findings", row)).text
        row = published(case, row)
        make(case, row)
        assert "没有要列入的短板" in committee.get(address("findings", row)).text
