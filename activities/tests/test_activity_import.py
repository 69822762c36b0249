"""import_activities on small ledgers: what comes in, by the roster of the day and beside the ledger's own figures."""

from datetime import date, time
from decimal import Decimal

import pytest

from activities.choices import ActivityState, CoverageSource, Origin
from activities.models import Activity, Attendance, Coverage, Fulfilment
from activities.tests.factories import own_kind
from activities.tests.ledger_files import HEAD, LEDGER, court_with_roster, meeting
from branches.models import Branch, ImportBatch, Member, Membership, Post
from branches.tests import factories
from branches.tests.roster_files import run
from core.models import AuditEvent
from core.tests.spreadsheet_files import csv_bytes, xls, xlsx
from reports.figures import report_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return court_with_roster()


@pytest.fixture
def import_file(court, tmp_path):
    """Imports rows (or bytes) for the court; gives code, output, errors."""

    def run_import(rows, *options, name="台账.xlsx"):
        content = rows if isinstance(rows, bytes) else xlsx(rows)
        return run(tmp_path, content, "import_activities", "--court=某法院", *options, name=name)

    return run_import


def everything():
    models = (Activity, Attendance, Fulfilment, Coverage, ImportBatch, AuditEvent)
    return [getattr(model, "all_rows", model._default_manager).count() for model in models]


def the_activity():
    return Activity.all_rows.get()


def figures(activity):
    """Due and present by the roster, by its voters, by the ledger."""
    return (
        (activity.due_count, activity.present_count),
        (activity.voting_due, activity.voting_present),
        (activity.ledger_due, activity.ledger_present),
    )


def test_meetings_of_every_kind_of_roster_come_in(court, import_file):
    code, said, errors = import_file(LEDGER)
    assert (code, errors) == (0, "")
    assert said == ("新增组织生活记录 5 条（缺席 4 人次）、党支部记录起止 2 个（2024-01-01 至 2024-12-31）。\n")
    found = {row.kind.code: row for row in Activity.objects.within(court).select_related("kind")}
    assert figures(found["BRANCH_ASSEMBLY"]) == ((8, 7), (7, 6), (8, 7))
    assert figures(found["COMMITTEE_MEETING"]) == ((3, 3), (3, 3), (3, 3))
    assert figures(found["GROUP_MEETING"]) == ((3, 2), (3, 2), (3, 2))
    assert figures(found["THEME_DAY"]) == ((3, 3), (3, 3), (3, 3))
    assert figures(found["POLITICAL_STUDY"]) == ((None, None), (None, None), (50, 48))
    assert {code: row.has_quorum for code, row in found.items()} == {
        "BRANCH_ASSEMBLY": True,
        "COMMITTEE_MEETING": True,
        "GROUP_MEETING": None,
        "THEME_DAY": None,
        "POLITICAL_STUDY": None,
    }
    assert found["POLITICAL_STUDY"].branch is None
    assert found["GROUP_MEETING"].group.name == "第二党小组"


def test_a_record_keeps_what_the_row_said_and_where_it_stood(court, import_file):
    import_file(LEDGER)
    record = Activity.objects.within(court).get(kind__code="BRANCH_ASSEMBLY")
    assert (record.held_on, record.period) == (date(2024, 1, 3), 2024 * 12)
    assert (record.place, record.topic, record.study_hours) == ("第二会议室", "学习文件", Decimal(2))
    assert (record.chair.name, record.chair_name, record.recorder.name) == ("梁娜", "梁娜", "叶梅英")
    assert (record.state, record.origin, record.late_days) == (ActivityState.SUBMITTED, Origin.IMPORTED, None)
    assert (record.source_sheet, record.source_row, record.import_batch.filename) == ("台账", 3, "台账.xlsx")
    (event,) = AuditEvent.objects.filter(action="activities.activities_import")
    assert (event.court_id, event.detail["activities"], event.detail["file"]) == (court.pk, 5, "台账.xlsx")


