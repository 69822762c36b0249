"""A court's own Word templates."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.tests import factories as meetings
from branches.models import DocumentTemplate
from branches.selectors.templates import template_of
from branches.tests import factories
from core.models import AuditEvent
from core.tests.test_documents import template, text_of_docx

pytestmark = pytest.mark.django_db
OWN = template("本院版式 {{ title }}")


def upload(client, court, content, name="本院记录.docx"):
    address = reverse("branches:template_new", args=[court.pk, "RECORD"])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def kept(world):
    return meetings.raw_activity(branch=world.branch, held_on=date(2024, 5, 8))


def printed(client, activity):
    return text_of_docx(client.get(reverse("activities:record_docx", args=[activity.pk])).content)


def test_a_template_is_uploaded_used_left_and_taken_up_again(world, as_user, kept):
    client = as_user(world.committee)
    page = reverse("branches:templates", args=[world.court.pk])
    assert "系统自带的模板" in client.get(page).text
    assert upload(client, world.court, OWN).status_code == 302
    assert upload(client, world.court, template("第二版 {{ title }}")).status_code == 302
    assert printed(client, kept).startswith("第二版 ")
    first = DocumentTemplate.objects.within(world.court).get(number=1)
    client.post(reverse("branches:template_use", args=[first.pk]))
    assert printed(client, kept).startswith("本院版式 ")
    assert (
        text_of_docx(client.get(reverse("branches:template_file", args=[first.pk])).content) == "本院版式 {{ title }}"
    )
    client.post(reverse("branches:template_reset", args=[world.court.pk, "RECORD"]))
    assert template_of(world.court, "RECORD") is None
    assert "会议内容" in printed(client, kept)
    assert "第 2 版" in client.get(page).text
    done = ("template_upload", "template_use", "template_reset", "template_download")
    assert all(AuditEvent.objects.filter(action=f"branches.{action}").exists() for action in done)


def test_what_cannot_be_filled_is_refused_and_changes_nothing(world, as_user):
    answer = upload(as_user(world.committee), world.court, template("{{ nothing }}"))
    assert answer.status_code == 422
    assert "认不出的名称：nothing" in answer.text
    assert not DocumentTemplate.objects.within(world.court).exists()


def test_another_court_s_template_is_its_own(world, as_user, kept):
    elsewhere = factories.court()
    upload(as_user(factories.committee_account(elsewhere)), elsewhere, OWN)
    assert template_of(elsewhere, "RECORD") == OWN
    assert template_of(world.court, "RECORD") is None


def test_no_such_paper(world, as_user):
    assert as_user(world.committee).get(reverse("branches:template_new", args=[world.court.pk, "X"])).status_code == 404


def test_a_template_that_broke_keeps_nobody_from_printing(world, as_user, kept):
    client = as_user(world.committee)
    upload(client, world.court, OWN)
    DocumentTemplate.objects.within(world.court).update(content=template("{{ title.upper() }}"))
    assert "会议内容" in printed(client, kept)
    assert "用的是系统自带的模板" in client.get(reverse("activities:detail", args=[kept.pk])).text


def test_without_a_word_from_the_scanner_no_template_is_kept(world, as_user, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    assert "病毒扫描" in upload(as_user(world.committee), world.court, OWN).text
    assert not DocumentTemplate.objects.within(world.court).exists()
