"""A named figure and the list behind it: as many rows as the figure says, whatever else stands in the court's books."""

from datetime import date, timedelta

import pytest
import time_machine

from activities.tests import factories as meetings
from assessments.choices import PlateAct
from assessments.services.honours import honour_void
from assessments.services.plates import plate_record, plate_void
from assessments.tests import recorded
from assessments.tests.factories import Case, at
from branches.tests import factories as people
from campaigns.services import campaign_create
from development.choices import StepKind
from development.tests.factories import DAYS, file
from metrics.tests.factories import figure
from notices.services import bulletin_draft, bulletin_issue, campaign_series, notice_create, notice_issue, series_create
from notices.tests.factories import reply
from registers.tests.factories import entry
from reports.choices import SectionCode
from reports.selectors.named import Asked, named_figures
from reports.selectors.report_tables import tables_of
from reports.texts.book import FigureBook

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 20)
START, END = date(2024, 1, 1), date(2024, 12, 31)
INSIDE, BEFORE, AFTER = date(2024, 10, 12), date(2023, 10, 12), date(2025, 1, 12)


@pytest.fixture
def case():
    with time_machine.travel("2025-03-20T10:00:00+08:00", tick=False):
        yield Case()


@pytest.fixture
def opened(client, case):
    """The figure of a name for 2024, with the page behind it as the committee sees it."""
    client.force_login(case.committee)

    def open_figure(name, **span):
        asked = {"owner": case.court, "start": START, "end": END, "as_of": END, **span}
        figure = named_figures(Asked(**asked))[name]
        return figure.value, client.get(figure.url)

    return open_figure


def rows_of(page):
    return page.context["page"].count.value


def test_branches_of_a_day(case, opened):
    people.branch(case.court, "后设支部", founded_on=AFTER)
    people.branch(case.court, "已撤支部", dissolved_on=AFTER, kind="RETIRED")
    people.branch(people.court("别院", parent=case.court, shares_records=True), "别院支部")
    people.group(case.first)
    people.group(case.first, dissolved_on=BEFORE)
    value, page = opened("党支部数")
    assert value == rows_of(page) == 3
    value, page = opened("离退休党支部数")
    assert value == rows_of(page) == 1
    value, page = opened("离退休党支部数", as_of=TODAY)
    assert value == rows_of(page) == 0
    value, page = opened("党小组数")
    assert value == sum(row.groups_count for row in page.context["page"].rows) == 1
    assert page.context["sums"] == [("党小组", "1 个")]


def test_members_by_what_is_known_of_them(case, opened):
    people.member(case.first, education="硕士研究生", sex="FEMALE")
    people.member(case.first, status="PROBATIONARY", joined_on=date(2024, 5, 6), education="", sex="")
    found = named_figures(Asked(case.court, START, END, END))
    total = found["党员数"].value
    for name, number in (("预备党员数", 1), ("研究生党员数", 1), ("大专党员数", 0), ("女党员数", 1), ("男党员数", 0)):
        value, page = opened(name)
        assert value == rows_of(page) == number, name
    for name in ("学历不详党员数", "性别不详党员数"):
        value, page = opened(name)
        assert value == rows_of(page) == total - 1, name
    assert "不详党员数" not in found
    people.member(case.first, joined_on=AFTER)
    assert opened("党员数")[0] == total
    value, page = opened("党员数", as_of=TODAY)
    assert value == rows_of(page) == total + 1


def test_honours_of_a_span_and_of_a_quarter(case, opened):
    facts = {"by": case.committee, "on": TODAY}
    for quarter, day in ((3, INSIDE), (4, AFTER), (2, date(2024, 7, 9))):
        recorded.honour(case, quarter=quarter, awarded_on=day, **facts)
    recorded.honour(case, year=2023, quarter=3, awarded_on=BEFORE, **facts)
    voided = recorded.honour(case, branch=case.second, awarded_on=INSIDE, **facts)
    honour_void(honour=voided, reason="重复", by=case.committee, at=at(TODAY))
    value, page = opened("红旗党支部")
    assert value == rows_of(page) == 2
    value, page = opened("红旗党支部·第三季度")
    assert value == rows_of(page) == 1
    value, page = opened("红旗党支部·第四季度", as_of=TODAY)
    assert value == rows_of(page) == 1


