"""Examples of the pages of notices themselves: list, page, form, steps, answers, papers."""

from typing import Any

from notices.choices import NoticeState
from notices.models import Notice, NoticeItem, NoticeReceipt, Series
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)


def new_notice(world: World, actor: str, row: None) -> Data:
    return {
        "series_code": "MONTHLY:2024",
        "title": "本月工作",
        "sent_to": "ALL",
        "asked": "撰写调研报告",
        "source": "REPLY",
    }


def _is_draft(row: Notice) -> bool:
    return row.state is NoticeState.DRAFT


def changed(world: World, actor: str, row: Notice) -> Data | None:
    """One that is issued or given up stays as it is."""
    facts = {"series_code": f"OTHER:{row.series_id}", "title": "改过的", "month": "2024-11", "sent_to": "ALL"}
    line = {"asked": "撰写调研报告", "source": "REPLY"}
    return {**facts, **line, "version": row.version} if _is_draft(row) else None


def version(world: World, actor: str, row: Notice) -> Data | None:
    return {"version": row.version} if row.discarded_on is None else None


def discard(world: World, actor: str, row: Notice) -> Data | None:
    return {} if _is_draft(row) else None


def restored(world: World, actor: str, row: Notice) -> Data | None:
    return {} if row.discarded_on is not None else None


def void(world: World, actor: str, row: Notice) -> Data | None:
    return {"reason": "有误"} if row.number is not None else None


def receipt(world: World, actor: str, row: NoticeReceipt) -> Data:
    return {}


def reply(world: World, actor: str, row: NoticeReceipt) -> Data:
    return {"item": NoticeItem.all_rows.filter(notice=row.notice, branch=row.branch).first(), "count": 1}


def _written(post: Any, model: Any = Notice, by: tuple[str, ...] = COMMITTEES, **more: Any) -> Example:
    return Example(rows={"pk": model}, allowed=by, post=post, **more)


NOTICES: dict[str, Example] = {
    "notices:list": Example(allowed=READERS, filters={"series": Series}),
    "notices:export": Example(allowed=READERS),
    "notices:new": Example(allowed=COMMITTEES, post=new_notice),
    "notices:notice": Example(rows={"pk": Notice}, allowed=READERS),
    "notices:edit": _written(changed),
    "notices:issue": _written(version),
    "notices:discard": _written(discard),
    "notices:restore": _written(restored),
    "notices:void": _written(void),
    "notices:pdf": Example(rows={"pk": Notice}, allowed=READERS, shows_row=False),
    "notices:docx": Example(rows={"pk": Notice}, allowed=READERS),
    "notices:acknowledge": _written(receipt, NoticeReceipt, SECRETARIES),
    "notices:reply": _written(reply, NoticeReceipt, SECRETARIES),
}
