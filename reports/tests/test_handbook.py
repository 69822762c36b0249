"""The handbook holds a branch's year: members, committee, plan, every record, attendance, hours, talks, grades."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.shared import Mm, Pt
from pypdf import PdfReader

from activities.choices import ActivityState
from activities.services import activity_correct, activity_submit
from activities.services.talks import TalkLine, talks_log
from activities.tests import factories as meetings
from branches.choices import PostKind
from branches.tests import factories
from core.documents import check_template, paper_kind, render_docx, render_pdf
from core.models import AuditEvent
from core.tests.test_documents import text_of_docx, text_of_pdf
from planning.services.drafting import plan_draft
from reports.handbook.data import handbook_of
from reports.handbook.paper import CODE

pytestmark = pytest.mark.django_db
ON = date(2024, 11, 22)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def branch():
    branch = factories.branch(name="第一党支部")
    group = factories.group(branch, "第一党小组")
    factories.members(branch, 3, group=group)
    factories.post(factories.member(branch, "张书记"), PostKind.SECRETARY)
    return branch


@pytest.fixture
def secretary(branch):
    return factories.secretary(branch)


def hold(branch, *days, **fields):
    return [meetings.activity("BRANCH_ASSEMBLY", branch, date(2024, month, 8), **fields) for month in days]


def test_a_year_stands_in_it_whole(branch, secretary, client):
    absent = factories.member(branch, "缺席的人")
    hold(branch, 3, absent=[absent], content="会上讨论了很多", topic="学习条例", study_hours=2)
    meetings.raw_activity(branch=branch, held_on=date(2023, 5, 8), topic="去年的会")
    meetings.raw_activity(branch=branch, held_on=date(2024, 5, 8), topic="退回的会", state=ActivityState.SENT_BACK)
    client.force_login(secretary)
    for ending, read in (("pdf", text_of_pdf), ("docx", text_of_docx)):
        answer = client.get(reverse(f"reports:handbook_{ending}", args=[branch.pk]), {"year": 2024})
        text = read(answer.content)
        for words in ("支部工作手册", "第一党支部", "张书记", "第一党小组", "支部党员大会（1次）", "会上讨论了很多"):
            assert words in text
        for words in ("缺席的人（开庭）", "3.8", "√", "学时"):
            assert words in text
        assert "去年的会" not in text
        assert "退回的会" not in text
    assert AuditEvent.objects.filter(action="reports.print_handbook", detail__records=1).count() == 2


def test_its_queries_do_not_grow_with_the_year(branch, secretary, django_assert_num_queries):
    hold(branch, 1)
    handbook_of(secretary, branch, 2024, on=ON)
    with CaptureQueriesContext(connection) as few:
        handbook_of(secretary, branch, 2024, on=ON)
    hold(branch, 2, 3, 4)
    with django_assert_num_queries(len(few)):
        assert handbook_of(secretary, branch, 2024, on=ON).records == 4


def test_a_wide_table_of_attendance_goes_on_below(branch, secretary):
    for day in range(1, 15):
        meetings.activity("THEME_DAY", branch, date(2024, 4, day))
    book = handbook_of(secretary, branch, 2024, on=ON)
    titles = [table["title"] for table in book.data["closing_tables"]]
    assert titles[:2] == ["出席情况（1）", "出席情况（2）"]
    assert [len(table["heads"]) for table in book.data["closing_tables"][:2]] == [13, 3]
    pages = PdfReader(BytesIO(render_pdf(paper_kind(CODE), book.data))).pages
    assert "目录" in pages[1].extract_text()


def tables(user, branch):
    """The rows of each table of the handbook, by its title."""
    data = handbook_of(user, branch, 2024, on=ON).data
    return {
        table["title"]: [tuple(row) for row in table["rows"]] for table in (*data["tables"], *data["closing_tables"])
    }


def test_plan_hours_talks_and_grades_stand_in_it(branch, secretary):
    assert not {"年度计划", "谈心谈话", "民主评议党员"} & set(tables(secretary, branch))
    plan_draft(branch=branch, year=2024, by=secretary, on=ON)
    hold(branch, 3, study_hours=2)
    meetings.activity("MEMBER_APPRAISAL", branch, date(2024, 10, 8), for_year=2024)
    pair = [TalkLine(date(2024, 10, 9), "张书记", "党员一")]
    factories.member(branch, "党员一")
    kind = meetings.kind("HEART_TO_HEART_TALK")
    noon = meetings.noon(date(2024, 10, 9))
    talks_log(branch=branch, lines=pair, kind=kind, by=secretary, at=noon, submission_key=uuid4())
    found = tables(secretary, branch)
    assert any(row[1] == "党员大会" for row in found["年度计划"])
    assert ("张书记", "2", "0", "2", "56") in found["学时"]
    assert [row[-1] for row in found["谈心谈话"] if row[0] in ("张书记", "党员一")] == ["1", "1"]
    assert found["民主评议党员"] == [("2024 年度", "0", "4", "0", "0", "4")]


def test_a_correction_stands_below_its_record(branch, secretary):
    day = date(2024, 10, 8)
    entry = meetings.entry("BRANCH_ASSEMBLY", branch, day, place="二楼")
    record = activity_submit(entry=entry, by=secretary, at=meetings.noon(day), submission_key=uuid4())
    activity_correct(
        activity=record,
        entry=replace(entry, place="三楼"),
        reason="地点写错了",
        by=secretary,
        at=meetings.noon(date(2024, 10, 9)),
        version=None,
        submission_key=uuid4(),
    )
    (chapter,) = handbook_of(secretary, branch, 2024, on=ON).data["chapters"]
    (paper,) = chapter["records"]
    assert paper["place"] == "三楼"
    (line,) = paper["corrections"]
    assert (line["before"], line["after"]) == ("二楼", "三楼")
    assert line["what"].startswith("2024年10月9日")
    assert line["what"].endswith("更正地点：地点写错了")


def test_the_page_offers_each_year_and_says_what_is_missing(branch, secretary, client):
    hold(branch, 3)
    client.force_login(secretary)
    page = reverse("reports:handbook", args=[branch.pk])
    assert reverse("reports:handbook_pdf", args=[branch.pk]) in client.get(page).text
    assert "这一年还没有记录" in client.get(page, {"year": 2022}).text
    assert page in client.get(reverse("reports:branch", args=[branch.pk])).text


def test_who_may_print_it(branch, client):
    page = reverse("reports:handbook", args=[branch.pk])
    group = branch.groups.get()
    statuses = {}
    for who, user in {
        "committee": factories.committee_account(branch.court),
        "leader": factories.group_leader(group),
        "other": factories.secretary(factories.branch(branch.court)),
    }.items():
        client.force_login(user)
        statuses[who] = client.get(page).status_code
    assert statuses == {"committee": 200, "leader": 403, "other": 404}


def test_the_shipped_template_fits_its_names():
    kind = paper_kind(CODE)
    check_template(kind, kind.template())


def test_the_columns_in_word_are_as_wide_as_on_paper():
    kind = paper_kind(CODE)
    wide = {**kind.sample()["tables"][0], "heads": ["姓名", "备注"], "rows": [["张三", ""]], "widths": [26, 130]}
    many = {**wide, "heads": [f"第{number}次" for number in range(12)], "rows": [["√"] * 12], "widths": [13] * 12}
    made = Document(BytesIO(render_docx(kind, {**kind.sample(), "tables": [wide], "closing_tables": [many]}).content))
    first, last = made.tables[0], made.tables[-1]
    assert [round(cell.width / Mm(1)) for row in first.rows for cell in row.cells] == [26, 130] * 2
    assert {run.font.size for cell in last.rows[1].cells for run in cell.paragraphs[0].runs if run.text} == {Pt(8)}
