"""A report of a court with those below it: from the roll-up, the same as the engine answers."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from activities.engine import held_and_due, month_index
from activities.tests import factories as meetings
from activities.tests import rows
from branches.tests import factories
from campaigns.services import campaign_create
from core.errors import Refused
from metrics.services import metric_retire
from metrics.tests.factories import figure, own_metric
from reports.choices import ReportKind, SectionCode
from reports.figures import report_figures
from reports.models import CourtMonth, StaleCourt
from reports.selectors.named import Asked, named_figures
from reports.selectors.stale import is_waiting
from reports.selectors.written import drafted_document
from reports.services.rollup import rollup_refresh
from reports.services.written import About, report_create, report_publish

pytestmark = pytest.mark.django_db

START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def high():
    return factories.court("丙高级法院", level="HIGH")


@pytest.fixture
def low(high):
    court = factories.court("丁基层法院", parent=high)
    branch = rows.branch(court, name="第一党支部")
    factories.member(branch)
    for month in (2, 5, 8):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, month, 6), due_count=3, present_count=3)
    rows.activity(None, "POLITICAL_STUDY", date(2024, 2, 6), court=court, ledger_due=50, ledger_present=48)
    return court


@pytest.fixture
def kept(high, low):
    rollup_refresh(at=datetime(2025, 1, 10, 4, tzinfo=UTC))


def asked(court):
    return Asked(court, START, END, END, with_below=True)


def tables(court, code=SectionCode.LIFE):
    document = drafted_document(asked(court))
    return next(each for each in document.sections if each.code == code).tables


def test_the_sums_are_those_of_the_engine(high, kept):
    engine = held_and_due(high, start=START, end=END, as_of=END, with_below=True).kinds
    found = asked(high).kinds
    for code, figures in found.items():
        other = engine[code]
        names = ("held", "due", "met", "not_known", "person_times", "expected_person_times")
        assert [getattr(figures, name) for name in names] == [getattr(other, name) for name in names], code
    assert {code for code, each in engine.items() if each.held} <= found.keys()


def test_the_courts_below_stand_in_a_table_and_no_branch_of_them(high, low, kept):
    courts = next(table for table in tables(high) if table.title == "下级法院达标与应开")
    assert [row[0].shown for row in courts.rows] == ["丁基层法院"]
    assert "/below/" in courts.rows[0][0].url
    assert "3/4" in [cell.shown for cell in courts.rows[0]]
    assert "第一党支部" not in str(drafted_document(asked(high)).as_json())


def test_what_the_roll_up_does_not_keep_is_asked_live(high, low):
    assert asked(high).kinds["BRANCH_ASSEMBLY"].held == 3


@pytest.mark.parametrize(
    ("start", "end"), [(date(2024, 2, 10), END), (START, date(2024, 8, 3)), (date(2024, 2, 1), date(2024, 7, 31))]
)
def test_days_of_a_part_of_a_month_are_asked_live(high, low, kept, start, end):
    read = Asked(high, start, end, END, with_below=True).kinds["BRANCH_ASSEMBLY"]
    engine = held_and_due(high, start=start, end=end, as_of=END, with_below=True).kinds["BRANCH_ASSEMBLY"]
    assert (read.held, read.due, read.met) == (engine.held, engine.due, engine.met)


def test_what_is_held_for_a_year_after_its_end_counts_in_a_report_of_a_later_day(high, low):
    meeting = {"for_year": 2024, "due_count": 3, "present_count": 3}
    rows.activity(low.branches.get(), "ORGANIZATION_LIFE_MEETING", date(2025, 1, 5), **meeting)
    rollup_refresh(at=datetime(2025, 1, 10, 4, tzinfo=UTC))
    for as_of, met, shown in ((END, 0, "0/1"), (date(2025, 1, 10), 1, "1/1")):
        later = Asked(high, START, END, as_of, with_below=True)
        figures = later.kinds["ORGANIZATION_LIFE_MEETING"]
        assert (figures.held, figures.due, figures.met) == (0, 1, met)
        life = next(each for each in drafted_document(later).sections if each.code == SectionCode.LIFE)
        courts = next(table for table in life.tables if table.title == "下级法院达标与应开")
        assert shown in [cell.shown for cell in courts.rows[0]]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_branches_as_for_one(high, low, number, django_assert_num_queries):
    for _ in range(number - 1):
        rows.branch(low)
    rollup_refresh(at=datetime(2025, 1, 10, 4, tzinfo=UTC))
    with django_assert_num_queries(6):
        assert asked(high).kinds


def test_what_a_lower_court_has_for_itself_is_not_summed_live_either(high, low):
    own = meetings.own_kind(low)
    meetings.raw_activity(own.code, low.branches.get(), date(2024, 2, 6))
    assert own.code in asked(low).kinds
    assert own.code not in asked(high).kinds
    told = report_figures(high, start=START, end=END, as_of=END, with_below=True)
    assert told["activities"].keys() == asked(high).kinds.keys()


def test_what_was_held_of_a_kind_out_of_use_counts_live_and_kept(high, low):
    retired = meetings.own_kind(high, is_active=False)
    meetings.raw_activity(retired.code, low.branches.get(), date(2024, 2, 6))
    assert asked(high).kinds[retired.code].held == 1
    rollup_refresh(at=datetime(2025, 1, 10, 4, tzinfo=UTC))
    assert asked(high).kinds[retired.code].held == 1


def test_it_says_of_whom_it_tells(high, low, kept):
    document = drafted_document(asked(high))
    assert document.title == "丙高级法院及下级法院2024年党建工作报告"
    said = {each.code: "".join(piece.text for line in each.paragraphs for piece in line) for each in document.sections}
    assert said[SectionCode.OVERVIEW].startswith("本院及下级法院现有党支部1个")
    assert "本院及下级法院全年共召开支部党员大会3次" in said[SectionCode.LIFE]
    assert "全院" not in said[SectionCode.LIFE]


def test_of_business_it_says_how_many_courts_told_it(high, low, kept):
    figure("CLOSING_RATE", low, 2024, "Y", 90, 100)
    assert named_figures(asked(high))["结案率"].why == "2 个法院中 1 个有数据"
    assert any("结案率：2 个法院中 1 个有数据。" in note for note in drafted_document(asked(high)).notes)


def test_what_is_of_the_court_alone_says_so(high, low, kept):
    campaign = campaign_create(court=high, by=None, name="主题教育", starts_on=START, ends_on=END, source="")
    found = named_figures(asked(high))
    assert found[f"{campaign.name}·任务"].why == "只计本院，不含下级法院"
    assert found["工作清单"].why == "只计本院，不含下级法院"
    assert found["支部党员大会"].why == ""


def test_a_metric_out_of_use_still_counts_for_its_days(high):
    metric = own_metric(high)
    figure(metric, high, 2024, "Y", 7)
    metric_retire(metric=metric, version=metric.version, by=None)
    found = [named_figures(Asked(high, START, END, END, with_below=below)) for below in (False, True)]
    assert [each["裁判文书上网数"].value for each in found] == [7, 7]
    later = named_figures(Asked(high, date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31)))
    assert "裁判文书上网数" not in later


def test_a_figure_opens_the_page_of_the_courts_below_or_nothing(client, high, low, kept):
    found = named_figures(asked(high))
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        client.force_login(factories.committee_account(high))
        for name in ("支部党员大会", "支部党员大会应开", "组织生活达标"):
            page = client.get(found[name].url)
            assert (page.status_code, page.context["court"]) == (200, high), name
    for name in ("政治学习", "党支部数", "支部党员大会人次", "联系点", "院外荣誉·个人", "工作提示单", "入党积极分子"):
        assert found[name].url == "", name


def day(text):
    return datetime.fromisoformat(f"{text}T10:00:00+08:00")


class TestWhatIsOld:
    """A roll-up that is older than the day asked for is not believed."""

    JUNE = (date(2024, 6, 1), date(2024, 6, 30), date(2024, 6, 30))

    @pytest.fixture
    def other(self, high):
        branch = rows.branch(factories.court("戊基层法院", parent=high))
        return factories.member(branch).memberships.get().branch

    def test_sums_are_as_old_as_those_of_the_courts_below(self, high, low, other):
        rollup_refresh(at=day("2024-06-20"))
        CourtMonth.objects.within([high, low]).update(counted_on=date(2024, 6, 30))
        assert not is_waiting(high)
        found = Asked(high, *self.JUNE, with_below=True).kinds["THEME_DAY"]
        assert (found.due, found.open) == (2, 0)

    def test_while_a_mark_waits_the_engine_is_asked_and_nothing_is_published(self, high, low, other, kept):
        user = factories.committee_account(high)
        about = About(high, ReportKind.YEAR, START, END, with_below=True)
        report = report_create(about=about, on=date(2025, 1, 10), at=day("2025-01-10"), by=user)
        rows.activity(other, "BRANCH_ASSEMBLY", date(2024, 3, 6), due_count=1, present_count=1)
        StaleCourt.objects.create(court=other.court)
        assert asked(high).kinds["BRANCH_ASSEMBLY"].held == 4
        (live,) = (table for table in tables(high) if table.title == "下级法院达标与应开")
        publish = {"report": report, "version": 1, "has_checked": True, "on": date(2025, 1, 10), "by": user}
        with pytest.raises(Refused, match="汇总数正在更新，约一分钟后再发布。"):
            report_publish(**publish)
        rollup_refresh(at=day("2025-01-10"))
        assert len(live.rows) == 2
        assert live in tables(high)
        # What changes after the days of the report is nothing to wait for.
        StaleCourt.objects.create(court=other.court, since_month=month_index(date(2025, 1, 1)))
        assert report_publish(**publish).figures["支部党员大会"]["value"] == "4"

    def test_of_very_many_branches_a_draft_shows_what_was_counted_last_and_says_so(
        self, client, high, low, other, kept, monkeypatch
    ):
        user = factories.committee_account(high)
        about = About(high, ReportKind.YEAR, START, END, with_below=True)
        with time_machine.travel(day("2025-01-10"), tick=False):
            report = report_create(about=about, on=date(2025, 1, 10), at=day("2025-01-10"), by=user)
            rows.activity(other, "BRANCH_ASSEMBLY", date(2024, 3, 6), due_count=1, present_count=1)
            client.force_login(user)
            page = reverse("reports:report", args=[report.pk])
            assert "正在更新" not in client.get(page).text
            StaleCourt.objects.create(court=other.court)
            monkeypatch.setattr("reports.selectors.named.subtree.MOST_ASKED", 1)
            assert asked(high).kinds["BRANCH_ASSEMBLY"].held == 3
            assert len(tables(high)[-1].rows) == 2
            assert "更新完才能发布" in client.get(page).text

    def test_what_is_owed_once_a_year_is_owed_in_each_quarter(self, high, low, kept):
        quarter = Asked(high, date(2024, 4, 1), date(2024, 6, 30), date(2024, 6, 30), with_below=True)
        found = named_figures(quarter)
        assert (found["组织生活会应开"].value, found["谈心谈话应开"].value) == (0, 0)
        engine = held_and_due(high, start=quarter.start, end=quarter.end, as_of=quarter.as_of, with_below=True).kinds
        assert {code: each.due for code, each in quarter.kinds.items() if each.due is not None} == {
            code: each.due for code, each in engine.items() if each.due is not None
        }
