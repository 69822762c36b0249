"""The pages of elections: every step by its form, what is refused, the list with its export, links from below."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import ActivityDraft
from activities.tests import factories as meetings
from branches.models import CommitteeTerm, Post
from branches.tests import factories as people
from elections import services
from elections.choices import Stage
from elections.models import Ballot, Candidate, TermElection
from elections.selectors.steps import stage_of
from elections.tests.factories import DUE, TODAY, Stages, branch_with_term, members_of

pytestmark = pytest.mark.django_db

REQUEST = {"planned_on": TODAY, "seats": 3, "on": TODAY, "reasons": "任期将满", "number": ""}


@pytest.fixture
def stages():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield Stages(branch_with_term(20, name="第一党支部"))


class Pages:
    """A browser that is signed in as one account, asking for pages of one election."""

    def __init__(self, client, stages):
        self.client, self.stages = client, stages

    def by(self, user):
        self.client.force_login(user)
        return self

    def address(self, page):
        key = self.stages.branch.pk if page in ("request", "postpone", "branch_panel") else self.election.pk
        return reverse(f"elections:{page}", args=[key])

    @property
    def election(self):
        return TermElection.objects.within(self.stages.branch).latest("pk")

    def get(self, page="election"):
        return self.client.get(self.address(page))

    def post(self, page, **data):
        return self.client.post(self.address(page), data)


@pytest.fixture
def pages(client, stages):
    return Pages(client, stages)


def text_of(response):
    return response.content.decode()


def test_every_step_has_its_form(pages, stages):
    rows = members_of(stages.branch)
    secretary, committee = stages.secretary, stages.committee
    asked = pages.by(secretary).get("request")
    assert "应于 2024-07-01 前换届，还有 28 天" in text_of(asked)
    assert "名额 3 至 7 名" in text_of(asked)
    assert pages.post("request", **REQUEST).status_code == 302
    assert "下一步由<b>机关党委</b>办理" in text_of(pages.get())
    answer = {"agreed": "yes", "on": TODAY, "number": "机党1号", "reason": ""}
    assert pages.by(committee).post("answer", **answer).status_code == 302
    nominees = {"members": [row.pk for row in rows[:4]], "on": TODAY}
    assert pages.by(secretary).post("nominate", **nominees).status_code == 302
    assert pages.post("opinions", on=TODAY, text="没有不同意见").status_code == 302
    assert pages.by(committee).post("answer", **answer).status_code == 302
    assert "有选举权" in text_of(pages.by(secretary).get("assembly"))
    facts = {"on": TODAY, "place": "三楼", "scrutineers": "王监票", "tellers": "李计票", "absent": [rows[-1].pk]}
    assert pages.post("assembly", **facts).status_code == 302
    counted = {f"votes_{row.pk}": votes for row, votes in zip(candidates(stages), (19, 18, 17, 2), strict=True)}
    assert pages.post("ballots", issued=19, returned=19, valid=19, **counted).status_code == 302
    kinds = zip(candidates(stages), ("SECRETARY", "ORGANIZATION", "PUBLICITY"), strict=False)
    assert pages.post("division", on=TODAY, **{f"kind_{row.pk}": kind for row, kind in kinds}).status_code == 302
    assert pages.post("report", on=TODAY).status_code == 302
    assert pages.by(committee).post("answer", **answer, starts_on=TODAY).status_code == 302
    page = text_of(pages.get())
    assert stage_of(pages.election) == Stage.DONE
    assert "至少 10 票" in page
    assert "办理" not in text_of(pages.get()).split("</header>")[0]
    assert Post.objects.within(stages.branch).filter(ends_on=None).count() == 3
    assert "已完成" in page


def candidates(stages):
    return list(Candidate.objects.within(stages.branch))


def test_whoever_put_it_forward_is_told_that_another_answers(pages, stages):
    people.appoint(stages.secretary, "COMMITTEE", court=stages.branch.court)
    stages.requested()
    said = text_of(pages.by(stages.secretary).get())
    assert "“报送换届请示”是您本人登记的" in said
    assert pages.address("answer") not in said
    assert pages.get("answer").url == pages.address("election")
    assert pages.post("answer", agreed="yes", on=TODAY, number="1号").status_code == 422


def test_a_step_that_is_not_next_is_not_opened_and_not_taken(pages, stages):
    stages.requested()
    for page in ("request", "nominate", "opinions", "assembly", "ballots", "seats", "division", "report"):
        assert pages.by(stages.secretary).get(page).url == pages.address("election")
    said = pages.post("report", on=TODAY)
    assert said.status_code == 422
    assert "换届现在是“请示待批复”，不能报告选举结果" in text_of(said)
    assert stage_of(stages.election) == Stage.REQUESTED


def test_an_answer_to_what_was_taken_back_keeps_its_text(pages, stages):
    stages.requested()
    form = {"stage": pages.by(stages.committee).get("answer").context["stage"], "agreed": "no", "on": TODAY}
    services.withdraw_step(reason="改名额", **stages.asked)
    said = pages.post("answer", **form, reason="名额偏少，请增加")
    assert said.status_code == 409
    assert "换届现在是“待写请示”，与您打开这一页时不同" in text_of(said)
    assert "名额偏少，请增加" in text_of(said)
    assert stage_of(stages.election) == Stage.TO_REQUEST


def test_a_group_s_leader_sees_that_there_is_an_election_and_not_who_stands(pages, stages):
    stages.listed()
    leader = people.group_leader(people.group(stages.branch))
    page = text_of(pages.by(leader).get())
    assert "待开大会" in page
    assert candidates(stages)[0].member.name not in page
    assert candidates(stages)[0].member.name in text_of(pages.by(stages.secretary).get())


def test_what_is_refused_stands_at_its_field_with_what_was_typed(pages, stages):
    pages.by(stages.secretary)
    said = pages.post("request", **{**REQUEST, "planned_on": DUE + timedelta(1), "seats": 9})
    assert said.status_code == 422
    assert "拟选举日期晚了 1 天；请先申请延期" in text_of(said)
    assert "任期将满" in text_of(said)
    stages.assembled()
    rows = candidates(stages)
    votes = {f"votes_{row.pk}": 19 for row in rows}
    said = pages.post("ballots", issued=20, returned=20, valid=18, **votes)
    assert f"{rows[0]}得 19 票，多于有效票 18 张" in text_of(said)
    assert pages.post("ballots", issued=18, returned=19, is_void="on").status_code == 302
    assert Ballot.objects.within(stages.branch).get().is_void


def test_a_round_sent_twice_is_counted_once(pages, stages):
    stages.assembled()
    form = pages.by(stages.secretary).get("ballots").context["form"]
    votes = {f"votes_{row.pk}": each for row, each in zip(candidates(stages), (20, 14, 12, 12), strict=True)}
    sent = {"issued": 20, "returned": 20, "valid": 20, "after": form.initial["after"], **votes}
    assert pages.post("ballots", **sent).status_code == 302
    again = pages.post("ballots", **sent)
    assert again.status_code == 409
    assert "打开这一页之后，已经登记过“投票计票”" in text_of(again)
    assert Ballot.objects.within(stages.branch).count() == 1


def test_the_second_of_two_who_register_the_assembly_may_save_again(pages, stages):
    stages.assembled()
    facts = {"on": TODAY, "place": "三楼", "scrutineers": "王监票", "tellers": "李计票", "after": 1, "absent": []}
    said = pages.by(stages.secretary).post("assembly", **facts)
    assert said.status_code == 409
    assert "打开这一页之后，已经登记过“召开党员大会”" in text_of(said)
    after = said.context["form"]["after"].value()
    assert pages.post("assembly", **{**facts, "after": after}).status_code == 302


def test_a_round_is_put_right_on_its_page(pages, stages):
    """The form holds what was written down, with who was written in; the original stays on the election's page."""
    stages.assembled()
    rows = members_of(stages.branch)
    votes = {f"votes_{row.pk}": each for row, each in zip(candidates(stages), (20, 19, 4, 3), strict=True)}
    pages.by(stages.secretary)
    sent = {"issued": 20, "returned": 20, "valid": 20, **votes, "other_1": rows[7].pk, "other_votes_1": 11}
    lonely = pages.post("ballots", **{**sent, "other_votes_1": ""})
    assert "另选他人的姓名和得票要一起填写" in text_of(lonely)
    assert pages.post("ballots", **sent).status_code == 302
    there = reverse("elections:recount", args=[Ballot.objects.within(stages.branch).get().pk])
    assert there in text_of(pages.get())
    form = pages.client.get(there).context["form"]
    assert (form.initial["other_1"], form.initial["other_votes_1"], form.initial["issued"]) == (rows[7].pk, 11, 20)
    right = {**sent, "other_votes_1": 10, "on": TODAY, "reason": "看错一票"}
    assert pages.client.post(there, right).status_code == 302
    page = text_of(pages.get())
    assert "更正以前的登记" in page
    assert "看错一票" in page
    assert stage_of(stages.election) == Stage.TO_VOTE
    assert pages.by(stages.committee).client.get(there).status_code == 403
    assert pages.by(people.secretary(people.branch())).client.get(there).status_code == 404


