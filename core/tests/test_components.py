from datetime import date

import pytest
from django.template import Context, Template
from django.urls import reverse

from core import access, panels
from core.heat import Heat, HeatCell, HeatFoot, HeatRow, heat_table
from core.pinyin import search_keys
from core.templatetags.frame import days_left, held_due, status_tag, weekday


def _render(source: str, **context: object) -> str:
    return Template("{% load frame %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("held", "due", "not_known", "words"),
    [(12, 12, 0, "12"), (0, 3, 0, "/3"), (0, 0, 0, "—"), (2, 0, 0, "2 次"), (None, None, 0, "不详"), (0, 0, 3, "不详")],
)
def test_held_due_never_shows_what_is_not_known_as_nought(held, due, not_known, words):
    shown = held_due(held, due, not_known)
    assert words in shown
    assert (">0<" in shown) == (due == 3)


@pytest.mark.parametrize(("day", "words"), [(5, "已过 1 天"), (6, "今天到期"), (8, "还有 2 天")])
def test_days_left_are_said_in_words(day, words):
    assert days_left(date(2024, 3, day), date(2024, 3, 6)) == words


def test_weekdays_are_chinese():
    assert [weekday(date(2024, 3, 6)), weekday(date(2024, 3, 10)), weekday(None)] == ["星期三", "星期日", ""]


def test_a_status_is_icon_and_word_and_escapes_what_it_is_given():
    shown = status_tag("<b>已退回</b>", "warning")
    assert "bi-exclamation-triangle" in shown
    assert "&lt;b&gt;已退回" in shown


@pytest.mark.parametrize(
    ("name", "key"),
    [("张伟", "zhangwei"), ("张伟", "zw"), ("曾强", "zengqiang"), ("单雄", "sx"), ("阿依·古丽", "aygl")],
)
def test_a_name_is_found_by_every_reading_and_by_initials(name, key):
    assert key in search_keys(name).split()


def test_a_heat_map_has_a_number_in_every_cell_and_escapes_names():
    table = heat_table(
        caption="各月支委会",
        corner="党支部",
        periods=["1月", "2月", "3月"],
        rows=[
            HeatRow(
                "<i>一支部", [HeatCell(Heat.MET, "1/1", "/a/"), HeatCell(Heat.UNKNOWN, "不详"), HeatCell(Heat.NOT_DUE)]
            )
        ],
        total="合计",
    )
    assert "&lt;i&gt;一支部" in table
    assert '<td data-state="MET"><a href="/a/"' in table
    assert 'data-state="UNKNOWN"' in table
    assert "不详" in table
    assert "不应开" in table


def test_a_heat_map_takes_words_icons_and_sums_of_its_own():
    cells = [
        HeatCell(Heat.UNMET, "待签 0/2", "/x/", "事项 0/2", word="待签收", icon="hourglass"),
        HeatCell(Heat.NOT_DUE),
    ]
    table = heat_table(
        caption="签收",
        corner="支部",
        periods=["第1期", "第2期"],
        urls=["/1/", ""],
        rows=[HeatRow("一支部", cells, "", "1", "/open/")],
        total="未完成",
        foot=HeatFoot("支部数", [("1", "/of-1/"), ("0", "")], ("1", "/all/")),
    )
    assert 'aria-label="一支部 第1期，待签收，待签 0/2，事项 0/2"' in table
    assert '<i class="bi bi-hourglass" aria-hidden="true"></i>待签 0/2' in table
    assert all(f'href="{url}"' in table for url in ("/1/", "/of-1/", "/all/", "/open/"))
    assert '<td class="heat-sum">0</td>' in table


def test_a_heat_row_with_a_cell_too_few_is_an_error():
    with pytest.raises(ValueError, match="cells for 1 of 2 periods"):
        heat_table(caption="", corner="", periods=["1月", "2月"], rows=[HeatRow("一支部", [HeatCell(Heat.MET, "1/1")])])


def test_panels_are_shown_to_those_who_may_see_them(rf, django_user_model, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setitem(access._predicates, "core.view_nothing", lambda user, subject=None: False)
    panels.register("slot", panels.Panel("近期活动", lambda subject: f"/{subject}/", "core.view_design"))
    panels.register("slot", panels.Panel("内部", lambda subject: "/hidden/", "core.view_nothing"))
    request = rf.get("/")
    request.user = django_user_model(username="li")
    page = _render('{% panels "slot" 7 %}', request=request)
    assert 'hx-get="/7/"' in page
    assert "/hidden/" not in page


def test_url_with_keeps_the_rest_of_the_address(rf):
    request = rf.get("/?q=a&page=3")
    assert _render('{% url_with sort="name" %}', request=request) == "?q=a&amp;sort=name"


@pytest.mark.django_db
def test_the_living_page_is_for_anybody_signed_in(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="li"))
    page = client.get(reverse("design"))
    assert page.status_code == 200
    assert "热力图" in page.content.decode()
    assert "data-file-drop" in page.content.decode()
    assert client.post(reverse("design")).status_code == 405
