"""The pages about one branch in an assessment: who reads them, what stands on them, what is refused."""

from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.choices import AssessmentState, ObjectionState, ReviewState
from assessments.models import Assessment, Objection, Review, SelfAssessment
from assessments.periods import Span
from assessments.selectors.score_page import score_page
from assessments.tests.factories import TODAY, Case, assessed, held, reviewed, score_of, standard
from branches.tests import factories as people
from core.tests.test_documents import text_of_pdf
from notices.models import Message
from notices.selectors.messages import unread_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        made = Case()
        made.assessment = assessed(made.court)
        yield made


def publish(case, **facts):
    facts = {"state": AssessmentState.PUBLISHED, "published_on": TODAY, "objections_until": TODAY, **facts}
    Assessment.objects.within(case.court).update(**facts)


def address(case, name="score", *more, branch=None):
    return reverse(f"assessments:{name}", args=[case.assessment.pk, (branch or case.first).pk, *more])


def text_of(response):
    return response.content.decode()


def signed_in(client, user):
    client.force_login(user)
    return client


OF_ONE = [("score", ()), ("score_pdf", ())]


class TestWhoReads:
    @pytest.mark.parametrize(("name", "more"), OF_ONE)
    def test_the_committee_always_and_the_branch_once_published(self, client, case, name, more):
        page = address(case, name, *more)
        assert signed_in(client, case.committee).get(page).status_code == 200
        assert signed_in(client, case.secretary).get(page).status_code == 404
        publish(case)
        assert client.get(page).status_code == 200

    @pytest.mark.parametrize(("name", "more"), OF_ONE)
    def test_never_another_branch_a_stranger_or_a_member(self, client, case, name, more):
        publish(case)
        page = address(case, name, *more)
        assert signed_in(client, case.other).get(page).status_code == 404
        assert signed_in(client, people.committee_account(people.court())).get(page).status_code == 404
        assert signed_in(client, people.member_account(people.member(case.first))).get(page).status_code == 403
        assert signed_in(client, case.committee).get(page.replace("/branches/", "999/branches/")).status_code == 404
        assert client.post(page).status_code == 405

    def test_a_court_above_reads_what_is_shared_and_writes_nothing(self, client):
        upper = people.court()
        case = Case(people.court(parent=upper, shares_records=True))
        case.assessment = assessed(case.court)
        above = signed_in(client, people.committee_account(upper))
        assert above.get(address(case)).status_code == 404
        publish(case)
        assert above.get(address(case)).status_code == 200
        assert above.get(address(case, "review", "C6")).status_code == 403
        assert above.post(address(case, "review", "C6")).status_code == 403


