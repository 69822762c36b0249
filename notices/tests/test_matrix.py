"""The receipt matrix: how each branch stands with each notice on a day, every figure a list of what it counts."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from core.models import AuditEvent
from notices import services
from notices.selectors import matrix as matrices
from notices.selectors.home import court_notices
from notices.selectors.matrix import matrix_of
from notices.tests.factories import NOW, TODAY, Case, reply

pytestmark = pytest.mark.django_db
PAGES = ("matrix", "matrix_export", "receipts", "receipts_export")


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


def address(name):
    return reverse(f"notices:{name}")


def sheet_of(answer):
    return [list(row) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)]


def acknowledge(case, notice, branch, on=TODAY):
    by = case.secretary if branch == case.first else case.other
    services.notice_acknowledge(receipt=case.receipt(notice, branch), by=by, on=on, at=NOW)


def complete(case, notice, on=TODAY):
    """The first branch answers everything."""
    for item in case.items(notice):
        facts = {"item": item, "text": "已完成", "count": item.target, "by": case.secretary}
        services.item_reply(receipt=case.receipt(notice), on=on, at=NOW, **facts)


def states(case, on=TODAY, **asked):
    shown = matrix_of(case.committee, case.court, on, **{"year": 2024, "series": None, **asked})
    return {(cell.branch.name, cell.notice.number): cell.state for cell in shown.cells.values()}


class TestStates:
    def test_each_branch_and_notice_as_of_any_day(self, case):
        notice = case.issued(reply(), reply("二"))
        acknowledge(case, notice, case.second)
        complete(case, notice)
        both = [("第一党支部", 1), ("第二党支部", 1)]
        assert states(case) == dict(zip(both, ("COMPLETED", "ACKNOWLEDGED"), strict=True))
        assert states(case, TODAY - timedelta(1)) == dict.fromkeys(both, "WAITING")
        assert states(case, date(2024, 6, 30)) == {}

    def test_voided_since_it_still_stands_on_the_days_before(self, case):
        notice = case.issued()
        services.notice_void(notice=notice, reason="有误", by=case.committee, on=TODAY, at=NOW)
        assert states(case) == {}
        assert len(states(case, TODAY - timedelta(1))) == 2

    def test_not_sent_is_blank_and_a_draft_is_nothing(self, case):
        case.draft()
        notice = case.draft(title="只发一支部")
        notice.addressees.set([case.first])
        services.notice_issue(notice=notice, version=notice.version, by=case.committee, on=TODAY, at=NOW)
        assert list(states(case)) == [("第一党支部", 1)]
        shown = matrix_of(case.committee, case.court, TODAY, year=2024, series=None)
        assert [branch.name for branch in shown.branches] == ["第一党支部", "第二党支部"]


class TestPage:
    def test_cells_and_sums_open_what_they_count(self, client, case):
        first, second = case.issued(title="甲"), case.issued(title="乙")
        acknowledge(case, first, case.first)
        complete(case, second)
        client.force_login(case.committee)
        page = client.get(address("matrix"))
        assert [(label, count) for label, count, _ in page.context["totals"]] == [
            ("待签收", 2),
            ("已签收", 1),
            ("已完成", 1),
        ]
        for _, count, url in page.context["totals"]:
            assert len(client.get(url).context["page"].rows) == count
        assert f"/notices/{first.pk}/#branch-{case.first.pk}" in page.text
        for owner, count in (({"branch": case.first.pk}, 1), ({"notice": first.pk}, 2), ({}, 3)):
            query = "&".join(f"{name}={value}" for name, value in {"state": "OPEN", **owner}.items())
            assert f"{address('receipts')}?{query.replace('&', '&amp;')}" in page.text
            assert len(client.get(f"{address('receipts')}?{query}").context["page"].rows) == count

    def test_filters_of_year_series_and_day(self, client, case):
        case.issued(title="七月的")
        other = services.series_create(court=case.court, name="专项", by=case.committee)
        case.issued(title="专项的", series=other, month=date(2023, 12, 1))
        client.force_login(case.committee)
        for query, titles in (
            ({}, ["七月的"]),
            ({"year": "2023"}, ["专项的"]),
            ({"series": other.pk}, ["专项的"]),
            ({"year": "all"}, ["专项的", "七月的"]),
            ({"on": "2024-06-30"}, []),
            ({"year": "x", "series": "x", "on": "x"}, ["七月的"]),
        ):
            page = client.get(address("matrix"), query)
            assert [notice.title for notice in page.context["shown"].notices] == titles
        assert "截至日期还没有到" in client.get(address("matrix"), {"on": "2030-01-01"}).text

    def test_the_list_is_filtered_and_sorted(self, client, case):
        notice = case.issued(title="甲")
        acknowledge(case, notice, case.second)
        client.force_login(case.committee)
        for query, branches in (
            ({}, ["第一党支部", "第二党支部"]),
            ({"state": "ACKNOWLEDGED"}, ["第二党支部"]),
            ({"q": "第一"}, ["第一党支部"]),
            ({"branch": case.second.pk, "notice": notice.pk}, ["第二党支部"]),
            ({"sort": "-branch"}, ["第二党支部", "第一党支部"]),
            ({"state": "COMPLETED"}, []),
        ):
            page = client.get(address("receipts"), query)
            assert [cell.branch.name for cell in page.context["page"].rows] == branches

    def test_exports_say_what_the_page_says(self, client, case):
        notice = case.issued(reply(), reply("二"), title="甲")
        acknowledge(case, notice, case.first)
        client.force_login(case.committee)
        rows = sheet_of(client.get(address("matrix_export")))
        assert rows[0] == ["党支部", str(notice), "未完成"]
        assert rows[1:] == [["第一党支部", "已签收 0/2", 1], ["第二党支部", "待签收 0/2", 1]]
        rows = sheet_of(client.get(address("receipts_export"), {"state": "WAITING"}))
        assert [[row[0], *row[5:]] for row in rows[1:]] == [["第二党支部", 0, 2, 0, "待签收"]]
        assert AuditEvent.objects.filter(action="notices.export_matrix").count() == 2

    def test_older_notices_than_fit_are_counted_and_listed(self, client, case, monkeypatch):
        """What the first page counts, too, is what its link lists."""
        monkeypatch.setattr(matrices, "MOST_NOTICES", 1)
        first, second = case.issued(title="甲"), case.issued(title="乙")
        acknowledge(case, second, case.second)
        client.force_login(case.committee)
        page = client.get(address("matrix"))
        assert [notice.title for notice in page.context["shown"].notices] == ["乙"]
        assert "合计连同更早的" in page.text
        for _, count, url in page.context["totals"]:
            assert len(client.get(url).context["page"].rows) == count
        counted = court_notices(case.committee, case.court)
        listed = client.get(f"{address('receipts')}?year=all&state=WAITING").context["page"].rows
        assert (counted.receipts, counted.branches) == (len(listed), len({cell.branch for cell in listed})) == (3, 2)
        assert len(client.get(address("receipts"), {"notice": first.pk}).context["page"].rows) == 2

    def test_of_a_day_in_the_past_the_cells_open_today(self, client, case):
        case.issued()
        client.force_login(case.committee)
        for name in ("matrix", "receipts"):
            assert "今天的办理情况" in client.get(address(name), {"on": "2024-07-05"}).text
            assert "今天的办理情况" not in client.get(address(name)).text

    def test_nothing_issued_yet(self, client, case):
        client.force_login(case.committee)
        assert "今年还没有签发工作提示" in client.get(address("matrix")).text


class TestAccess:
    @pytest.mark.parametrize("name", PAGES)
    def test_for_the_committee_alone(self, client, case, name):
        case.issued(title="本院的提示")
        other = Case()
        other.issued(title="别院的提示")
        client.force_login(case.committee)
        answer = client.get(address(name))
        assert answer.status_code == 200
        assert "别院的提示" not in answer.content.decode(errors="ignore")
        assert client.post(address(name)).status_code == 405
        for user in (case.secretary, people.administrator(), people.member_account(people.member(case.first))):
            client.force_login(user)
            assert client.get(address(name)).status_code == 403

    def test_anothers_rows_are_no_filter(self, client, case):
        other = Case()
        foreign = other.issued(title="别院的提示")
        case.issued()
        client.force_login(case.committee)
        page = client.get(address("receipts"), {"branch": other.first.pk, "notice": foreign.pk})
        assert len(page.context["page"].rows) == 2
        assert "别院的提示" not in page.text

    @pytest.mark.parametrize("name", PAGES)
    def test_as_many_queries_for_one_as_for_many(self, client, case, name):
        client.force_login(case.committee)
        case.issued()
        counts = []
        for _ in range(2):
            client.get(address(name))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(name))
            counts.append(len(queries))
            for _ in range(3):
                people.branch(case.court)
                case.issued(reply(), reply("二"))
        assert counts[0] == counts[1]
