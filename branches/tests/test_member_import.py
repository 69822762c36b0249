"""import_members on small rosters: what comes in, what is refused, what a second import does."""

from datetime import date

import pytest

from branches.choices import BranchKind, ImportSubject, MemberStatus, PostKind
from branches.models import Branch, ImportBatch, Member, Membership, PartyGroup, Post
from branches.selectors.organization import organization_on
from branches.tests import factories
from branches.tests.roster_files import HEAD, ROSTER, person, run
from core.models import AuditEvent
from core.tests.spreadsheet_files import csv_bytes, workbook, xls, xlsx

pytestmark = pytest.mark.django_db

IDENTITY = "11010519491231002X"
TITLE = ["某法院党员花名册"]


@pytest.fixture
def court():
    return factories.court("某法院")


@pytest.fixture
def import_file(court, tmp_path):
    """Imports rows (or bytes) for the court, creating branches; gives code, output, errors."""

    def run_import(rows, *options, name="花名册.xlsx", create=True):
        content = rows if isinstance(rows, bytes) else xlsx(rows, sheet="花名册")
        flags = ["--create-branches"] if create else []
        return run(tmp_path, content, "import_members", "--court=某法院", *flags, *options, name=name)

    return run_import


def everything():
    models = (Branch, PartyGroup, Member, Membership, Post, ImportBatch, AuditEvent)
    return [getattr(model, "all_rows", model._default_manager).count() for model in models]


def member(name):
    return Member.all_rows.get(name=name)


def test_people_branches_groups_and_posts_come_in(court, import_file):
    code, said, errors = import_file(ROSTER)
    assert (code, errors) == (0, "")
    assert said == "新增党员 11 人（其中预备党员 1 人）、党支部 2 个、党小组 2 个、党内职务 4 项。\n"
    assert [branch.name for branch in Branch.objects.within(court)] == ["第一党支部", "第二党支部"]
    organization = organization_on(court, date(2024, 12, 31))
    assert (organization.members, organization.probationary, organization.groups) == (11, 1, 2)
    liang = member("梁娜")
    assert (liang.sex, liang.born_on, liang.joined_on) == ("FEMALE", date(1987, 6, 19), date(2010, 11, 17))
    assert (liang.status, liang.confirmed_on) == ("FORMAL", date(2011, 11, 18))
    assert liang.pinyin.startswith("liangna ln")
    assert liang.phone == "13900001818"
    assert (liang.source_sheet, liang.source_row, liang.import_batch.filename) == ("花名册", 3, "花名册.xlsx")
    (stay,) = Membership.all_rows.filter(member=liang)
    assert (stay.branch.name, stay.group.name, stay.starts_on, stay.ends_on) == (
        "第一党支部",
        "第一党小组",
        date(2010, 11, 17),
        None,
    )
    leader = Post.all_rows.get(member__name="杜红")
    assert (leader.kind, leader.group.name, leader.starts_on) == (PostKind.GROUP_LEADER, "第一党小组", None)
    assert all(Branch.objects.within(court).values_list("posts_recorded", flat=True))


def test_personal_numbers_are_stored_encrypted_and_not_told(import_file):
    rows = [[*HEAD, "身份证号"], [*person(born="1949-12-31", joined="1970-01-01"), IDENTITY]]
    assert import_file(rows)[0] == 0
    assert member("梁娜").identity_number == IDENTITY
    stored = Member.all_rows.extra(select={"stored": "identity_number"}).values_list("stored", flat=True)[0]
    assert stored.startswith("sm4:")
    (event,) = AuditEvent.objects.filter(action="branches.members_import")
    assert IDENTITY not in str(event.detail)
    assert "13900001818" not in str(event.detail)


def test_the_batch_remembers_the_file(court, import_file):
    import_file(ROSTER)
    (batch,) = ImportBatch.objects.within(court)
    assert (batch.subject, batch.row_count, batch.created_count) == (ImportSubject.MEMBERS, 11, 11)
    assert len(batch.digest) == 64


def test_the_same_file_again_adds_nothing(import_file):
    import_file(ROSTER)
    before = everything()
    code, said, _ = import_file(ROSTER, create=False)
    assert (code, said) == (0, "文件中的 11 行都已登记过，没有新增。\n")
    assert everything() == before


