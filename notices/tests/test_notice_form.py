"""A notice on its form: written, changed, refused with words at the line, sent twice, changed by two."""

from datetime import date

import pytest
from django.urls import reverse

from activities.tests import factories as meetings
from branches.tests import factories as people
from campaigns.models import Campaign
from core.errors import Refused
from notices import services
from notices.models import Notice, NoticeItem, Series
from notices.services import ItemFacts
from notices.tests.factories import END, MONTH, NOW, Case, held, reply
from notices.tests.pages import address, line_of, newest, sent, text_of

pytestmark = pytest.mark.django_db
NEW = reverse("notices:new")
REPORT = {"asked": "撰写调研报告", "target": "2", "unit": "篇"}


def items_of(notice):
    return list(NoticeItem.objects.within(notice.court).filter(notice=notice).order_by("order"))


def test_a_notice_is_written_with_items_of_each_kind(committee, case):
    theme, volunteer = meetings.kind("THEME_DAY"), meetings.kind("VOLUNTEER")
    data = {"asked": "开展主题党日", "source": "OWED", "kind": theme.pk}
    counted = {
        "asked": "志愿服务",
        "source": "HELD",
        "kind": volunteer.pk,
        "starts": "2024-06-01",
        "ends": "2024-07-15",
    }
    form = sent(REPORT, data, {}, {**counted, "target": "2"}, text="请抓好落实。")
    answer = committee.post(NEW, form)
    notice = newest(case)
    assert answer["Location"] == address("notice", notice)
    assert (notice.month, notice.due_on, notice.text) == (MONTH, END, "请抓好落实。")
    first, second, third = items_of(notice)
    assert (first.source, first.target, first.unit) == ("REPLY", 2, "篇")
    assert (second.source, second.kind, second.starts_on, second.ends_on) == ("OWED", theme, MONTH, END)
    assert (third.starts_on, third.ends_on, third.target) == (date(2024, 6, 1), date(2024, 7, 15), 2)
    page = text_of(committee.get(address("notice", notice)))
    assert "全院 2 个支部" in page
    assert "系统对照：应开展的主题党日（2024-07-01 至 2024-07-31）" in page


def test_series_are_chosen_or_made(committee, case):
    campaign = Campaign.objects.create(
        court=case.court, name="主题教育", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)
    )
    for code, name, found in (
        ("MONTHLY:2025", "", "2025年工作提示"),
        (f"CAMPAIGN:{campaign.pk}", "", "主题教育工作提示"),
        ("NEW", "专项工作提示", "专项工作提示"),
        ("NEW", "专项工作提示", "专项工作提示"),
    ):
        assert committee.post(NEW, sent(REPORT, series_code=code, new_series=name)).status_code == 302
        assert newest(case).series.name == found
    assert Series.objects.within(case.court).count() == 3
    answer = committee.post(NEW, sent(REPORT, series_code="NEW"))
    assert answer.status_code == 422
    assert "请给新系列起个名称" in text_of(answer)


def test_it_may_go_to_chosen_branches(committee, case):
    form = sent(REPORT, sent_to="CHOSEN", branches=[case.second.pk])
    committee.post(NEW, form)
    assert list(newest(case).addressees.all()) == [case.second]
    answer = committee.post(NEW, sent(REPORT, sent_to="CHOSEN"))
    assert "请至少选一个支部" in text_of(answer)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"target": "2"}, "第 2 项：请写明事项内容"),
        ({"asked": "x" * 301}, "第 2 项：事项内容不能超过 300 字"),
        ({"asked": "写", "target": "0"}, "第 2 项：目标数请填"),
        ({"asked": "写", "target": "两"}, "第 2 项：目标数请填"),
        ({"asked": "写", "source": "HELD"}, "第 2 项：请选择活动类型"),
        ({"asked": "写", "source": "HELD", "starts": "x"}, "第 2 项：起始日期："),
        ({"asked": "写", "source": "HELD", "starts": "2024-08-02", "ends": "2024-08-01"}, "第 2 项：截止日期早于"),
        ({"asked": "写", "source": "HELD", "starts": "2024-08-02", "ends": "2025-08-02"}, "第 2 项：起止日期超过一年"),
        (
            {"asked": "写", "source": "OWED", "starts": "1900-01-01", "ends": "1900-03-31"},
            "第 2 项：起始日期离今天超过",
        ),
        (
            {"asked": "写", "source": "OWED", "starts": "2026-07-11", "ends": "2026-07-31"},
            "第 2 项：起始日期离今天超过",
        ),
        ({"asked": "写", "source": "NONE"}, "第 2 项：请选择完成依据"),
        ({"asked": "写", "source": "MEASURES"}, "这种事项由系统起草"),
        ({"asked": "写", "unit": "二十二个字以内的单位名称"}, "第 2 项：单位不能超过"),
    ],
)
def test_what_is_wrong_names_its_line_and_all_that_was_typed_stays(committee, case, line, words):
    answer = committee.post(NEW, sent(REPORT, line))
    page = text_of(answer)
    assert answer.status_code == 422
    assert words in page
    assert ">撰写调研报告</textarea>" in page
    assert not Notice.objects.within(case.court).exists()


