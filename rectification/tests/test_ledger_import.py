"""A ledger becomes problems, measures and steps; a later one adds what was done since."""

from datetime import date

import pytest

from branches.choices import MembershipEnd
from branches.models import Branch, ImportBatch, Member
from branches.tests import factories as people
from branches.tests.roster_files import run
from core.models import AuditEvent
from core.spreadsheets.rectification_wordings import NATURES
from core.spreadsheets.specs import RECTIFICATION
from core.tests.spreadsheet_files import csv_bytes
from rectification import services
from rectification.choices import MeasureState, StepKind
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.selectors.figures import figures_on
from rectification.selectors.standing import measures_on, problems_on
from rectification.tests.ledger_files import (
    DONE,
    HEAD,
    KEYS,
    LEDGER,
    MERGED,
    TODAY,
    TWO,
    bring,
    court_with_roster,
    first,
    following,
    xlsx,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return court_with_roster()


def problems(court):
    return list(Problem.objects.within(court).order_by("number"))


def measures(court):
    return list(Measure.objects.within(court).order_by("problem__number", "order"))


def figures(court, *day):
    found = figures_on(court, date(*day))
    return (
        (found.problems, found.problems_closed),
        (found.measures, found.measures_done, found.measures_on_schedule, found.measures_overdue),
    )


def facts(court):
    """All that a ledger tells, however it was written."""
    on = TODAY
    of_problems = problems_on(Problem.objects.within(court), on).order_by("number")
    of_measures = measures_on(Measure.objects.within(court), on).order_by("problem__number", "order")
    shares = ProblemShare.objects.within(court).order_by("problem__number", "order")
    return (
        list(of_problems.values_list("number", "title", "source", "branch", "leader_name", "state", "closed_on")),
        list(shares.values_list("problem__number", "branch", "starts_on", "claimed_on")),
        list(of_measures.values_list("text", "owner_name", "owner", "nature", "branch", "due_on", "done_on", "state")),
    )


def test_every_cell_is_taken_in(court):
    outcome = bring(court)
    assert list(outcome.counts) == ["问题 3 个（已销号 1 个）", "整改措施 5 条（已完成 3 条）"]
    lead, second = Branch.objects.within(court).order_by("pk")
    closed, shared, lasting = problems(court)
    assert (closed.number, closed.title, closed.source) == (1, "联系服务群众不够经常", "主题教育检视")
    assert (closed.branch, closed.leader.name, closed.opened_on) == (lead, "梁娜", None)
    assert [share.branch for share in shared.shares.all()] == [lead, second]
    assert (lasting.branch, lasting.leader, lasting.import_row) == (second, None, 8)
    walk, rule, _, class_, open_ended = measures(court)
    assert (walk.owner.name, walk.nature, walk.first_due_on) == ("曹博", "NOW", date(2024, 6, 30))
    assert (rule.nature, rule.opened_on, rule.import_row) == ("LASTING", None, 5)
    assert (class_.owner, class_.owner_name, class_.branch) == (None, "王无名", lead)
    assert (open_ended.first_due_on, open_ended.nature) == (None, "LASTING")
    told = [(step.kind, step.on, step.text) for step in RectificationStep.objects.within(court).order_by("pk")]
    assert told == [
        (StepKind.DONE, date(2024, 5, 20), "由《整改台账.xlsx》第 4 行导入"),
        (StepKind.DONE, date(2024, 5, 25), "由《整改台账.xlsx》第 5 行导入"),
        (StepKind.DONE, date(2024, 4, 28), "由《整改台账.xlsx》第 7 行导入"),
        (StepKind.PROGRESS, TODAY, "已与三个社区结对\n由《整改台账.xlsx》第 8 行导入"),
        (StepKind.CLOSE_IMPORTED, date(2024, 5, 31), "由《整改台账.xlsx》第 4 行导入"),
    ]
    assert "王无名不在花名册上或有重名，只记姓名。" in outcome.remarks


def test_any_day_can_be_restated(court):
    bring(court)
    assert figures(court, 2024, 4, 1) == ((3, 0), (5, 0, 5, 0))
    assert figures(court, 2024, 5, 24) == ((3, 0), (5, 2, 3, 0))
    assert figures(court, 2024, 6, 1) == ((3, 1), (5, 3, 2, 0))
    assert figures(court, 2024, 12, 31) == ((3, 1), (5, 3, 1, 1))


def test_merged_and_blank_cells_and_other_words_say_the_same(court):
    bring(court)
    order = ["branch", "problem", "measure", *(key for key in KEYS if key not in ("branch", "problem", "measure"))]
    others = [[TWO[key] for key in order]]
    others += [[dict(zip(KEYS, row, strict=True))[key] for key in order] for row in LEDGER[3:]]
    for number, ways in enumerate(({"merged": MERGED}, {"rows": others}, {"content": csv_bytes(LEDGER)})):
        other = court_with_roster(f"又一法院{number}")
        bring(other, **ways)
        assert [row[1:3] + row[4:] for row in facts(other)[0]] == [row[1:3] + row[4:] for row in facts(court)[0]]
        assert [row[:2] + row[5:] for row in facts(other)[2]] == [row[:2] + row[5:] for row in facts(court)[2]]


def test_each_column_is_known_by_several_words_of_its_own():
    known = {}
    for field in RECTIFICATION.fields:
        assert len(set(field.wordings)) >= 2
        for wording in field.wordings:
            assert known.setdefault(wording, field.code) == field.code
    assert not set(NATURES["NOW"]) & set(NATURES["LASTING"])


def test_the_same_file_twice_adds_nothing(court):
    bring(court)
    before, steps = facts(court), RectificationStep.objects.within(court).count()
    outcome = bring(court)
    assert (list(outcome.counts), outcome.known_count, outcome.batch) == ([], 5, None)
    assert (facts(court), RectificationStep.objects.within(court).count()) == (before, steps)
    assert ImportBatch.objects.within(court).filter(subject="RECTIFICATION").count() == 1


def test_a_later_ledger_adds_what_was_done_since(court):
    by = people.committee_account(court)
    bring(court, by=by)
    later = [
        HEAD,
        *LEDGER[3:5],
        first(
            number=1,
            problem="学用结合不够紧密",
            source="巡察反馈",
            branch="第一党支部、第二党支部",
            leader="夏思",
            done_on="2024-06-20",
            closed="是",
            closed_on="2024-07-01",
            **DONE,
        ),
        LEDGER[6],
        first(
            number=2,
            problem="学用结合不够紧密",
            source="群众来信",
            branch="第二党支部",
            leader=None,
            due_on="长期坚持",
            nature="长期坚持",
            state="又与两个社区结对",
        ),
        following(measure="每季度回访", branch="第二党支部", due_on="2024年9月底前"),
    ]
    assert list(bring(court, later, dry_run=True).counts) == [
        "整改措施 1 条（已完成 0 条）",
        "更新记录 3 处（完成措施 1、销号 1、进展 1）",
    ]
    assert figures(court, 2024, 12, 31)[0] == (3, 1)
    outcome = bring(court, later, filename="七月.xlsx", by=by)
    assert figures(court, 2024, 12, 31) == ((3, 2), (6, 4, 1, 1))
    assert figures(court, 2024, 6, 1) == ((3, 1), (6, 3, 3, 0))
    steps = RectificationStep.objects.within(court).filter(import_batch=outcome.batch)
    assert [(step.kind, step.on) for step in steps.order_by("on")] == [
        (StepKind.DONE, date(2024, 6, 20)),
        (StepKind.CLOSE_IMPORTED, date(2024, 7, 1)),
        (StepKind.PROGRESS, TODAY),
    ]
    assert measures(court)[-1].first_due_on == date(2024, 9, 30)
    assert bring(court, later).batch is None


def test_a_measure_that_two_branches_have_is_done_by_the_one_that_is_named(court):
    both = first(branch="第一党支部、第二党支部", measure="统一部署")
    mine, theirs = (following(branch=f"第{number}党支部", owner=None) for number in "一二")
    bring(court, [HEAD, both, mine, theirs])
    done = following(branch="第二党支部", owner=None, done_on="2024-06-01", **DONE)
    bring(court, [HEAD, both, done, mine])
    [finished] = measures_on(Measure.objects.within(court), TODAY).filter(state=MeasureState.DONE)
    assert finished.branch.name == "第二党支部"
    assert bring(court, [HEAD, both, done, mine]).batch is None


def test_two_problems_of_the_same_words_are_two(court):
    twins = [HEAD, first(), first(number=2, measure="每季座谈一次")]
    outcome = bring(court, twins)
    assert [problem.number for problem in problems(court)] == [1, 2]
    assert "第 2、3 行的问题文字相同而序号不同，按不同的问题登记，请核对。" in outcome.remarks
    only_second = [HEAD, first(number=2, measure="每季座谈一次", done_on="2024-06-01", **DONE)]
    bring(court, only_second)
    assert [measure.state for measure in measures_on(Measure.objects.within(court), TODAY).order_by("pk")] == [
        MeasureState.OVERDUE,
        MeasureState.DONE,
    ]


def test_measures_of_other_branches_and_of_the_committee(court):
    bring(
        court,
        [
            HEAD,
            first(branch="第一党支部"),
            following(measure="协助走访", branch="第二党支部"),
            first(number=2, problem="统筹不够", branch="机关党委"),
        ],
    )
    lead, second = Branch.objects.within(court).order_by("pk")
    assert [measure.branch for measure in measures(court)] == [lead, second, None]
    assert list(problems(court)[0].shares.values_list("branch", flat=True)) == [lead.pk, second.pk]
    assert (problems(court)[1].branch, problems(court)[1].shares.count()) == (None, 0)


def test_of_two_of_a_name_the_branch_s_own_is_meant(court):
    second = Branch.objects.within(court).get(name="第二党支部")
    people.member(second, "曹博")
    bring(court, [HEAD, first(), following(measure="协助走访", branch="第二党支部")])
    mine, theirs = measures(court)
    assert (mine.owner.branch.name, theirs.owner.branch.name) == ("第一党支部", "第二党支部")
    people.member(second, "曹博", born_on=date(1990, 1, 1))
    outcome = bring(court, [HEAD, first(number=9, problem="新问题", branch="第二党支部")])
    assert (measures(court)[-1].owner, measures(court)[-1].owner_name) == (None, "曹博")
    assert any("有重名" in remark for remark in outcome.remarks)


def test_who_has_left_or_not_come_yet_is_not_meant(court):
    second = Branch.objects.within(court).get(name="第二党支部")
    gone = people.member(second, "曹博")
    gone.memberships.update(ends_on=date(2024, 12, 31), ended_by=MembershipEnd.TRANSFERRED)
    people.member(second, "贺新", starts_on=date(2025, 1, 11))
    bring(court, [HEAD, first(branch="第二党支部"), following(measure="座谈", owner="贺新", branch="第二党支部")])
    mine, newer = measures(court)
    assert mine.owner.branch.name == "第一党支部"
    assert (newer.owner, newer.owner_name) == (None, "贺新")


def test_an_imported_problem_goes_on_by_its_own_steps(court):
    by = people.committee_account(court)
    bring(court, by=by)
    lead = Branch.objects.within(court).order_by("pk").first()
    problem = problems(court)[1]
    secretary = people.secretary(lead)
    open_one = next(each for each in measures(court) if each.problem == problem and each.text == "每月走访一次")
    told = {"measure": open_one, "text": "已走访", "done_on": TODAY, "on": TODAY, "acting": lead}
    services.measure_done(**told, by=secretary, at=open_one.problem.import_batch.created_at)
    services.close_out_ask(problem=problem, text="群众满意", on=TODAY, by=secretary, acting=lead)
    services.close_out_approve(problem=problem, on=TODAY, by=by)
    assert figures(court, 2025, 1, 10)[0] == (3, 2)


def test_the_command_says_what_it_did(court, tmp_path):
    code, out, _ = run(tmp_path, xlsx(LEDGER), "import_rectification", f"--court={court.name}", "--dry-run")
    assert (code, Problem.objects.within(court).count()) == (0, 0)
    assert out.startswith("试运行，没有写入：将新增问题 3 个（已销号 1 个）、整改措施 5 条（已完成 3 条）。")
    code, out, _ = run(tmp_path, xlsx(LEDGER), "import_rectification", f"--court={court.name}")
    assert (code, Problem.objects.within(court).count()) == (0, 3)
    event = AuditEvent.objects.get(action="rectification.ledger_import")
    assert event.detail["counts"] == ["问题 3 个（已销号 1 个）", "整改措施 5 条（已完成 3 条）"]
    rows = [[*HEAD[:5], "怎么办", *HEAD[6:]], first(problem="统筹不够", branch="一支部", nature="先改")]
    options = ["--column=怎么办=measure", "--branch=一支部=第一党支部", "--nature=先改=NOW"]
    assert run(tmp_path, xlsx(rows), "import_rectification", f"--court={court.name}", *options)[0] == 0
    code, _, err = run(tmp_path, xlsx(rows), "import_rectification", f"--court={court.name}")
    assert code == 1
    assert "工作表“台账” 第 1 行 F 列（怎么办）：“怎么办”列放不到任何字段" in err
    assert run(tmp_path, xlsx(rows), "import_rectification", f"--court={court.name}", "--column=无此列=measure")[0] == 2


def test_a_ledger_of_a_thousand_measures_takes_few_statements(court, django_assert_max_num_queries):
    rows = [HEAD]
    for number in range(1, 101):
        rows.append(first(number=number, problem=f"问题{number}"))
        rows += [following(measure=f"措施{number}.{each}") for each in range(9)]
    with django_assert_max_num_queries(60):
        bring(court, rows)
    assert Member.objects.within(court).exists()
    assert Measure.objects.within(court).count() == 1000
