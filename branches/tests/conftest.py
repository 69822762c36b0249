"""A small world for the pages: a court of two branches, the one above, a sister, an account for each role."""

from types import SimpleNamespace

import pytest
from django.test import Client

from branches.choices import CourtLevel, PostKind
from branches.services.members import voting_suspend
from branches.tests import factories


@pytest.fixture
def world(db):
    upper = factories.court("上级中院", level=CourtLevel.INTERMEDIATE)
    court = factories.court("本院", parent=upper)
    sister = factories.court("姊妹院", parent=upper)
    branch, other = factories.branch(court, "第一党支部"), factories.branch(court, "第二党支部")
    foreign = factories.branch(sister, "外院党支部")
    group = factories.group(branch, "一组")
    member = factories.member(branch, "张三丰", group=group, pinyin="zhangsanfeng zsf", phone="13900001818")
    suspension = voting_suspend(member=member, starts_on=factories.LONG_AGO, decision="决定", by=None)
    made = SimpleNamespace(
        upper=upper,
        court=court,
        sister=sister,
        branch=branch,
        other=other,
        foreign=foreign,
        group=group,
        general=factories.general_branch(court, "审判党总支"),
        member=member,
        away=factories.member(other, "李外人"),
        stranger=factories.member(foreign, "王生人"),
        post=factories.post(member, PostKind.PUBLICITY),
        term=factories.term(branch),
        suspension=suspension,
    )
    made.secretary = factories.secretary(branch, username="secretary")
    made.other_secretary = factories.secretary(other, username="other_secretary")
    made.leader = factories.group_leader(group, username="leader")
    made.committee = factories.committee_account(court, username="committee")
    made.upper_committee = factories.committee_account(upper, username="upper_committee")
    made.sister_committee = factories.committee_account(sister, username="sister_committee")
    made.staff = factories.member_account(member, username="staff")
    made.administrator = factories.administrator(username="administrator")
    made.court_administrator = factories.administrator(court, username="court_administrator")
    made.auditor = factories.auditor(username="auditor")
    made.court_auditor = factories.auditor(court, username="court_auditor")
    made.nobody = factories.user("nobody")
    return made


@pytest.fixture
def as_user():
    """A browser in which that account is signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