def test_plates_of_a_span_that_stand(case, opened):
    facts = {"act": PlateAct.AWARDED, "stars": 4, "on": TODAY, "by": case.committee}
    for branch, year, day in ((case.first, 2023, INSIDE), (case.second, 2022, BEFORE), (case.second, 2024, AFTER)):
        plate_record(branch=branch, year=year, happened_on=day, **facts)
    wrong = plate_record(branch=case.second, year=2023, happened_on=INSIDE, **facts)
    plate_void(plate=wrong, reason="登记有误", by=case.committee, at=at(TODAY))
    value, page = opened("授牌")
    assert value == rows_of(page) == 1
    for branch, number in ((case.first, 1), (case.second, 0)):
        value, page = opened("授牌", owner=branch)
        assert value == rows_of(page) == number
    assert named_figures(Asked(case.court, START, END, END))["列为后进党支部"].url == ""


def test_who_took_a_step_in_the_span(case, opened):
    for until in (StepKind.ADMISSION_APPROVAL, StepKind.PROSPECT_FILED, StepKind.TALK):
        file(case.first, until=until, name=f"{until.label}的人")
    assert DAYS[StepKind.ADMISSION_APPROVAL].year == 2024
    for name, number in (("新发展党员", 1), ("新确定发展对象", 2), ("新确定入党积极分子", 0)):
        value, page = opened(name)
        assert value == rows_of(page) == number, name
    for name, number in (("预备党员档案", 1), ("发展对象", 1), ("入党积极分子", 0), ("申请人", 1)):
        value, page = opened(name)
        assert value == rows_of(page) == number, name


def test_entries_of_the_branch_and_of_persons(case, opened):
    members = people.members(case.first, 2)
    for day, member in ((INSIDE, None), (INSIDE, members[0]), (INSIDE, members[1]), (BEFORE, None), (AFTER, None)):
        entry("HONOUR", case.first, day, member=member, title="先进")
    for name, number, unit in (("院外荣誉", 3, "项"), ("院外荣誉·集体", 1, "个"), ("院外荣誉·个人", 2, "人次")):
        value, page = opened(name)
        assert value == rows_of(page) == number, name
        assert named_figures(Asked(case.court, START, END, END))[name].unit == unit


def test_what_lasts_as_it_stands_on_the_last_day(case, opened):
    for day, until in ((BEFORE, None), (BEFORE, INSIDE), (INSIDE, AFTER), (INSIDE, None), (AFTER, None), (AFTER, None)):
        entry("ROOM", case.first, day, until=until)
    for name, as_of, number in (("阵地设备", END, 3), ("阵地设备", TODAY, 4), ("新增阵地设备", TODAY, 2)):
        value, page = opened(name, as_of=as_of)
        assert value == rows_of(page) == number, name


def test_a_number_that_nobody_filled_in_is_not_nothing(case):
    found = named_figures(Asked(case.court, START, END, END))
    assert (found["共建活动·批次"].value, found["募捐·金额"].value) == (0, 0)
    pairing = entry("PAIRING", case.first, INSIDE, title="结对")
    entry("PAIRING_VISIT", case.first, INSIDE, title="共建", parent=pairing)
    meetings.raw_activity("DONATION", None, INSIDE, court=case.court)
    found = named_figures(Asked(case.court, START, END, END))
    for name in ("共建活动·批次", "募捐·金额"):
        assert found[name].value is None
        assert "没有填写" in found[name].why


def test_names_stay_where_nothing_is_published_or_of_a_source(case):
    found = named_figures(Asked(case.court, START, END, END))
    assert all("没有公布" in found[name].why for name in ("申报星级党支部", "五星名额"))


def test_honours_of_a_quarter_are_no_lines_of_the_table(case):
    recorded.honour(case, quarter=1, awarded_on=INSIDE, by=case.committee, on=TODAY)
    book = FigureBook(Asked(case.court, START, END, END))
    lines = [row[0].shown for table in tables_of(SectionCode.HONOURS, book) for row in table.rows]
    assert lines == ["红旗党支部"]
    assert book.of()["红旗党支部·第一季度"].value == 1