def test_a_character_that_no_database_keeps_is_left_out(committee, case):
    assert committee.post(NEW, sent({"asked": "撰写\x00报告\r\n一篇"})).status_code == 302
    assert items_of(newest(case))[0].text == "撰写报告 一篇"


def test_without_a_month_the_days_are_asked_for(committee, case):
    line = {"asked": "志愿服务", "source": "HELD", "kind": meetings.kind("VOLUNTEER").pk}
    assert "请填写起始日期" in text_of(committee.post(NEW, sent(line, month="")))


def test_a_notice_without_title_or_items_is_refused(committee, case):
    page = text_of(committee.post(NEW, sent(title="", due_on="x")))
    for words in ("请填写标题", "请至少写一个事项"):
        assert words in page


def test_a_form_sent_twice_makes_one_notice_and_one_series(committee, case):
    key = committee.get(NEW).context["form"]["submission_key"].value()
    form = sent(REPORT, series_code="NEW", new_series="专项工作提示", submission_key=key)
    first, again = (committee.post(NEW, form)["Location"] for _ in range(2))
    assert first == again
    assert Notice.objects.within(case.court).count() == Series.objects.within(case.court).count() == 1


def test_items_are_changed_moved_and_removed(committee, case):
    notice = case.draft(reply("一"), held(), reply("三"))
    first, second, third = items_of(notice)
    where = address("edit", notice)
    page = text_of(committee.get(where))
    assert "系统对照：志愿服务 2 次（2024-07-01 至 2024-07-31）" in page
    form = sent(line_of(third, asked="三改"), line_of(second, target=5), {"asked": "新"}, version=1, title="改了")
    assert committee.post(where, form)["Location"] == address("notice", notice)
    assert [(item.text, item.target) for item in items_of(notice)] == [("三改", 1), (second.text, 5), ("新", 1)]
    assert items_of(notice)[1].kind == second.kind
    assert first.pk not in {item.pk for item in items_of(notice)}


def test_what_the_scheduler_asks_the_data_about_stays(committee, case):
    """Whatever the form sends back of it."""
    notice = case.draft(held())
    (item,) = items_of(notice)
    forged = line_of(item, source="REPLY", kind="", starts="2020-01-01")
    committee.post(address("edit", notice), sent(forged, version=1))
    (now,) = items_of(notice)
    assert (now.source, now.kind, now.starts_on) == (item.source, item.kind, item.starts_on)


def test_two_change_the_same_draft(committee, case):
    notice = case.draft(reply("一"), reply("二"))
    first, second = items_of(notice)
    facts = {"series": notice.series, "title": "别人改的", "text": "", "month": MONTH, "due_on": END}
    lines = [ItemFacts(pk=first.pk, text="一")]
    services.notice_change(notice=notice, version=1, items=lines, addressees=[case.first], by=case.committee, **facts)
    where = address("edit", notice)
    form = sent(line_of(first), line_of(second, asked="二改"), version=1, title="我改的")
    answer = committee.post(where, form)
    page = text_of(answer)
    assert answer.status_code == 409
    for words in ("别人改的", "我改的", "第一党支部", "二改", "全院各支部"):
        assert words in page
    again = answer.context["form"]["version"].value()
    assert committee.post(where, {**form, "version": again}).status_code == 302
    assert [item.text for item in items_of(notice)] == ["一", "二改"]
    assert newest(case).title == "我改的"


