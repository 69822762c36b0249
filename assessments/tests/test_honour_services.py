"""Quarterly honours through their services: of whom, when, once, changed, voided."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from assessments.models import Honour
from assessments.services.honours import honour_change, honour_void
from assessments.tests.factories import Case
from assessments.tests.recorded import HONOUR_FACTS, NOW, TODAY
from assessments.tests.recorded import honour as recorded
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return Case()


def changed(case: Case, honour: Honour, **facts: Any) -> Honour:
    given = {
        **HONOUR_FACTS,
        "branch": case.first,
        "version": honour.version,
        "by": case.committee,
        "on": TODAY,
        **facts,
    }
    return honour_change(honour=honour, **given)


def test_a_branch_a_group_and_a_post(case):
    group, member = people.group(case.second, "第二党小组"), people.member(case.first, "张三")
    branch = recorded(case, title="立案窗口", member=member)
    of_group = recorded(case, "MODEL_GROUP", branch=case.first, group=group)
    post = recorded(case, "PIONEER_POST", title=" 立案窗口 ", member=member)
    assert branch.whom == "第一党支部"
    assert (of_group.whom, of_group.branch) == ("第二党支部 第二党小组", case.second)
    assert post.whom == "第一党支部 立案窗口 张三"
    assert str(post) == "2024年第三季度党员先锋岗"


def test_who_is_chosen_alone_brings_the_branch(case):
    member = people.member(case.second, "李四")
    assert recorded(case, "PIONEER_POST", branch=None, member=member).branch == case.second


@pytest.mark.parametrize(
    ("kind", "facts", "field", "words"),
    [
        ("RED_FLAG_BRANCH", {"branch": None}, "branch", "请选择党支部"),
        ("MODEL_GROUP", {}, "group", "请选择党小组"),
        ("PIONEER_POST", {}, "title", "请填写岗位名称，或者选择党员"),
        ("PIONEER_POST", {"branch": None, "title": "窗口"}, "branch", "请选择党支部"),
        ("RED_FLAG_BRANCH", {"awarded_on": date(2025, 2, 11)}, "awarded_on", "还没有到"),
        ("RED_FLAG_BRANCH", {"awarded_on": date(2024, 6, 30)}, "awarded_on", "早于2024年第三季度"),
    ],
)
def test_what_is_lacking_or_wrong_is_refused(case, kind, facts, field, words):
    with pytest.raises(Refused, match=words) as refused:
        recorded(case, kind, **facts)
    assert refused.value.field == field
    assert not Honour.objects.within(case.court).exists()


def test_only_who_was_there_in_the_quarter(case):
    gone = people.branch(case.court, "旧党支部", dissolved_on=date(2024, 9, 1))
    with pytest.raises(Refused, match="2024年第三季度没有旧党支部"):
        recorded(case, branch=gone)
    dissolved = people.group(case.first, "旧党小组", dissolved_on=date(2024, 9, 1))
    with pytest.raises(Refused, match="没有第一党支部旧党小组"):
        recorded(case, "MODEL_GROUP", group=dissolved)
    late = people.member(case.first, "新人", starts_on=date(2024, 10, 1))
    with pytest.raises(Refused, match="新人2024年第三季度不在第一党支部"):
        recorded(case, "PIONEER_POST", member=late)
    with pytest.raises(Refused, match="不在第一党支部"):
        recorded(case, "PIONEER_POST", member=people.member(case.second))
    with pytest.raises(Refused, match="只能授予本院的党支部"):
        recorded(case, branch=people.branch())


@pytest.mark.parametrize("kind", ["RED_FLAG_BRANCH", "MODEL_GROUP", "PIONEER_POST"])
def test_the_same_is_awarded_once_a_quarter(case, kind):
    facts = {"group": people.group(case.first), "title": "立案窗口"}
    recorded(case, kind, **facts)
    with pytest.raises(Refused, match="已经登记过"):
        recorded(case, kind, **facts)
    recorded(case, kind, **facts, quarter=2, awarded_on=date(2024, 7, 5))


def test_the_same_form_sent_twice_makes_one(case):
    key = uuid4()
    first = recorded(case, submission_key=key)
    assert recorded(case, submission_key=key) == first
    assert recorded(case, submission_key=key, branch=case.second) != first


def test_a_change_is_told_without_the_deeds(case):
    honour = changed(case, recorded(case), branch=case.second, deeds="别的事迹")
    assert (honour.branch, honour.version) == (case.second, 2)
    detail = AuditEvent.objects.latest("pk").detail
    assert detail["after"] == {"branch": "第二党支部"}
    assert detail["changed"] == ["deeds"]


def test_a_change_of_an_old_version_is_refused(case):
    honour = recorded(case)
    changed(case, Honour.objects.within(case.court).get(), number="1号")
    with pytest.raises(EditConflict):
        changed(case, honour, version=1, number="2号")


def test_a_change_into_what_there_is_is_refused(case):
    recorded(case)
    with pytest.raises(Refused, match="已经登记过"):
        changed(case, recorded(case, branch=case.second))


def test_a_voided_one_makes_room_and_stays_as_it_was(case):
    honour = honour_void(honour=recorded(case), reason="登记有误", by=case.committee, at=NOW)
    assert (honour.void_reason, honour.voided_by) == ("登记有误", case.committee)
    with pytest.raises(Refused, match="已作废"):
        changed(case, honour)
    assert recorded(case).pk != honour.pk


def test_voiding_needs_a_reason(case):
    with pytest.raises(Refused, match="请填写作废原因"):
        honour_void(honour=recorded(case), reason=" ", by=case.committee, at=NOW)
