import pytest
from django.test import Client, override_settings
from django.urls import path
from django.views.defaults import bad_request, permission_denied, server_error


def _form(request):
    raise AssertionError("the token is checked before the view is reached")


urlpatterns = [path("form/", _form)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="core.tests.test_error_pages")
def test_an_expired_form_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    page = response.content.decode()
    assert "页面已过期" in page
    assert "重新提交" in page


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [(bad_request, 400, "请求有误"), (permission_denied, 403, "没有权限")],
)
def test_error_pages_are_chinese(rf, view, status, words):
    response = view(rf.get("/"), exception=Exception("private"))
    assert response.status_code == status
    assert words in response.content.decode()
    assert "private" not in response.content.decode()


def test_the_page_of_an_error_needs_nothing_that_may_have_failed(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="core.tests.test_error_pages")
def test_an_unknown_address_is_answered_in_chinese(client: Client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()