def test_others_are_nominated_beside_those_elected(pages, stages):
    """After somebody gave the seat back, the form offers neither them nor the elected, and starts from who is left."""
    stages.elected()
    services.drop_candidate(candidate=candidates(stages)[0], reason="转出", **stages.asked)
    form = pages.by(stages.secretary).get("nominate").context["form"]
    left = candidates(stages)[3]
    offered = set(form.fields["members"].queryset)
    assert form.initial["members"] == [left.member_id]
    assert {row.member for row in candidates(stages)} & offered == {left.member}
    assert (
        pages.post("nominate", members=[left.member_id, members_of(stages.branch)[9].pk], on=TODAY).status_code == 302
    )
    said = text_of(pages.get("opinions"))
    assert left.member.name in said
    assert candidates(stages)[1].member.name not in said


def test_somebody_leaves_by_a_page(pages, stages):
    stages.elected()
    row = candidates(stages)[0]
    pages.by(stages.secretary)
    assert pages.address("candidate_out") in text_of(pages.get())
    assert row.member.name in text_of(pages.get("candidate_out"))
    assert pages.post("candidate_out", candidate=row.pk, on=TODAY, reason="").status_code == 422
    left = pages.post("candidate_out", candidate=row.pk, on=TODAY, reason="组织关系转出")
    assert left.status_code == 302
    page = text_of(pages.get())
    assert "2024-06-03 退出" in page
    assert pages.address("seats") in page  # the seat may stay empty