def test_everyone_due_has_a_row_and_absentees_their_reasons(court, import_file):
    import_file(LEDGER)
    rows = Attendance.objects.within(court).filter(activity__kind__code="BRANCH_ASSEMBLY").select_related("member")
    assert rows.filter(present=True).count() == 7
    (away,) = rows.filter(present=False)
    assert (away.member.name, away.reason, away.reason_text, away.votes) == ("曹博", "HEARING", "", True)
    assert not rows.get(member__name="邹国").votes
    of_court = Attendance.objects.within(court).filter(activity__branch__isnull=True).order_by("member__name")
    assert [(row.member.name, row.branch.name, row.reason, row.reason_text, row.present) for row in of_court] == [
        ("夏思", "第二党支部", "TRIP", "", False),
        ("汪健", "第一党支部", "LEAVE", "产假", False),
    ]


@pytest.mark.parametrize(
    ("written", "code", "text"),
    [
        ("曹博", "", ""),
        ("曹博（病假）", "SICK", ""),
        ("曹博（因公出差）", "TRIP", "因公出差"),
        ("曹博（去北京出差三天）", "TRIP", "去北京出差三天"),
        ("曹博（党校培训）", "TRAINING", "党校培训"),
        ("曹博（接待来访）", "OTHER", "接待来访"),
    ],
)
def test_reasons_in_many_words(import_file, written, code, text):
    assert import_file([HEAD, meeting(absentees=written)])[0] == 0
    away = Attendance.all_rows.get(present=False)
    assert (away.reason, away.reason_text) == (code, text)


def test_the_same_file_again_adds_nothing(import_file):
    import_file(LEDGER)
    before = everything()
    assert import_file(LEDGER)[:2] == (0, "文件中的 5 行都已登记过，没有新增。\n")
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xls(LEDGER), "台账.xls"),
        (csv_bytes(LEDGER), "台账.csv"),
        (csv_bytes(LEDGER, encoding="gb18030"), "台账.csv"),
    ],
)
def test_other_file_types_hold_the_same_rows(import_file, content, name):
    import_file(LEDGER)
    before = everything()
    assert import_file(content, name=name)[:2] == (0, "文件中的 5 行都已登记过，没有新增。\n")
    assert everything() == before


def test_the_same_row_is_known_in_another_style_and_place(import_file):
    import_file([HEAD, meeting()])
    code, said, _ = import_file(
        [
            ["标题"],
            [],
            HEAD,
            meeting(kind="党员大会", held_on=date(2024, 2, 7)),
            meeting(no=9, held_on="2024/1/3", due="８人"),
        ]
    )
    assert code == 0
    assert said.startswith("新增组织生活记录 1 条（缺席 1 人次）。另有 1 行已登记过，没有重复新增。")


def test_two_meetings_of_a_kind_on_one_day_are_two(import_file):
    assert import_file([HEAD, meeting(), meeting(topic="选举")])[0] == 0
    assert Activity.all_rows.count() == 2


def test_a_second_telling_of_a_meeting_is_remarked(import_file):
    import_file([HEAD, meeting()])
    code, said, _ = import_file([HEAD, meeting(topic="学习文件精神")])
    assert code == 0
    assert "第 2 行与已有记录同日、同支部、同类型而内容不同，作为另一次登记，请核对是否重复。" in said


def test_a_dry_run_tells_the_same_and_writes_nothing(import_file):
    before = everything()
    code, said, _ = import_file(LEDGER, "--dry-run")
    assert (code, said[:25]) == (0, "试运行，没有写入：将新增组织生活记录 5 条（缺席")
    assert everything() == before


