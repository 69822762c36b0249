import pytest

from core.spreadsheets import UsageError, WordMap, load, place_words, suggest, wordings
from core.spreadsheets.cells import plain_heading
from core.spreadsheets.specs import ACTIVITIES, MEMBERS
from core.tests.spreadsheet_files import LEDGER_HEAD, ledger_row, xlsx

BRANCHES = ["第一党支部", "第二党支部", "第十二党支部", "刑事审判庭党支部"]


def loaded_with(**columns):
    (letter, values) = next(iter(columns.items()))
    return load(xlsx([LEDGER_HEAD, *[ledger_row(**{letter: value}) for value in values]]), "x", ACTIVITIES)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("支部党员大会", "BRANCH_ASSEMBLY"),
        ("支委会", "COMMITTEE_MEETING"),
        ("支部委员会", "COMMITTEE_MEETING"),
        ("党小组会", "GROUP_MEETING"),
        ("上党课", "PARTY_LECTURE"),
        ("党课（微党课）", "PARTY_LECTURE"),
        ("主题党日 活动", "THEME_DAY"),
        ("组织生活会", "ORGANIZATION_LIFE_MEETING"),
        ("民主评议党员", "MEMBER_APPRAISAL"),
        ("谈心谈话", "HEART_TO_HEART_TALK"),
        ("集中学习", "STUDY"),
        ("政治学习", "POLITICAL_STUDY"),
        ("党组中心组学习", "CENTRAL_GROUP_STUDY"),
        ("支部书记培训", "SECRETARY_TRAINING"),
        ("纪律作风检查", "DISCIPLINE_INSPECTION"),
        ("廉政教育", "INTEGRITY_EDUCATION"),
        ("志愿服务", "VOLUNTEER"),
        ("BRANCH_ASSEMBLY", "BRANCH_ASSEMBLY"),
        ("团建", None),
        ("", None),
        ("会", None),
        ("（支委会）", "COMMITTEE_MEETING"),
    ],
)
def test_kinds_by_what_courts_call_them(word, code):
    assert WordMap(wordings.KINDS).find(word) == code


def test_a_cell_may_join_several_kinds():
    words = WordMap(wordings.KINDS)
    assert words.find_all("支部党员大会、党课") == ("BRANCH_ASSEMBLY", "PARTY_LECTURE")
    assert words.find_all("支部党员大会暨主题党日") == ("BRANCH_ASSEMBLY", "THEME_DAY")
    assert words.find_all("廉政/警示教育") == ("INTEGRITY_EDUCATION",)
    assert words.find_all("党课、团建") == ()
    assert WordMap(wordings.POSTS).find_all("书记兼宣传委员") == ("SECRETARY", "PUBLICITY")


def test_overrides_place_a_word_by_code_or_by_known_word():
    words = WordMap(wordings.KINDS, {"团建": "VOLUNTEER", "微讲堂": "党课"})
    assert (words.find("团建"), words.find("微讲堂")) == ("VOLUNTEER", "PARTY_LECTURE")
    with pytest.raises(UsageError, match="没有“NONSENSE”"):
        WordMap(wordings.KINDS, {"团建": "NONSENSE"})


def test_unknown_words_are_asked_once_with_their_rows():
    loaded = loaded_with(D=["党课", "团建", "读书角", "团建"])
    place_words(loaded, "kind", WordMap(wordings.KINDS), option="--kind", unknown="不是已知的类型")
    assert [record.values["kind"] for record in loaded.records] == [("PARTY_LECTURE",)]
    assert [str(fault) for fault in loaded.faults] == [
        "工作表“台账” 第 3 行 D 列（会议（活动）类型）："
        "“团建”不是已知的类型。共 2 处：第 3、5 行。请用 --kind 团建=… 说明。",
        "工作表“台账” 第 4 行 D 列（会议（活动）类型）：“读书角”不是已知的类型。请用 --kind 读书角=… 说明。",
    ]


def test_another_way_to_write_a_branch_is_asked_not_guessed():
    loaded = loaded_with(B=["第一党支部", "第1党支部"])
    place_words(
        loaded,
        "branch",
        WordMap(dict.fromkeys(BRANCHES, ())),
        option="--branch",
        unknown="不在名册",
        names=BRANCHES,
    )
    assert [str(fault) for fault in loaded.faults] == [
        "工作表“台账” 第 3 行 B 列（党支部）："
        "“第1党支部”不在名册，是否指“第一党支部”？请用 --branch 第1党支部=第一党支部 说明。"
    ]
    answered = loaded_with(B=["第一党支部", "第1党支部"])
    words = WordMap(dict.fromkeys(BRANCHES, ()), {"第1党支部": "第一党支部"})
    place_words(answered, "branch", words, option="--branch", unknown="不在名册", names=BRANCHES)
    assert len(answered.faults) == 0
    assert [record.values["branch"] for record in answered.records] == [("第一党支部",)] * 2


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("第1党支部", ["第一党支部"]),
        ("第01党支部", ["第一党支部"]),
        ("第一支部", ["第一党支部"]),
        ("第一党支部", ["第一党支部"]),
        ("机关第一党支部", ["第一党支部"]),
        ("第12支部", ["第十二党支部"]),
        ("第三党支部", []),
        ("刑事审判党支部", ["刑事审判庭党支部"]),
        ("食堂", []),
    ],
)
def test_suggestions_agree_in_their_number(word, names):
    assert suggest(word, BRANCHES) == names


@pytest.mark.parametrize("spec", [MEMBERS, ACTIVITIES])
def test_no_wording_means_two_fields(spec):
    seen = {}
    for one in spec.fields:
        for wording in one.wordings:
            assert seen.setdefault(plain_heading(wording), one.code) == one.code
    assert not seen.keys() & {plain_heading(wording) for wording in (*spec.ignored, *spec.ambiguous)}
    assert {code for codes in spec.ambiguous.values() for code in codes} <= {one.code for one in spec.fields}


@pytest.mark.parametrize("words", [wordings.KINDS, wordings.STATUSES, wordings.POSTS, wordings.REASONS])
def test_no_word_means_two_codes(words):
    seen = {}
    for code, synonyms in words.items():
        for word in synonyms:
            assert seen.setdefault(plain_heading(word), code) == code