def test_the_assembly_takes_the_branch_s_record_of_the_chosen_day(pages, stages):
    stages.listed()
    pages.by(stages.secretary)
    assert "data-attendance" in text_of(pages.get("assembly"))
    meetings.activity("BRANCH_ASSEMBLY", stages.branch, TODAY, absent=members_of(stages.branch)[-1:])
    said = text_of(pages.get("assembly"))
    assert "有选举权应到 20 人，实到 19 人。出席情况以会议记录为准" in said
    assert "data-attendance" not in said
    assert "data-attendance" in text_of(pages.client.get(pages.address("assembly"), {"on": "2024-06-02"}))


def test_too_few_at_the_assembly_are_told_by_number(pages, stages):
    stages.listed()
    facts = {"on": TODAY, "place": "三楼", "scrutineers": "王监票", "tellers": "李计票"}
    away = [row.pk for row in members_of(stages.branch)[-5:]]
    said = pages.by(stages.secretary).post("assembly", **facts, absent=away)
    assert "有选举权应到 20 人，实到 15 人，不足五分之四（至少 16 人）" in text_of(said)
    assert text_of(said).count(" checked") == 5


def test_the_assembly_s_record_opens_as_a_draft_once(pages, stages):
    stages.assembled(absent=1)
    said = pages.by(stages.secretary).post("minutes")
    draft = ActivityDraft.objects.within(stages.branch).get()
    assert said.url == reverse("activities:draft", args=[draft.pk])
    assert "换届选举" in text_of(pages.client.get(said.url))
    meetings.activity("BRANCH_ASSEMBLY", stages.branch, TODAY)
    assert pages.post("minutes").url == pages.address("election")
    assert "与这里登记的 19 人不一致" in text_of(pages.get())


