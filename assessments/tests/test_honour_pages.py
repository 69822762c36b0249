"""Quarterly honours on their pages: the list for everybody of the court, the form, the certificate, the panel."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Honour, Rating
from assessments.selectors.honours import certificate_data
from assessments.services.honours import honour_void
from assessments.tests.factories import Case
from assessments.tests.rated import Place
from assessments.tests.recorded import NOW, honour
from branches.tests import factories as people

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("assessments:honours"), reverse("assessments:honour_new")
EXPORT = reverse("assessments:honours_export")


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


@pytest.fixture
def committee(client, case):
    client.force_login(case.committee)
    return client


@pytest.fixture
def member(client, case):
    client.force_login(people.member_account(people.member(case.second)))
    return client


def at(name: str, row: Any) -> str:
    return reverse(f"assessments:{name}", args=[row.pk])


def text_of(response: Any) -> str:
    return response.content.decode()


def listed(client: Any, **query: Any) -> list[Honour]:
    return client.get(LIST, query).context["page"].rows


def sent(case: Case, **changed: Any) -> dict[str, Any]:
    facts = {"kind": "RED_FLAG_BRANCH", "branch": case.first.pk, "year": 2024, "quarter": 3}
    return {**facts, "awarded_on": "2024-10-12", "submission_key": str(uuid4()), **changed}


def test_everybody_of_the_court_reads_them(case, member):
    first, second = honour(case), honour(case, branch=case.second)
    old = honour(case, quarter=2, awarded_on=date(2024, 7, 5))
    assert listed(member) == [first, second, old]
    text = text_of(member.get(LIST))
    assert "登记季度荣誉" not in text
    assert at("honour_edit", first) not in text
    assert member.get(at("honour_pdf", first)).status_code == 200


def test_what_was_voided_only_the_committee_sees(case, member):
    voided = honour_void(honour=honour(case), reason="登记有误", by=case.committee, at=NOW)
    assert listed(member, state="VOIDED") == []
    assert member.get(at("honour_pdf", voided)).status_code == 404
    member.force_login(case.committee)
    assert listed(member) == []
    assert listed(member, state="VOIDED") == [voided]
    assert "登记有误" in text_of(member.get(LIST, {"state": "VOIDED"}))
    assert member.get(at("honour_pdf", voided)).status_code == 404
    assert member.get(at("honour_edit", voided)).status_code == 302


def test_filters(case, committee):
    flag = honour(case)
    post = honour(case, "PIONEER_POST", branch=case.second, title="立案窗口")
    old = honour(case, quarter=2, awarded_on=date(2024, 7, 5))
    assert listed(committee, quarter="2024Q2") == [old]
    assert listed(committee, kind="PIONEER_POST") == [post]
    assert listed(committee, branch=case.first.pk) == [flag, old]
    assert "没有符合条件的季度荣誉" in text_of(committee.get(LIST, {"quarter": "2024Q2", "kind": "PIONEER_POST"}))


def test_the_overview_counts_the_quarter_each_with_its_link(case, member):
    honour(case)
    honour(case, branch=case.second)
    honour(case, "PIONEER_POST", title="立案窗口")
    honour(case, quarter=2, awarded_on=date(2024, 7, 5))
    context = member.get(LIST).context
    assert context["span"].code == "2024Q3"
    assert [(label, number) for label, number, _ in context["counts"]] == [
        ("红旗党支部", 2),
        ("示范党小组", 0),
        ("党员先锋岗", 1),
    ]
    for _, number, url in context["counts"]:
        assert bool(url) == bool(number)
        if url:
            assert len(member.get(LIST + url).context["page"].rows) == number
    assert member.get(LIST, {"quarter": "2024Q2"}).context["counts"][0][1] == 1


def test_who_has_five_stars_may_be_put_forward(client):
    place = Place(4)
    rating = place.rated(95, 60, 60, 60, applied={0: 5})
    words = "可以推荐先进党支部、优秀党务工作者：第1支部"
    client.force_login(place.committee)
    assert words not in text_of(client.get(LIST))
    Rating.objects.within(place.court).filter(pk=rating.pk).update(published_on=date(2025, 1, 20))
    assert words in text_of(client.get(LIST))
    for branch, sees in ((place.first, True), (place.branches[1], False)):
        client.force_login(people.secretary(branch))
        assert (words in text_of(client.get(LIST))) is sees


def test_as_many_queries_for_one_as_for_three(case, committee):
    counts = []
    honour(case)
    committee.get(LIST)
    for kind in ("", "MODEL_GROUP", "PIONEER_POST"):
        if kind:
            honour(case, kind, group=people.group(case.second), title="窗口", member=people.member(case.first))
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(committee)) in (1, 2, 3)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_export_has_the_rows_of_the_filter(case, member):
    honour(case)
    honour(case, "PIONEER_POST", title="=立案窗口", member=people.member(case.first, "张三"))
    sheet = load_workbook(BytesIO(member.get(EXPORT, {"kind": "PIONEER_POST"}).content)).active
    head, line = sheet.iter_rows(values_only=True)
    assert line[:7] == (case.court.name, "2024年第三季度", "党员先锋岗", "第一党支部", None, "=立案窗口", "张三")
    assert head[-1] == "作废原因"


def test_the_certificate_says_of_whom_and_when(case):
    made = certificate_data(honour(case, "PIONEER_POST", title="立案窗口", member=people.member(case.first, "张三")))
    assert made["whom"] == "第一党支部 立案窗口 张三"
    assert made["paragraphs"][0] == "被授予2024年第三季度“党员先锋岗”荣誉称号。"
    assert (made["number"], made["awarded_on"]) == ("〔2024〕9号", "2024年10月12日")
    assert made["signed_by"] == f"{case.court}机关党委"


def test_recording_on_the_page(case, committee):
    data = sent(case)
    assert committee.post(NEW, data).url == LIST
    committee.post(NEW, data)
    made = Honour.objects.within(case.court).get()
    assert (made.branch, made.recorded_by) == (case.first, case.committee)


def test_the_form_begins_with_this_quarter(case, committee):
    initial = committee.get(NEW).context["form"].initial
    assert (initial["year"], initial["quarter"]) == (2025, 1)


def test_what_is_refused_keeps_what_was_typed(case, committee):
    response = committee.post(NEW, sent(case, kind="PIONEER_POST", deeds="办案最多"))
    assert response.status_code == 422
    assert "请填写岗位名称，或者选择党员" in text_of(response)
    assert "办案最多" in text_of(response)
    elsewhere = people.branch()
    assert committee.post(NEW, sent(case, branch=elsewhere.pk)).status_code == 422


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("RED_FLAG_BRANCH", {"branch"}),
        ("MODEL_GROUP", {"group"}),
        ("PIONEER_POST", {"branch", "title", "member"}),
    ],
)
def test_a_change_asks_what_the_kind_asks(case, committee, kind, asked):
    made = honour(case, kind, group=people.group(case.first), title="立案窗口")
    page = at("honour_edit", made)
    form = committee.get(page).context["form"]
    assert set(form.fields) & {"branch", "group", "title", "member", "kind"} == asked
    data = {"year": 2024, "quarter": 3, "awarded_on": "2024-10-13", "version": 1, "number": "新文号"}
    own = {"branch": made.branch_id, "group": made.group_id or "", "title": made.title}
    assert committee.post(page, {**data, **own}).status_code == 302
    assert Honour.objects.within(case.court).get().number == "新文号"


def test_who_saved_first_is_not_overwritten_unseen(case, committee):
    page = at("honour_edit", honour(case))
    committee.post(page, sent(case, version=1, number="先改的"))
    response = committee.post(page, sent(case, version=1, number="后改的"))
    assert response.status_code == 409
    assert "先改的" in text_of(response)
    assert "后改的" in text_of(response)


def test_voiding_on_the_page(case, committee):
    page = at("honour_void", honour(case))
    assert committee.post(page, {"reason": ""}).status_code == 422
    assert committee.post(page, {"reason": "重复登记"}).url == LIST
    assert listed(committee) == []


def test_the_panel_of_a_branch(case, client):
    honour(case)
    panel = reverse("assessments:honour_panel", args=[case.first.pk])
    client.force_login(case.secretary)
    assert "2024年第三季度红旗党支部：第一党支部" in text_of(client.get(panel))
    client.force_login(case.other)
    assert client.get(panel).status_code == 404
    assert "还没有季度荣誉" in text_of(client.get(reverse("assessments:honour_panel", args=[case.second.pk])))


def test_who_may_not_write_is_refused(case, client):
    made = honour(case)
    client.force_login(case.secretary)
    for address in (NEW, at("honour_edit", made), at("honour_void", made)):
        assert client.get(address).status_code == 403
        assert client.post(address, sent(case, reason="x")).status_code == 403


def test_another_court_finds_nothing(case, client):
    made = honour(case)
    client.force_login(people.committee_account(people.court()))
    for name in ("honour_edit", "honour_void", "honour_pdf"):
        assert client.get(at(name, made)).status_code == 404
    assert listed(client) == []


def test_bad_addresses_and_methods(case, committee):
    assert committee.get(reverse("assessments:honour_pdf", args=[987654])).status_code == 404
    assert committee.post(LIST).status_code == 405
    assert committee.put(NEW).status_code == 405