def test_notices_by_the_kind_of_their_series_with_their_items(case, opened):
    campaign = campaign_create(court=case.court, by=None, name="主题教育", starts_on=START, ends_on=END, source="")
    own = series_create(court=case.court, name="专项", by=case.committee)
    for series, days in ((campaign_series(campaign), (INSIDE, AFTER)), (own, (INSIDE,))):
        for day in days:
            facts = {"title": "工作提示", "text": "", "month": None, "due_on": day + timedelta(20)}
            draft = notice_create(series=series, items=(reply(), reply("报名单")), by=case.committee, **facts)
            notice_issue(notice=draft, version=draft.version, by=case.committee, on=day, at=at(day))
    for name, number in (("工作提示单", 2), ("主题教育工作提示单", 1)):
        value, page = opened(name)
        assert value == rows_of(page) == number, name
    value, page = opened("工作提示事项")
    assert (value, page.context["sums"][0].text) == (4, "4 项")
    value, page = opened("主题教育工作提示事项")
    assert (value, page.context["sums"][0].text) == (2, "2 项")
    assert "量化任务" in page.content.decode()


def test_what_went_on_for_several_days(case, opened):
    meetings.raw_activity(
        "READING_CLASS", None, INSIDE, court=case.court, ends_on=INSIDE + timedelta(6), study_hours=40
    )
    for code in ("READING_CLASS", "VOLUNTEER"):
        meetings.raw_activity(code, None, date(2024, 5, 6), court=case.court)
    value, page = opened("读书班天数")
    assert value == 8
    assert rows_of(page) == 2
    value, page = opened("读书班学时")
    assert value == 41
    assert ("学时", "41") in page.context["sums"]
    assert "志愿服务天数" not in named_figures(Asked(case.court, START, END, END))


def test_what_a_branch_reported_of_its_business_opens_for_its_officers(client, case):
    """The page of a metric is the committee's."""
    entered = figure("CLOSING_RATE", case.first, 2024, "Y", 90, 100)
    for number in (1, 2):
        figure("IN_TIME_RATE", case.first, 2024, f"H{number}", 1, 10)
    found = named_figures(Asked(case.first, START, END, END))
    client.force_login(people.secretary(case.first))
    for name in ("结案率", "结案率·受理案件"):
        assert client.get(found[name].url).context["figure"] == entered
    own = [each for each in found.values() if each.group == "业务指标" and each.url]
    assert {client.get(each.url).status_code for each in own} == {200}


def test_of_a_year_that_still_runs_business_figures_are_told_as_far_as_they_go(client, case):
    for month in range(1, 9):
        figure("CLOSING_RATE", case.court, 2024, f"M{month:02}", 9, 10)
        figure("CLOSING_RATE", case.court, 2023, f"M{month:02}", 8, 10)
    found = named_figures(Asked(case.court, START, END, date(2024, 9, 20)))
    assert (found["结案率"].value, found["结案率·审执结案件"].value, found["结案率"].why) == (90, 72, "只有1—8月的数据")
    assert (found["结案率·同比"].value, found["结案率·环比"].value) == (10, None)
    assert found["结案率·环比"].why == "时段还没有结束"
    client.force_login(case.committee)
    page = client.get(found["结案率"].url)
    assert "2024年1—8月" in page.content.decode()
    figure("CLOSING_RANK", case.court, 2024, "Q1", 3)
    assert named_figures(Asked(case.court, START, END, date(2024, 9, 20)))["结案率全国排名"].value is None
    over = named_figures(Asked(case.court, START, END, END))["结案率"]
    assert (over.value, over.why) == (None, "缺2024年9月、2024年10月、2024年11月等 4 个月的数据")


def test_bulletins_issued_in_the_span(case, opened):
    for month, day in ((date(2024, 9, 1), INSIDE), (date(2024, 12, 1), AFTER)):
        draft = bulletin_draft(court=case.court, month=month, on=day, at=at(day), by=case.committee)
        bulletin_issue(bulletin=draft, version=draft.version, by=case.committee, on=day, at=at(day))
    bulletin_draft(court=case.court, month=date(2024, 10, 1), on=TODAY, at=at(TODAY), by=case.committee)
    value, page = opened("督办提醒通报")
    assert value == rows_of(page) == 1