def test_seats_are_reduced_withdrawn_and_ended_by_their_pages(pages, stages):
    stages.seats = 5
    stages.assembled()
    stages.count(20, 18, 17, 9, 9, 9)
    pages.by(stages.secretary)
    assert "减少以后应选名额为 3 名" in text_of(pages.get("seats"))
    assert pages.post("seats", on=TODAY, reason="大会决定").status_code == 302
    assert pages.get("withdraw").status_code == 302
    assert pages.post("cancel", reason="支部合并").status_code == 302
    assert stage_of(stages.election) == Stage.CANCELLED
    assert "支部合并" in text_of(pages.get())


def test_a_withdrawal_says_beforehand_what_it_takes_back(pages, stages):
    stages.listed()
    pages.by(stages.secretary)
    assert "撤回“提出候选人预备人选”" in text_of(pages.get())
    assert "不计入应到的决定、候选人和当选人退出、更正计票不随之撤回" in text_of(pages.get("withdraw"))
    assert pages.post("withdraw", reason="人选有变").status_code == 302
    assert stage_of(stages.election) == Stage.TO_NOMINATE


def test_a_postponement_is_asked_and_granted(pages, stages):
    asked = {"until": "2025-01-01", "on": TODAY, "reasons": "班子调整"}
    assert pages.by(stages.secretary).post("postpone", **asked).status_code == 302
    granted = {"agreed": "yes", "on": TODAY, "number": "机党2号"}
    assert pages.by(stages.committee).post("answer", **granted).status_code == 302
    assert CommitteeTerm.objects.within(stages.branch).get().due_on.isoformat() == "2025-01-01"
    assert "应于 2025-01-01 前换届" in text_of(pages.by(stages.secretary).get("request"))


def test_the_branch_s_page_leads_to_its_election(pages, stages):
    there = reverse("branches:branch_detail", args=[stages.branch.pk])
    pages.by(stages.secretary)
    assert pages.address("request") in text_of(pages.client.get(there))
    assert "写换届请示" in text_of(pages.get("branch_panel"))
    stages.requested()
    assert "请示待批复" in text_of(pages.get("branch_panel"))
    assert pages.address("request") not in text_of(pages.by(stages.committee).client.get(there))


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("SOON", {"甲"}),
        ("OVERDUE", {"乙"}),
        ("POSTPONED", {"丙"}),
        ("OPEN", {"第一党支部"}),
        ("COMMITTEE", {"第一党支部"}),
        ("DONE", set()),
    ],
)
def test_the_list_is_narrowed_by_state(pages, stages, state, found):
    court = stages.branch.court
    for name, days in (("甲", 9), ("乙", -9), ("丙", 400)):
        put_off = {"postponed_to": TODAY + timedelta(500), "postponed_by": "机党3号"} if name == "丙" else {}
        people.term(people.branch(court, name), TODAY - timedelta(900), TODAY + timedelta(days), **put_off)
    stages.requested()
    page = pages.by(stages.committee).client.get(reverse("elections:list"), {"state": state})
    assert {row.name for row in page.context["page"].rows} == found


def test_the_list_and_its_export_ask_as_often_for_many_as_for_one(pages, stages, django_assert_max_num_queries):
    stages.requested()
    listed, exported = reverse("elections:list"), reverse("elections:export")
    pages.by(stages.committee).client.get(listed)
    with django_assert_max_num_queries(30) as first:
        pages.client.get(listed)
    for _ in range(3):
        people.term(people.branch(stages.branch.court))
    with django_assert_max_num_queries(len(first)):
        pages.client.get(listed)
    sheet = load_workbook(BytesIO(pages.client.get(exported, {"sort": "branch"}).content)).active
    assert sheet.max_row == 5
    assert [cell.value for cell in sheet[2]][1:8:6] == ["第一党支部", "请示待批复"]


def test_courts_above_read_what_is_reported_without_persons(pages, stages):
    court = stages.branch.court
    upper = people.court()
    court.parent, court.path, court.shares_records = upper, f"{upper.path}{court.pk}/", True
    court.save()
    stages.reported()
    reader = people.committee_account(upper)
    page = text_of(pages.by(reader).get())
    assert "20/20" in page
    assert members_of(stages.branch)[0].name not in page
    assert pages.post("answer", agreed="yes").status_code == 403
    stages.election.refresh_from_db()
    stages.election.reported_on = None
    stages.election.save()
    assert pages.get().status_code == 404
