"""What a ledger may not say: each fault by its row and column, and nothing is written."""

from datetime import date

import pytest

from branches.models import Branch, ImportBatch
from branches.tests import factories as people
from core.errors import Refused
from rectification import services
from rectification.models import Measure, Problem, RectificationStep
from rectification.tests.factories import problem
from rectification.tests.ledger_files import DONE, HEAD, LEDGER, TODAY, bring, court_with_roster, first, following

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return court_with_roster()


def refused(court, rows, **options):
    """The lines of the refusal; nothing was written."""
    before = Problem.objects.within(court).count(), RectificationStep.objects.within(court).count()
    with pytest.raises(Refused) as refusal:
        bring(court, rows, **options)
    assert (Problem.objects.within(court).count(), RectificationStep.objects.within(court).count()) == before
    return list(refusal.value.reasons)


CLOSED = {"closed": "是", "closed_on": "2024-06-01"}
FAULTS = {
    "branch": ([first(branch="刑庭支部")], "第 2 行 D 列（责任支部）：“刑庭支部”不是本院的党支部"),
    "no branch": ([first(branch=None)], "第 2 行 D 列（责任支部）：没有写责任支部"),
    "no source": ([first(source=None)], "第 2 行 C 列（问题来源）：没有写问题来源"),
    "no problem": ([first(number=None, problem=None)], "第 2 行 B 列（问题）：第一行没有写问题"),
    "number alone": ([first(), first(number=2, problem=None)], "第 3 行 B 列（问题）：有新的序号，却没有写问题"),
    "no measure": ([first(measure=None)], "第 2 行 F 列（整改措施）：写了责任人、时限或进展，却没有写整改措施"),
    "nature": ([first(nature="先改")], "第 2 行 H 列（类型）：“先改”不是已有的类型"),
    "two natures": ([first(nature="当下改、长久立")], "第 2 行 H 列（类型）：一条措施写了两种类型"),
    "due": ([first(due_on="六月底")], "第 2 行 I 列（整改时限）：六月底 不是日期"),
    "done without a day": ([first(state="已完成")], "第 2 行 J 列（完成时间）：已完成的措施没有写完成时间"),
    "a day without done": (
        [first(done_on="2024-05-01")],
        "第 2 行 J 列（完成时间）：进展情况是“序时推进”，却有完成时间 2024-05-01",
    ),
    "done tomorrow": ([first(done_on="2025-01-11", **DONE)], "第 2 行 J 列（完成时间）：2025-01-11 还没有到"),
    "closed": ([first(closed="也许")], "第 2 行 L 列（问题是否销号）：“也许”既不是“是”也不是“否”"),
    "closed without a day": (
        [first(done_on="2024-05-01", **DONE, closed="是")],
        "第 2 行 M 列（销号时间）：已销号的问题没有写销号时间",
    ),
    "a day without closed": (
        [first(done_on="2024-05-01", **DONE, closed_on="2024-06-01")],
        "第 2 行 M 列（销号时间）：问题没有销号，却有销号时间 2024-06-01",
    ),
    "closed with an open measure": (
        [first(done_on="2024-05-01", **DONE, **CLOSED), following(measure="座谈")],
        "第 2 行 L 列（问题是否销号）：第 3 行的措施还没有完成，问题不能销号",
    ),
    "closed before done": (
        [first(done_on="2024-06-02", **DONE, **CLOSED)],
        "第 2 行 M 列（销号时间）：销号时间 2024-06-01 早于第 2 行措施的完成时间 2024-06-02",
    ),
    "closed tomorrow": (
        [first(done_on="2024-06-02", **DONE, closed="是", closed_on="2025-01-11")],
        "第 2 行 M 列（销号时间）：2025-01-11 还没有到",
    ),
    "two leaders": (
        [first(), following(measure="座谈", leader="夏思")],
        "第 3 行 E 列（责任领导）：与同一个问题第 2 行的“梁娜”不同",
    ),
    "the same row twice": (
        [first(), following(measure="座谈"), following(measure="座谈")],
        "第 4 行 F 列（整改措施）：与第 3 行的措施完全相同",
    ),
    "too long": ([first(measure="走" * 1001)], "第 2 行 F 列（整改措施）：有 1001 个字，最多 1000 个字"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_by_its_row_and_column(court, name):
    rows, words = FAULTS[name]
    told = refused(court, [HEAD, *rows])
    assert any(line.startswith(f"工作表“台账” {words}") for line in told), told
    assert ImportBatch.objects.within(court).filter(subject="RECTIFICATION").count() == 0


def test_a_faulty_first_row_makes_no_more_faults_of_the_rows_below(court):
    rows = [HEAD, first(due_on="六月底"), following(measure="座谈"), first(number=2, problem="另一个")]
    told = refused(court, rows)
    assert [line.split("：")[0] for line in told] == ["工作表“台账” 第 2 行 I 列（整改时限）"]


def test_missing_columns_and_a_file_of_another_kind(court):
    rows = [[row[place] for place in (1, 5, 6, 8)] for row in LEDGER[2:]]
    assert any("没有找到“责任支部”列" in line for line in refused(court, rows))
    assert "找不到整改台账的标题行" in refused(court, [["姓名", "性别", "民族"], ["张三", "男", "汉"]])[0]


def test_without_a_column_of_sources_it_says_so(court):
    rows = [[value for place, value in enumerate(row) if place != 2] for row in (HEAD, first())]
    outcome = bring(court, rows)
    assert Problem.objects.within(court).get().source == "整改台账"
    assert any("来源都记为“整改台账”" in remark for remark in outcome.remarks)


# --- A later ledger never takes anything back -----------------------------------------------------

CONTRADICTIONS = {
    "done here": (
        [first(), LEDGER[4]],
        ["措施已于 2024-05-20 完成，文件里却没有完成", "L 列（问题是否销号）：问题已于 2024-05-31 销号"],
    ),
    "another day": (
        [first(**CLOSED | {"closed_on": "2024-05-31"}, done_on="2024-05-21", **DONE), LEDGER[4]],
        ["J 列（完成时间）：完成时间 2024-05-21 与已登记的 2024-05-20 不同"],
    ),
    "another close-out": (
        [first(**CLOSED, done_on="2024-05-20", **DONE), LEDGER[4]],
        ["M 列（销号时间）：销号时间 2024-06-01 与已登记的 2024-05-31 不同"],
    ),
    "another measure of a closed problem": (
        [*LEDGER[3:5], following(measure="座谈", done_on="2024-05-30", **DONE)],
        ["F 列（整改措施）：问题已销号，不能新增措施"],
    ),
    "another leader and owner": (
        [first(**CLOSED | {"closed_on": "2024-05-31"}, done_on="2024-05-20", **DONE, leader="夏思", owner="梁娜")],
        ["E 列（责任领导）：责任领导与已登记的“梁娜”不同", "G 列（责任人）：责任人与已登记的“曹博”不同"],
    ),
    "another deadline": (
        [LEDGER[5], following(measure="办一次读书班", due_on="2024-05-02", done_on="2024-04-28", **DONE, owner=None)],
        ["I 列（整改时限）：整改时限与已登记的“2024-05-01”不同"],
    ),
    "another branch": (
        [
            LEDGER[5],
            following(
                measure="办一次读书班",
                branch="第二党支部",
                owner=None,
                due_on=None,
                done_on="2024-04-28",
                **DONE,
            ),
        ],
        ["D 列（责任支部）：责任支部与已登记的“第一党支部”不同"],
    ),
    "closed while one is open here": (
        [
            first(
                problem="学用结合不够紧密",
                source="巡察反馈",
                branch="第一党支部、第二党支部",
                leader="夏思",
                measure="办一次读书班",
                owner="王无名",
                due_on="2024-05-01",
                done_on="2024-04-28",
                **DONE,
                **CLOSED,
            )
        ],
        ["M 列（销号时间）：系统里还有 1 条措施没有完成（“每月走访一次”），问题不能销号"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_is_told_with_both(court, name):
    bring(court)
    rows, words = CONTRADICTIONS[name]
    told = refused(court, [HEAD, *rows])
    assert len(told) == len(words)
    for line, expected in zip(told, words, strict=True):
        assert expected in line


CLOSING = [HEAD, first(done_on="2024-05-20", **DONE, **CLOSED)]


def test_a_problem_that_is_registered_here_is_closed_on_its_page_only(court):
    branch = Branch.objects.within(court).get(name="第一党支部")
    facts = {"title": "联系服务群众不够经常", "source": "主题教育检视", "leader_name": "梁娜"}
    problem(branch, by=people.committee_account(court), **facts)
    [told] = refused(court, CLOSING)
    assert "第 2 行 M 列（销号时间）：本系统登记的问题请在页面上申请、批准销号。" in told


def test_a_close_out_that_waits_is_answered_on_the_page(court):
    bring(court, [HEAD, first(done_on="2024-05-20", **DONE)])
    imported = Problem.objects.within(court).get()
    secretary = people.secretary(imported.branch)
    services.close_out_ask(
        problem=imported, text="群众满意", on=date(2024, 5, 21), by=secretary, acting=imported.branch
    )
    [told] = refused(court, CLOSING)
    assert "第 2 行 M 列（销号时间）：问题正在等待批准销号" in told


def test_a_day_before_the_last_step_here_is_told(court):
    bring(court, [HEAD, first(done_on="2024-05-20", **DONE)])
    measure = Measure.objects.within(court).select_related("problem__court").get()
    services.measure_send_back(measure=measure, reason="材料不足", on=date(2024, 7, 1), by=None)
    told = refused(court, [HEAD, first(done_on="2024-06-20", **DONE)])
    assert "完成时间 2024-06-20 早于措施被退回的 2024-07-01" in told[0]
    bring(court, [HEAD, first(done_on="2024-07-20", **DONE)])
    assert RectificationStep.objects.within(court).filter(on__lte=TODAY, kind="DONE").count() == 2
