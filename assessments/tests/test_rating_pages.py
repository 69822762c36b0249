"""Pages of applications, ratings, vetoes and plates: what each role reads there, and what it may do."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Application, Rating, StarChange, Veto
from assessments.selectors.rating_page import rating_page
from assessments.selectors.rating_paper import rating_data
from assessments.services.ratings import rating_reopen
from assessments.tests.factories import at
from assessments.tests.rated import RATED_ON, Place
from branches.tests import factories as people

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def place():
    with time_machine.travel(at(RATED_ON), tick=False):
        yield Place(3, veto_stars=2)


@pytest.fixture
def committee(client, place):
    client.force_login(place.committee)
    return client


@pytest.fixture
def secretary(client, place):
    client.force_login(people.secretary(place.first))
    return client


def published(place: Place) -> Rating:
    rating = place.rated(95, 65, 85, applied={2: None})
    return place.publish(rating)


class TestApplying:
    def test_a_branch_applies_changes_and_withdraws(self, secretary, place):
        page = address("apply", place.first.pk, 2024)
        assert secretary.get(page).status_code == 200
        assert secretary.post(page, {"stars": "4", "text": "", "version": "0"}).status_code == 302
        made = Application.objects.within(place.first).get()
        assert secretary.post(page, {"stars": "5", "text": "", "version": "0"}).status_code == 409
        assert secretary.post(page, {"stars": "5", "text": "", "version": made.version}).status_code == 302
        assert "修改" in text(secretary.get(address("applications")))
        assert secretary.post(address("application_withdraw", made.pk)).status_code == 302
        made.refresh_from_db()
        assert (made.stars, made.withdrawn_on) == (5, RATED_ON)

    @pytest.mark.parametrize("year", [0, 1900, 2023, 2026])
    def test_only_for_the_years_that_are_rated(self, secretary, place, year):
        page = address("apply", place.first.pk, year)
        assert secretary.post(page, {"stars": "4", "text": "", "version": "0"}).status_code == 404

    def test_bad_input_is_kept(self, secretary, place):
        page = secretary.post(address("apply", place.first.pk, 2024), {"stars": "9", "text": "我们申报"})
        assert page.status_code == 422
        assert "我们申报" in text(page)

    def test_others_may_not(self, secretary, place, client):
        assert secretary.get(address("apply", place.branches[1].pk, 2024)).status_code == 404
        client.force_login(place.committee)
        assert client.get(address("apply", place.first.pk, 2024)).status_code == 403

    def test_the_committee_sees_who_has_not_applied(self, committee, place):
        place.apply(5, None, 4)
        page = text(committee.get(address("applications")))
        assert "1 个：" in page
        rows = load_workbook(BytesIO(committee.get(address("applications_export")).content)).active
        assert rows.max_row == 3


class TestRating:
    def test_the_committee_rates_publishes_and_takes_back(self, committee, place):
        place.scored(95, 65, 85)
        place.apply(5, 5, 5)
        assert committee.post(address("rate"), {"year": "2024"}).status_code == 302
        rating = Rating.objects.within(place.court).get()
        page = text(committee.get(address("rating", rating.pk)))
        assert "五星名额 0 个（3 个支部的 30%，向下取整）" in page
        assert "★★★★☆" in page
        assert "2024年度考评还没有定稿" in page
        assert "2024年第三季度、2024年第四季度没有考评，没有计入" in page
        committee.post(address("rating_publish", rating.pk), {"version": rating.version})
        rating.refresh_from_db()
        assert rating.published_on is None
        place.settle()
        committee.post(address("rating_publish", rating.pk), {"version": rating.version})
        rating.refresh_from_db()
        assert rating.published_on == RATED_ON
        assert "待约谈支部书记" in text(committee.get(address("rating", rating.pk)))
        taken = {"version": rating.version, "reason": "评审有误"}
        assert committee.post(address("rating_reopen", rating.pk), {**taken, "reason": ""}).status_code == 422
        assert committee.post(address("rating_reopen", rating.pk), {**taken, "version": 1}).status_code == 409
        assert committee.post(address("rating_reopen", rating.pk), taken).status_code == 302

    def test_a_year_to_come_is_refused_at_the_form(self, committee, place):
        assert committee.post(address("rate"), {"year": "2026"}).status_code == 422
        assert committee.post(address("rate"), {"year": "2025"}).status_code in (302, 422)

    def test_what_is_unknown_is_said_and_not_published(self, committee, place):
        rating = place.rated(95, None, 85)
        assert "暂定：第2支部" in text(committee.get(address("rating", rating.pk)))
        committee.post(address("rating_publish", rating.pk), {"version": rating.version})
        rating.refresh_from_db()
        assert rating.published_on is None

    def test_a_branch_reads_its_own_row_once_published(self, secretary, place):
        draft = place.rated(95, 65, 85)
        assert secretary.get(address("rating", draft.pk)).status_code == 404
        place.publish(draft)
        page = text(secretary.get(address("rating", draft.pk)))
        assert "95.00" in page
        assert "第2支部" not in page
        assert secretary.post(address("rating_publish", draft.pk)).status_code == 403
        assert secretary.get(address("rate")).status_code == 403

    def test_papers_and_exports(self, committee, place):
        rating = published(place)
        assert committee.get(address("rating_pdf", rating.pk)).content.startswith(b"%PDF")
        sheet = load_workbook(BytesIO(committee.get(address("rating_export", rating.pk)).content)).active
        assert [cell.value for cell in sheet["B"]][1:] == ["第1支部", "第2支部", "第3支部"]
        assert load_workbook(BytesIO(committee.get(address("ratings_export")).content)).active.max_row == 2

    def test_the_order_in_the_court_is_the_committees_alone(self, client, place):
        rating = place.rated(95, 95, 90)
        rating = place.publish(rating)
        assert place.row(rating, 1).parts["tie"] == "党支部顺序"
        officer = people.secretary(place.branches[2])
        people.appoint(officer, "SECRETARY", branch=place.branches[1])
        for user, is_shown in ((place.committee, True), (officer, False)):
            client.force_login(user)
            page = text(client.get(address("rating", rating.pk)))
            assert (">顺序</th>" in page, "与前一名同分" in page) == (is_shown, is_shown)
            assert "第2支部" in page
            sheet = load_workbook(BytesIO(client.get(address("rating_export", rating.pk)).content)).active
            heads = {cell.value for cell in sheet[1]}
            assert ({"顺序", "同分时由什么定先后"} <= heads, "顺序" in heads) == (is_shown, is_shown)
            data = rating_data(rating, rating_page(user, rating, RATED_ON))
            assert ("顺序" in str(data["tables"][0]["heads"])) == is_shown

    def test_a_reason_compares_with_no_other_branch(self, place):
        court = Place(2, five_share=50)
        late = court.row(court.rated(95, 95), 1)
        assert late.stars == 4
        assert "名额已满" in late.reasons[-1]
        assert "与取得名额的支部同分" not in "".join(late.reasons)

    def test_strangers(self, client, place):
        rating = published(place)
        other = Place(1)
        client.force_login(other.committee)
        assert client.get(address("rating", rating.pk)).status_code == 404
        assert client.get(address("rating", 10**6)).status_code == 404
        client.force_login(place.committee)
        assert client.get(address("rating_publish", rating.pk)).status_code == 405

    def test_as_many_queries_for_many_branches_as_for_one(self, client):
        counts = []
        with time_machine.travel(at(RATED_ON), tick=False):
            for number in (1, 3):
                place = Place(number)
                rating = place.rated(*[65] * number)
                place.publish(rating)
                client.force_login(place.committee)
                client.get(address("rating", rating.pk))
                with CaptureQueriesContext(connection) as queries:
                    client.get(address("rating", rating.pk))
                counts.append(len(queries))
        assert counts[0] == counts[1]


class TestVetoes:
    def test_recorded_listed_and_voided(self, committee, place):
        place.standard(2024)
        facts = {"branch": place.first.pk, "year": "2024", "happened_on": "2024-05-01", "text": "发生违纪案件"}
        assert committee.post(address("veto_new"), {**facts, "text": ""}).status_code == 422
        assert committee.post(address("veto_new"), facts).status_code == 302
        veto = Veto.objects.within(place.first).get()
        assert "发生违纪案件" in text(committee.get(address("vetoes")))
        assert committee.post(address("veto_void", veto.pk), {"reason": "登记有误"}).status_code == 302
        veto.refresh_from_db()
        assert veto.void_reason == "登记有误"

    def test_narrowed_ordered_and_exported_alike(self, committee, place):
        for branch, on, words in zip(place.branches, (1, 3, 2), ("违纪案件", "失泄密", "违纪处分"), strict=True):
            facts = {"court": place.court, "branch": branch, "year": 2024, "on": date(2024, 5, on), "text": words}
            Veto.objects.create(**facts, recorded_by=place.committee)
        asked = {"q": "违纪", "state": "STANDS", "sort": "on"}
        assert [row.text for row in committee.get(address("vetoes"), asked).context["page"].rows] == [
            "违纪案件",
            "违纪处分",
        ]
        assert address("vetoes_export") in text(committee.get(address("vetoes")))
        sheet = load_workbook(BytesIO(committee.get(address("vetoes_export"), asked).content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [row[1:2] + row[4:6] for row in rows] == [
            ["第1支部", "违纪案件", "有效"],
            ["第3支部", "违纪处分", "有效"],
        ]
        assert committee.get(address("vetoes_export"), {"state": "VOIDED"}).status_code == 200
        assert committee.post(address("vetoes_export")).status_code == 405

    def test_a_branch_exports_its_own_alone(self, client, place):
        Veto.objects.create(court=place.court, branch=place.first, year=2024, on=date(2024, 5, 1), text="违纪案件")
        for branch, rows in ((place.first, 1), (place.branches[1], 0)):
            client.force_login(people.secretary(branch))
            sheet = load_workbook(BytesIO(client.get(address("vetoes_export")).content)).active
            assert sheet.max_row == 1 + rows
        client.force_login(people.member_account(people.member(place.first)))
        assert client.get(address("vetoes_export")).status_code == 403

    def test_the_list_asks_as_much_for_one_as_for_three(self, committee, place):
        committee.get(address("vetoes"))
        counts = []
        for day in (1, 2, 3):
            facts = {"court": place.court, "branch": place.first, "year": 2024, "text": "违纪案件"}
            Veto.objects.create(**facts, on=date(2024, 5, day))
            with CaptureQueriesContext(connection) as queries:
                committee.get(address("vetoes"))
            counts.append(len(queries))
        assert len(set(counts)) == 1


class TestPlates:
    def test_everybody_of_the_court_reads_and_prints(self, client, place):
        published(place)
        plate = StarChange.objects.within(place.first).get()
        client.force_login(people.secretary(place.branches[1]))
        assert "第1支部" in text(client.get(address("plates")))
        assert client.get(address("certificate", plate.pk)).content.startswith(b"%PDF")
        assert client.get(address("plate_edit", plate.pk)).status_code == 403
        found = text(client.get(address("plates"), {"q": "没有的"}))
        assert "没有符合条件的" in found

    def test_the_committee_enters_old_ones_and_numbers(self, committee, place):
        facts = {"branch": place.first.pk, "act": "TAKEN", "year": "2020", "stars": "3", "happened_on": "2021-01-05"}
        assert committee.post(address("plate_new"), {**facts, "year": "2031"}).status_code == 422
        assert committee.post(address("plate_new"), facts).status_code == 302
        plate = StarChange.objects.within(place.first).get()
        assert plate.on == date(2021, 1, 5)
        assert committee.get(address("certificate", plate.pk)).status_code == 404
        number = {"plate_number": "星-001", "text": "", "version": plate.version}
        assert committee.post(address("plate_edit", plate.pk), number).status_code == 302
        assert committee.post(address("plate_edit", plate.pk), {**number, "text": "另一人"}).status_code == 409
        plate.refresh_from_db()
        assert plate.plate_number == "星-001"
        assert load_workbook(BytesIO(committee.get(address("plates_export")).content)).active.max_row == 2

    def test_of_a_rating_taken_back_only_the_committee_reads_and_nobody_prints(self, client, place):
        rating = published(place)
        plate = StarChange.objects.within(place.first).get()
        rating_reopen(rating=rating, version=rating.version, reason="评审有误", by=place.committee)
        client.force_login(people.secretary(place.first))
        assert client.get(address("certificate", plate.pk)).status_code == 404
        assert "授牌" not in text(client.get(address("branch_stars", place.first.pk)))
        client.force_login(place.committee)
        assert "评定已收回" in text(client.get(address("plates")))
        assert client.get(address("certificate", plate.pk)).status_code == 404
        place.review(rating.assessment, place.first, 60)
        place.publish(place.rate())
        assert "已作废" in text(client.get(address("plates")))

    def test_the_branchs_page_has_its_stars(self, secretary, place):
        published(place)
        panel = text(secretary.get(address("branch_stars", place.first.pk)))
        assert "2024 年度" in panel
        assert "授牌" in panel