def test_a_longer_roster_adds_who_is_new(import_file):
    import_file(ROSTER)
    code, said, _ = import_file([*ROSTER[:-1], person("新来的", group="第三党小组")])
    assert (code, said) == (0, "新增党员 1 人、党小组 1 个。另有 11 行已登记过，没有重复新增。\n")


def test_a_dry_run_tells_the_same_and_writes_nothing(import_file):
    before = everything()
    code, said, _ = import_file(ROSTER, "--dry-run")
    assert code == 0
    assert said.startswith("试运行，没有写入：将新增党员 11 人")
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xls(ROSTER), "花名册.xls"),
        (csv_bytes(ROSTER), "花名册.csv"),
        (csv_bytes(ROSTER, encoding="gb18030"), "花名册.csv"),
    ],
)
def test_other_file_types_hold_the_same_people(import_file, content, name):
    import_file(ROSTER)
    before = everything()
    assert import_file(content, name=name, create=False)[:2] == (0, "文件中的 11 行都已登记过，没有新增。\n")
    assert everything() == before


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("书记", {("SECRETARY", "")}),
        ("书记、组织委员", {("SECRETARY", ""), ("ORGANIZATION", "")}),
        ("副书记兼组织委员", {("DEPUTY_SECRETARY", ""), ("ORGANIZATION", "")}),
        ("党支部书记（兼宣传委员）", {("SECRETARY", ""), ("PUBLICITY", "")}),
        ("纪律检查委员", {("DISCIPLINE", "")}),
        ("青年委员", {("COMMITTEE_MEMBER", "青年委员")}),
        ("支部委员", {("COMMITTEE_MEMBER", "")}),
        ("支部委员、第一党小组组长", {("COMMITTEE_MEMBER", ""), ("GROUP_LEADER", "")}),
        ("普通党员", set()),
        ("无", set()),
    ],
)
def test_posts_in_many_wordings(import_file, cell, kinds):
    assert import_file([HEAD, person(post=cell)])[0] == 0
    assert set(Post.all_rows.values_list("kind", "title")) == kinds


def test_a_leader_of_another_group(import_file):
    assert import_file([HEAD, person(post="第二党小组组长")])[0] == 0
    assert Post.all_rows.get().group.name == "第二党小组"


@pytest.mark.parametrize("word", ["正式党员", "正式", "中共党员"])
def test_formal_members_in_many_words(import_file, word):
    import_file([HEAD, person(status=word)])
    assert member("梁娜").status == MemberStatus.FORMAL


def test_without_a_column_of_posts_it_is_not_known_who_holds_one(court, import_file):
    without = [[*row[:9], *row[10:]] for row in (HEAD, person())]
    import_file(without)
    assert not Branch.objects.within(court).get().posts_recorded
    assert import_file([HEAD, person()])[0] == 0
    assert Branch.objects.within(court).get().posts_recorded


def test_branches_stand_in_the_order_of_their_numbers(court, import_file):
    names = ["离退休党支部", "第十党支部", "第二党支部", "第一党支部"]
    code, said, _ = import_file([HEAD, *(person(f"人{'甲乙丙丁'[i]}", branch=name) for i, name in enumerate(names))])
    assert code == 0
    branches = list(Branch.objects.within(court))
    assert [branch.name for branch in branches] == ["离退休党支部", "第一党支部", "第二党支部", "第十党支部"]
    assert branches[0].kind == BranchKind.RETIRED
    assert "“离退休党支部”按离退休支部登记" in said


def test_without_dates_facts_hold_from_the_beginning(court, import_file):
    import_file([HEAD, person(joined=None, confirmed=None, born="1987.06")])
    assert member("梁娜").born_on == date(1987, 6, 1)
    assert Membership.all_rows.get().starts_on is None
    assert organization_on(court, date(1999, 1, 1)).members == 1


def test_oddities_are_told_but_not_refused(import_file):
    code, said, _ = import_file(
        [HEAD, person(born="2000-01-01", joined="2015-01-01", confirmed=None), person("叶英", status=None)]
    )
    assert code == 0
    assert "第 2 行入党时不满 18 岁，请核对。" in said
    assert "第 3 行没有写党员类别，按正式党员登记。" in said


