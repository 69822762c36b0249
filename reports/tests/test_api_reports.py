"""Published reports as another system reads them: the list, and one of them as it was frozen."""

from datetime import date

import pytest

from branches.tests import factories as people
from core.clock import now
from reports.choices import ApiScope
from reports.document import document_from_json
from reports.models import ReportSection
from reports.selectors.written import seen_version
from reports.services.written import report_publish, report_revise, report_withdraw, section_change
from reports.tests.factories import drafted, published
from reports.tests.reader import TODAY, Reader, below, branch_of

pytestmark = pytest.mark.django_db


class TestList:
    def test_a_report_of_the_court_and_one_of_a_branch(self, upper):
        of_court, of_branch = published(upper), published(branch_of(upper))
        answer = Reader(upper).read(f"courts/{upper.pk}/reports")
        assert answer["next"] is None
        assert answer["items"] == [
            {
                "id": of_branch.pk,
                "title": of_branch.title,
                "owner": "中院支部",
                "kind": "YEAR",
                "start": "2023-01-01",
                "end": "2023-12-31",
                "as_of": "2023-12-31",
                "with_below": False,
                "edition": 1,
                "published_on": "2024-12-20",
            },
            {**answer["items"][1], "id": of_court.pk, "title": "中院2023年党建工作报告", "owner": "中院"},
        ]

    def test_pages_lead_through_all(self, upper):
        made = [published(upper, date(year, 1, 1), date(year, 12, 31)).pk for year in (2021, 2022, 2023)]
        reader, found, address = Reader(upper), [], f"courts/{upper.pk}/reports?limit=2"
        while address:
            answer = reader.read(address.removeprefix("/api/v1/"))
            found += [row["id"] for row in answer["items"]]
            address = answer["next"]
        assert found == made[::-1]

    def test_those_of_a_court_below_are_its_own(self, upper):
        agreeing = below(upper, "同意院")
        report = published(agreeing)
        reader = Reader(upper)
        assert "只供本院" in reader.refused(403, f"courts/{agreeing.pk}/reports")
        assert reader.read(f"courts/{upper.pk}/reports")["items"] == []
        reader.refused(404, f"reports/{report.pk}")
        Reader(agreeing).read(f"reports/{report.pk}")

    def test_as_many_queries_for_three_as_for_one(self, upper, counted):
        reader, address = Reader(upper), f"courts/{upper.pk}/reports"
        published(branch_of(upper))
        one = counted(reader, address)
        published(upper)
        published(people.branch(upper, "第二支部"))
        assert counted(reader, address) == one


class TestOne:
    def test_as_it_was_frozen(self, upper):
        report = drafted(upper, date(2024, 1, 1), date(2024, 12, 31))
        section = ReportSection.objects.within(upper).get(report=report, code="LIFE")
        text = "召开支部党员大会{支部党员大会}。"
        section_change(section=section, version=section.version, by=report.created_by, text=text)
        report.refresh_from_db()
        by = report.created_by
        report = report_publish(report=report, version=seen_version(report), has_checked=True, on=TODAY, by=by)
        answer = Reader(upper).read(f"reports/{report.pk}")
        frozen = document_from_json(report.document)
        life = next(each for each in answer["sections"] if each["code"] == "LIFE")
        assert life["paragraphs"] == [
            {"text": "召开支部党员大会1次。", "figures": [{"name": "支部党员大会", "shown": "1次", "exact": "1次"}]}
        ]
        assert life["tables"][0]["rows"][0][:2] == [
            {"shown": "支部党员大会", "value": None},
            {"shown": "1", "value": 1},
        ]
        assert life["charts"][0]["names"] == ["党员大会", "党课", "主题党日"]
        assert (answer["title"], answer["until"], answer["signed"]) == (frozen.title, frozen.until, frozen.signed)

    def test_no_address_of_a_page(self, upper):
        report = published(upper, date(2024, 1, 1), date(2024, 12, 31))
        assert "/reports/" in str(report.document)
        reply = Reader(upper).get(f"reports/{report.pk}").content.decode()
        assert not any(word in reply for word in ("/reports/", "/activities/", '"url"'))

    @pytest.mark.parametrize("state", ["drafted", "withdrawn", "replaced"])
    def test_what_is_not_published_is_not_there(self, upper, state):
        report = drafted(upper) if state == "drafted" else published(upper)
        by = report.created_by
        if state == "withdrawn":
            report_withdraw(report=report, reason="数字有误", by=by)
        if state == "replaced":
            newer = report_revise(report=report, at=now(), by=by)
            report_publish(report=newer, version=seen_version(newer), has_checked=True, on=TODAY, by=by)
        reader = Reader(upper)
        missing = reader.get("reports/987654321")
        answer = reader.get(f"reports/{report.pk}")
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert report.pk not in [row["id"] for row in reader.read(f"courts/{upper.pk}/reports")["items"]]

    def test_another_court_answers_like_none(self, upper):
        report = published(upper)
        reader = Reader(below(upper, "同意院"))
        missing, answer = (reader.get(f"reports/{pk}") for pk in (987654321, report.pk))
        assert (answer.status_code, answer.content) == (404, missing.content)

    def test_without_the_scope(self, upper):
        report = published(upper)
        reader = Reader(upper, *set(ApiScope.values) - {ApiScope.REPORTS})
        for address in (f"courts/{upper.pk}/reports", f"reports/{report.pk}"):
            assert "已发布的工作报告" in reader.refused(403, address)
