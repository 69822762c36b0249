"""A record printed: what stands on the page stands on the paper."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.choices import ActivityState
from activities.selectors.papers import papers_of_year
from activities.services import Vote
from activities.tests import factories as meetings
from branches.choices import CourtLevel
from branches.tests import factories as people
from core.models import AuditEvent
from core.tests.test_documents import text_of_docx, text_of_pdf

READ = {"pdf": text_of_pdf, "docx": text_of_docx}


def address(activity, ending):
    return reverse(f"activities:record_{ending}", args=(activity.pk,))


@pytest.fixture
def kept(place):
    return meetings.activity(
        "BRANCH_ASSEMBLY",
        place.branch,
        date(2024, 5, 8),
        by=place.secretary,
        absent=[place.members[0]],
        also=["PARTY_LECTURE"],
        topic="议题一\n议题二",
        content="会上讨论了很多",
        resolutions=[Vote("通过工作计划", 6)],
    )


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_record_is_printed_whole_and_noted(place, as_user, kept, ending):
    answer = as_user(place.secretary).get(address(kept, ending))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = READ[ending](answer.content)
    absent, present = place.members[0].name, place.members[1].name
    for words in (
        "支部党员大会记录",
        "2024年5月8日（星期三）",
        "三楼会议室",
        "议题二",
        "会上讨论了很多",
        "通过工作计划",
    ):
        assert words in text
    for words in (f"{absent}（开庭）", present, "党课", "主持人（签名）", "记录人（签名）"):
        assert words in text
    event = AuditEvent.objects.get(action="activities.print_record")
    assert (event.actor, event.subject_id, event.detail["file"][-5:]) == (
        *(place.secretary, str(kept.pk)),
        f"记录.{ending}"[-5:],
    )


def test_the_page_of_a_record_offers_both(place, as_user, kept):
    page = as_user(place.secretary).get(reverse("activities:detail", args=(kept.pk,))).text
    assert address(kept, "pdf") in page
    assert address(kept, "docx") in page


def test_a_court_above_prints_no_names(place, as_user):
    upper = people.court(level=CourtLevel.INTERMEDIATE)
    branch = people.branch(people.court(parent=upper, shares_records=True))
    people.members(branch, 2)
    shared = meetings.activity("BRANCH_ASSEMBLY", branch, absent=[people.member(branch, "下级党员")])
    text = text_of_pdf(as_user(people.committee_account(upper)).get(address(shared, "pdf")).content)
    assert "应到3人" in text
    assert "下级党员" not in text


def test_a_record_that_does_not_count_says_so(place, as_user):
    back = meetings.raw_activity(branch=place.branch, state=ActivityState.SENT_BACK)
    assert "已退回" in text_of_pdf(as_user(place.secretary).get(address(back, "pdf")).content)


def test_a_year_of_papers_costs_the_same_for_few_records_and_many(place, kept, django_assert_num_queries):
    def papers():
        return papers_of_year(place.secretary, place.branch, 2024, until=date(2024, 12, 31))

    papers()
    with CaptureQueriesContext(connection) as few:
        papers()
    for day in (1, 2, 3):
        meetings.activity("THEME_DAY", place.branch, date(2024, 4, day), also=["PARTY_LECTURE"])
    with django_assert_num_queries(len(few)):
        assert [activity.held_on.day for activity, _ in papers()] == [1, 2, 3, 8]
