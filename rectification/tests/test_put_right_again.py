"""What is to be put right again: from which day, until when, and what is shown before asking anew."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from branches.tests import factories as people
from core.errors import Refused
from core.tests.attachment_files import pdf
from rectification import services
from rectification.models import Measure
from rectification.selectors.figures import figures_on
from rectification.selectors.problem_page import measures_of_problem
from rectification.selectors.standing import measure_on, measures_on, pending_extension, waiting_on
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case
from rectification.tests.inspections import Round

pytestmark = pytest.mark.django_db
MAY = [date(2024, 5, day) for day in range(1, 32)]


@pytest.fixture(autouse=True)
def _at_ten(settings: Any, tmp_path: Any) -> Any:
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def refused(words: str) -> Any:
    return pytest.raises(Refused, match=words)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def extended(case: Case, measure: Measure, *, asked_on: date) -> None:
    own = {"by": case.secretary, "acting": case.branch}
    services.extension_ask(measure=measure, until=DUE + timedelta(31), reason="等待装修", on=asked_on, **own)


def done_before(case: Case, measure: Measure) -> None:
    """Written down on the 12th, for the 5th."""
    facts = {"text": "已走访", "done_on": MAY[4], "on": MAY[11], "at": NOW}
    services.measure_done(measure=measure, by=case.secretary, acting=case.branch, **facts)


# --- Deadlines and requests ---------------------------------------------------------------------


def test_lists_and_pages_give_one_answer_whether_a_request_waits() -> None:
    case = Case().claimed()
    measure = case.measure()
    extended(case, measure, asked_on=MAY[9])
    done_before(case, measure)
    services.measure_send_back(measure=measure, reason="没有见效", on=MAY[9], by=case.approver)
    rows = Measure.objects.within(case.branch.court)
    assert not waiting_on(measures_on(rows, TODAY), TODAY).exists()
    assert [row.asked for row in measures_of_problem(case.finder, case.problem, TODAY)] == [None]
    assert pending_extension(measure) is None


def test_a_request_waits_on_the_days_from_its_own_to_its_answers() -> None:
    case = Case().claimed()
    measure = case.measure()
    extended(case, measure, asked_on=MAY[9])
    services.extension_refuse(measure=measure, reason="抓紧", on=MAY[14], by=case.approver)
    rows = Measure.objects.within(case.branch.court)
    waited = [day for day in MAY if waiting_on(measures_on(rows, day), day).exists()]
    assert waited == MAY[9:14]
    assert waited == [day for day in MAY if measures_of_problem(case.finder, case.problem, day)[0].asked]


def test_a_measure_is_not_sent_back_before_the_step_that_set_its_deadline() -> None:
    case = Case().claimed()
    measure = case.measure()
    extended(case, measure, asked_on=MAY[9])
    services.extension_approve(measure=measure, until=None, on=MAY[9], by=case.approver)
    done_before(case, measure)
    again = {"measure": measure, "reason": "没有见效", "until": DUE + timedelta(5), "by": case.approver}
    with refused("不能早于“批准延期”"):
        services.measure_send_back(on=MAY[7], **again)
    services.measure_send_back(on=MAY[9], **again)
    assert measure_on(measure, TODAY).due_on == DUE + timedelta(5)


def test_a_recheck_of_an_earlier_day_sets_no_deadline_that_has_passed() -> None:
    round_ = Round()
    finding = round_.find()
    measure = round_.put_right(round_.problem_of(finding), on=TODAY - timedelta(6))
    failed = {"passed": False, "text": "仍不全", "on": TODAY - timedelta(5), "measures": [measure]}
    with refused("已经过去"):
        round_.recheck(finding, until=TODAY - timedelta(1), **failed)
    round_.recheck(finding, until=TODAY, **failed)


def test_a_recheck_that_did_not_pass_names_what_is_to_be_done_again() -> None:
    round_ = Round()
    finding = round_.find()
    round_.put_right(round_.problem_of(finding))
    with refused("请勾选需要重新整改的措施"):
        round_.recheck(finding, passed=False, text="仍不全")


@pytest.mark.parametrize("name", ["close_out_send_back", "problem_reopen"])
def test_a_new_deadline_is_one_of_a_measure(name: str) -> None:
    case = Case().asked() if name == "close_out_send_back" else Case().closed()
    with refused("请勾选需要重新整改的措施"):
        getattr(services, name)(problem=case.problem, reason="反弹", until=DUE, on=TODAY, by=case.approver)


# --- Something new ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_closed", [False, True])
def test_asking_again_needs_something_new(is_closed: bool) -> None:
    case = Case().closed() if is_closed else Case().asked()
    again = services.problem_reopen if is_closed else services.close_out_send_back
    again(problem=case.problem, reason="台账不全", on=TODAY, by=case.approver)
    asked = {"problem": case.problem, "text": "成效", "on": TODAY, "by": case.secretary, "acting": case.branch}
    with refused("还没有新的整改"):
        services.close_out_ask(**asked)
    measure = Measure.objects.within(case.branch.court).get()
    report = reverse("rectification:measure_progress", args=[measure.pk])
    client = signed_in(case.secretary)
    assert client.post(report, {"text": "补了台账"}).status_code == 422
    shown = SimpleUploadedFile("台账.pdf", pdf())
    assert client.post(report, {"text": "补了台账", "file": shown}).status_code == 302
    services.close_out_ask(**asked)


# --- The branch of a measure --------------------------------------------------------------------


def test_another_branch_changes_no_figure_of_a_day_that_is_past() -> None:
    case = Case().claimed()
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    measure = case.measure(due_on=date(2024, 4, 30))
    facts = {"measure": measure, "version": measure.version, "by": case.finder, "branch": other}
    with refused("请作废这一条、另立一条"):
        services.measure_change(on=TODAY, **facts)
    assert figures_on(case.branch, MAY[0]).measures_overdue == 1
    page = signed_in(case.finder).get(reverse("rectification:measure_change", args=[measure.pk]))
    assert [label for _, label in page.context["form"].fields["branch"].choices] == [str(case.branch)]
    services.measure_change(on=OPENED, **facts)
    assert Measure.objects.within(case.branch.court).get().branch == other
    with refused("另立一条"):
        services.measure_change(
            measure=measure, version=measure.version + 1, on=OPENED, by=case.finder, branch=case.branch
        )
