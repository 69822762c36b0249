"""Written reports: drafted, edited, checked, frozen, replaced, taken back."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from activities.models import ActivityTopic, Topic
from activities.tests import factories as meetings
from activities.tests import rows
from branches.tests import factories
from campaigns.models import Campaign
from core.errors import EditConflict, Refused
from rectification.tests.factories import problem
from reports.choices import ReportKind, ReportState, SectionCode
from reports.document import document_from_json
from reports.models import Report, ReportSection
from reports.selectors.named import Asked
from reports.selectors.written import book_of, checked, compared, document_of, sections_of
from reports.services.outlines import outline_save
from reports.services.written import (
    About,
    Arranged,
    report_change,
    report_create,
    report_discard,
    report_publish,
    report_revise,
    report_withdraw,
    section_change,
    sections_arrange,
)
from reports.texts.book import FigureBook
from reports.texts.tokens import Token

pytestmark = pytest.mark.django_db

ON = date(2025, 1, 10)
AT = datetime(2025, 1, 10, 4, tzinfo=UTC)
START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def court():
    return factories.court("甲中级法院")


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    for month in (2, 5, 8):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, month, 6), due_count=3, present_count=3)
    return branch


@pytest.fixture
def user(court):
    return factories.committee_account(court)


def created(owner, by, **facts):
    about = About(owner, facts.pop("kind", ReportKind.YEAR), facts.pop("start", START), facts.pop("end", END), **facts)
    return report_create(about=about, on=ON, at=AT, by=by)


def section(report, code=SectionCode.LIFE):
    return next(each for each in sections_of(report) if each.code == code)


def said(report, code=SectionCode.LIFE):
    document = document_of(report, ON)
    found = next(each for each in document.sections if each.code == code)
    return "".join(piece.text for line in found.paragraphs for piece in line)


class TestDrafting:
    def test_a_draft_says_what_was_held_and_what_was_due(self, court, branch, user):
        report = created(court, user)
        assert "全院全年共召开支部党员大会3次" in said(report)
        assert report.title == "甲中级法院2024年党建工作报告"
        table = next(each for each in document_of(report, ON).sections if each.code == SectionCode.LIFE).tables[0]
        row = next(row for row in table.rows if row[0].shown == "支部党员大会")
        assert [cell.shown for cell in row[1:5]] == ["3", "4", "3", "75%"]
        assert f"court={court.pk}" in row[1].url

    def test_every_figure_of_the_text_opens(self, court, branch, user):
        document = document_of(created(court, user), ON)
        figures = [piece for each in document.sections for line in each.paragraphs for piece in line if piece.name]
        assert figures
        assert all(piece.url for piece in figures)

    def test_sent_twice_it_is_made_once(self, court, branch, user):
        key = uuid4()
        about = About(court, ReportKind.YEAR, START, END)
        first, second = (report_create(about=about, on=ON, at=AT, by=user, submission_key=key) for _ in range(2))
        assert first == second
        assert Report.objects.within(court).count() == 1

    def test_of_days_to_come_there_is_nothing_to_write(self, court, user):
        with pytest.raises(Refused, match="还没有到"):
            created(court, user, start=date(2026, 1, 1), end=date(2026, 12, 31))

    def test_the_court_s_outline_is_followed(self, court, branch, user):
        outline_save(court=court, kind=ReportKind.YEAR, version=0, sections=[("LIFE", "三会一课")], by=user)
        assert [each.heading for each in sections_of(created(court, user))] == ["三会一课"]
        with pytest.raises(EditConflict):
            outline_save(court=court, kind=ReportKind.YEAR, version=0, sections=[("LIFE", "另一个")], by=user)

    def test_a_branch_s_report_counts_the_branch(self, branch):
        report = created(branch, factories.secretary(branch))
        assert "本支部全年共召开支部党员大会3次" in said(report)

    def test_what_was_missed_and_what_was_counted_is_said(self, court, user):
        branch = rows.branch(court, name="第一党支部")
        rows.activity(branch, "PARTY_LECTURE", date(2024, 3, 6), due_count=3, present_count=3)
        details = {"volunteers": 9, "service_hours": "18"}
        rows.activity(branch, "VOLUNTEER", date(2024, 3, 5), due_count=3, present_count=3, details=details)
        report = created(court, user)
        life = said(report)
        assert "全院全年共上党课1次。" in life
        assert re.search(r"组织生活应开\d+次，达标\d+次", life)
        assert "其中志愿服务的志愿者9人次、" in said(report, SectionCode.WORK)
        bare = created(rows.branch(court, name="第二党支部"), user)
        assert re.fullmatch(r"组织生活应开[1-9]\d*次，达标0次。", said(bare))

    def test_a_campaign_may_bear_the_short_name_itself(self, court, user):
        campaign = Campaign.objects.create(court=court, name="主题教育", starts_on=START, ends_on=END)
        aspect = campaign.aspects.create(court=court, name="理论学习", order=1)
        aspect.tasks.create(court=court, title="集中学习", order=1)
        report = created(court, user)
        assert "主题教育共1个方面1项任务" in said(report, SectionCode.CAMPAIGNS)
        tables = next(each for each in document_of(report, ON).sections if each.code == SectionCode.CAMPAIGNS).tables
        assert [row[0].shown for row in tables[0].rows] == ["主题教育·方面", "主题教育·任务", "工作清单"]

    def test_one_figure_opens_the_same_from_text_and_table(self, court, branch, user):
        report = created(court, user)
        table = next(each for each in document_of(report, ON).sections if each.code == SectionCode.LIFE).tables[0]
        row = next(row for row in table.rows if row[0].shown == "支部党员大会")
        figure = book_of(report, ON).of()["支部党员大会应开"]
        assert row[2].url == row[3].url == figure.url != row[1].url


class TestEditing:
    def test_figures_stay_live_until_publication(self, court, branch, user):
        report = created(court, user)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 11, 6), due_count=3, present_count=3)
        assert "支部党员大会4次" in said(report)

    def test_two_edit_two_sections_and_the_second_of_one_is_told(self, court, branch, user):
        report = created(court, user)
        life, plan = section(report), section(report, SectionCode.PLAN)
        section_change(section=life, version=1, by=user, text="甲", heading="三会一课")
        section_change(section=plan, version=1, by=user, text="乙")
        with pytest.raises(EditConflict):
            section_change(section=section(report), version=1, by=user, text="丙")
        assert said(report) == "甲"

    def test_sections_are_put_in_order_added_and_taken_away(self, court, branch, user):
        report = created(court, user)
        life = section(report)
        arranged = [Arranged("OTHER", "群团工作"), Arranged("LIFE", "三会一课", life.pk)]
        sections_arrange(report=report, version=1, sections=arranged, on=ON, by=user)
        assert [(each.code, each.heading) for each in sections_of(report)] == [
            ("OTHER", "群团工作"),
            ("LIFE", "三会一课"),
        ]

    def test_only_what_clashes_is_told_of(self, court, branch, user):
        """One writes a section or the title while another arranges the sections: a heading is what both may change."""
        report = created(court, user)
        life, plan = section(report), section(report, SectionCode.PLAN)
        section_change(section=life, version=1, by=user, text="甲")
        report_change(report=section(report).report, version=1, title="新的标题", on=ON, by=user)
        arranged = [Arranged("PLAN", "打算", plan.pk), Arranged("LIFE", life.heading, life.pk)]
        sections_arrange(report=report, version=1, sections=arranged, on=ON, by=user)
        section_change(section=section(report), version=2, by=user, text="乙")
        report_change(report=section(report).report, version=2, title="又一个标题", on=ON, by=user)
        assert [(each.heading, each.text) for each in sections_of(report)][1] == (life.heading, "乙")
        with pytest.raises(EditConflict):
            section_change(section=section(report, SectionCode.PLAN), version=1, by=user, heading=plan.heading)
        section_change(section=section(report), version=3, by=user, heading="三会一课")
        with pytest.raises(EditConflict):
            sections_arrange(report=report, version=2, sections=arranged, on=ON, by=user)

    def test_publication_has_seen_the_sections_as_they_stand(self, court, branch, user):
        report = created(court, user)
        sections_arrange(report=report, version=1, sections=[Arranged("OTHER", "群团工作")], on=ON, by=user)
        with pytest.raises(EditConflict):
            report_publish(report=report, version=1, has_checked=True, on=ON, by=user)

    def test_typed_figures_that_differ_are_listed(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="召开支部党员大会{支部党员大会=5}，培训4次。")
        found = checked(report, ON)
        assert [fault.text for fault in found.faults] == ["支部党员大会 手写为 5次，系统记录是 3次。"]
        assert found.bare == [("组织生活落实情况", ["4次"])]

    def test_a_section_that_was_taken_out_meanwhile_keeps_what_is_typed(self, court, branch, user):
        report = created(court, user)
        life = section(report)
        sections_arrange(report=report, version=1, sections=[Arranged("OTHER", "群团工作")], on=ON, by=user)
        with pytest.raises(EditConflict, match="已被别人去掉"):
            section_change(section=life, version=1, by=user, text="写了很久的文字")
        assert [each.heading for each in sections_of(report)] == ["群团工作"]

    @pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2025, 1, 11), date(2099, 1, 1)])
    def test_the_day_of_the_data_lies_in_the_span_and_not_ahead(self, court, branch, user, as_of):
        with pytest.raises(Refused, match="数据截至日期"):
            report_change(report=created(court, user), version=1, on=ON, by=user, as_of=as_of)

    def test_long_names_are_drafted(self):
        court = factories.court("某某省某某自治州某某自治县" * 6)
        branch = rows.branch(court, name="第一巡回审判工作联合党支部" * 6)
        assert created(branch, factories.secretary(branch)).signed.startswith("某某省")


class TestFigures:
    def figures(self, owner, start=START, end=END, **asked):
        return FigureBook(Asked(owner, start, end, end, **asked)).of()

    def test_since_a_year_begins_with_its_first_day(self, court, branch):
        book = FigureBook(Asked(court, date(2024, 7, 1), date(2024, 9, 30), date(2024, 9, 30)))
        assert book(Token("支部党员大会")).value == 1
        assert book(Token("支部党员大会", since=2024)).value == 3
        assert book(Token("支部党员大会", since=217)) is None
        assert book(Token("支部党员大会", since=2030)) is None
        assert sum(book(Token("支部党员大会", since=year)) is not None for year in range(2000, 2024)) < 10

    def test_together_nothing_is_known_where_nothing_is(self, court):
        bare = rows.branch(court, covered_from=None)
        figures = self.figures(bare)
        assert figures["组织生活应开"].value is None
        assert figures["组织生活不详"].value > 0

    def test_of_a_branch_nothing_lies_below(self, court, branch):
        rows.branch(court, name="第二党支部")
        assert self.figures(branch, with_below=True)["支部党员大会应开"].value == 4

    def test_a_court_s_own_kind_takes_no_name_of_the_system_s(self, court, branch):
        meetings.own_kind(court, "制度")
        figures = self.figures(court)
        assert figures["制度"].group == "登记簿"
        assert figures["制度（组织生活和活动）"].group == "组织生活和活动"

    def test_names_of_courts_below_stay_their_own(self, court, branch):
        low = factories.court("丁法院", parent=court)
        other = rows.branch(low)
        record = rows.activity(other, "THEME_DAY", date(2024, 3, 5), due_count=3, present_count=3)
        topic = Topic.objects.create(court=low, name="下级内部专题")
        ActivityTopic.objects.create(activity=record, topic=topic)
        problem(other, source="下级内部来源", by=factories.committee_account(low))
        words = " ".join(self.figures(court, with_below=True))
        assert "下级内部" not in words
        assert "专题·下级内部专题" in self.figures(low)
        Topic.objects.create(court=low, name="还没有学的专题")
        Topic.objects.create(court=low, name="去年的专题", ends_on=date(2023, 12, 31))
        figures = self.figures(low)
        assert (figures["专题·还没有学的专题"].value, "专题·去年的专题" in figures) == (0, False)


class TestPublication:
    def test_what_was_published_stays_as_it_was(self, court, branch, user):
        report = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        before = document_of(report, ON)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 11, 6), due_count=3, present_count=3)
        report.refresh_from_db()
        assert document_of(report, ON) == before
        assert "支部党员大会3次" in said(report)
        assert document_from_json(report.document) == before

    def test_published_twice_it_is_published_once(self, court, branch, user):
        report = created(court, user)
        first = report_publish(report=report, version=1, has_checked=False, on=ON, by=user)
        again = report_publish(report=report, version=1, has_checked=False, on=date(2025, 2, 1), by=user)
        assert again.published_on == first.published_on

    def test_what_does_not_agree_is_looked_at_first(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="召开支部党员大会{支部党员大会=5}。")
        with pytest.raises(Refused, match="1 处与数据不一致"):
            report_publish(report=report, version=2, has_checked=False, on=ON, by=user)
        published = report_publish(report=report, version=2, has_checked=True, on=ON, by=user)
        assert any("人工填写" in note for note in document_of(published, ON).notes)

    def test_a_name_that_nothing_has_is_never_published(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="{党棵}")
        with pytest.raises(Refused, match="党棵"):
            report_publish(report=report, version=2, has_checked=True, on=ON, by=user)

    def test_what_looks_like_a_figure_and_is_none_is_never_published(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="上党课{党课=30次}")
        with pytest.raises(Refused, match="认不出来"):
            report_publish(report=report, version=2, has_checked=True, on=ON, by=user)

    def test_editions_count_on_whoever_drafted_them(self, court, branch, user):
        first = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        second = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        assert (first.edition, second.edition) == (1, 2)
        first.refresh_from_db()
        with pytest.raises(Refused, match="已被新版代替"):
            report_revise(report=first, at=AT, by=user)
        assert "已被新版代替" in document_of(first, ON).state

    def test_a_revised_one_is_as_of_the_same_day(self, court, branch, user):
        report = created(court, user)
        report_change(report=report, version=1, on=ON, by=user, as_of=date(2024, 6, 30))
        report.refresh_from_db()
        published = report_publish(report=report, version=2, has_checked=True, on=ON, by=user)
        assert report_revise(report=published, at=AT, by=user).as_of == date(2024, 6, 30)

    def test_everything_is_read_once(self, court, branch, user, django_assert_max_num_queries):
        """Checked, frozen and kept are the same reading."""
        report = created(court, user)
        with django_assert_max_num_queries(100):
            report_publish(report=report, version=1, has_checked=False, on=ON, by=user)

    def test_published_beside_another_it_says_what_to_do(self, court, branch, user):
        report = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        report.pk, report._state.adding = None, True
        with pytest.raises(ValidationError, match="刚刚由别人发布"):
            report.full_clean()

    def test_the_title_is_changed_while_somebody_writes_a_section(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="改过")
        report_change(report=report, version=1, on=ON, by=user, title="新的标题")
        with pytest.raises(EditConflict):
            report_publish(report=report, version=2, has_checked=False, on=ON, by=user)
        assert report_publish(report=report, version=3, has_checked=False, on=ON, by=user).title == "新的标题"

    def test_edited_since_it_was_opened_it_is_not_published(self, court, branch, user):
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text="改过")
        with pytest.raises(EditConflict):
            report_publish(report=report, version=1, has_checked=False, on=ON, by=user)

    def test_a_new_edition_takes_the_place_of_the_old_one(self, court, branch, user):
        first = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        second = report_revise(report=first, at=AT, by=user)
        assert report_revise(report=first, at=AT, by=user) == second
        assert (second.edition, second.state) == (2, ReportState.DRAFT)
        assert len(sections_of(second)) == len(sections_of(first))
        first.refresh_from_db()
        assert first.state == ReportState.PUBLISHED
        report_publish(report=second, version=1, has_checked=False, on=ON, by=user)
        first.refresh_from_db()
        assert first.state == ReportState.REPLACED

    def test_taken_back_for_a_reason(self, court, branch, user):
        report = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        with pytest.raises(Refused, match="原因"):
            report_withdraw(report=report, reason=" ", by=user)
        assert report_withdraw(report=report, reason="数据有误", by=user).state == ReportState.WITHDRAWN

    def test_a_draft_is_given_up_and_not_published(self, court, branch, user):
        report = report_discard(report=created(court, user), by=user)
        with pytest.raises(Refused, match="已放弃"):
            report_publish(report=report, version=2, has_checked=True, on=ON, by=user)


class TestBesideTheLastReport:
    def test_as_the_last_one_was_published(self, court, branch, user):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2023, 3, 6), due_count=3, present_count=3)
        former = created(court, user, start=date(2023, 1, 1), end=date(2023, 12, 31))
        report_publish(report=former, version=1, has_checked=False, on=ON, by=user)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2023, 6, 6), due_count=3, present_count=3)
        found, lines = compared(created(court, user), ON)
        line = next(line for line in lines if line.name == "支部党员大会")
        assert found == former
        assert (line.now, line.before, line.change) == ("3次", "1次", "增加2次")

    def test_without_one_as_the_records_have_it(self, court, branch, user):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2023, 3, 6), due_count=3, present_count=3)
        found, lines = compared(created(court, user), ON)
        assert found is None
        assert next(line for line in lines if line.name == "支部党员大会").before == "1次"

    def test_as_the_texts_said_it(self, court, branch, user):
        """A figure since a year is another than that of the span, and what was typed is what was said."""
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2023, 3, 6), due_count=3, present_count=3)
        text = "自2023年以来{支部党员大会@2023}，{支部党员大会=9}"
        former = created(court, user, start=date(2023, 1, 1), end=date(2023, 12, 31))
        section_change(section=section(former), version=1, by=user, text="{支部党员大会@2023}，{支部党员大会=7}")
        former = report_publish(report=former, version=2, has_checked=True, on=ON, by=user)
        report = created(court, user)
        section_change(section=section(report), version=1, by=user, text=text)
        told = [("支部党员大会@2023", "4次", "1次", "增加3次"), ("支部党员大会", "9次", "7次", "增加2次")]

        def lines(of):
            found = compared(of, ON)[1]
            return [(each.name, each.now, each.before, each.change) for each in found if "支部党员大会" in each.name][
                :2
            ]

        assert lines(report) == told
        published = report_publish(report=report, version=2, has_checked=True, on=ON, by=user)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2023, 9, 6), due_count=3, present_count=3)
        assert lines(published) == told


class TestRows:
    def test_drafts_are_for_whoever_writes_them(self, court, branch, user):
        of_court, of_branch = created(court, user), created(branch, factories.secretary(branch))
        secretary, member = factories.secretary(branch), factories.member_account(factories.member(branch))
        assert list(Report.objects.visible_to(user)) == [of_court]
        assert list(Report.objects.visible_to(secretary)) == [of_branch]
        assert not Report.objects.visible_to(member)
        assert not ReportSection.objects.visible_to(member)

    def test_published_ones_are_read_by_everybody_of_the_court(self, court, branch, user):
        report = report_publish(report=created(court, user), version=1, has_checked=False, on=ON, by=user)
        member = factories.member_account(factories.member(branch))
        stranger = factories.committee_account(factories.court("乙法院"))
        assert list(Report.objects.visible_to(member)) == [report]
        assert not Report.objects.visible_to(stranger)
