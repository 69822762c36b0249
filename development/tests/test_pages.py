"""What the pages do: the path from form to form, forged skips, conflicts, lists at the same price."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.choices import MemberStatus
from branches.services.members import voting_suspend
from branches.services.memberships import member_move
from branches.tests import factories as people
from core.clock import today
from core.models import AuditEvent
from development.choices import Stage, StepKind
from development.models import Candidate, Step
from development.services.files import file_move, file_take_over
from development.tests.factories import DAYS, TODAY, at, file, formal_members, resolution, take

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


@pytest.fixture
def world():
    court = people.court()
    branch, other = people.branch(court, "第一党支部"), people.branch(court, "第二党支部")
    return SimpleNamespace(
        court=court,
        branch=branch,
        other=other,
        secretary=signed_in(people.secretary(branch)),
        committee=signed_in(people.committee_account(court)),
        leader=signed_in(people.group_leader(people.group(branch))),
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"development:{name}", args=args)


def text(response):
    return response.content.decode()


def send(client, candidate, step, name="step", **data):
    candidate.refresh_from_db()
    data = {"version": candidate.version, **data}
    return client.post(address(name, candidate.pk, step), data)


def test_a_file_is_opened_and_led_on_by_branch_and_committee(world):
    page = address("new", world.branch.pk)
    assert world.secretary.post(page, {"name": "", "applied_on": ""}).status_code == 422
    reply = world.secretary.post(page, {"name": "陈申请", "applied_on": today() - 40 * DAY, "born_on": "1995-05-05"})
    candidate = Candidate.objects.within(world.branch).get()
    assert reply.headers["Location"] == address("file", candidate.pk)
    assert "逾期" in text(world.secretary.get(reply.headers["Location"]))
    send(world.secretary, candidate, "talk", happened_on=today() - 39 * DAY)
    send(world.secretary, candidate, "activist-fixed", happened_on=today() - 5 * DAY, document="支委会记录")
    send(world.committee, candidate, "activist-filed", "decision", happened_on=today())
    shown = text(world.committee.get(address("file", candidate.pk)))
    assert "支委会记录" in shown
    candidate.refresh_from_db()
    assert (candidate.stage, Step.objects.within(world.branch).count()) == (Stage.ACTIVIST, 4)


def test_forged_steps_are_refused_and_change_nothing(world):
    candidate = file(world.branch)
    skipped = send(world.secretary, candidate, "prospect-fixed", happened_on=today())
    assert skipped.status_code == 422
    assert "还没有办理" in text(skipped)
    assert send(world.secretary, candidate, "activist-filed", "decision", happened_on=today()).status_code == 403
    assert send(world.committee, candidate, "talk", happened_on=today()).status_code == 403
    # A decision by the address of the branch's steps, a beginning, and a step that is none.
    for client, step, name in (
        (world.secretary, "admission-approval", "step"),
        (world.committee, "talk", "decision"),
        (world.secretary, "application", "step"),
        (world.secretary, "no-such-step", "step"),
    ):
        assert send(client, candidate, step, name, happened_on=today()).status_code in (403, 404)
    assert Step.objects.within(world.branch).count() == 1


def test_the_second_of_two_gets_409_and_keeps_the_text(world):
    candidate = file(world.branch)
    take(candidate, K.TALK)
    data = {"version": 1, "happened_on": DAYS[K.ACTIVIST_FIXED], "note": "已经写好的说明"}
    reply = world.secretary.post(address("step", candidate.pk, "activist-fixed"), data)
    assert reply.status_code == 409
    assert "已经写好的说明" in text(reply)


def test_every_step_has_its_form_with_the_rule(world):
    candidate = file(world.branch, until=K.PUBLICITY)
    vote = text(world.secretary.get(address("step", candidate.pk, "admission-vote")))
    assert "最早 2024-06-22" in vote
    assert "登记支部党员大会" in vote
    assert "请先登记支部党员大会" in text(send(world.secretary, candidate, "admission-vote"))
    made = resolution(candidate, K.ADMISSION_VOTE, DAYS[K.ADMISSION_VOTE])
    chosen = text(world.secretary.get(address("step", candidate.pk, "admission-vote")))
    assert f'value="{made.pk}" selected' in chosen
    assert send(world.secretary, candidate, "admission-vote", resolution=made.pk).status_code == 302
    approval = send(
        world.committee, candidate, "admission-approval", "decision", happened_on="2024-10-02", passed="yes"
    )
    assert "2024-10-01 以前" in text(approval)
    approval = send(
        world.committee, candidate, "admission-approval", "decision", happened_on="2024-08-01", passed="yes"
    )
    assert approval.status_code == 302
    candidate.refresh_from_db()
    panel = reverse("development:member_panel", args=[candidate.member_id])
    assert "提出转正申请" in text(world.secretary.get(panel))


def test_a_member_on_probation_without_a_file_is_offered_one(world):
    member = people.member(world.branch, "周预备", status=MemberStatus.PROBATIONARY, joined_on=today() - 30 * DAY)
    assert "周预备" in text(world.committee.get(address("overview")))
    assert "建立预备期档案" in text(world.secretary.get(address("member_panel", member.pk)))
    world.secretary.post(address("take_over", member.pk))
    assert Candidate.objects.within(world.branch).get().member == member
    again = world.secretary.post(address("take_over", member.pk), follow=True)
    assert "已有发展档案" in text(again)
    assert "建立预备期档案" not in text(world.secretary.get(address("member_panel", member.pk)))


def test_who_has_no_business_here(world):
    candidate = file(world.branch)
    for page in (address("overview"), address("file", candidate.pk), address("branch_panel", world.branch.pk)):
        assert world.leader.get(page).status_code == 403
    elsewhere = signed_in(people.secretary(world.other))
    assert elsewhere.get(address("file", candidate.pk)).status_code == 404
    assert "陈申请" not in text(elsewhere.get(address("next")))


@pytest.mark.parametrize("name", ["overview", "next", "files"])
def test_a_list_costs_the_same_for_few_files_and_many(world, name):
    file(world.branch, until=K.CONTACTS)
    world.committee.get(address(name))
    with CaptureQueriesContext(connection) as few:
        world.committee.get(address(name))
    for number in range(3):
        file(world.other, name=f"第{number}人", until=K.TALK)
    member = people.member(world.other, status=MemberStatus.PROBATIONARY, joined_on=today() - DAY)
    file_take_over(member=member, by=None, at=at())
    with CaptureQueriesContext(connection) as many:
        page = world.committee.get(address(name))
    assert "第2人" in text(page)
    assert len(many) == len(few)


def test_the_list_is_filtered_and_exported_as_filtered(world):
    file(world.branch, until=K.CONTACTS)
    file(world.other, name="赵另外")
    query = f"?stage={Stage.ACTIVIST}&branch={world.branch.pk}"
    page = text(world.committee.get(address("files") + query))
    assert "陈申请" in page
    assert "赵另外" not in page
    assert "没有符合条件的发展党员档案" in text(world.committee.get(address("files") + "?q=没有此人"))
    for order in ("branch", "-branch", "name"):
        assert "赵另外" in text(world.committee.get(address("files") + f"?sort={order}"))
    sheet = load_workbook(BytesIO(world.committee.get(address("export") + query).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:1] + rows[1][6:8] == ("陈申请", "第一党支部", "入党积极分子")
    assert len(rows) == 2
    assert AuditEvent.objects.get(action="development.export_files").detail["rows"] == 1


def test_contacts_are_chosen_among_formal_members_of_the_branch(world):
    candidate = file(world.branch, until=K.ACTIVIST_FILED)
    (first,) = formal_members(world.branch, 1)
    stranger = people.member(world.other, "外支部人")
    page = text(world.secretary.get(address("step", candidate.pk, "contacts")))
    assert "外支部人" not in page
    refused = send(world.secretary, candidate, "contacts", first=stranger.pk, happened_on="2023-04-01")
    assert refused.status_code == 422
    assert send(world.secretary, candidate, "contacts", first=first.pk, happened_on="2023-04-01").status_code == 302


def test_the_person_of_a_file_is_corrected(world):
    candidate = file(world.branch)
    page = address("edit", candidate.pk)
    data = {"version": 1, "name": "陈更正", "born_on": "1995-05-06", "identity_number": "11010519491231002X"}
    assert world.secretary.post(page, data).status_code == 302
    assert "1101************2X" in text(world.secretary.get(address("file", candidate.pk)))
    assert world.secretary.post(page, data).status_code == 409


def test_a_branch_reads_what_it_did_in_a_file_that_moved_on_and_does_no_more(world):
    candidate = file(world.branch, until=K.ADMISSION_APPROVAL)
    member_move(member=candidate.member, to_branch=world.other, to_group=None, on=today(), by=None)
    candidate.refresh_from_db()
    take(candidate, K.OATH, TODAY, note="在新支部宣誓")
    page = address("file", candidate.pk)
    shown = text(world.secretary.get(page))
    assert "由该支部接着办理" in shown
    assert "支部大会讨论接收" in shown
    assert "在新支部宣誓" not in shown
    assert address("step", candidate.pk, "confirmation-application") not in shown
    assert send(world.secretary, candidate, "confirmation-application", happened_on=today()).status_code == 403
    assert "陈申请" not in text(world.secretary.get(address("next")))
    assert "陈申请" in text(world.secretary.get(address("files")))
    taken_on = text(signed_in(people.secretary(world.other)).get(page))
    assert "在新支部宣誓" in taken_on
    assert "请另行指定" in taken_on


def test_a_branch_reads_whom_it_named_itself_not_whom_the_next_branch_named(world):
    named = tuple(people.member(world.branch, name) for name in ("旧甲", "旧乙"))
    anew = tuple(people.member(world.other, name) for name in ("新甲", "新乙"))
    candidate = file(world.branch, until=K.ACTIVIST_FILED)
    take(candidate, K.CONTACTS, people=named)
    file_move(candidate=candidate, version=candidate.version, to_branch=world.other, by=None)
    take(candidate, K.CONTACTS, TODAY - DAY, people=anew)
    page = address("file", candidate.pk)
    shown = text(world.secretary.get(page))
    assert [each.name in shown for each in (*named, *anew)] == [True, True, False, False]
    assert [each.name in text(world.committee.get(page)) for each in (*named, *anew)] == [True] * 4


def test_the_form_offers_nobody_whose_rights_are_suspended(world):
    candidate = file(world.branch, until=K.ACTIVIST_FILED)
    suspended = people.member(world.branch, "停权者")
    voting_suspend(member=suspended, starts_on=today() - DAY, decision="决定", by=None)
    assert "停权者" not in text(world.secretary.get(address("step", candidate.pk, "contacts")))


def test_an_earlier_step_is_corrected_by_whoever_records_such(world):
    candidate = file(world.branch, until=K.ACTIVIST_FILED)
    steps = {step.kind: step for step in Step.objects.within(world.branch)}
    page, decision = (
        address("correct_step", steps[K.TALK].pk),
        address("correct_step", steps[K.ACTIVIST_FILED].pk),
    )
    assert page in text(world.secretary.get(address("file", candidate.pk)))
    data = {"version": candidate.version, "happened_on": "2023-01-21", "document": "", "note": "", "reason": "记错一天"}
    assert world.secretary.post(page, data | {"reason": ""}).status_code == 422
    assert "记错一天" in text(world.secretary.post(page, data, follow=True))
    assert world.secretary.post(page, data | {"happened_on": "2023-01-22"}).status_code == 409
    assert world.committee.get(page).status_code == 403
    assert (world.committee.get(decision).status_code, world.secretary.get(decision).status_code) == (200, 403)
    assert signed_in(people.secretary(world.other)).get(page).status_code == 404


def test_the_form_of_an_assembly_offers_whom_it_may_admit(world):
    file(world.branch, until=K.PREREVIEW, name="待讨论的人")
    file(world.branch, name="刚申请的人", born_on=date(1996, 6, 6))
    offered = world.secretary.get(reverse("activities:new"), {"kind": "BRANCH_ASSEMBLY"}).context["decided_names"]
    assert offered == ["待讨论的人"]
