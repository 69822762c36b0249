"""Duty reviews on their pages: who sees which, the list with its overview, the form, the papers."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import DutyQuestion, DutyReview
from assessments.services.duty import duty_review_void
from assessments.tests.factories import Case
from assessments.tests.recorded import NOW, duty_review
from branches.tests import factories as people
from core.changes import CONFLICT

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("assessments:duty_reviews"), reverse("assessments:duty_review_new")
EXPORT = reverse("assessments:duty_reviews_export")


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


@pytest.fixture
def committee(client, case):
    client.force_login(case.committee)
    return client


@pytest.fixture
def secretary(client, case):
    client.force_login(case.secretary)
    return client


def at(name: str, review: DutyReview) -> str:
    return reverse(f"assessments:{name}", args=[review.pk])


def text_of(response: Any) -> str:
    return response.content.decode()


def listed(client: Any, **query: Any) -> list[DutyReview]:
    return client.get(LIST, query).context["page"].rows


def sent(case: Case, **changed: Any) -> dict[str, Any]:
    """The form, with one question and an empty line behind it."""
    votes = {"present": 20, "good": 12, "fair": 6, "ordinary": 0, "poor": 0}
    lines = {"asker": ["王委员", ""], "question": ["怎样开好党小组会？", ""], "answer": ["按团队编组。", ""]}
    facts = {"tier": "BRANCH_SECRETARY", "branch": case.first.pk, "year": 2024, "held_on": "2025-01-10"}
    return {**votes, **lines, **facts, "person_name": "张三", "submission_key": str(uuid4()), **changed}


def test_the_list_has_the_courts_own_first_then_the_branches_in_order(case, committee):
    second, first = duty_review(case, branch=case.second), duty_review(case)
    leader = duty_review(case, tier="COMMITTEE_SECRETARY", branch=None)
    old = duty_review(case, year=2023, held_on=date(2024, 1, 10))
    assert listed(committee) == [leader, first, second, old]


def test_an_officer_reads_the_own_branch_alone(case, secretary):
    own, other = duty_review(case), duty_review(case, branch=case.second)
    leader = duty_review(case, tier="COMMITTEE_SECRETARY", branch=None)
    assert listed(secretary) == [own]
    assert "登记述职评议" not in text_of(secretary.get(LIST))
    assert secretary.get(at("duty_review", own)).status_code == 200
    for review in (other, leader):
        for name in ("duty_review", "duty_review_pdf", "duty_review_docx"):
            assert secretary.get(at(name, review)).status_code == 404


def test_filters(case, committee):
    first, second = duty_review(case), duty_review(case, branch=case.second, good=0)
    leader = duty_review(case, tier="COMMITTEE_SECRETARY", branch=None, year=2023, held_on=date(2024, 1, 10))
    voided = duty_review(case, tier="DEPUTY_SECRETARY", branch=None)
    duty_review_void(review=voided, reason="有误", by=case.committee, at=NOW)
    assert listed(committee, year=2023) == [leader]
    assert listed(committee, tier="COMMITTEE_SECRETARY") == [leader]
    assert listed(committee, branch=case.second.pk) == [second]
    assert listed(committee, result="GOOD", year=2024) == [first]
    assert listed(committee, state="VOIDED") == [voided]
    assert "没有符合条件的述职评议" in text_of(committee.get(LIST, {"result": "POOR"}))


def test_the_overview_names_who_has_not_reported(case, committee):
    review = duty_review(case)
    leader = duty_review(case, tier="COMMITTEE_SECRETARY", branch=None)
    response = committee.get(LIST)
    overview = response.context["overview"]
    assert (overview.year, overview.reported, overview.due) == (2024, 1, 2)
    assert overview.missing == [case.second]
    text = text_of(response)
    assert f'href="{NEW}?year=2024&amp;branch={case.second.pk}"' in text
    assert f'href="{at("duty_review", leader)}"' in text
    assert f'href="{NEW}?year=2024&amp;tier=DEPUTY_SECRETARY"' in text
    assert response.context["reported_url"] == "?year=2024&tier=BRANCH_SECRETARY"
    assert committee.get(LIST + response.context["reported_url"]).context["page"].rows == [review]
    assert committee.get(LIST, {"year": 2024}).context["overview"].year == 2024


def test_the_overview_of_an_officer_is_of_the_own_branch(case, secretary):
    overview = secretary.get(LIST).context["overview"]
    assert (overview.committee, overview.missing) == ([], [case.first])


def test_as_many_queries_for_one_as_for_three(case, committee):
    counts = []
    duty_review(case)
    committee.get(LIST)
    for more in ({}, {"branch": case.second}, {"tier": "DEPUTY_SECRETARY", "branch": None}):
        if more:
            duty_review(case, **more)
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(committee)) in (1, 2, 3)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_export_has_the_rows_of_the_filter(case, committee):
    duty_review(case, comment="=1+1")
    duty_review(case, branch=case.second)
    sheet = load_workbook(BytesIO(committee.get(EXPORT, {"branch": case.first.pk}).content)).active
    head, line = sheet.iter_rows(values_only=True)
    told = dict(zip(head, line, strict=True))
    assert (told["党支部"], told["述职人"], told["综合评价"]) == ("第一党支部", "张三", "好")
    assert (told["到会人数"], told["好"], told["较好"], told["未投票"]) == (20, 12, 6, 2)
    assert told["点评"] == "=1+1"


def test_the_page_says_how_the_result_came_about(case, committee):
    text = text_of(committee.get(at("duty_review", duty_review(case, good=8, fair=7, ordinary=3, poor=1))))
    assert "“好” 8 张；加上“较好” 7 张共 15 张，已过半数，综合评价为“较好”" in text
    assert "到会 20 人，投票 19 张，未投票 1 人" in text
    assert "王委员：怎样开好党小组会？" in text
    assert "没有登记回答" in text


def test_the_papers(case, secretary):
    review = duty_review(case, comment="工作扎实。")
    pdf, docx = secretary.get(at("duty_review_pdf", review)), secretary.get(at("duty_review_docx", review))
    assert pdf.content.startswith(b"%PDF")
    assert docx.content.startswith(b"PK")


def test_a_link_of_the_overview_fills_the_form(case, committee):
    form = committee.get(NEW, {"year": 2023, "branch": case.second.pk, "tier": "BRANCH_SECRETARY"}).context["form"]
    assert (form.initial["year"], form.initial["branch"]) == (2023, case.second.pk)
    form = committee.get(NEW, {"year": "x", "branch": "y", "tier": "z"}).context["form"]
    assert (form.initial["year"], form.initial["branch"], form.initial["tier"]) == (2024, None, "BRANCH_SECRETARY")


def test_recording_on_the_page(case, committee):
    data = sent(case)
    response = committee.post(NEW, data)
    review = DutyReview.objects.within(case.court).get()
    assert response.url == at("duty_review", review)
    assert (review.person_name, review.result) == ("张三", "GOOD")
    assert [row.asker for row in DutyQuestion.objects.within(case.court)] == ["王委员"]
    committee.post(NEW, data)
    assert DutyReview.objects.within(case.court).count() == 1


def test_a_branch_chosen_before_the_tier_is_left_out(case, committee):
    committee.post(NEW, sent(case, tier="DEPUTY_SECRETARY"))
    assert DutyReview.objects.within(case.court).get().branch is None


def test_what_is_refused_keeps_what_was_typed(case, committee):
    response = committee.post(NEW, sent(case, good=30, report="抓党建的做法"))
    assert response.status_code == 422
    text = text_of(response)
    assert "到会 20 人，投票 36 张：多了 16 张" in text
    assert "抓党建的做法" in text
    assert "怎样开好党小组会？" in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"good": ""}, "请填写“好”票数"),
        ({"fair": "-1"}, "大于或等于0"),
        ({"held_on": "昨天"}, "有效的日期"),
        ({"question": ["", ""]}, "第 1 条提问：请写明问的是什么"),
        ({"answer": ["长" * 1001, ""]}, "第 1 条提问：回答不能超过 1000 字"),
    ],
)
def test_bad_input_is_said_in_words(case, committee, changed, words):
    response = committee.post(NEW, sent(case, **changed))
    assert response.status_code == 422
    assert words in text_of(response)


def edited(case: Case, review: DutyReview, **changed: Any) -> dict[str, Any]:
    return sent(case, version=review.version, **changed)


def test_changing_on_the_page(case, committee):
    review = duty_review(case)
    page = at("duty_review_edit", review)
    assert "谈心谈话怎么补上？" in text_of(committee.get(page))
    assert committee.post(page, edited(case, review, good=1, fair=2, poor=10)).status_code == 302
    assert DutyReview.objects.within(case.court).get().result == "POOR"


def test_who_saved_first_is_not_overwritten_unseen(case, committee):
    review = duty_review(case)
    page = at("duty_review_edit", review)
    committee.post(page, edited(case, review, comment="先改的"))
    response = committee.post(page, edited(case, review, comment="后改的"))
    assert response.status_code == 409
    text = text_of(response)
    assert all(words in text for words in (CONFLICT, "先改的", "后改的", "已保存的提问"))


def test_voiding_on_the_page(case, committee):
    review = duty_review(case)
    page = at("duty_review_void", review)
    assert committee.post(page, {"reason": ""}).status_code == 422
    assert committee.post(page, {"reason": "票数有误"}).status_code == 302
    response = committee.get(at("duty_review", review))
    assert "原因：票数有误" in text_of(response)
    assert response.context["menu"] == []
    assert committee.get(at("duty_review_edit", review)).status_code == 302


def test_who_may_not_write_is_refused(case, secretary):
    review = duty_review(case)
    assert secretary.get(NEW).status_code == 403
    assert secretary.post(NEW, sent(case)).status_code == 403
    for name in ("duty_review_edit", "duty_review_void"):
        assert secretary.post(at(name, review), {"reason": "x"}).status_code == 403


def test_another_court_finds_nothing(case, client):
    review = duty_review(case)
    client.force_login(people.committee_account(people.court()))
    for name in ("duty_review", "duty_review_edit", "duty_review_void", "duty_review_pdf"):
        assert client.get(at(name, review)).status_code == 404
    assert listed(client) == []


def test_members_have_no_part_in_it(case, client):
    client.force_login(people.member_account(people.member(case.first)))
    assert client.get(LIST).status_code == 403


def test_bad_addresses_and_methods(case, committee):
    assert committee.get(reverse("assessments:duty_review", args=[987654])).status_code == 404
    assert committee.post(LIST).status_code == 405
    assert committee.put(NEW).status_code == 405
