"""How much may be sent to a page, and by whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

from branches.tests import factories

pytestmark = pytest.mark.django_db


class Unread(FileUploadHandler):
    """Whoever reads the files of a request comes here first."""

    def __init__(self, request=None):
        raise AssertionError("files were read")


@pytest.fixture
def address(settings):
    settings.FILE_UPLOAD_HANDLERS = ["core.tests.test_body_limits.Unread"]
    return reverse("branches:import_new", args=[factories.court("某法院").pk])


def test_no_long_request_of_a_stranger_is_read(client, address):
    client.handler.enforce_csrf_checks = True
    data = {"words": "x" * 70_000}
    reply = client.post(address, data)
    assert (reply.status_code, reply.url) == (302, f"{reverse('accounts:login')}?next={address}")
    assert client.post(reverse("accounts:login"), data).status_code == 413


def test_what_is_longer_than_its_page_takes_is_refused_unread(client, address):
    client.force_login(factories.administrator())
    data = {"file": SimpleUploadedFile("a.xlsx", b"x")}
    for there, length in ((address, 40 * 1024 * 1024 + 1), ("/", 5 * 1024 * 1024 + 1), ("/", "many")):
        reply = client.post(there, data, CONTENT_LENGTH=str(length))
        assert (reply.status_code, "内容太多" in reply.content.decode()) == (413, True)