class TestKinds:
    @pytest.mark.parametrize(
        ("cell", "main", "others"),
        [
            ("党员大会、党课", "BRANCH_ASSEMBLY", ["PARTY_LECTURE"]),
            ("党员大会，党课", "BRANCH_ASSEMBLY", ["PARTY_LECTURE"]),
            ("主题党日暨党课", "THEME_DAY", ["PARTY_LECTURE"]),
            ("党员大会（党课）", "BRANCH_ASSEMBLY", ["PARTY_LECTURE"]),
            ("党课（微党课）", "PARTY_LECTURE", []),
            ("支委会（扩大）", "COMMITTEE_MEETING", []),
        ],
    )
    def test_several_obligations_in_one_cell(self, import_file, cell, main, others):
        numbers = {"due": None, "present": None} if main != "COMMITTEE_MEETING" else {"due": 3, "present": 2}
        assert import_file([HEAD, meeting(kind=cell, **numbers)])[0] == 0
        assert the_activity().kind.code == main
        assert [row.kind.code for row in Fulfilment.all_rows.all()] == others

    def test_an_unknown_kind_is_placed_by_the_user(self, import_file):
        code, _, errors = import_file([HEAD, meeting(kind="学习日")])
        assert code == 1
        assert "D 列（会议（活动）类型）：“学习日”不是已有的类型" in errors
        assert "--kind 学习日=" in errors
        assert import_file([HEAD, meeting(kind="学习日")], "--kind", "学习日=STUDY")[0] == 0
        assert the_activity().kind.code == "STUDY"

    def test_a_court_s_own_kind_is_known_by_its_name(self, court, import_file):
        own_kind(court, "法官沙龙")
        own_kind(factories.court(), "别院沙龙")
        assert import_file([HEAD, meeting(kind="法官沙龙")])[0] == 0
        assert the_activity().kind.name == "法官沙龙"
        assert import_file([HEAD, meeting(kind="别院沙龙")])[0] == 1

    def test_an_override_to_no_kind_is_misuse(self, import_file):
        code, _, errors = import_file([HEAD, meeting(kind="学习日")], "--kind", "学习日=NO_KIND")
        assert code == 2
        assert "没有“NO_KIND”" in errors


class TestBranches:
    @pytest.mark.parametrize("word", ["全院", "本院", "机关党委", "院党组", "某法院"])
    def test_words_for_the_whole_court(self, import_file, word):
        assert import_file([HEAD, meeting(branch=word, kind="政治学习", absentees=None)])[0] == 0
        assert the_activity().branch is None

    def test_another_spelling_is_asked_about_and_placed_by_the_user(self, import_file):
        rows = [HEAD, meeting(branch="第1党支部"), meeting(branch="第1党支部", topic="选举")]
        code, _, errors = import_file(rows)
        assert code == 1
        assert errors == (
            "工作表“台账” 第 2 行 B 列（党支部）：“第1党支部”不是本院的党支部，是否指“第一党支部”？"
            "共 2 处：第 2、3 行。请用 --branch 第1党支部=第一党支部 说明。\n"
        )
        assert import_file(rows, "--branch", "第1党支部=第一党支部")[0] == 0
        assert {row.branch.name for row in Activity.all_rows.select_related("branch")} == {"第一党支部"}

    def test_each_branch_or_all_together_is_asked(self, import_file):
        row = meeting(branch="各支部", kind="主题党日", absentees=None)
        code, _, errors = import_file([HEAD, row])
        assert code == 1
        assert "B 列（党支部）：“各支部”不是本院的党支部。请用 --branch 各支部=" in errors
        assert import_file([HEAD, row], "--branch", "各支部=全院")[0] == 0
        assert the_activity().branch is None

    def test_an_override_to_no_branch_is_misuse(self, import_file):
        assert import_file([HEAD, meeting(branch="第1党支部")], "--branch", "第1党支部=没有的")[0] == 2

    def test_a_group_by_its_name_with_the_branch_before_it(self, import_file):
        row = meeting(kind="党小组会", group="第一党支部第二党小组", due=3, present=3, absentees=None)
        assert import_file([HEAD, row])[0] == 0
        assert the_activity().group.name == "第二党小组"