REFUSED = {
    "no name": ({"name": None}, "B 列（姓名）：“姓名”不能为空"),
    "impossible date": ({"born": "1987-02-30"}, "D 列（出生年月）：1987-02-30 不是有效日期"),
    "born tomorrow": (
        {"born": "2099-01-01", "joined": None, "confirmed": None},
        "D 列（出生年月）：出生日期 2099-01-01 还没有到",
    ),
    "joined tomorrow": ({"joined": "2099-01-01", "confirmed": None}, "H 列（入党时间）：入党时间 2099-01-01 还没有到"),
    "joined before birth": ({"born": "2012-01-01"}, "H 列（入党时间）：入党时间 2010-11-17 不晚于出生日期 2012-01-01"),
    "confirmed too early": ({"confirmed": "2009-01-01"}, "I 列（转正时间）：转正时间 2009-01-01 早于入党时间"),
    "probationary, confirmed": ({"status": "预备党员"}, "I 列（转正时间）：类别是预备党员，转正时间却是 2011-11-18"),
    "formal, confirmed tomorrow": ({"confirmed": "2099-01-01"}, "I 列（转正时间）：转正时间 2099-01-01 还没有到"),
    "unknown status": ({"status": "积极分子"}, "G 列（党员类别）：“积极分子”不是党员类别"),
    "unknown post": ({"post": "掌门"}, "J 列（党内职务）：党内职务“掌门”不认识"),
    "leader of no group": (
        {"post": "党小组组长", "group": None},
        "J 列（党内职务）：“梁娜”是党小组组长，却没有写党小组",
    ),
    "bad phone": ({"phone": "打不通"}, "K 列（联系电话）：“打不通”不是电话号码"),
    "long name of a branch": ({"branch": "支" * 101}, "E 列（所在党支部）：支部名称超过 100 个字"),
    "long name of a group": ({"group": "组" * 51}, "F 列（党小组）：党小组名称超过 50 个字"),
    "sex": ({"sex": "不详"}, "C 列（性别）：“不详”不是性别"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_row_is_named_and_nothing_is_imported(import_file, case):
    changes, why = REFUSED[case]
    before = everything()
    code, said, errors = import_file([TITLE, HEAD, person("叶梅英"), person(**changes)])
    assert (code, said) == (1, "")
    assert [line for line in errors.splitlines() if f"工作表“花名册” 第 4 行 {why}" in line], errors
    assert len(errors.splitlines()) == 1
    assert everything() == before
    assert import_file([TITLE, HEAD, person("叶梅英"), person(**changes)], "--dry-run") == (1, "", errors)


def test_a_person_twice_names_both_rows(import_file):
    code, _, errors = import_file([HEAD, person(), person("叶梅英"), person(group="第二党小组")])
    assert code == 1
    assert "第 4 行 B 列（姓名）：“梁娜”与第 2 行的“梁娜”是同一人" in errors


def test_namesakes_of_different_birth_are_two_people(import_file):
    assert import_file([HEAD, person(), person(born="1990-01-01")])[0] == 0
    assert Member.all_rows.filter(name="梁娜").count() == 2


def test_namesakes_without_a_birth_date_are_asked_about(import_file):
    code, _, errors = import_file([HEAD, person(), person(born=None)])
    assert code == 1
    assert "分不清是否同一人" in errors


def test_one_identity_number_is_one_person(import_file):
    head = [*HEAD, "身份证号"]
    old = {"born": "1949-12-31", "joined": "1970-01-01"}
    code, _, errors = import_file([head, [*person(**old), IDENTITY], [*person("叶梅英", **old), IDENTITY]])
    assert code == 1
    assert "第 3 行 B 列（姓名）：“叶梅英”与第 2 行的“梁娜”是同一人" in errors
    assert IDENTITY not in errors


def test_a_wrong_identity_number_is_refused(import_file):
    code, _, errors = import_file([[*HEAD, "身份证号"], [*person(), "110105194912310021"]])
    assert code == 1
    assert "L 列（身份证号）：身份证号的校验位不对" in errors


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"branch": "第二党支部", "group": None}, "党支部“第一党支部”→“第二党支部”；党小组“第一党小组”→“”"),
        ({"group": "第二党小组"}, "党小组“第一党小组”→“第二党小组”"),
        ({"post": "副书记"}, "党内职务"),
        ({"phone": "13900000000"}, "联系电话"),
        ({"sex": "男"}, "性别“女”→“男”"),
        ({"confirmed": "2011-12-01"}, "转正时间“2011-11-18”→“2011-12-01”"),
    ],
)
def test_a_registered_member_is_not_changed_silently(import_file, changes, what):
    import_file(ROSTER)
    before = everything()
    code, _, errors = import_file([HEAD, person(**{"post": "书记", **changes})])
    assert code == 1
    assert f"“梁娜”与已有记录不同：{what}。请在党员页面修改，或从表中删去这一行。" in errors
    assert "13900000000" not in errors
    assert everything() == before


