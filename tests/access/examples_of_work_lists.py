"""Examples of the pages of work lists and of the weekly dispatch."""

from hashlib import sha256

from branches.models import Branch
from campaigns.models import Campaign
from rectification.models import WorkItem, WorkNode
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.world import World, owners

READERS_OF_LISTS = (*COMMITTEES, *SECRETARIES)


def item_form(world: World, actor: str, row: WorkItem | None) -> Data:
    """The item with its own words, and one new node of a branch of the court."""
    court = owners(ACTORS[actor].at)["court"]
    branch = Branch.all_rows.filter(court=world.courts[court]).order_by("pk").first()
    nodes = {
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 0,
        "0-title": "新的节点",
        "0-owner_name": "张三",
        "0-due_on": "2024-12-20",
    }
    version = row.version if row else ""
    return {
        **{"aspect": "理论学习", "title": "另一项任务", "version": version, "nodes-0-branch": branch},
        **{f"nodes-{name}": value for name, value in nodes.items()},
    }


def pasted_form(world: World, actor: str, row: None) -> Data:
    text = "理论学习\t读书班\t印发方案\t张三\t2024-12-20"
    return {"text": text, "seen": sha256(text.encode()).hexdigest()}


def settings_form(world: World, actor: str, row: None) -> Data:
    return {"name": "要点清单", "order": 1, "version": 0, "shown": "aspect"}


def campaign_form(world: World, actor: str, row: None) -> Data:
    court = owners(ACTORS[actor].at)["court"]
    return {"campaign": Campaign.all_rows.filter(court=world.courts[court]).first()}


def reason_form(world: World, actor: str, row: object) -> Data:
    return {"reason": "重复登记"}


def words_form(world: World, actor: str, row: WorkNode) -> Data | None:
    return {"text": "已办结", "done_on": "2024-11-13"} if is_open(row) else None


def move_form(world: World, actor: str, row: WorkNode) -> Data | None:
    return {"until": "2024-12-25", "reason": "等待批复"} if is_open(row) else None


def undo_form(world: World, actor: str, row: WorkNode) -> Data | None:
    return None if is_open(row) else {"reason": "没有验收"}


def is_open(row: WorkNode) -> bool:
    """Of the world's nodes the committees' are done."""
    return row.branch_id is not None


def own_or_committees(actor: str, place: str) -> bool:
    """A branch's officers speak of their own nodes, not of the committee's."""
    return actor in COMMITTEES or owners(place)["branch"] is not None


OF_LIST: Data = {"plain": {"slug": "tasks"}}
OF_ITEM = {"pk": WorkItem}
OF_NODE = {"pk": WorkNode}
LISTS_FILTERS: Data = {"filters": {"branch": Branch}}

WORK_LISTS: dict[str, Example] = {
    "rectification:work_lists": Example(allowed=READERS_OF_LISTS),
    "rectification:work_list": Example(**OF_LIST, **LISTS_FILTERS, allowed=READERS_OF_LISTS),
    "rectification:work_list_export": Example(**OF_LIST, allowed=READERS_OF_LISTS),
    "rectification:work_list_pdf": Example(**OF_LIST, allowed=READERS_OF_LISTS),
    "rectification:work_list_docx": Example(**OF_LIST, allowed=READERS_OF_LISTS),
    "rectification:work_list_settings": Example(**OF_LIST, allowed=COMMITTEES, post=settings_form),
    "rectification:work_item_new": Example(**OF_LIST, allowed=COMMITTEES, post=item_form),
    "rectification:work_items_paste": Example(**OF_LIST, allowed=COMMITTEES, post=pasted_form),
    "rectification:work_items_take_over": Example(allowed=COMMITTEES, post=campaign_form),
    "rectification:work_item_edit": Example(rows=OF_ITEM, allowed=COMMITTEES, post=item_form),
    "rectification:work_item_drop": Example(rows=OF_ITEM, allowed=COMMITTEES, post=reason_form),
    "rectification:work_node": Example(rows=OF_NODE, allowed=READERS_OF_LISTS),
    "rectification:work_node_progress": Example(
        rows=OF_NODE, allowed=READERS_OF_LISTS, where=own_or_committees, post=words_form
    ),
    "rectification:work_node_done": Example(
        rows=OF_NODE, allowed=READERS_OF_LISTS, where=own_or_committees, post=words_form
    ),
    "rectification:work_node_move": Example(rows=OF_NODE, allowed=COMMITTEES, post=move_form),
    "rectification:work_node_undo": Example(rows=OF_NODE, allowed=COMMITTEES, post=undo_form),
    "rectification:work_node_drop": Example(rows=OF_NODE, allowed=COMMITTEES, post=reason_form),
    "rectification:dispatch": Example(**LISTS_FILTERS, allowed=READERS_OF_LISTS),
    "rectification:dispatch_export": Example(allowed=READERS_OF_LISTS),
    "rectification:dispatch_pdf": Example(allowed=READERS_OF_LISTS),
    "rectification:dispatch_docx": Example(allowed=READERS_OF_LISTS),
}