class TestQuorum:
    """Half or more of the voting members (支部工作条例(试行) 11), of the committee (12)."""

    @pytest.mark.parametrize(
        ("numbers", "quorum"),
        [
            ({"due": 8, "present": 4, "absentees": "曹博、黄涛、汪健、杜红"}, False),
            ({"due": 8, "present": 5, "absentees": "曹博、黄涛、汪健"}, True),
            # The probationary member does not count: 3 of 7 are missing, not 4 of 8.
            ({"due": 8, "present": 4, "absentees": "曹博、黄涛、汪健、邹国"}, True),
            # Those who came are fewer than those not named as missing: at most 3 of 7 can have voted.
            ({"due": 8, "present": 3, "absentees": "曹博"}, False),
            ({"due": None, "present": None, "absentees": "曹博"}, True),
        ],
    )
    def test_an_assembly(self, import_file, numbers, quorum):
        assert import_file([HEAD, meeting(**numbers)])[0] == 0
        assert the_activity().has_quorum is quorum

    @pytest.mark.parametrize(("absentees", "quorum"), [("梁娜", True), ("梁娜、叶梅英", False)])
    def test_a_committee_of_three(self, import_file, absentees, quorum):
        row = meeting(kind="支委会", due=None, present=None, absentees=absentees)
        assert import_file([HEAD, row])[0] == 0
        assert the_activity().has_quorum is quorum

    def test_without_a_list_or_a_number_of_those_present_it_is_not_known(self, import_file):
        rows = [[*row[:8], *row[11:]] for row in (HEAD, meeting())]
        assert import_file(rows)[0] == 0
        record = the_activity()
        assert record.has_quorum is None
        assert figures(record) == ((8, None), (7, None), (None, None))
        assert not Attendance.all_rows.exists()

    def test_without_posts_a_committee_s_typed_numbers_tell(self, court, import_file):
        Post.all_rows.all().delete()
        Branch.objects.within(court).update(posts_recorded=False)
        rows = [
            meeting(kind="支委会", due=3, present=1, absentees="曹博（开庭）"),
            meeting(kind="支委会", due=3, present=2),
        ]
        rows.append(meeting(kind="支委会", due=None, present=None, absentees=None))
        assert import_file([HEAD, *rows])[0] == 0
        assert list(Activity.objects.within(court).order_by("source_row").values_list("has_quorum", flat=True)) == [
            False,
            True,
            None,
        ]

    def test_the_strictest_of_several_obligations_decides(self, import_file):
        row = meeting(kind="党课、党员大会", present=3, absentees="曹博、黄涛、汪健、杜红、蔡林")
        assert import_file([HEAD, row])[0] == 0
        assert the_activity().kind.code == "PARTY_LECTURE"
        assert the_activity().has_quorum is False


class TestRosterOfTheDay:
    def test_a_member_who_came_later_is_not_due(self, court, import_file):
        late = Member.objects.within(court).get(name="曹博")
        Membership.objects.within(court).filter(member=late).update(starts_on=date(2024, 6, 1))
        code, said, _ = import_file([HEAD, meeting(due=8, present=8, absentees="无")])
        assert code == 0
        assert figures(the_activity()) == ((7, 7), (6, 6), (8, 8))
        assert "1 行的应到人数与当天的花名册不同（第 2 行台账 8 人、花名册 7 人），两个数都已保留。" in said

    def test_absentees_not_all_named_leave_open_who_came(self, import_file):
        code, said, _ = import_file([HEAD, meeting(due=8, present=5, absentees="曹博")])
        assert code == 0
        assert "第 2 行没有写全缺席人员，其他人是否到会按不详处理。" in said
        assert figures(the_activity()) == ((8, None), (7, None), (8, 5))
        assert list(Attendance.all_rows.values_list("member__name", "present")) == [("曹博", False)]