def test_every_chosen_branch_is_kept_where_somebody_else_saved_first(committee, case):
    notice = case.draft()
    (item,) = items_of(notice)
    facts = {"series": notice.series, "title": "别人改的", "text": "", "month": MONTH, "due_on": END}
    lines = [ItemFacts(pk=item.pk, text="一")]
    services.notice_change(notice=notice, version=1, items=lines, addressees=(), by=case.committee, **facts)
    chosen = [case.first.pk, case.second.pk]
    form = sent(line_of(item), version=1, sent_to="CHOSEN", branches=chosen)
    answer = committee.post(address("edit", notice), form)
    assert answer.status_code == 409
    shown = answer.context["form"]
    assert [int(key) for key in shown["branches"].value()] == chosen
    again = {**form, "branches": shown["branches"].value(), "version": shown["version"].value()}
    assert committee.post(address("edit", notice), again).status_code == 302
    assert {branch.pk for branch in newest(case).addressees.all()} == set(chosen)


def test_the_month_of_a_scheduled_draft_is_shown_and_stays(committee, case):
    """It is what the scheduler knows the draft by."""
    notice = services.notice_draft(court=case.court, month=MONTH, on=date(2024, 6, 25), at=NOW)
    item = items_of(notice)[0]
    where = address("edit", notice)
    assert "月份不能改" in text_of(committee.get(where))
    answer = committee.post(where, sent(line_of(item), version=notice.version, month="2024-09", title="改了"))
    assert answer.status_code == 302
    changed = newest(case)
    assert (changed.month, changed.title) == (MONTH, "改了")
    facts = {"series": notice.series, "title": "再改", "text": "", "month": date(2024, 9, 1), "due_on": END}
    line = ItemFacts(pk=item.pk, text="一")
    with pytest.raises(Refused, match="2024年7月"):
        services.notice_change(
            notice=notice, version=changed.version, items=[line], addressees=(), by=case.committee, **facts
        )


def test_kinds_of_higher_courts_are_offered(client, case):
    higher = people.court()
    below = Case(people.court(parent=higher))
    meetings.own_kind(higher, "上级活动")
    meetings.own_kind(case.court, "旁院活动")
    client.force_login(below.committee)
    page = text_of(client.get(NEW))
    assert "上级活动" in page
    assert "旁院活动" not in page


def test_a_line_without_words_is_named_even_where_only_kind_or_unit_was_filled(committee, case):
    kind = meetings.kind("THEME_DAY").pk
    for line in ({"source": "OWED", "kind": kind}, {"unit": "篇"}):
        answer = committee.post(NEW, sent(REPORT, line))
        assert answer.status_code == 422
        assert "第 2 项：请写明事项内容。" in text_of(answer)
    assert not Notice.objects.within(case.court).exists()


def test_one_that_was_issued_meanwhile_is_not_changed(committee, case):
    notice = case.draft()
    (item,) = items_of(notice)
    services.notice_issue(notice=notice, version=1, by=case.committee, on=MONTH, at=NOW)
    answer = committee.post(address("edit", notice), sent(line_of(item), version=1, title="我改的"))
    assert answer.status_code == 409
    assert "已签发，不能修改" in text_of(answer)
    assert 'value="我改的"' in text_of(answer)
    assert committee.get(address("edit", notice))["Location"] == address("notice", notice)


def test_who_may_write(client, case):
    notice = case.draft()
    for where in (NEW, address("edit", notice)):
        client.force_login(case.secretary)
        assert client.get(where).status_code == 403
        client.force_login(case.committee)
        assert client.put(where).status_code == 405
    other = Case()
    client.force_login(other.committee)
    assert client.get(address("edit", notice)).status_code == 404
    assert client.get(reverse("notices:edit", args=[999999])).status_code == 404
