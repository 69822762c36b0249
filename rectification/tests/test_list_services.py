"""Lists: items with their nodes, what is refused, and how a node stood on any day against a replay of its steps."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.tests import factories as people
from campaigns.pasting import read_tasks
from campaigns.services import campaign_create, task_remove, tasks_enter
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from rectification import services
from rectification.choices import ListCode
from rectification.models import WorkItem, WorkNode, WorkNodeStep
from rectification.selectors.work_lists import counts_of, items_without_nodes, list_of, lists_of
from rectification.selectors.work_standing import node_on
from rectification.services.work_items import NodeFacts, PastedNode
from rectification.tests.factories import DUE, NOW, OPENED, turning_days
from rectification.tests.list_factories import Lists

pytestmark = pytest.mark.django_db
LATER = DUE + timedelta(30)


@pytest.fixture
def lists():
    return Lists()


def pasted(aspect, title, node, name="李四"):
    return PastedNode(aspect, title, NodeFacts(node, name, DUE))


class TestItems:
    def test_an_item_comes_with_its_nodes_and_names_a_member_where_there_is_one(self, lists):
        member = people.member(lists.branch, "王五")
        item = lists.add(
            "开展调研", lists.facts("拟定提纲", owner_name="王五"), lists.facts("形成报告", owner_name="外聘专家")
        )
        assert [(node.title, node.owner, node.owner_name) for node in item.nodes.order_by("order")] == [
            ("拟定提纲", member, "王五"),
            ("形成报告", None, "外聘专家"),
        ]
        assert AuditEvent.objects.filter(action="rectification.work_item_create").count() == 2

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"owner_name": " "}, "要有责任人"),
            ({"owner_name": "张三、李四"}, "一个节点只写一位责任人"),
            ({"due_on": None}, "没有写时限"),
        ],
    )
    def test_a_node_has_one_person_and_one_day(self, lists, facts, words):
        with pytest.raises(Refused, match=words):
            lists.add("开展调研", lists.facts(**facts))
        assert WorkItem.objects.within(lists.court).count() == 1

    def test_items_of_an_aspect_stay_together(self, lists):
        other = lists.add("走访", aspect="调查研究")
        again = lists.add("研讨")
        assert (lists.item.aspect_order, other.aspect_order, again.aspect_order) == (1, 2, 1)
        assert (lists.item.number, other.number, again.number) == (1, 2, 3)

    def test_a_branch_of_another_court_is_refused(self, lists):
        with pytest.raises(Refused, match="不是本院的支部"):
            lists.add("开展调研", lists.facts(branch=people.branch()))

    def test_nothing_is_written_into_lists_of_what_is_registered(self, lists):
        for code in (ListCode.PROBLEMS, ListCode.MEASURES):
            with pytest.raises(Refused, match="已登记的问题和措施"):
                lists.add(code=code)

    def test_a_change_keeps_the_day_and_adds_nodes(self, lists):
        node = lists.node
        rows = [lists.facts("印发实施方案", pk=node.pk, owner_name="李四"), lists.facts("总结", LATER)]
        services.work_item_change(
            item=lists.item, version=1, nodes=rows, on=DUE, by=lists.committee, aspect="调研", title="读书班", detail=""
        )
        node.refresh_from_db()
        assert (node.title, node.owner_name, node.first_due_on) == ("印发实施方案", "李四", DUE)
        assert lists.item.nodes.order_by("order").last().opened_on == DUE
        with pytest.raises(EditConflict):
            services.work_item_change(
                item=lists.item,
                version=1,
                nodes=[],
                on=DUE,
                by=lists.committee,
                aspect="调研",
                title="另一个",
                detail="",
            )

    def test_a_voided_node_is_not_changed_behind_somebody(self, lists):
        node = lists.node
        services.work_node_void(node=node, reason="重复", by=lists.committee, at=NOW)
        facts = {"aspect": "调研", "title": "读书班", "detail": ""}
        with pytest.raises(EditConflict, match="作废"):
            services.work_item_change(
                item=lists.item, version=1, nodes=[lists.facts(pk=node.pk)], on=DUE, by=lists.committee, **facts
            )
        lists.item.refresh_from_db()
        assert lists.item.title == "举办读书班"

    def test_what_was_pasted_is_entered_once(self, lists):
        rows = [
            pasted("理论学习", "举办读书班", "结业"),
            pasted("调研", "走访", "列名单"),
            pasted("调研", "走访", "走访"),
        ]
        enter = {"court": lists.court, "code": ListCode.TASKS, "pasted": rows, "on": OPENED, "by": lists.committee}
        assert services.work_items_enter(**enter) == 3
        assert services.work_items_enter(**enter) == 0
        items = WorkItem.objects.within(lists.court).order_by("number")
        assert [(item.title, item.nodes.count()) for item in items] == [("举办读书班", 2), ("走访", 2)]

    def test_tasks_of_a_campaign_are_taken_over_once(self, lists):
        days = {"starts_on": OPENED, "ends_on": LATER}
        campaign = campaign_create(court=lists.court, name="主题教育", by=None, **days)
        text = f"一、理论学习\n读书班\t全院\t张三\t{DUE}\n研讨\t各支部\t\t{DUE}\n调研\t全院\t张三、李四\t{DUE}"
        tasks_enter(campaign=campaign, tasks=read_tasks(text), by=None)
        assert services.work_items_take_over(campaign=campaign, on=OPENED, by=lists.committee) == 3
        assert services.work_items_take_over(campaign=campaign, on=OPENED, by=lists.committee) == 0
        waiting = items_without_nodes(lists.committee, lists.court, ListCode.TASKS)
        assert sorted(item.title for item in waiting) == ["研讨", "调研"]
        taken = WorkItem.objects.within(lists.court).get(title="读书班")
        assert [(node.owner_name, node.first_due_on) for node in taken.nodes.all()] == [("张三", DUE)]
        task_remove(task=taken.task, by=None)
        taken.refresh_from_db()
        assert taken.task is None


class TestNodes:
    def test_what_is_refused(self, lists):
        node, by = lists.node, lists.committee
        with pytest.raises(Refused, match="还没有完成"):
            services.work_node_undo(node=node, reason="弄错", on=OPENED, by=by)
        with pytest.raises(Refused, match="还没有到"):
            services.work_node_done(node=node, text="办了", done_on=LATER, on=DUE, by=by)
        with pytest.raises(Refused, match="已经过去"):
            services.work_node_move(node=node, until=OPENED, reason="等待", on=DUE, by=by)
        with pytest.raises(Refused, match="相同"):
            services.work_node_move(node=node, until=DUE, reason="等待", on=DUE, by=by)
        with pytest.raises(Refused, match="写明"):
            services.work_node_progress(node=node, text=" ", on=DUE, by=by)
        lists.done(node, DUE)
        for late in ("work_node_done", "work_node_progress"):
            given = {"done_on": DUE} if late == "work_node_done" else {}
            with pytest.raises(Refused, match="已经完成"):
                getattr(services, late)(node=node, text="又办", on=DUE, by=by, **given)
        services.work_node_undo(node=node, reason="没有验收", on=DUE + timedelta(2), by=by)
        with pytest.raises(Refused, match="不能早于"):
            services.work_node_done(node=node, text="办了", done_on=DUE, on=LATER, by=by)

    def test_voided_counts_on_no_day(self, lists):
        node = lists.node
        lists.void()
        assert node_on(node, DUE) is None
        with pytest.raises(Refused, match="已作废"):
            lists.done(node, DUE)
        assert counts_of(lists.committee, lists.court, DUE)[ListCode.PROBLEMS].all == 0
        assert ListCode.TASKS not in counts_of(lists.committee, lists.court, DUE)


class TestNames:
    def set(self, lists, version=0, **facts):
        facts = {"name": "要点清单", "order": 1, "is_off": False, "labels": {}, "hidden": [], **facts}
        return services.work_list_set(
            court=lists.court, code=ListCode.TASKS, version=version, by=lists.committee, **facts
        )

    def test_a_court_calls_them_as_it_likes(self, lists):
        self.set(lists, labels={"node": "关键环节", "title": "重点任务"}, hidden=["aspect"], order=9)
        spec = list_of(lists.court, "tasks")
        assert (spec.name, spec.label("node"), spec.label("title")) == ("要点清单", "关键环节", "重点任务")
        assert spec.labels == {"node": "关键环节"}
        assert "aspect" not in dict(spec.columns)
        assert lists_of(lists.court)[-1] == spec
        assert [each.name for each in lists_of(people.court())] == [code.label for code in ListCode]
        with pytest.raises(EditConflict):
            self.set(lists, version=0, name="别的")

    @pytest.mark.parametrize(
        ("facts", "words"), [({"hidden": ["owner"]}, "必有"), ({"labels": {"node": "长" * 21}}, "太长")]
    )
    def test_what_makes_a_list_stays(self, lists, facts, words):
        with pytest.raises(Refused, match=words):
            self.set(lists, **facts)


# --- A replay -------------------------------------------------------------------------------------


def act(lists: Lists, node: WorkNode, name: str, on: date) -> None:
    committee = {"node": node, "on": on, "by": lists.committee}
    acts = {
        "progress": lambda: services.work_node_progress(text="推进", **committee),
        "done": lambda: services.work_node_done(text="办了", done_on=on - timedelta(2), **committee),
        "undo": lambda: services.work_node_undo(reason="没有验收", **committee),
        "move": lambda: services.work_node_move(until=on + timedelta(20), reason="等待", **committee),
    }
    acts[name]()


def replay(steps: list[WorkNodeStep], on: date) -> tuple[str, date, date | None]:
    done_on, due_on = None, DUE
    for step in steps:
        if step.on > on:
            continue
        match step.kind:
            case "DONE":
                done_on = step.on
            case "UNDONE":
                done_on = None
            case "MOVED":
                due_on = step.until
    return ("DONE" if done_on else "OVERDUE" if on > due_on else "ON_SCHEDULE"), due_on, done_on


@pytest.mark.no_cover  # runs the same lines hundreds of times, two or three times as long when they are counted
@given(
    st.lists(
        st.tuples(st.sampled_from(("progress", "done", "undo", "move")), st.integers(0, 25)), min_size=3, max_size=12
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_day_agrees_with_a_replay_of_the_history(acts):
    lists = Lists()
    node, on = lists.node, OPENED
    for name, later in acts:
        on += timedelta(later)
        try:
            act(lists, node, name, on)
        except Refused:
            continue
    steps = list(WorkNodeStep.objects.within(lists.court).order_by("order"))
    for day in turning_days(steps):
        row = node_on(node, day)
        if day < OPENED:
            assert row is None
            continue
        assert (row.state, row.due_on, row.done_on) == replay(steps, day)
        counts = counts_of(lists.committee, lists.court, day)[ListCode.TASKS]
        assert counts.done + counts.on_schedule + counts.overdue == counts.all == 1
