"""What an officer does with a notice on its page: acknowledges it, answers, sees what the data ticks."""

from datetime import date

import pytest

from activities.tests import factories as meetings
from branches.tests import factories as people
from notices import services
from notices.models import ItemReply, NoticeItem
from notices.tests.factories import NOW, TODAY, Case, held, owed, reply
from notices.tests.pages import address, text_of

pytestmark = pytest.mark.django_db


def own(response):
    return response.context["own"]


def test_one_press_acknowledges(secretary, case):
    notice = case.issued(owed(), reply())
    receipt = case.receipt(notice)
    page = text_of(secretary.get(address("notice", notice)))
    assert address("acknowledge", receipt) in page
    answer = secretary.post(address("acknowledge", receipt), follow=True)
    assert own(answer).state == "ACKNOWLEDGED"
    assert f"由{case.secretary}签收" in text_of(answer)
    assert address("acknowledge", receipt) not in text_of(answer)
    secretary.post(address("acknowledge", receipt))
    assert case.receipt(notice).acknowledged_on == TODAY


def test_a_reply_is_one_press_and_acknowledges(secretary, case):
    """The form stands there with what is asked for."""
    notice = case.issued(reply(target=2))
    (item,) = case.items(notice)
    page = text_of(secretary.get(address("notice", notice)))
    assert 'name="count"' in page
    assert 'value="2"' in page
    where = address("reply", case.receipt(notice))
    answer = secretary.post(where, {"item": item.pk, "count": "2", "text": ""}, follow=True)
    assert own(answer).state == "COMPLETED"
    assert "已填报 2/2 篇" in text_of(answer)
    secretary.post(where, {"item": item.pk, "count": "1", "text": "更正：只完成一篇"})
    answer = secretary.get(address("notice", notice))
    assert own(answer).state == "ACKNOWLEDGED"
    assert [each.count for each in ItemReply.objects.within(case.first).order_by("pk")] == [2, 1]


def test_a_form_sent_again_after_another_answer_adds_nothing(secretary, case):
    """As a browser does that is woken up with the answer's page; gone back to for something else, it is another."""
    notice = case.issued(reply("甲"), reply("乙"))
    first, second = case.items(notice)
    where, page = address("reply", case.receipt(notice)), secretary.get(address("notice", notice))
    key = page.context["reply_key"]
    assert text_of(page).count(f'name="submission_key" value="{key}"') == 2
    sent = {"item": first.pk, "count": 2, "text": "", "submission_key": key}
    for facts in (sent, {**sent, "count": 1}, sent, {**sent, "item": second.pk}):
        assert secretary.post(where, facts).status_code == 302
    said = ItemReply.objects.within(case.first).order_by("pk").values_list("item", "count")
    assert list(said) == [(first.pk, 2), (first.pk, 1), (second.pk, 2)]
    secretary.post(where, {**sent, "submission_key": secretary.get(address("notice", notice)).context["reply_key"]})
    assert said.all().count() == 4
    assert secretary.post(where, {**sent, "submission_key": "x"}).status_code == 422


def test_what_the_data_says_is_ticked_with_its_record(secretary, case):
    notice = case.issued(owed(), held())
    for day in (5, 8):
        meetings.activity("THEME_DAY", case.first, date(2024, 7, day))
    page = text_of(secretary.get(address("notice", notice)))
    assert "主题党日达标 1/1。" in page
    assert page.count(">看记录</a>") == 2  # both of them stand behind the one that is asked
    assert "还没有达标的记录" in page
    assert 'name="count"' not in page


def test_what_is_refused_stands_at_the_item_with_what_was_typed(secretary, case):
    notice = case.issued(reply("甲"), reply("乙"))
    _, second = case.items(notice)
    where = address("reply", case.receipt(notice))
    for count, words in (("", "请填写完成了多少篇"), ("两", "整数"), ("-1", "大于或等于")):
        answer = secretary.post(where, {"item": second.pk, "count": count, "text": "正在写"})
        page = text_of(answer)
        assert answer.status_code == 422
        assert words in page
        assert page.count('value="正在写"') == 1
        assert page.index(f'id="item-{second.pk}"') < page.rindex(words)
    assert not ItemReply.objects.within(case.first).exists()


