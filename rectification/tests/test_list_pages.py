"""Pages of the lists: who opens them, what they show and export, what forms keep, how many queries they take."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from branches.choices import Role
from branches.tests import factories as people
from campaigns.pasting import read_tasks
from campaigns.services import campaign_create, tasks_enter
from core.tests.test_documents import text_of_docx, text_of_pdf
from rectification import services
from rectification.choices import ListCode
from rectification.models import WorkItem, WorkNode, WorkNodeStep
from rectification.tests.factories import DUE, OPENED, TODAY, Case
from rectification.tests.list_factories import Lists

pytestmark = pytest.mark.django_db
LISTS = "/rectification/lists/"
TASKS = f"{LISTS}tasks/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def lists():
    return Lists()


@pytest.fixture
def open_as(client):
    def opened(user):
        client.force_login(user)
        return client

    return opened


def text_of(response):
    return response.content.decode()


def form_of(item=None, version="", *rows, **facts):
    """What the form of an item sends; a row is (pk, title, owner, due_on)."""
    data = {"aspect": "理论学习", "title": "举办读书班", "version": version, **facts}
    data |= {"nodes-TOTAL_FORMS": len(rows) + 1, "nodes-INITIAL_FORMS": 0}
    for number, (pk, title, owner, due_on) in enumerate(rows):
        names = {"pk": pk, "title": title, "owner_name": owner, "due_on": due_on}
        data |= {f"nodes-{number}-{name}": value for name, value in names.items()}
    return data


def node_url(node, step=""):
    return f"{LISTS}nodes/{node.pk}/{step}"


class TestWho:
    def test_committee_and_officers_read_others_do_not(self, lists, open_as):
        others = [people.group_leader(people.group(lists.branch)), people.member_account(people.member(lists.branch))]
        for url in (LISTS, TASKS, f"{TASKS}export.xlsx", "/rectification/dispatch/"):
            assert [open_as(user).get(url).status_code for user in (lists.committee, lists.secretary)] == [200, 200]
            assert {open_as(user).get(url).status_code for user in others} == {403}
            assert open_as(lists.committee).post(url).status_code == 405

    def test_a_node_of_another_branch_is_not_there(self, lists, open_as):
        other = people.secretary(people.branch(lists.court))
        stranger = people.committee_account(people.court())
        for step in ("", "progress/", "done/"):
            assert open_as(lists.secretary).get(node_url(lists.node, step)).status_code == 200
            assert open_as(other).get(node_url(lists.node, step)).status_code == 404
            assert open_as(stranger).get(node_url(lists.node, step)).status_code == 404
        assert lists.node.title not in text_of(open_as(other).get(TASKS))

    def test_what_is_the_committees_a_branch_reads_only(self, lists, open_as):
        item = lists.add("召开推进会", lists.facts("发通知", branch=None))
        node = WorkNode.objects.within(lists.court).get(item=item)
        pages = open_as(lists.secretary)
        assert "发通知" in text_of(pages.get(TASKS))
        assert pages.get(node_url(node)).status_code == 200
        assert pages.post(node_url(node, "done/"), {"text": "办了", "done_on": TODAY}).status_code == 403
        for url in (node_url(lists.node, "move/"), node_url(lists.node, "undo/"), node_url(lists.node, "void/")):
            assert pages.get(url).status_code == 403
        for url in (
            f"{TASKS}new/",
            f"{TASKS}paste/",
            f"{TASKS}settings/",
            f"{LISTS}items/{item.pk}/",
            f"{LISTS}take-over/",
        ):
            assert pages.get(url).status_code == 403

    def test_addresses_that_are_none(self, lists, open_as):
        pages = open_as(lists.committee)
        for url in (f"{LISTS}others/", f"{LISTS}problems/new/", f"{LISTS}measures/paste/", f"{LISTS}nodes/987654321/"):
            assert pages.get(url).status_code == 404


class TestPages:
    def test_the_six_with_their_figures_of_a_day(self, lists, open_as):
        lists.done(lists.node, TODAY)
        case = Case(branch=lists.branch)
        case.measure(due_on=TODAY - timedelta(1))
        context = open_as(lists.committee).get(LISTS).context
        found = {spec.code: [figure for figure, _ in figures] for spec, figures in context["rows"]}
        assert found["TASKS"] == [1, 1, 0, 0]
        assert found["PROBLEMS"] == [1, 0, 1, 0]
        assert found["MEASURES"] == [1, 0, 0, 1]
        earlier = open_as(lists.committee).get(LISTS, {"on": TODAY - timedelta(1)}).context
        assert [figure for figure, _ in earlier["rows"][0][1]] == [1, 0, 1, 0]

    @pytest.mark.parametrize(("day", "words"), [("2099-01-01", "还没有到或者太早"), ("x", "有效的日期")])
    def test_a_day_that_has_not_come_or_is_none_is_told_and_today_shown(self, lists, open_as, day, words):
        pages = open_as(lists.committee)
        for url in (LISTS, TASKS):
            answer = pages.get(url, {"on": day})
            assert answer.context["on"] == TODAY
            assert words in text_of(answer)

    def test_every_figure_leads_to_as_many_rows(self, lists, open_as):
        lists.add("开展调研", lists.facts("拟提纲", TODAY - timedelta(2)), lists.facts("写报告", DUE))
        Case(branch=lists.branch).measure(due_on=TODAY - timedelta(1))
        pages = open_as(lists.committee)
        links = [each for _, figures in pages.get(LISTS).context["rows"] for each in figures]
        assert sum(figure for figure, _ in links) > 8
        for figure, url in links:
            assert len(pages.get(url).context["page"].rows) == figure

    def test_a_measure_stands_in_the_list_as_it_is_registered(self, lists, open_as):
        case = Case(branch=lists.branch)
        measure = case.measure("每月走访一次")
        pages = open_as(lists.committee)
        ((row, *_),) = pages.get(f"{LISTS}measures/").context["page"].rows
        assert (row.aspect, row.title, row.node, row.owner) == (
            "主题教育检视",
            case.problem.title,
            "每月走访一次",
            "张三",
        )
        assert row.url == f"/rectification/measures/{measure.pk}/"
        ((row, *_),) = pages.get(f"{LISTS}problems/").context["page"].rows
        assert (row.title, row.state_words) == (case.problem.title, "整改中")

    def test_filters(self, lists, open_as):
        own = {"branch": None, "owner_name": "李四"}
        lists.add("开展调研", lists.facts("拟提纲", TODAY - timedelta(2), **own), aspect="调查研究")
        pages = open_as(lists.committee)
        asked = [
            {"aspect": "调查研究"},
            {"branch": "none"},
            {"owner": "李"},
            {"state": "OVERDUE"},
            {"due_to": TODAY},
            {"q": "提纲"},
        ]
        for query in asked:
            assert [row.node for row, *_ in pages.get(TASKS, query).context["page"].rows] == ["拟提纲"], query
        for query in ({"branch": lists.branch.pk}, {"due_from": TODAY}, {"q": "读书班"}):
            assert [row.node for row, *_ in pages.get(TASKS, query).context["page"].rows] == ["印发方案"], query
        by_day = pages.get(TASKS, {"sort": "due_on"}).context["page"].rows
        assert [row.node for row, *_ in by_day] == ["拟提纲", "印发方案"]

    @pytest.mark.parametrize("slug", ["tasks", "problems", "measures"])
    def test_as_many_queries_for_one_row_as_for_three(self, lists, open_as, slug, django_assert_num_queries):
        case = Case(branch=lists.branch)
        case.measure()
        pages = open_as(lists.committee)
        url = f"{LISTS}{slug}/"
        pages.get(url)
        with CaptureQueriesContext(connection) as once:
            pages.get(url)
        for number in range(2):
            lists.add(f"任务{number}")
            Case(branch=lists.branch).measure()
        with django_assert_num_queries(len(once)):
            assert len(pages.get(url).context["page"].rows) == 3

    def test_names_of_the_court_on_the_page_in_the_file_and_on_paper(self, lists, open_as):
        pages = open_as(lists.committee)
        shown = {"shown": ["aspect", "branch"]}
        sent = {"version": 0, "name": "要点清单", "order": 1, "label_node": "关键环节", **shown}
        assert pages.post(f"{TASKS}settings/", sent).status_code == 302
        page = text_of(pages.get(TASKS))
        assert [words in page for words in ("要点清单", "关键环节", "进展情况")] == [True, True, False]
        sheet = load_workbook(BytesIO(pages.get(f"{TASKS}export.xlsx").content)).active
        assert [cell.value for cell in sheet[1]] == [
            "方面",
            "重点任务",
            "关键环节",
            "责任支部",
            "责任人",
            "时限",
            "进度",
        ]
        for ending, read in (("pdf", text_of_pdf), ("docx", text_of_docx)):
            paper = read(pages.get(f"{TASKS}list.{ending}").content)
            assert all(words in paper for words in ("要点清单", "关键环节", "印发方案"))
        again = pages.post(f"{TASKS}settings/", {**sent, "name": "别的"})
        assert again.status_code == 409
        assert "别的" in text_of(again)

    def test_nothing_in_the_file_is_a_formula(self, lists, open_as):
        lists.add("=1+1", lists.facts("@SUM(A1)", owner_name="+张"), aspect="-方面")
        sheet = load_workbook(BytesIO(open_as(lists.committee).get(f"{TASKS}export.xlsx").content)).active
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert "=1+1" in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}

    def test_who_leads_a_group_elsewhere_opens_the_lists_of_the_own_branch(self, lists, open_as):
        elsewhere = people.group(people.branch())
        leader = people.group_leader(elsewhere)
        people.appoint(leader, Role.SECRETARY, branch=lists.branch)
        assert open_as(leader).get(LISTS).context["court"] == lists.court

    def test_a_list_that_is_off_is_shown_to_the_committee_only(self, lists, open_as):
        settings = {"labels": {}, "hidden": [], "name": "责任清单", "order": 4, "is_off": True}
        services.work_list_set(court=lists.court, code=ListCode.DUTIES, version=0, by=None, **settings)
        assert "已停用" in text_of(open_as(lists.committee).get(LISTS))
        assert "责任清单" not in text_of(open_as(lists.secretary).get(LISTS))


class TestForms:
    def test_an_item_with_its_nodes_on_one_page(self, lists, open_as):
        pages = open_as(lists.committee)
        rows = (("", "列题目", "李四", DUE), ("", "研讨", "王五", DUE))
        sent = {**form_of(None, "", *rows, title="专题研讨"), "nodes-0-branch": lists.branch.pk}
        assert pages.post(f"{TASKS}new/", sent).status_code == 302
        item = WorkItem.objects.within(lists.court).get(title="专题研讨")
        assert [(node.title, node.branch) for node in item.nodes.order_by("order")] == [
            ("列题目", lists.branch),
            ("研讨", None),
        ]

    def test_what_is_wrong_is_named_and_nothing_is_lost(self, lists, open_as):
        rows = (("", "列题目", "李四、王五", DUE), ("", "", "赵六", ""))
        said = open_as(lists.committee).post(f"{TASKS}new/", form_of(None, "", *rows, title="专题研讨"))
        assert said.status_code == 422
        page = text_of(said)
        for words in (
            "第 1 行责任人：只写一位责任人",
            "第 2 行节点：请写明",
            "第 2 行时限：请填写",
            "李四、王五",
            "赵六",
        ):
            assert words in page
        empty = open_as(lists.committee).post(f"{TASKS}new/", form_of(title="专题研讨"))
        assert empty.status_code == 422
        assert "请至少写一个节点" in text_of(empty)

    def test_who_saves_second_is_told_and_keeps_the_text(self, lists, open_as):
        pages, url = open_as(lists.committee), f"{LISTS}items/{lists.item.pk}/"
        node = (lists.node.pk, "印发通知", "李四", "")
        assert pages.post(url, form_of(None, 1, node, title="读书班")).status_code == 302
        said = pages.post(url, form_of(None, 1, (lists.node.pk, "印发文件", "王五", ""), title="学习班"))
        assert said.status_code == 409
        assert all(words in text_of(said) for words in ("学习班", "印发文件", "印发通知"))
        assert lists.node.title == "印发通知"
        again = pages.post(url, form_of(None, 2, (lists.node.pk, "印发文件", "王五", ""), title="学习班"))
        assert again.status_code == 302
        assert (lists.node.title, lists.node.first_due_on) == ("印发文件", DUE)

    def test_an_item_and_a_progress_that_are_sent_twice_are_one(self, lists, open_as):
        pages = open_as(lists.committee)
        key = pages.get(f"{TASKS}new/").context["form"]["submission_key"].value()
        sent = form_of(None, "", ("", "列题目", "李四", DUE), title="专题研讨", submission_key=key)
        for _ in range(2):
            assert pages.post(f"{TASKS}new/", sent).status_code == 302
        assert WorkItem.objects.within(lists.court).filter(title="专题研讨").count() == 1
        pages, url = open_as(lists.secretary), node_url(lists.node, "progress/")
        key = pages.get(url).context["form"]["submission_key"].value()
        for text in ("正在会签", "正在会签", "已经印发"):
            assert pages.post(url, {"text": text, "submission_key": key}).status_code == 302
        steps = WorkNodeStep.objects.within(lists.court).order_by("order")
        assert [step.text for step in steps] == ["正在会签", "已经印发"]

    def test_a_dissolved_branch_stays_on_its_nodes(self, lists, open_as):
        lists.branch.dissolved_on = TODAY - timedelta(1)
        lists.branch.save(update_fields=["dissolved_on"])
        pages, url = open_as(lists.committee), f"{LISTS}items/{lists.item.pk}/"
        shown = pages.get(url).context["form"].nodes[0]["branch"]
        assert f'value="{lists.branch.pk}" selected' in str(shown)
        node = {"nodes-0-branch": lists.branch.pk}
        sent = {**form_of(None, 1, (lists.node.pk, "印发通知", "张三", "")), **node}
        assert pages.post(url, sent).status_code == 302
        assert (lists.node.title, lists.node.branch) == ("印发通知", lists.branch)

    def test_a_node_of_another_item_is_not_changed(self, lists, open_as):
        other = Lists(branch=lists.branch)
        sent = form_of(None, 1, (other.node.pk, "别人的", "李四", ""))
        assert open_as(lists.committee).post(f"{LISTS}items/{lists.item.pk}/", sent).status_code == 409
        assert other.node.title == "印发方案"

    def test_steps_of_a_node(self, lists, open_as):
        node = lists.node
        pages = open_as(lists.secretary)
        assert pages.post(node_url(node, "progress/"), {"text": "正在会签"}).status_code == 302
        late = pages.post(node_url(node, "done/"), {"text": "办了", "done_on": TODAY + timedelta(1)})
        assert late.status_code == 422
        assert "还没有到" in text_of(late)
        pages = open_as(lists.committee)
        assert pages.post(node_url(node, "move/"), {"until": DUE + timedelta(9), "reason": "等待"}).status_code == 302
        assert f"原定 {DUE}" in text_of(pages.get(node_url(node)))
        pages = open_as(lists.secretary)
        assert pages.post(node_url(node, "done/"), {"text": "办了", "done_on": TODAY}).status_code == 302
        pages = open_as(lists.committee)
        assert pages.post(node_url(node, "undo/"), {"reason": "没有验收"}).status_code == 302
        page = text_of(pages.get(node_url(node)))
        assert page.index("没有验收") < page.index("办了") < page.index("正在会签")
        steps = WorkNodeStep.objects.within(lists.court).order_by("order")
        assert [step.branch for step in steps] == [lists.branch, None, lists.branch, None]
        assert pages.post(node_url(node, "void/"), {"reason": "重复"}).status_code == 302
        assert pages.get(node_url(node)).status_code == 404

    def test_an_item_is_voided_with_a_reason(self, lists, open_as):
        pages, url = open_as(lists.committee), f"{LISTS}items/{lists.item.pk}/void/"
        assert pages.post(url, {"reason": " "}).status_code == 422
        assert pages.post(url, {"reason": "重复"}).status_code == 302
        assert pages.get(url).status_code == 404

    def test_pasting_shows_before_it_enters(self, lists, open_as):
        pages, url = open_as(lists.committee), f"{TASKS}paste/"
        text = (
            "方面\t任务\t节点\t责任人\t时限\n"
            f"调查研究\t走访\t列名单\t李四\t2024年6月3日\t{lists.branch.name}\n\t\t走访企业\t王五\t2024.6.20\n"
        )
        preview = pages.post(url, {"text": text})
        assert (preview.status_code, preview.context["fresh"]) == (200, 2)
        seen = preview.context["form"]["seen"].value()
        assert pages.post(url, {"text": text, "seen": seen}).status_code == 302
        item = WorkItem.objects.within(lists.court).get(title="走访")
        assert [(node.title, node.branch, node.first_due_on) for node in item.nodes.order_by("order")] == [
            ("列名单", lists.branch, date(2024, 6, 3)),
            ("走访企业", None, date(2024, 6, 20)),
        ]
        assert pages.post(url, {"text": text}).context["fresh"] == 0

    def test_a_node_that_several_branches_have_is_pasted_for_each(self, lists, open_as):
        other = people.branch(lists.court)
        pages, url = open_as(lists.committee), f"{TASKS}paste/"
        text = (
            f"总结\t年度总结\t报送总结\t李四\t2024-06-03\t{lists.branch.name}\n"
            f"\t\t报送总结\t王五\t2024-06-03\t{other.name}\n"
        )
        preview = pages.post(url, {"text": text})
        assert preview.context["fresh"] == 2
        pages.post(url, {"text": text, "seen": preview.context["form"]["seen"].value()})
        item = WorkItem.objects.within(lists.court).get(title="年度总结")
        found = [(node.branch, node.owner_name) for node in item.nodes.order_by("order")]
        assert found == [(lists.branch, "李四"), (other, "王五")]
        more = f"{text}\t\t报送总结\t赵六\t2024-06-03\n"
        assert pages.post(url, {"text": more}).context["fresh"] == 1

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("\t\t列名单\t李四\t2024-06-03", "要写全"),
            ("调研\t走访\t列名单\t\t2024-06-03", "没有写责任人"),
            ("调研\t走访\t列名单\t李四，王五\t2024-06-03", "一个节点只写一位"),
            ("调研\t走访\t列名单\t李四\t", "没有写时限"),
            ("调研\t走访\t列名单\t李四\t六月底", "第 1 行：时限"),
            ("调研\t走访\t列名单\t李四\t2024-06-03\t没有的支部", "没有叫"),
            ("调研\t走访\t列名单\t李四\t2024-06-03\n\t\t列名单\t李四\t2024-07-03", "第 2 行：和第 1 行是同一个节点"),
        ],
    )
    def test_every_fault_of_a_pasted_line_is_named(self, lists, open_as, line, words):
        said = open_as(lists.committee).post(f"{TASKS}paste/", {"text": line})
        assert said.status_code == 422
        assert words in text_of(said)

    def test_tasks_of_a_campaign_in_one_click(self, lists, open_as):
        days = {"starts_on": OPENED, "ends_on": DUE}
        campaign = campaign_create(court=lists.court, name="主题教育", by=None, **days)
        tasks_enter(campaign=campaign, tasks=read_tasks(f"一、理论学习\n读书班\t全院\t张三\t{DUE}\n研讨"), by=None)
        pages = open_as(lists.committee)
        for count in (3, 3):
            assert pages.post(f"{LISTS}take-over/", {"campaign": campaign.pk}).status_code == 302
            assert WorkItem.objects.within(lists.court).count() == count
        page = text_of(pages.get(TASKS))
        assert "还没有分解到节点：1 项" in page
        assert "没有分解" not in text_of(open_as(lists.secretary).get(TASKS))
