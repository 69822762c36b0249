"""Steps of a notice: numbers without gaps, sent once, acknowledged once, refused with words."""

from datetime import date

import pytest

from branches.selectors.trail import described
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from development.tests import factories as files
from notices import services
from notices.choices import NoticeState, Rule
from notices.models import ItemReply, Message, Notice, NoticeItem, NoticeReceipt
from notices.services import ItemFacts
from notices.tests.factories import END, ISSUED, NOW, TODAY, Case, at, held, owed, reply

pytestmark = pytest.mark.django_db


def issue(case: Case, notice: Notice, on: date = ISSUED) -> Notice:
    return services.notice_issue(notice=notice, version=notice.version, by=case.committee, on=on, at=at(on))


def test_numbers_are_given_at_issue_and_leave_no_gap():
    case = Case()
    drafts = [case.draft() for _ in range(3)]
    services.notice_discard(notice=drafts[1], by=case.committee, on=TODAY)
    assert [issue(case, drafts[2]).number, issue(case, drafts[0]).number] == [1, 2]
    other = services.series_create(court=case.court, name="专项工作提示", by=case.committee)
    assert case.issued(series=other).number == 1


def test_issued_twice_it_is_sent_once():
    case = Case()
    notice = case.draft()
    assert issue(case, notice).number == issue(case, notice).number == 1
    assert NoticeReceipt.objects.within(case.court).count() == 2
    assert Message.objects.within(case.court).filter(rule=Rule.NOTICE_ISSUED).count() == 2
    assert AuditEvent.objects.filter(action="notices.notice_issue").count() == 1


def test_a_void_notice_keeps_its_number():
    case = Case()
    notice = case.issued()
    services.notice_void(notice=notice, reason="内容有误", by=case.committee, on=TODAY, at=NOW)
    assert case.issued().number == 2
    with pytest.raises(Refused, match="已作废"):
        services.item_reply(
            receipt=case.receipt(notice), item=case.items(notice)[0], text="", count=1, by=case.secretary,
            on=TODAY, at=NOW,
        )  # fmt: skip


def test_the_trail_says_what_was_changed():
    case = Case()
    notice = case.draft(reply("一"), reply("二"), text="照旧")
    _, second = case.items(notice)
    lines = [ItemFacts(pk=second.pk, text="二改", target=2, unit="篇"), reply("三")]
    facts = {"series": notice.series, "title": "改过", "text": "照旧", "month": None, "due_on": END}
    services.notice_change(notice=notice, version=1, items=lines, addressees=[case.first], by=case.committee, **facts)
    event = AuditEvent.objects.get(action="notices.notice_change")
    assert event.detail == {
        "before": {
            "title": "七月重点工作",
            "month": "2024-07-01",
            "addressees": "",
            "items": "1. 一（1篇） 2. 二（1篇）",
        },
        "after": {
            "title": "改过",
            "month": None,
            "addressees": "第一党支部",
            "items": "1. 二改（2篇） 2. 三（1篇）",
        },
    }
    words = described(event)
    for said in ("标题：七月重点工作 → 改过", "发给：（空） → 第一党支部", "事项：1. 一（1篇）"):
        assert said in words


def test_the_trail_says_nothing_of_a_candidate():
    case = Case()
    candidate = files.file(case.first)
    notice = case.draft()
    facts = {"court": case.court, "branch": case.first, "candidate": candidate, "source": "PROBATION"}
    item = NoticeItem.objects.create(notice=notice, order=2, text="请讨论某某转正", **facts)
    facts = {"series": notice.series, "title": "改过", "text": "", "month": None, "due_on": END}
    lines = [ItemFacts(pk=item.pk, text="请讨论某某的转正")]
    services.notice_change(notice=notice, version=1, items=lines, addressees=(), by=case.committee, **facts)
    event = AuditEvent.objects.get(action="notices.notice_change")
    assert "某某" not in str(event.detail)
    assert event.detail["after"]["items"] == "1. 预备党员转正（内容不记录）（1次）"


def test_what_was_changed_since_is_not_issued():
    case = Case()
    notice = case.draft()
    facts = {"series": notice.series, "title": "改过", "text": "", "month": None, "due_on": END}
    services.notice_change(notice=notice, version=1, items=[reply()], addressees=(), by=case.committee, **facts)
    with pytest.raises(EditConflict, match="又改过"):
        issue(case, notice)
    with pytest.raises(EditConflict):
        services.notice_change(notice=notice, version=1, items=[reply()], addressees=(), by=case.committee, **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"due_on": date(2024, 6, 30)}, "已过"), ({"addressees": "gone"}, "都已撤销")],
)
def test_what_cannot_be_issued_says_why(facts, words):
    case = Case()
    if "addressees" in facts:
        case.second.dissolved_on = date(2024, 6, 1)
        case.second.save()
        facts = {"addressees": [case.second]}
    with pytest.raises(Refused, match=words):
        issue(case, case.draft(**facts))


def test_items_keep_their_place_and_their_key():
    case = Case()
    notice = case.draft(reply("一"), held(), reply("三"))
    first, second, third = case.items(notice)
    lines = [
        services.ItemFacts(pk=third.pk, text="三改", target=2, unit="篇"),
        services.ItemFacts(pk=second.pk, text=second.text, target=3),
        reply("新"),
    ]
    facts = {"series": notice.series, "title": notice.title, "text": "", "month": None, "due_on": END}
    services.notice_change(notice=notice, version=1, items=lines, addressees=(), by=case.committee, **facts)
    now = case.items(notice)
    assert [item.text for item in now] == ["三改", "开展志愿服务", "新"]
    assert [item.pk for item in now[:2]] == [third.pk, second.pk]
    assert first.pk not in {item.pk for item in now}
    assert (now[1].source, now[1].target, now[0].target) == ("HELD", 3, 2)


def test_an_item_asks_about_a_year_at_most():
    case = Case()
    assert case.draft(held(end=date(2025, 6, 30)))
    with pytest.raises(Refused, match="超过一年"):
        case.draft(owed(end=date(2025, 7, 1)))


def test_one_answer_is_kept_once_and_acknowledges():
    case = Case()
    notice = case.issued(reply(target=2))
    item, receipt = case.items(notice)[0], case.receipt(notice)
    for _ in range(2):
        services.item_reply(receipt=receipt, item=item, text="已完成初稿", count=1, by=case.secretary, on=TODAY, at=NOW)
    assert ItemReply.objects.within(case.court).count() == 1
    assert case.receipt(notice).acknowledged_by == case.secretary
    with pytest.raises(Refused, match="多少篇"):
        services.item_reply(receipt=receipt, item=item, text="x", count=None, by=case.secretary, on=TODAY, at=NOW)


def test_what_data_answers_takes_no_reply():
    case = Case()
    notice = case.issued(held())
    with pytest.raises(Refused, match="不用填报"):
        services.item_reply(
            receipt=case.receipt(notice), item=case.items(notice)[0], text="", count=2, by=case.secretary,
            on=TODAY, at=NOW,
        )  # fmt: skip


def test_a_discarded_draft_is_not_issued():
    case = Case()
    notice = services.notice_discard(notice=case.draft(), by=case.committee, on=TODAY)
    assert notice.state is NoticeState.DISCARDED
    with pytest.raises(Refused, match="已放弃"):
        issue(case, notice)
