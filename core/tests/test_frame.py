from collections import Counter
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from core import demo, navigation
from core.context_processors import Frame


@pytest.fixture
def entries(monkeypatch):
    """Two sections open to everybody, one of them the first page."""
    monkeypatch.setattr(navigation, "_entries", [])
    monkeypatch.setattr(navigation, "_searches", [])
    monkeypatch.setattr(navigation, "_bells", [])
    navigation.register(
        navigation.Entry("组件", "grid", "design", "core.view_design", order=20),
        navigation.Entry("健康", "heart", "healthz", "core.view_design", order=10),
    )


@pytest.fixture
def somebody(django_user_model):
    return django_user_model.objects.create(username="li", name="李静")


def _request(rf, user, path="/"):
    request = rf.get(path)
    request.user = user
    return request


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
def test_sections_stand_in_their_order_with_the_current_one_marked(rf, somebody):
    items = Frame(_request(rf, somebody, "/design/")).navigation
    assert [(item.label, item.is_current) for item in items] == [("健康", False), ("组件", True)]


def test_entries_stand_in_groups_and_settings_are_folded_until_wanted(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", [])
    group = navigation.Group
    navigation.register(
        navigation.Entry("规定", "x", "healthz", "core.view_design", 1, group.SETTINGS),
        navigation.Entry("记录", "x", "design", "core.view_design", 2, group.LIFE),
        navigation.Entry("首页", "x", "holidays", "core.view_design", 9),
    )
    assert [entry.label for entry in navigation.registered()] == ["首页", "记录", "规定"]
    items = [
        navigation.Item(entry.label, "x", f"/{entry.label}/", False, entry.group) for entry in navigation.registered()
    ]
    told = [(section.label, len(section.items), section.is_folded) for section in navigation.sections_of(items)]
    assert told == [("", 1, False), ("组织生活", 1, False), ("设置", 1, True)]
    here = [*items[:2], replace(items[2], is_current=True)]
    assert not navigation.sections_of(here)[-1].is_folded
    assert not navigation.sections_of([items[0], items[2]])[-1].is_folded


def test_no_two_entries_of_a_group_have_the_same_place():
    places = Counter((entry.group, entry.order) for entry in navigation.registered())
    clashes = {place for place, number in places.items() if number > 1}
    assert [entry.label for entry in navigation.registered() if (entry.group, entry.order) in clashes] == []


@pytest.mark.usefixtures("entries")
def test_somebody_not_signed_in_sees_no_section_and_costs_no_query(rf):
    frame = Frame(_request(rf, AnonymousUser()))
    assert frame.navigation == ()
    assert frame.identity.scope == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
def test_a_page_of_the_frame_costs_the_two_queries_of_the_standing(rf, somebody, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = render_to_string("base.html", request=_request(rf, somebody))
    assert "未分配职责" in page
    assert "李静" in page


def test_the_banner_says_demo_once_the_installation_is_marked(rf, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    page = render_to_string("base.html", request=_request(rf, AnonymousUser()))
    assert "演示环境" not in page
    demo.mark_as_demo()
    assert "演示环境" in render_to_string("base.html", request=_request(rf, AnonymousUser()))


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
def test_the_same_places_are_written_once_and_others_anew(rf, somebody):
    def rail(path: str) -> str:
        return Frame(_request(rf, somebody, path)).places.rail

    assert rail("/design/") is rail("/design/")
    marks = [rail(path).count('aria-current="page"') for path in ("/design/", "/design/more/", "/elsewhere/")]
    assert marks == [1, 0, 0]
    assert 'aria-current="true"' in rail("/design/more/")
    assert "组件" not in Frame(_request(rf, AnonymousUser(), "/design/")).places.rail
    navigation.register(navigation.Entry("新的", "x", "design", "core.view_design", order=30))
    assert "新的" in rail("/design/")


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("unread", "words", "number"),
    [(0, "消息，没有未读", ""), (3, "消息，3 条未读", ">3</span>"), (100, "消息，99+ 条未读", ">99+</span>")],
)
def test_the_bell_says_how_much_is_unread(rf, somebody, monkeypatch, unread, words, number):
    assert "消息，" not in render_to_string("base.html", request=_request(rf, somebody))
    navigation.register_bell("design", "core.view_design", lambda user: unread)
    page = render_to_string("base.html", request=_request(rf, somebody))
    assert f'aria-label="{words}"' in page
    assert ("bell-number" in page) == bool(unread)
    assert number in page
    assert "消息，" not in render_to_string("base.html", request=_request(rf, AnonymousUser()))
