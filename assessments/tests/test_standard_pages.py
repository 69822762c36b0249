"""Standards on their pages: the list, one with its sentences, drafts and their forms."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.choices import StandardState
from assessments.models import Aspect, Indicator, Standard
from assessments.selectors.standards import standard_of
from assessments.services.drafts import aspects_of, indicators_of
from assessments.services.standard_import.service import content_of
from assessments.services.standards import standard_adopt, standard_draft
from assessments.tests.factories import Case, reviewed, standard
from core.errors import Refused

pytestmark = pytest.mark.django_db


def shipped() -> Standard:
    return Standard.all_rows.get(court__isnull=True)


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture
def committee(client: Client, case: Case) -> Client:
    client.force_login(case.committee)
    return client


def draft_of(case: Case, year: int = 2025) -> Standard:
    Standard.objects.within(case.court).filter(pk=case.standard.pk).update(tie_aspects=["B"])
    source = Standard.objects.within(case.court).get(pk=case.standard.pk)
    return standard_draft(court=case.court, year=year, source=source, name="新标准", by=case.committee)


def address(name: str, row: Any = None) -> str:
    return reverse(f"assessments:{name}", args=[row.pk] if row else [])


def test_list_shows_own_standards_and_the_shipped_one(committee: Client, case: Case) -> None:
    text = committee.get(address("standards")).content.decode()
    assert "2024年星级标准" in text
    assert "随系统提供" in text


def test_page_says_each_rule_in_a_sentence(committee: Client, case: Case) -> None:
    text = committee.get(address("standard", shipped())).content.decode()
    assert "按支部党员大会按期开展的次数占应开展的次数的比例计分，全部完成得5分" in text
    assert "★ 否决性条件" in text


def test_page_says_where_it_differs_in_size_from_the_shipped_one(committee: Client, case: Case) -> None:
    text = committee.get(address("standard", case.standard)).content.decode()
    assert "这份标准有 3 项指标、12 分；随系统提供的标准有 29 项、100 分。" in text


def test_secretary_reads_what_is_adopted_and_no_draft(client: Client, case: Case) -> None:
    client.force_login(case.secretary)
    draft = draft_of(case)
    assert client.get(address("standard", case.standard)).status_code == 200
    assert client.get(address("standard", draft)).status_code == 404
    assert client.get(address("standard_copy", case.standard)).status_code == 403


def test_draft_from_the_shipped_one_has_all_its_rows(committee: Client, case: Case) -> None:
    facts = {"year": 2026, "name": "2026年标准", "source": shipped().pk}
    committee.post(address("standard_new"), facts)
    made = Standard.objects.within(case.court).get(year=2026)
    assert (made.state, made.indicators.count(), made.aspects.count()) == (StandardState.DRAFT, 29, 5)


def test_indicator_with_steps_is_added_and_said(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    facts = {
        **{"aspect": draft.aspects.get(code="B").pk, "code": "B8", "name": "主题党日", "points": "4", "way": "STEPS"},
        **{"input": "PERIODS_MET", "param_kind": "THEME_DAY", "least": ["60", "90", ""], "gains": ["2", "4", ""]},
        "mark": "L",
    }
    said = committee.post(address("indicator_preview", draft), facts).content.decode()
    assert "达到90%得4分，达到60%得2分，其余不得分" in said
    assert committee.post(address("indicator_new", draft), facts).status_code == 302
    made = Indicator.objects.within(case.court).get(standard=draft, code="B8")
    assert made.table == [[60, 2], [90, 4]]
    assert committee.post(address("indicator_new", draft), facts).status_code == 302
    assert draft.indicators.filter(code="B8").count() == 1
    again = committee.post(address("indicator_new", draft), {**facts, "name": "另一项"})
    assert again.status_code == 422
    assert "代码 B8 已有别的指标" in again.content.decode()


def test_indicator_is_changed_once_by_whoever_comes_first(committee: Client, case: Case) -> None:
    row = draft_of(case).indicators.get(code="C6")
    facts = {"aspect": row.aspect_id, "code": "C6", "name": "学习质量", "points": "2.5", "way": "REVIEW", "mark": "S"}
    assert committee.get(address("indicator_edit", row)).status_code == 200
    assert committee.post(address("indicator_edit", row), {**facts, "version": 1}).status_code == 302
    late = committee.post(address("indicator_edit", row), {**facts, "points": "1", "version": 1})
    assert late.status_code == 409
    assert "与已保存内容的差别" in late.content.decode()
    row.refresh_from_db()
    assert str(row.points) == "2.50"


def test_aspects_are_changed_as_a_whole(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    first, second = draft.aspects.all()
    lines = {"aspect": [second.pk, first.pk, ""], "code": ["B", "C", "D"], "title": ["乙", "丙", "丁"]}
    sent = {**lines, "tie": ["2", "", "1"], "version": draft.version}
    assert committee.post(address("aspects_edit", draft), sent).status_code == 302
    draft.refresh_from_db()
    told = list(draft.aspects.values_list("code", "name"))
    assert told == [("B", "乙"), ("C", "丙"), ("D", "丁")]
    assert draft.tie_aspects == ["D", "B"]
    gone = committee.post(address("aspects_edit", draft), {**sent, "aspect": [first.pk], "version": draft.version})
    assert gone.status_code == 422
    assert "还有 1 项指标" in gone.content.decode()


def test_adopted_standard_is_frozen(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    row = draft.indicators.get(code="C6")
    facts = {"adopted_on": "2024-04-01", "adopted_how": "机关党委会议讨论通过", "version": draft.version}
    assert committee.post(address("standard_adopt", draft), facts).status_code == 302
    draft.refresh_from_db()
    assert draft.state == StandardState.ADOPTED
    assert draft.adopted_by == case.committee
    changed = {"aspect": row.aspect_id, "code": "C6", "name": "改", "points": "1", "way": "REVIEW", "mark": "S"}
    assert committee.post(address("indicator_edit", row), {**changed, "version": 1}).status_code == 409
    assert committee.post(address("standard_discard", draft), {"version": draft.version}).status_code == 409
    committee.post(address("indicator_remove", row))
    assert Indicator.objects.within(case.court).filter(pk=row.pk).exists()


def test_discarded_draft_is_gone_with_its_rows(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    assert committee.post(address("standard_discard", draft), {"version": draft.version}).status_code == 302
    assert not Standard.objects.within(case.court).filter(pk=draft.pk).exists()
    assert not Aspect.all_rows.filter(standard=draft.pk).exists()


def test_figures_out_of_order_are_refused(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    facts = {
        **{"name": "标准", "five_from": 90, "four_from": 95, "three_from": 70, "two_from": 60, "five_share": 30},
        **{"quarters_weight": 40, "second_over": 1, "objection_days": 7, "remedy_days": 60, "version": 1},
    }
    answer = committee.post(address("standard_edit", draft), facts)
    assert answer.status_code == 422
    assert "各星级的分数线须由高到低" in answer.content.decode()
    assert committee.post(address("standard_edit", draft), {**facts, "four_from": 85}).status_code == 302


def test_difference_names_what_was_added_removed_and_changed(committee: Client, case: Case) -> None:
    draft = draft_of(case)
    draft.indicators.filter(code="B1").update(points=6)
    draft.indicators.filter(code="B5").delete()
    text = committee.get(address("standard_difference", draft)).content.decode()
    assert "全部完成得6分" in text
    assert "删除" in text
    assert "修改" in text
    assert committee.get(f"{address('standard_difference', draft)}?with={draft.pk}").status_code == 404


@pytest.mark.parametrize("name", ["standard", "standard_edit", "aspects_edit", "standard_adopt", "standard_discard"])
def test_another_courts_draft_is_not_there(client: Client, case: Case, name: str) -> None:
    other = Case()
    draft = draft_of(other)
    client.force_login(case.committee)
    assert client.get(address(name, draft)).status_code == 404


def test_pages_take_the_same_queries_for_one_row_and_for_many(
    committee: Client, case: Case, django_assert_max_num_queries: Any
) -> None:
    def queries(url: str) -> int:
        with django_assert_max_num_queries(100) as found:
            committee.get(url)
        return len(found)

    queries(address("standards"))  # what is read once and kept
    one = queries(address("standards"))
    page = queries(address("standard", case.standard))
    for year in (2021, 2022, 2023):
        standard(case.court, year)
    assert queries(address("standards")) == one
    many = standard(case.court, 2020, {f"B{number}": reviewed() for number in range(1, 9)})
    assert queries(address("standard", many)) == page


def test_copy_says_all_that_the_original_says(case: Case) -> None:
    original = shipped()
    copy = standard_draft(court=case.court, year=2027, source=original, name=original.name, by=case.committee)
    told = [content_of(each, aspects_of(each), indicators_of(each)) for each in (original, copy)]
    assert told[0] == told[1]
    assert copy.copied_from == original


def test_next_edition_stands_once_it_is_adopted(case: Case) -> None:
    draft = draft_of(case, 2024)
    assert draft.edition == 2
    assert standard_of(case.court, 2024) == case.standard
    facts = {"adopted_on": date(2024, 4, 1), "adopted_how": "会议通过", "by": case.committee, "on": date(2024, 4, 2)}
    standard_adopt(standard=draft, version=draft.version, **facts)
    assert standard_of(case.court, 2024) == draft


def test_empty_aspect_keeps_a_draft_from_being_adopted(case: Case) -> None:
    draft = draft_of(case)
    Aspect.objects.create(standard=draft, code="E", name="作用发挥", order=9)
    facts = {"adopted_on": date(2024, 4, 1), "adopted_how": "会议通过", "by": case.committee, "on": date(2024, 4, 2)}
    with pytest.raises(Refused, match="作用发挥还没有指标"):
        standard_adopt(standard=draft, version=draft.version, **facts)
    with pytest.raises(Refused, match="通过日期还没有到"):
        standard_adopt(standard=draft, version=draft.version, **{**facts, "on": date(2024, 3, 1)})


def test_one_draft_a_year_at_a_time_and_the_same_form_makes_one(case: Case) -> None:
    key = uuid4()
    facts = {"court": case.court, "year": 2028, "source": shipped(), "name": "新标准", "by": case.committee}
    first = standard_draft(**facts, submission_key=key)
    assert standard_draft(**facts, submission_key=key) == first
    with pytest.raises(Refused, match="2028年已有一份草案"):
        standard_draft(**facts, submission_key=uuid4())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"way": "GRADE", "input": "PERIODS_MET"}, "这项依据不能"),
        ({"way": "SHARE", "input": ""}, "请选择计分依据"),
        ({"way": "SHARE", "input": "PERIODS_MET", "param_kind": ""}, "请选择组织生活类型"),
        ({"way": "SHARE", "input": "OFFICERS_TRAINED"}, "到年终才能得出"),
        ({"way": "DEDUCT", "input": "OVERDUE_MEASURES", "each": "9"}, "不超过分值 4"),
        ({"points": "0"}, "分值须大于 0"),
        ({"code": "B 1"}, "代码请用字母和数字"),
    ],
)
def test_senseless_indicator_is_refused_in_words(
    committee: Client, case: Case, changed: dict[str, Any], words: str
) -> None:
    draft = draft_of(case)
    facts = {
        "code": "N1",
        "name": "新指标",
        "points": "4",
        "way": "REVIEW",
        "mark": "L",
        "aspect": draft.aspects.first().pk,
    }
    answer = committee.post(address("indicator_new", draft), {**facts, **changed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not draft.indicators.filter(code="N1").exists()