class TestCoverage:
    def spans(self, court):
        rows = Coverage.objects.within(court).filter(source=CoverageSource.LEDGER)
        return [(row.branch.name, str(row.starts_on), str(row.ends_on)) for row in rows.order_by("branch", "starts_on")]

    def test_the_calendar_years_it_touches(self, court, import_file):
        import_file([HEAD, meeting(held_on="2023-05-05"), meeting(), meeting(held_on="2021-05-05")])
        assert self.spans(court) == [
            ("第一党支部", "2021-01-01", "2021-12-31"),
            ("第一党支部", "2023-01-01", "2024-12-31"),
        ]

    def test_a_branch_it_does_not_name_stays_unknown(self, court, import_file):
        said = import_file([HEAD, meeting()])[1]
        assert "台账里没有“第二党支部”，其组织生活情况仍为不详。" in said
        report = report_figures(court, start=date(2024, 1, 1), end=date(2024, 12, 31), as_of=date(2024, 12, 31))
        theme_day = report["activities"]["THEME_DAY"]["branches"]
        assert (theme_day["第一党支部"]["due"], theme_day["第一党支部"]["not_known"]) == (12, 0)
        assert (theme_day["第二党支部"]["due"], theme_day["第二党支部"]["not_known"]) == (0, 12)

    def test_told_otherwise(self, court, import_file):
        import_file([HEAD, meeting()], "--covers", "2024-01-01..2024-06-30")
        assert self.spans(court) == [("第一党支部", "2024-01-01", "2024-06-30")]

    def test_a_wider_span_later_is_added(self, court, import_file):
        import_file([HEAD, meeting()], "--covers", "2024-01-01..2024-06-30")
        code, said, _ = import_file([HEAD, meeting()])
        assert (code, said.splitlines()[0]) == (
            0,
            "新增党支部记录起止 1 个（2024-01-01 至 2024-12-31）。另有 1 行已登记过，没有重复新增。",
        )
        assert Activity.all_rows.count() == 1

    @pytest.mark.parametrize("given", ["2024-06-30..2024-01-01", "2024", "2024-01-01..", "x..y"])
    def test_a_span_that_is_none_is_misuse(self, import_file, given):
        assert import_file([HEAD, meeting()], "--covers", given)[0] != 0
        assert not Activity.all_rows.exists()


@pytest.mark.parametrize(
    ("topic", "year"), [("2023年度组织生活会", 2023), ("对照2023年度、2024年度查摆", None), ("查摆问题", None)]
)
def test_a_meeting_held_for_a_year_keeps_the_year_it_names(import_file, topic, year):
    assert import_file([HEAD, meeting(kind="组织生活会", topic=topic)])[0] == 0
    assert the_activity().for_year == year


def test_control_characters_are_no_text(import_file):
    assert import_file(xls([HEAD, meeting(topic="学习\x00文件\x07", content="一\n二")]), name="台账.xls")[0] == 0
    assert (the_activity().topic, the_activity().content) == ("学习文件", "一\n二")


def test_the_hour_is_kept(import_file):
    import_file([HEAD, meeting(held_on="2024年1月3日 15:00")])
    assert the_activity().starts_at == time(15)


def test_a_chair_from_elsewhere_is_kept_by_name(import_file):
    import_file([HEAD, meeting(chair="张院长")])
    assert (the_activity().chair, the_activity().chair_name) == (None, "张院长")


def test_a_far_year_is_asked_about(import_file):
    rows = [HEAD, meeting(), meeting(topic="二"), meeting(held_on="2014-01-03")]
    code, _, errors = import_file(rows)
    assert code == 1
    assert "第 4 行" in errors
    assert "与其他行相差 5 年以上" in errors
    assert not Activity.all_rows.exists()
    assert import_file(rows, "--covers", "2014-01-01..2024-12-31")[0] == 0


def test_a_ledger_without_yearly_meetings_says_nothing_of_them(court, import_file):
    import_file([HEAD, meeting()])
    kinds = Coverage.objects.within(court).get().kinds
    assert "PARTY_LECTURE" in kinds
    assert not {"ORGANIZATION_LIFE_MEETING", "MEMBER_APPRAISAL", "HEART_TO_HEART_TALK"} & set(kinds)
    import_file([HEAD, meeting(kind="组织生活会", topic="2024年度组织生活会")])
    assert "ORGANIZATION_LIFE_MEETING" in Coverage.objects.within(court).latest("pk").kinds