def test_a_registered_namesake_without_the_day_of_birth_is_asked_about(import_file):
    import_file([HEAD, person(born="1987.06")])
    code, _, errors = import_file([HEAD, person()])
    assert code == 1
    assert "D 列（出生年月）：已登记有同名党员“梁娜”（1987-06-01），分不清是不是同一人" in errors


def test_without_leave_to_create_an_unknown_branch_is_a_fault(court, import_file):
    factories.branch(court, "第一党支部")
    rows = [HEAD, person(branch="第1党支部"), person("叶梅英", branch="第1党支部"), person("曹博", branch="综合党支部")]
    code, _, errors = import_file(rows, create=False)
    assert code == 1
    first, second = errors.splitlines()
    assert first == (
        "工作表“花名册” 第 2 行 E 列（所在党支部）：本院没有名为“第1党支部”的党支部（共 2 行），是否指“第一党支部”？"
        "请先建立该支部，或加上 --create-branches。"
    )
    assert "综合党支部" in second


@pytest.mark.parametrize(("one", "other"), [("第一党支部", "第1党支部"), ("第一党支部", "第一支部")])
def test_two_spellings_of_a_branch_are_not_made_two(import_file, one, other):
    code, _, errors = import_file([HEAD, person(branch=one), person("叶梅英", branch=other)])
    assert code == 1
    assert f"“{other}”与“{one}”很像，是否同一个？请统一写法。" in errors


def test_the_word_for_the_whole_court_makes_no_branch(import_file):
    code, _, errors = import_file([HEAD, person(), person("叶梅英", branch="全 院")])
    assert code == 1
    assert "第 3 行 E 列（所在党支部）：“全院”指整个法院，不能作支部名称" in errors
    assert not Branch.all_rows.exists()


def test_two_spellings_of_a_group_are_not_made_two(import_file):
    code, _, errors = import_file([HEAD, person(), person("叶梅英", group="第1党小组")])
    assert code == 1
    assert "F 列（党小组）：“第1党小组”与“第一党小组”很像" in errors


def test_several_sheets_are_one_roster(import_file):
    sheets = {"一支部": [HEAD, person()], "二支部": [HEAD, person("叶梅英", branch="第二党支部"), person()]}
    code, _, errors = import_file(workbook(sheets))
    assert code == 1
    assert "工作表“二支部” 第 3 行 B 列（姓名）：“梁娜”与工作表“一支部”第 2 行的“梁娜”是同一人" in errors


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--court=某法院", "--column=没有的列=name"), 2),
        (("--court=某法院", "--column=姓名=没有的字段"), 2),
        (("--court=没有的法院",), 1),
    ],
)
def test_exit_codes(court, tmp_path, arguments, code):
    assert run(tmp_path, xlsx([HEAD, person()]), "import_members", *arguments)[0] == code


def test_a_head_without_rows_is_refused(import_file):
    assert import_file([HEAD])[::2] == (1, "标题行下面没有数据。\n")


def test_columns_can_be_placed_and_left_out(court, import_file):
    head = [*HEAD[:10], "电联"]
    assert import_file([head, person()])[0] == 1
    assert import_file([head, person()], "--column", "电联=phone", "--column=党内职务=-")[0] == 0
    assert member("梁娜").phone == "13900001818"
    assert not Branch.objects.within(court).get().posts_recorded
