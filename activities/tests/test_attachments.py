"""Files beside a draft go over to the record; beside the record they are added until it is archived."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from activities.choices import ActivityState
from activities.models import Attachment, DraftAttachment
from activities.selectors.attachments import digests_in_use
from activities.services import attachments as service
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.attachments import rows
from core.models import AuditEvent
from core.tests.attachment_files import pdf, picture


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def upload(client, activity, *files, **headers):
    return client.post(reverse("activities:files", args=(activity.pk,)), {"file": files}, headers=headers)


def file(name="签到表.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def test_a_file_is_added_opened_and_withdrawn(place, as_user):
    kept = meetings.raw_activity(branch=place.branch)
    client = as_user(place.secretary)
    answer = upload(client, kept, file(), file("照片.jpg", picture("JPEG")), HX_Request="true")
    assert "签到表.pdf" in answer.text
    first = Attachment.objects.within(place.court).get(name="签到表.pdf")
    opened = client.get(reverse("activities:attachment", args=(first.pk,)))
    assert opened.content == pdf()
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Cache-Control"].startswith("private")
    withdraw = reverse("activities:attachment_withdraw", args=(first.pk,))
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "传错了文件"}).status_code == 302
    assert client.get(reverse("activities:attachment", args=(first.pk,))).status_code == 404
    page = client.get(reverse("activities:detail", args=(kept.pk,))).text
    assert "传错了文件" in page
    assert digests_in_use([first.digest, "x"]) == {first.digest}
    done = {event.action for event in AuditEvent.objects.filter(subject_id=str(kept.pk))}
    assert {f"activities.{each}" for each in ("attach_file", "attachment_read", "attachment_withdraw")} <= done


def test_what_is_refused_is_said_and_the_rest_is_kept(place, as_user):
    kept = meetings.raw_activity(branch=place.branch)
    answer = upload(as_user(place.secretary), kept, file("坏.svg", b"<svg/>"), file(), HX_Request="true")
    assert "“坏.svg”" in answer.text
    assert [row.name for row in Attachment.objects.within(place.court)] == ["签到表.pdf"]


def test_a_record_holds_so_many_files_and_no_more(place, as_user, monkeypatch):
    kept = meetings.raw_activity(branch=place.branch)
    monkeypatch.setattr(rows, "MOST_FILES", 1)
    answer = upload(as_user(place.secretary), kept, file(), file("第二.pdf"), HX_Request="true")
    assert "最多 1 个附件" in answer.text
    monkeypatch.setattr(rows, "MOST_FILES", 9)
    monkeypatch.setattr(rows, "MOST_BYTES", 9)
    assert "合计不能超过" in upload(as_user(place.secretary), kept, file(), HX_Request="true").text


def test_an_archived_record_is_given_nothing_more(place, as_user):
    kept = meetings.raw_activity(branch=place.branch, state=ActivityState.ARCHIVED)
    assert upload(as_user(place.secretary), kept, file()).status_code == 403
    assert "添加文件" not in as_user(place.secretary).get(reverse("activities:detail", args=(kept.pk,))).text


def test_a_committee_reads_a_branch_s_files_and_adds_none(place, as_user):
    kept = meetings.raw_activity(branch=place.branch)
    upload(as_user(place.secretary), kept, file())
    row = Attachment.objects.within(place.court).get()
    client = as_user(place.party_committee)
    assert client.get(reverse("activities:attachment", args=(row.pk,))).status_code == 200
    assert upload(client, kept, file()).status_code == 403
    assert as_user(place.neighbour).get(reverse("activities:attachment", args=(row.pk,))).status_code == 404


def form_of_meeting(place):
    return {
        "kind": "BRANCH_ASSEMBLY",
        "branch": place.branch.pk,
        "held_on": "2024-05-08",
        "topic": "学习文件",
        "submission_key": "7f4c1a52-6a0e-4c9e-9d0e-2f1a3b4c5d6e",
    }


def test_the_files_of_a_draft_go_over_to_its_record(place, as_user):
    client, address = as_user(place.secretary), reverse("activities:draft_files")
    answer = client.post(address, form_of_meeting(place) | {"file": file()}, headers={"HX-Request": "true"})
    assert "签到表.pdf" in answer.text
    client.post(address, form_of_meeting(place) | {"topic": "改过", "file": file("误传.pdf")})
    wrong = DraftAttachment.objects.within(place.court).get(name="误传.pdf")
    assert wrong.draft.data["topic"] == ["学习文件"]  # an upload saves a new form, it does not overwrite a draft
    assert client.get(reverse("activities:draft_attachment", args=(wrong.pk,))).content == pdf()
    client.post(reverse("activities:draft_attachment_remove", args=(wrong.pk,)))
    assert "签到表.pdf" in client.get(reverse("activities:draft", args=(wrong.draft_id,))).text
    entry = meetings.entry("BRANCH_ASSEMBLY", place.branch, date(2024, 5, 8))
    kept = meetings.activity_submit(
        entry=entry, by=place.secretary, at=meetings.noon(date(2024, 5, 8)), submission_key=wrong.draft.submission_key
    )
    assert [row.name for row in kept.attachments.all()] == ["签到表.pdf"]
    assert not DraftAttachment.objects.within(place.court).exists()


def test_a_draft_s_files_are_its_branch_s_alone(place, as_user):
    as_user(place.secretary).post(reverse("activities:draft_files"), form_of_meeting(place) | {"file": file()})
    row = DraftAttachment.objects.within(place.court).get()
    for who in (place.party_committee, place.neighbour, people.secretary(place.other)):
        assert as_user(who).get(reverse("activities:draft_attachment", args=(row.pk,))).status_code == 404


def test_a_file_on_its_way_from_draft_to_record_is_in_use(place):
    draft = meetings.draft(place.branch, by=place.secretary)
    service.draft_attach(
        draft=draft, name="a.pdf", content=pdf(), by=place.secretary, at=meetings.noon(date(2024, 5, 8))
    )
    kept = meetings.raw_activity(branch=place.branch)
    (row,) = DraftAttachment.objects.within(place.court)

    class Submitted:
        """Submits the draft between the first question of the cleaning and the next."""

        done = False

        def __call__(self, execute, *args):
            answer = execute(*args)
            if not self.done:
                self.done = True
                service.take_over(draft=draft, activity=kept)
                row.delete()
            return answer

    with connection.execute_wrapper(Submitted()):
        assert digests_in_use([row.digest]) == {row.digest}