def test_what_is_left_over_is_explained(secretary, case):
    notice = case.issued(owed(start=date(2024, 6, 1), end=date(2024, 6, 30)))
    NoticeItem.objects.within(case.court).filter(notice=notice).update(is_left=True)
    (item,) = case.items(notice)
    where = address("reply", case.receipt(notice))
    answer = secretary.post(where, {"item": item.pk, "text": ""})
    assert "请说明情况" in text_of(answer)
    answer = secretary.post(where, {"item": item.pk, "text": "因开庭推迟，七月补开"}, follow=True)
    assert "已说明" in text_of(answer)
    assert own(answer).state == "COMPLETED"


def test_nothing_is_answered_that_the_data_answers_or_another_notice_asks(secretary, case):
    notice, other = case.issued(held()), case.issued(reply())
    where = address("reply", case.receipt(notice))
    (item,), (foreign,) = case.items(notice), case.items(other)
    answer = secretary.post(where, {"item": item.pk, "count": 2})
    assert answer.status_code == 422
    assert "不用填报" in text_of(answer)
    assert "没有这个事项" in text_of(secretary.post(where, {"item": foreign.pk, "count": 1}))
    assert not ItemReply.objects.within(case.first).exists()


def test_a_void_notice_takes_nothing_more(secretary, case):
    notice = case.issued()
    (item,), receipt = case.items(notice), case.receipt(notice)
    services.notice_void(notice=notice, reason="有误", by=case.committee, on=TODAY, at=NOW)
    page = text_of(secretary.get(address("notice", notice)))
    assert "不用再办理" in page
    assert address("acknowledge", receipt) not in page
    assert address("reply", receipt) not in page
    assert "作废前没有签收" in page
    for name, facts in (("acknowledge", {}), ("reply", {"item": item.pk, "count": 1})):
        answer = secretary.post(address(name, receipt), facts)
        assert answer.status_code == 422
        assert "已作废，不用再办理" in text_of(answer)


def test_what_was_said_to_a_void_notice_is_kept_to_be_read(client, case):
    notice = case.issued()
    (item,), receipt = case.items(notice), case.receipt(notice)
    client.force_login(case.secretary)
    client.post(address("reply", receipt), {"item": item.pk, "count": 1, "text": "已报送调研报告"})
    services.notice_void(notice=notice, reason="有误", by=case.committee, on=TODAY, at=NOW)
    page = text_of(client.get(address("notice", notice)))
    assert "已报送调研报告" in page
    assert "由" + str(case.secretary) + "签收" in page
    assert address("reply", receipt) not in page
    assert "还有" not in page
    client.force_login(case.committee)
    page = text_of(client.get(address("notice", notice)))
    for words in ("截至作废之日", "已报送调研报告", "作废前没有签收：第二党支部"):
        assert words in page
    client.force_login(case.other)
    assert "已报送调研报告" not in text_of(client.get(address("notice", notice)))


def test_an_officer_of_two_branches_finds_the_one_that_is_open(secretary, case):
    notice = case.issued()
    people.appoint(case.secretary, "SECRETARY", court=case.court, branch=case.second)
    (item,) = case.items(notice)
    assert own(secretary.get(address("notice", notice))).branch == case.first
    secretary.post(address("reply", case.receipt(notice)), {"item": item.pk, "count": 1})
    page = secretary.get(address("notice", notice))
    assert own(page).branch == case.second
    assert f"?branch={case.first.pk}" in text_of(page)
    assert own(secretary.get(address("notice", notice), {"branch": case.first.pk})).branch == case.first


def test_who_may(client, case):
    notice = case.issued()
    receipt, (item,) = case.receipt(notice), case.items(notice)
    stranger = Case()
    for name, facts in (("acknowledge", {}), ("reply", {"item": item.pk, "count": 1})):
        client.force_login(case.committee)
        assert client.post(address(name, receipt), facts).status_code == 403
        for user in (case.other, stranger.secretary):
            client.force_login(user)
            assert client.post(address(name, receipt), facts).status_code == 404
        client.force_login(case.secretary)
        assert client.get(address(name, receipt)).status_code == 405
    assert case.receipt(notice).acknowledged_on is None
