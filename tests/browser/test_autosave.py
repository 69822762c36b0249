"""Saving while typing: what reaches the server, and what this browser keeps while the server cannot be asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, RequestContext, Template
from django.test import Client
from django.urls import include, path
from playwright.sync_api import Page, expect

from tests.browser.pages import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGE = """{% extends "base.html" %}{% load static %}
{% block content %}
  <form method="post" novalidate data-autosave-url="/saving/save/" data-draft-key="1:new">
    {% csrf_token %}<input type="hidden" name="version" value="1">
    <label for="id_place">地点</label><input id="id_place" name="place">
    <label><input type="checkbox" name="absent" value="3">张伟</label>
    {% include "components/save_bar.html" %}
  </form>
{% endblock content %}
{% block scripts %}<script type="module" src="{% static 'js/autosave.js' %}"></script>{% endblock scripts %}"""
SUBMITTED = '{% extends "base.html" %}{% block content %}<div hidden data-drop-draft="1:new"></div>已提交{% endblock %}'

received: list[dict[str, list[str]]] = []


def _page(request: HttpRequest) -> HttpResponse:
    context: Context = RequestContext(request, {})
    return HttpResponse(Template(SUBMITTED if request.method == "POST" else PAGE).render(context))


def _save(request: HttpRequest) -> JsonResponse:
    received.append(dict(request.POST.lists()))
    if request.POST["place"] == "别人改过":
        return JsonResponse({"message": "王芳刚刚保存过这份草稿"}, status=409)
    return JsonResponse(
        {"saved_at": "2024-03-05T10:32:00+08:00", "missing": ["请选择主持人"], "fields": {"version": 2}}
    )


urlpatterns = [
    path("saving/", _page),
    path("saving/save/", _save),
    path("elsewhere/", login_not_required(lambda request: HttpResponse("elsewhere"))),
    path("", include("courts_party.urls")),
]


@pytest.fixture
def form(live_server, page: Page, client: Client, django_user_model, settings) -> Iterator[Page]:
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/elsewhere/"
    received.clear()
    _sign_in(page, client, django_user_model.objects.create(username="li"), live_server.url)
    page.goto(f"{live_server.url}/saving/")
    return page


def _sign_in(page: Page, client: Client, user, url: str) -> None:
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def _kept(page: Page) -> str | None:
    return page.evaluate("localStorage.getItem('draft:1:new')")


def test_typing_is_saved_and_the_bar_says_so(form: Page):
    form.get_by_label("地点").press_sequentially("第一会议室")
    form.get_by_label("张伟").check()
    expect(form.locator("[data-save-state]")).to_have_text("未保存")
    expect(form.locator("[data-save-state]")).to_have_text("已保存草稿")
    expect(form.locator("[data-save-missing]")).to_contain_text("请选择主持人")
    assert [(sent["place"], sent["absent"]) for sent in received] == [(["第一会议室"], ["3"])]
    assert form.locator("[name=version]").input_value() == "2"
    assert _kept(form) is None


def test_ctrl_s_saves_at_once(form: Page):
    # The clock of the page stands still: what is due after a pause in typing never comes.
    form.clock.install()
    form.clock.pause_at(datetime.now() + timedelta(hours=1))
    form.get_by_label("地点").fill("第一会议室")
    with form.expect_response("**/saving/save/"):
        form.keyboard.press("Control+s")
    expect(form.locator("[data-save-state]")).to_have_text("已保存草稿")


def test_what_was_typed_after_the_session_ended_comes_back(form: Page, live_server, client, django_user_model):
    form.context.clear_cookies(name="sessionid")
    form.get_by_label("地点").fill("第二会议室")
    form.get_by_label("张伟").check()
    expect(form.locator("[data-save-state]")).to_have_text("登录已过期，内容已保存在本机，登录后自动恢复")
    assert received == []
    form.goto(f"{live_server.url}/elsewhere/")
    _sign_in(form, client, django_user_model.objects.get(), live_server.url)
    form.goto(f"{live_server.url}/saving/")
    expect(form.get_by_label("地点")).to_have_value("第二会议室")
    expect(form.get_by_label("张伟")).to_be_checked()
    expect(form.locator("#toasts")).to_contain_text("已恢复")
    expect(form.locator("[data-save-state]")).to_have_text("已保存草稿")
    assert received[-1]["place"] == ["第二会议室"]


def test_nothing_is_lost_without_a_connection(form: Page):
    form.context.set_offline(True)
    form.get_by_label("地点").fill("第三会议室")
    expect(form.locator("[data-save-state]")).to_contain_text("连不上服务器")
    assert "第三会议室" in (_kept(form) or "")


def test_a_tab_closed_at_once_has_sent_what_was_typed(form: Page, live_server):
    form.get_by_label("地点").fill("第四会议室")
    form.goto(f"{live_server.url}/elsewhere/")
    wait_until(form, lambda: received)
    form.wait_for_timeout(500)
    assert [sent["place"] for sent in received] == [["第四会议室"]]
    form.goto(f"{live_server.url}/saving/")
    expect(form.get_by_label("地点")).to_have_value("第四会议室")


def test_somebody_elses_save_is_told_and_nothing_overwritten(form: Page):
    form.get_by_label("地点").fill("别人改过")
    expect(form.locator("[data-save-state]")).to_have_text("王芳刚刚保存过这份草稿")
    form.get_by_label("张伟").check()
    form.wait_for_timeout(2000)
    assert len(received) == 1


def test_the_copy_goes_once_the_record_is_submitted(form: Page):
    form.get_by_label("地点").fill("第五会议室")
    form.get_by_role("button", name="提交").click()
    expect(form.locator("main")).to_contain_text("已提交")
    assert _kept(form) is None