class TestThePage:
    def test_says_points_rules_and_what_is_not_known(self, client, case):
        page = text_of(signed_in(client, case.committee).get(address(case)))
        assert "0 分，已知部分满分 9，另有 1 项待评审" in page
        assert "应 1 次，达标 0 次" in page
        assert "还差 1 次" in page
        assert 'id="C6"' in page

    def test_compares_with_the_own_last_quarter_and_the_median(self, client, case):
        standard(case.court, year=2023)
        before = assessed(case.court, Span(2023, 4))
        publish(case, medians={"all": "55.50"})
        page = text_of(signed_in(client, case.secretary).get(address(case)))
        assert "55.50" in page
        assert reverse("assessments:score", args=[before.pk, case.first.pk]) in page
        assert "chart-trend" in page
        assert case.second.name not in page

    def test_of_a_first_assessment_the_tables_stand_without_pictures(self, client, case):
        """One quarter makes no line, two aspects make no radar; what is known is read all the same."""
        signed_in(client, case.committee)
        before = client.get(address(case))
        publish(case)
        shown = client.get(address(case))
        for answer, trend in ((before, []), (shown, [["2024年一季度", Decimal(0)]])):
            page = text_of(answer)
            assert "公布两次有得分的考评以后，这里画出走势" in page
            assert "能比较的方面不足 3 个，不画图" in page
            assert (answer.context["trend"]["rows"], len(answer.context["radar"]["rows"])) == (trend, 2)
            assert "data-chart" not in page
            assert "echarts" not in page
        assert text_of(shown).count('<details class="chart-table" open>') == 2

    def test_quarters_of_which_nothing_is_known_make_no_line(self, client, case):
        standard(case.court, year=2023, indicators={"C6": reviewed()})
        assessed(case.court, Span(2023, 4))
        publish(case)
        chart = signed_in(client, case.committee).get(address(case)).context["trend"]
        assert chart["rows"] == [["2023年四季度", None], ["2024年一季度", Decimal(0)]]
        assert "option" not in chart

    def test_the_trend_of_an_older_quarter_ends_with_it(self, case):
        # Eight quarters and two after the one that is looked at.
        spans = [Span(number // 4, number % 4 + 1) for number in range(2021 * 4, 2021 * 4 + 10)]
        rows = [assessed(case.court, span) for span in spans]
        Assessment.objects.within(case.court).update(state="PUBLISHED", published_on=TODAY)
        page = score_page(case.committee, score_of(rows[1], case.first))
        assert [each.label for each in page.trend] == ["2021年一季度", "2021年二季度"]
        assert page.before.score.assessment_id == rows[0].pk

    def test_why_there_is_no_median_is_said(self, client, case):
        publish(case, medians={})
        assert "得分的党支部不足 5 个，不显示中位数" in text_of(signed_in(client, case.secretary).get(address(case)))

    def test_no_median_before_it_is_published(self, client, case):
        Assessment.objects.within(case.court).update(medians={"all": "55.50"})
        assert "55.50" not in text_of(signed_in(client, case.committee).get(address(case)))

    def test_asks_as_much_for_one_review_as_for_three(self, client, case):
        signed_in(client, case.committee)
        queries = []
        for code, points in (("C6", "1"), ("C6", "2"), ("B5", "1")):
            client.post(address(case, "review", code), {"verdict": "points", "points": points, **WORDS})
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(address(case))
            queries.append(len(asked))
        assert len(set(queries)) == 1

    def test_the_paper_says_the_same(self, client, case):
        paper = text_of_pdf(signed_in(client, case.committee).get(address(case, "score_pdf")).content)
        assert "另有1项待评审" in paper.replace(" ", "")


WORDS = {"evidence": "与党员交谈", "reason": "有纸质记录"}


class TestReviewing:
    def test_points_are_given(self, client, case):
        page = address(case, "review", "C6")
        assert signed_in(client, case.committee).get(page).status_code == 200
        answer = client.post(page, {"verdict": "points", "points": "2.5", **WORDS})
        assert answer.url.endswith("#C6")
        assert str(score_of(case.assessment, case.first).points) == "2.50"
        assert "与党员交谈" in text_of(client.get(address(case)))

    def test_what_is_wrong_is_said_and_kept(self, client, case):
        answer = signed_in(client, case.committee).post(
            address(case, "review", "C6"), {"verdict": "points", "points": "7", "evidence": "交谈过"}
        )
        assert answer.status_code == 422
        assert "0 到 3 之间" in text_of(answer)
        assert "交谈过" in text_of(answer)
        assert not Review.objects.within(case.first).exists()

    def test_is_the_committees_alone(self, client, case):
        page = address(case, "review", "C6")
        assert signed_in(client, case.secretary).get(page).status_code == 403
        assert signed_in(client, case.committee).get(address(case, "review", "X9")).status_code == 404

    def test_a_great_change_is_confirmed_by_another(self, client, case):
        signed_in(client, case.committee).post(
            address(case, "review", "B5"), {"verdict": "points", "points": "4", **WORDS}
        )
        review = Review.objects.within(case.first).get()
        page = reverse("assessments:review_confirm", args=[review.pk])
        assert client.post(page, {"agreed": "yes"}).status_code == 422
        assert page not in text_of(client.get(address(case)))
        assert page in text_of(signed_in(client, case.colleague).get(address(case)))
        assert client.post(page, {"agreed": "yes"}).status_code == 302
        review.refresh_from_db()
        assert review.state == ReviewState.STANDS


class TestSelfAssessment:
    def test_is_asked_of_what_the_data_does_not_know(self, client, case):
        page = address(case, "self_assess")
        shown = text_of(signed_in(client, case.secretary).get(page))
        assert "points_C6" in shown
        assert "points_B1" not in shown
        assert client.post(page, {"version": "0", "points_C6": "2.5", "text_C6": "开展了讨论"}).status_code == 302
        assert SelfAssessment.objects.within(case.first).get().entries == {
            "C6": {"points": "2.50", "text": "开展了讨论"}
        }
        assert "开展了讨论" in text_of(signed_in(client, case.committee).get(address(case)))

    def test_of_two_who_save_the_second_sees_the_difference(self, client, case):
        page = address(case, "self_assess")
        signed_in(client, case.secretary).post(page, {"version": "0", "points_C6": "1"})
        answer = client.post(page, {"version": "0", "points_C6": "3"})
        assert answer.status_code == 409
        assert "与已保存内容的差别" in text_of(answer)

    def test_ends_with_publication_and_is_the_branchs_own(self, client, case):
        page = address(case, "self_assess")
        assert signed_in(client, case.other).get(page).status_code == 404
        assert signed_in(client, case.committee).get(page).status_code == 403
        publish(case)
        assert signed_in(client, case.secretary).post(page, {"version": "0"}).status_code == 422


class TestObjections:
    def raised(self, client, case, code="C6"):
        publish(case)
        signed_in(client, case.secretary).post(address(case, "objection_raise"), {"code": code, "text": "少算一次"})
        return Objection.objects.within(case.first).get()

    def test_are_raised_answered_and_told(self, client, case):
        row = self.raised(client, case)
        assert Message.objects.within(case.court).filter(rule="OBJECTION_RAISED", branch__isnull=True).count() == 1
        page = reverse("assessments:objection_answer", args=[row.pk])
        assert client.get(page).status_code == 403
        signed_in(client, case.committee)
        assert client.post(page, {"accepted": "yes", "answer": ""}).status_code == 422
        assert unread_count(case.colleague) == 1
        assert client.post(page, {"accepted": "yes", "answer": "已核对记录"}).status_code == 302
        assert unread_count(case.colleague) == 0
        row.refresh_from_db()
        assert row.state == ObjectionState.ACCEPTED
        assert Message.objects.within(case.first).filter(rule="OBJECTION_ANSWERED").count() == 1
        assert "已核对记录" in text_of(signed_in(client, case.secretary).get(address(case)))
        assert signed_in(client, case.committee).post(page, {"accepted": "no", "answer": "再"}).status_code == 422

    def test_are_refused_twice_and_too_late(self, client, case):
        self.raised(client, case)
        again = client.post(address(case, "objection_raise"), {"code": "C6", "text": "又"})
        assert again.status_code == 422
        publish(case, objections_until=TODAY.replace(day=1))
        late = client.post(address(case, "objection_raise"), {"code": "B1", "text": "又"})
        assert "已经过了" in text_of(late)

    def test_before_publication_there_is_nothing_to_object_to(self, client, case):
        assert signed_in(client, case.secretary).get(address(case, "objection_raise")).status_code == 404

    def test_are_listed_and_exported(self, client, case):
        self.raised(client, case)
        page, export = (reverse(f"assessments:{name}") for name in ("objections", "objections_export"))
        for user, rows in ((case.committee, 1), (case.secretary, 1), (case.other, 0)):
            assert ("少算一次" in text_of(signed_in(client, user).get(page))) is bool(rows)
            book = load_workbook(BytesIO(client.get(export).content))
            assert book.active.max_row == 1 + rows
        member = people.member_account(people.member(case.first))
        assert signed_in(client, member).get(page).status_code == 403

    def test_the_list_asks_as_much_for_one_as_for_three(self, client, case):
        self.raised(client, case)
        signed_in(client, case.committee).get(reverse("assessments:objections"))
        queries = []
        for code in ("", "B1", "B5"):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("assessments:objections"))
            queries.append(len(asked))
            facts = {"court": case.court, "branch": case.first, "assessment": case.assessment, "text": "又"}
            Objection.objects.create(**facts, code=code, raised_on=TODAY, raised_by=case.secretary)
        assert len(set(queries)) == 1


def test_an_aspect_of_which_nothing_is_known_has_no_axis(client, case):
    """Three aspects are known, the fourth waits for a reviewer: it is not drawn as 0."""
    lines = {code: held("THEME_DAY", 4) for code in ("A1", "B1", "D1")} | {"E1": reviewed()}
    standard(case.court, indicators=lines, edition=2)
    case.assessment = assessed(case.court)
    chart = signed_in(client, case.committee).get(address(case)).context["radar"]
    axes = [axis["name"] for axis in chart["option"]["radar"]["indicator"]]
    assert axes == ["责任落实", "制度执行", "工作保障"]
    assert chart["rows"][-1] == ["作用发挥", None]


def test_the_page_leads_to_what_would_raise_the_score_and_not_a_court_above(client):
    upper = people.court()
    case = Case(people.court(parent=upper, shares_records=True))
    case.assessment = assessed(case.court)
    publish(case)
    live = reverse("assessments:now", args=[case.first.pk])
    assert live in text_of(signed_in(client, case.secretary).get(address(case)))
    assert live not in text_of(signed_in(client, people.committee_account(upper)).get(address(case)))
