"""Records are found by what they say and who was there, the same on every database."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Activity
from activities.selectors.search import matching, snippets_of
from activities.tests import factories as meetings
from branches.choices import CourtLevel
from branches.tests import factories as people
from core.search_text import normal, snippet, words_of

SEARCH = reverse("activities:search")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("主题教育", "开展主题教育动员"),
        ("动员 教育", "开展主题教育\n动员"),
        ("ABC123", "学习ａｂｃ１２３文件"),
        ("100%", "完成率１００％"),
        ("a_b", "文号a_b"),
        ("c\\d", "路径c\\d"),
        ("三楼", "place"),
        ("主持的人", "chair"),
    ],
)
def test_what_a_record_says_is_found(place, query, text):
    fields = {"place": {"place": "三楼会议室"}, "chair": {"chair_name": "主持的人"}}.get(text, {"content": text})
    kept = meetings.raw_activity(branch=place.branch, topic="议题", **fields)
    meetings.raw_activity(branch=place.branch, topic="a-b 100x c/d", content="其他 ab教育")
    assert list(matching(place.secretary, Activity.objects.visible_to(place.secretary), query)) == [kept]


def test_people_who_were_there_are_found_and_those_who_were_not_are_not(place):
    name = place.members[0].name
    there = meetings.activity("BRANCH_ASSEMBLY", place.branch, date(2024, 5, 8))
    meetings.activity("BRANCH_ASSEMBLY", place.branch, date(2024, 4, 8), absent=[place.members[0]])
    assert list(matching(place.secretary, Activity.objects.visible_to(place.secretary), name)) == [there]


def test_a_court_above_finds_no_persons(place):
    upper = people.court(level=CourtLevel.INTERMEDIATE)
    branch = people.branch(people.court(parent=upper, shares_records=True))
    people.member(branch, "下级党员")
    meetings.activity("BRANCH_ASSEMBLY", branch, topic="公开的议题")
    above = people.committee_account(upper)
    rows = Activity.objects.visible_to(above)
    assert not matching(above, rows, "下级党员").exists()
    assert matching(above, rows, "公开的议题").exists()


def test_the_text_follows_its_row(place):
    kept = meetings.raw_activity(branch=place.branch, topic="旧议题")
    kept.topic = "新议题"
    kept.save()
    assert "新议题" in Activity.objects.within(place.branch).get().search_text
    [bulk] = Activity.objects.bulk_create([_unsaved(kept, "批量导入")])
    assert "批量导入" in Activity.objects.within(place.branch).get(pk=bulk.pk).search_text


def _unsaved(kept, topic):
    names = ("court", "branch", "kind", "held_on", "period")
    return Activity(topic=topic, **{name: getattr(kept, name) for name in names})


def test_the_page_shows_where_it_stands_and_keeps_to_the_scope(place, as_user, django_assert_max_num_queries):
    meetings.raw_activity(branch=place.branch, topic="学习", content="前" * 80 + "机密<b>计划" + "后" * 200)
    meetings.raw_activity(branch=place.other, topic="机密<b>计划")
    client = as_user(place.secretary)
    assert "想找什么" in client.get(SEARCH).text
    page = client.get(SEARCH, {"q": "机密 计划", "year": 2024})
    assert len(page.context["found"]) == 1
    assert "<mark>机密</mark>&lt;b&gt;<mark>计划</mark>" in page.text
    assert "没有找到" in client.get(SEARCH, {"q": "机密", "year": 2020}).text
    for query in ({"q": "长" * 999}, {"q": "x", "year": "x"}, {"q": "\0"}):
        assert client.get(SEARCH, query).status_code == 200


def test_words_and_snippets():
    assert words_of("  Ａ　b  a ") == ["a", "b"]
    assert words_of("　") == []
    assert normal("㈱ Ⅳ\r\n ﬁ") == "(株) iv fi"
    assert snippet("完成１００％", ["100%"]) == [("完成", False), ("１００％", True)]
    assert snippet("没有", ["x"]) == []
    row = Activity(topic="学习", content="机密")
    assert snippets_of(row, "机密") == [("会议记录", [("机密", True)])]
