"""The ledger as a workbook: laid out as courts keep it, and read back by the import to the same ledger."""

import io
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from branches.models import Branch
from branches.tests import factories as people
from core.models import AuditEvent
from rectification import services
from rectification.ledger_sheet import ledger_bytes
from rectification.models import Measure, Problem, ProblemShare
from rectification.selectors.ledger import ledger_on
from rectification.selectors.standing import measures_on, problems_on
from rectification.tests.factories import DUE, Case
from rectification.tests.ledger_files import HEAD, LEDGER, TODAY, bring, court_with_roster, first, following

pytestmark = pytest.mark.django_db
MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def court():
    return court_with_roster()


@pytest.fixture
def other():
    return court_with_roster("又一法院")


def exported(court, on=TODAY, branch=None):
    user = people.committee_account(court)
    return ledger_bytes("台账", ledger_on(user, court, on, branch=branch), on)


def rows_of(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


def facts(court, on=TODAY):
    """All that a ledger tells, without keys."""
    problems = problems_on(Problem.objects.within(court), on).order_by("number")
    measures = measures_on(Measure.objects.within(court), on).order_by("problem__number", "order")
    shares = ProblemShare.objects.within(court).order_by("problem__number", "order")
    of_measure = ("text", "owner_name", "owner__name", "nature", "branch__name", "due_on", "done_on", "state")
    return (
        list(problems.values_list("number", "title", "source", "branch__name", "leader_name", "state", "closed_on")),
        list(shares.values_list("problem__number", "branch__name")),
        list(measures.values_list("problem__number", *of_measure)),
    )


def test_it_is_laid_out_as_courts_keep_it(court):
    bring(court)
    sheet = load_workbook(io.BytesIO(exported(court, date(2024, 6, 1)))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (rows[0][0], rows[1][0], rows[2]) == ("台账", "截至2024年6月1日", HEAD)
    told = [value.date().isoformat() if hasattr(value, "date") else value for value in rows[3]]
    assert told == [
        *(1, "联系服务群众不够经常", "主题教育检视", "第一党支部", "梁娜", "每月走访一次", "曹博", "当下改"),
        *("2024-06-30", "2024-05-20", "已完成", "是", "2024-05-31"),
    ]
    assert rows[4][:5] == [None] * 5
    assert (rows[5][3], rows[7][8], rows[7][10]) == ("第一党支部、第二党支部", "长期坚持", "序时推进")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:M1", "A2:M2", "B4:B5", "D4:D5", "M4:M5"} <= merged
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["I4"].number_format == "yyyy-mm-dd"
    assert rows_of(exported(court, date(2024, 4, 1)))[3][9:12] == [None, "序时推进", "否"]


def test_into_an_empty_court_it_is_the_same_and_into_its_own_it_adds_nothing(court, other):
    bring(court)
    content = exported(court)
    assert bring(court, content=content).batch is None
    bring(other, content=content)
    assert facts(other) == facts(court)


def test_what_began_here_goes_out_and_comes_in_again():
    case = Case()
    case.claimed()
    helper = people.branch(case.branch.court, "协助党支部")
    services.problem_assign(problem=case.problem, branch=helper, on=DUE, by=case.finder)
    case.measure("协助走访", branch=helper)
    case.measure("=每月走访一次", due_on=None)
    case.measure("统筹", branch=None, owner_name="")
    late = case.measure("座谈")
    words = {"measure": late, "on": DUE, "by": case.secretary, "acting": case.branch}
    services.extension_ask(until=date(2024, 8, 1), reason="人手不足", **words)
    services.extension_approve(measure=late, until=None, on=DUE, by=case.finder)
    only_helpers = services.problem_open(
        court=case.branch.court, branches=(case.branch,), on=DUE, by=case.finder, title="只有统筹", source="随机抽查"
    )
    services.measure_add(problem=only_helpers, on=DUE, by=case.finder, text="院里统筹")
    content = exported(case.branch.court)
    assert bring(case.branch.court, content=content).batch is None
    other = people.court()
    for name in (case.branch.name, helper.name):
        people.branch(other, name)
    bring(other, content=content)
    (problems, shares, measures), mine = facts(other), facts(case.branch.court)
    assert (problems, shares) == mine[:2]
    assert sorted(map(str, measures)) == sorted(map(str, mine[2]))


DAYS = st.dates(date(2023, 1, 1), TODAY)
WORDS = st.text(st.characters(categories=("L", "N", "P")), min_size=4, max_size=12).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
NAMES = st.sampled_from(["", "梁娜", "夏思", "王无名"])
MEASURES = st.fixed_dictionaries(
    {
        "owner": NAMES,
        "nature": st.sampled_from(["", "当下改", "长久立"]),
        "due_on": st.one_of(DAYS, st.just("长期坚持")),
        "done_on": st.none() | DAYS,
    }
)
PROBLEMS = st.fixed_dictionaries(
    {
        "problem": WORDS,
        "source": st.sampled_from(["巡察反馈", "季度检查（2024年）"]),
        "branch": st.sampled_from(["第一党支部", "第二党支部、第一党支部", "机关党委"]),
        "leader": NAMES,
        "closed": st.booleans(),
        "measures": st.lists(MEASURES, min_size=1, max_size=4),
    }
)


def ledger_rows(problems):
    rows = [HEAD]
    for number, facts_of in enumerate(problems, start=1):
        measures = [{"state": "已完成" if each["done_on"] else "序时推进", **each} for each in facts_of["measures"]]
        days = [each["done_on"] for each in measures]
        closed_on = max(days) if facts_of["closed"] and all(days) else None
        of_problem = {key: facts_of[key] for key in ("problem", "source", "branch", "leader")}
        of_problem |= {"closed": "是" if closed_on else "否", "closed_on": closed_on}
        named = [{"measure": f"措施{number}.{place}", **each} for place, each in enumerate(measures, start=1)]
        rows.append(first(number=number, **of_problem, **named[0]))
        rows += [following(**each) for each in named[1:]]
    return rows


@pytest.mark.no_cover  # runs the same lines many times, two or three times as long when they are counted
@MANY
@given(problems=st.lists(PROBLEMS, min_size=1, max_size=4))
def test_any_ledger_goes_out_as_it_came_in(court, other, problems):
    with transaction.atomic():
        bring(court, ledger_rows(problems))
        content = exported(court)
        assert bring(court, content=content).batch is None
        bring(other, content=content)
        assert facts(other) == facts(court)
        transaction.set_rollback(True)


@pytest.fixture
def address():
    return reverse("rectification:ledger")


def test_the_page_gives_the_court_s_ledger_of_a_day_or_a_branch_s(court, client, address):
    bring(court)
    second = Branch.objects.within(court).get(name="第二党支部")
    client.force_login(people.committee_account(court))
    reply = client.get(address, {"on": "2024-06-01"})
    assert reply.status_code == 200
    assert rows_of(reply.content)[0][0] == "某法院检视整改台账"
    assert len(rows_of(reply.content)) == 8
    own = rows_of(client.get(address, {"branch": second.pk}).content)
    assert (own[0][0], len(own)) == ("某法院第二党支部检视整改台账", 6)
    assert AuditEvent.objects.filter(action="rectification.ledger_export").count() == 2
    client.force_login(people.secretary(second))
    assert len(rows_of(client.get(address).content)) == 6


def test_who_may_not_gets_nothing(court, client, address):
    bring(court)
    stranger = people.branch()
    client.force_login(people.committee_account(court))
    assert client.get(address, {"branch": stranger.pk}).status_code == 404
    assert client.get(address, {"branch": "甲"}).status_code == 404
    assert client.post(address).status_code == 405
    client.force_login(people.committee_account(stranger.court))
    assert len(rows_of(client.get(address).content)) == 3
    client.force_login(people.administrator(court))
    assert client.get(address).status_code == 403


def test_as_many_statements_for_one_problem_as_for_many(court, django_assert_num_queries):
    user = people.committee_account(court)
    bring(court, [HEAD, first()])
    ledger_on(user, court, TODAY)  # whoever asks is known from now on
    for more in ([HEAD, first()], [*LEDGER[2:3], first(number=9, problem="另一个"), *LEDGER[5:]]):
        bring(court, more)
        with django_assert_num_queries(3):
            ledger_on(user, court, TODAY)
