"""谈心谈话: pairs logged in lines, counted by kind and person; what was said stays with the branch."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.choices import TALK, PairKind
from activities.models import Activity, Correction, TalkNote
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import differences
from activities.selectors.talks import pair_kind, talk_table
from activities.services import Incomplete, activity_submit
from activities.services.rows import restore
from activities.services.talks import TalkLine, talks_log
from activities.tests import factories as meetings
from branches.tests import factories as people

TODAY = date(2024, 5, 10)
DAY = date(2024, 5, 8)
TALKS = reverse("activities:talks")
NEW = reverse("activities:talk_new")


def log(place, *lines, key=None):
    return talks_log(
        branch=place.branch,
        lines=lines,
        kind=meetings.kind(TALK),
        by=None,
        at=meetings.noon(TODAY),
        submission_key=key or uuid4(),
    )


def test_each_line_is_a_talk_of_its_own_however_often_it_is_sent(place):
    secretary, deputy, _ = place.committee
    first, second = place.members[:2]
    lines = (
        TalkLine(DAY, secretary.name, deputy.name, "要点"),
        TalkLine(None, secretary.name, first.name),
        TalkLine(date(2024, 5, 9), first.name, second.name),
    )
    key = uuid4()
    assert len(log(place, *lines, key=key)) == len(log(place, *lines, key=key)) == 3
    assert Activity.objects.within(place.branch).count() == 3
    table = talk_table(place.secretary, place.branch, year=2024, on=TODAY)
    rows = {row.person.member_id: row for row in table.rows}
    assert rows[secretary.pk].kinds == {PairKind.COMMITTEE: 1, PairKind.MIXED: 1}
    assert rows[first.pk].kinds == {PairKind.MIXED: 1, PairKind.MEMBERS: 1}
    assert [talk.activity.held_on.day for talk in table.talks] == [9, 8, 8]
    assert (table.covered, table.owed) == (4, 7)
    assert table.norm.in_words == "党员每年 1 次"


def test_the_kind_of_a_pair_follows_the_posts_of_the_day(place):
    secretary, deputy, _ = place.committee
    deputy.posts.update(ends_on=date(2024, 5, 8))
    log(place, TalkLine(DAY, secretary.name, deputy.name), TalkLine(date(2024, 5, 9), secretary.name, deputy.name))
    kinds = [talk.kind for talk in talk_table(place.secretary, place.branch, year=2024, on=TODAY).talks]
    assert kinds == [PairKind.MIXED, PairKind.COMMITTEE]
    assert pair_kind(False, False) is PairKind.MEMBERS


def test_every_fault_names_its_line_and_nothing_is_kept_by_halves(place):
    good = place.members[0].name
    people.member(place.branch, "张同名")
    people.member(place.branch, "张同名", born_on=date(1980, 1, 1))
    with pytest.raises(Incomplete) as caught:
        log(
            place,
            TalkLine(None, good, place.members[1].name),
            TalkLine(DAY, good, good),
            TalkLine(DAY, good, "没有此人"),
            TalkLine(DAY, good, "张同名"),
            TalkLine(date(2024, 6, 1), good, place.members[1].name),
            TalkLine(DAY, good, ""),
        )
    faults = [fault.text for fault in caught.value.faults]
    words = ("请填写日期", "同一个人", "没有“没有此人”", "不止一个“张同名”", "还没到", "谈话双方")
    for number, (fault, said) in enumerate(zip(faults, words, strict=True), start=1):
        assert fault.startswith(f"第 {number} 行")
        assert said in fault
    assert not Activity.objects.within(place.branch).exists()


def test_three_people_are_no_talk(place):
    entry = meetings.entry(TALK, place.branch, DAY, invited=place.members[:3])
    with pytest.raises(Incomplete, match="两个人之间"):
        activity_submit(entry=entry, by=None, at=meetings.noon(DAY), submission_key=uuid4())


def test_the_page_logs_and_shows_and_keeps_what_was_typed(place, as_user):
    client = as_user(place.secretary)
    first, second = (member.name for member in place.members[:2])
    assert first in client.get(NEW).text
    sent = {"branch": place.branch.pk, "submission_key": str(uuid4()), "on": ["2024-05-08", ""]}
    wrong = client.post(NEW, {**sent, "first": [first, "谁呢"], "second": [second, first], "notes": ["心里话", ""]})
    assert wrong.status_code == 422
    assert "没有“谁呢”" in wrong.text
    assert "心里话" in wrong.text
    assert client.post(NEW, {**sent, "on": ["乱写"], "first": [first], "second": [second]}).status_code == 422
    done = client.post(NEW, {**sent, "first": [first, ""], "second": [second, ""], "notes": ["心里话", ""]})
    assert done.status_code == 302
    page = client.get(TALKS)
    assert "党员之间" in page.text
    assert "还没有谈" in page.text
    assert client.get(reverse("activities:talk_export")).status_code == 200
    assert as_user(place.neighbour).get(TALKS, {"branch": place.branch.pk}).status_code == 404


def test_what_was_said_is_neither_in_the_record_nor_the_export(place, as_user):
    first, second = place.members[:2]
    (record,) = log(place, TalkLine(DAY, first.name, second.name, "家里的难处"))
    record.refresh_from_db()
    assert record.content == ""
    assert TalkNote.objects.within(place.branch).get().text == "家里的难处"
    address = reverse("activities:detail", args=(record.pk,))
    assert "家里的难处" in as_user(place.secretary).get(address).text
    assert not TalkNote.objects.visible_to(place.member).exists()
    listed = as_user(place.secretary).get(reverse("activities:list"), {"q": "家里的难处"})
    assert not listed.context["page"].rows


def test_the_notes_of_a_talk_are_corrected_compared_and_put_back(place, as_user):
    first, second = place.members[:2]
    [talk] = log(place, TalkLine(DAY, first.name, second.name, "谈了学习"))
    client, address = as_user(place.secretary), reverse("activities:correct", args=(talk.pk,))
    assert "谈了学习" in client.get(address).text
    form = {**form_data_of(talk), "submission_key": str(uuid4()), "version": talk.version, "reason": "记漏了"}
    assert client.post(address, form | {"content": "谈了学习和家庭"}).status_code == 302
    note = TalkNote.objects.within(place.branch).filter(activity=talk)
    assert (note.get().text, Activity.objects.within(place.branch).get().content) == ("谈了学习和家庭", "")
    correction = Correction.objects.within(place.branch).get()
    changed = {each.label: (each.before, each.after) for each in differences(correction.before, correction.after)}
    assert changed == {"谈话要点": (["谈了学习"], ["谈了学习和家庭"])}
    assert differences(correction.before, correction.after, on_paper=True) == []
    talk.refresh_from_db()
    restore(talk, correction.before)
    assert note.get().text == "谈了学习"
    form |= {"submission_key": str(uuid4()), "version": talk.version, "content": ""}
    assert client.post(address, form).status_code == 302
    assert not note.exists()
