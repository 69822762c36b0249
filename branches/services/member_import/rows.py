"""Rows of a roster, typed and checked each by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.choices import MemberStatus, PostKind
from branches.models import Member
from branches.persons import identity_fingerprint
from branches.services.file_imports import refuse_long_texts, rows_phrase
from core.dates import PARTY_FOUNDED_ON
from core.spreadsheets import Loaded, PartialDay, Record, WordMap
from core.spreadsheets.cells import half_width
from core.spreadsheets.parse import word as plain_word
from core.spreadsheets.wordings import POSTS, STATUSES
from core.spreadsheets.words import JOINED

AGE_TO_JOIN = 18  # 中国共产党章程 1
STATUS_WORDS = WordMap(STATUSES)
POST_WORDS = WordMap(POSTS)
# Written into the column of posts of those who hold none.
NO_POST = frozenset({"党员", "普通党员", "一般党员", "正式党员", "预备党员", "群众"})
# What holders of COMMITTEE_MEMBER are called without a task of their own; any other word is kept as the title.
PLAIN_COMMITTEE_MEMBER = frozenset({"委员", "支部委员", "支委", "支委委员", "党支部委员", "支部委员会委员"})
ALSO_IN_BRACKETS = re.compile(r"[(](?:兼任?)?([^()]*)[)]")
LEADER_OF_GROUP = re.compile(r"(.*小组)组?长")
TEXTS = {"name": "name", "nation": "nation", "education": "education", "department": "department", "remark": "remark"}


@dataclass(frozen=True, order=True)
class PostWord:
    """One post as written. `group` is the group that the word itself names (第二党小组组长), "" for the own one."""

    kind: str
    title: str = ""
    group: str = ""


@dataclass(frozen=True)
class RosterRow:
    """One member as the roster tells; `month_only`: the day of birth was not written, the 1st stands in."""

    record: Record
    name: str
    born_on: date | None
    month_only: bool
    branch: str
    group: str
    status: str
    posts: tuple[PostWord, ...]
    identity_fingerprint: str | None

    def value(self, code: str) -> Any:
        return self.record.values[code]

    def has(self, code: str) -> bool:
        """Whether the sheet has a column of the field."""
        return code in self.record.columns


def read_rows(loaded: Loaded, *, on: date, branches: Mapping[str, str] | None = None) -> list[RosterRow]:
    """The records as rows; what is wrong with one is added to the faults, what is odd to the remarks.

    `branches` is {word: name of a branch}, for names that the user placed.
    """
    refuse_long_texts(loaded, Member, TEXTS)
    names = {plain_word(written): plain_word(name) for written, name in (branches or {}).items()}
    rows = []
    for record in loaded.records:
        record.values["branch"] = names.get(record.values["branch"], record.values["branch"])
        before = len(loaded.faults)
        row = _row(loaded, record, on)
        _check_dates(loaded, row, on)
        if len(loaded.faults) == before:
            rows.append(row)
    _remark_oddities(loaded, rows)
    return rows


def _row(loaded: Loaded, record: Record, on: date) -> RosterRow:
    values = record.values
    born = values["born_on"]
    return RosterRow(
        record=record,
        name=str(values["name"]),
        born_on=born.on if isinstance(born, PartialDay) else None,
        month_only=isinstance(born, PartialDay) and born.month_only,
        branch=str(values["branch"]),
        group=str(values["group"]),
        status=_status(loaded, record),
        posts=_posts(loaded, record),
        identity_fingerprint=identity_fingerprint(str(values["identity_number"])),
    )


def _status(loaded: Loaded, record: Record) -> str:
    word = str(record.values["status"])
    status = STATUS_WORDS.find(word) if word else MemberStatus.FORMAL
    if status is None:
        loaded.faults.add(record.fault("status", f"“{word}”不是党员类别，请填 正式党员 或 预备党员。"))
    return status or ""


def _posts(loaded: Loaded, record: Record) -> tuple[PostWord, ...]:
    """“书记、组织委员”, “副书记兼组织委员”, “书记(兼组织委员)” → two posts each."""
    text = half_width(str(record.values["post"]))
    if POST_WORDS.find(text) is None or ALSO_IN_BRACKETS.search(text):
        text = ALSO_IN_BRACKETS.sub(r"、\1", text)
    found = []
    for word in filter(None, (part.strip() for part in JOINED.split(text))):
        post = _post(word)
        if post is None:
            message = f"党内职务“{word}”不认识，请改为 书记、副书记、组织委员、宣传委员、纪检委员、委员 或 党小组组长。"
            loaded.faults.add(record.fault("post", message))
        elif post.kind:
            found.append(post)
    return tuple(dict.fromkeys(found))


def _post(word: str) -> PostWord | None:
    """The post of a word; one without a kind for words that say there is none; None for unknown words."""
    if word in NO_POST:
        return PostWord("")
    kind = POST_WORDS.find(word)
    if kind == PostKind.COMMITTEE_MEMBER:
        return PostWord(kind, "" if word in PLAIN_COMMITTEE_MEMBER else word)
    if kind:
        return PostWord(kind)
    leader = LEADER_OF_GROUP.fullmatch(word)
    return PostWord(PostKind.GROUP_LEADER, group=leader[1]) if leader else None


def _check_dates(loaded: Loaded, row: RosterRow, on: date) -> None:
    """What cannot be is a fault: a day to come, joining before birth, confirmation before joining."""
    joined, confirmed = row.value("joined_on"), row.value("confirmed_on")
    faults, fault = loaded.faults, row.record.fault
    if row.born_on and row.born_on > on:
        faults.add(fault("born_on", f"出生日期 {row.born_on} 还没有到，请核对。"))
    if isinstance(joined, date):
        if joined > on:
            faults.add(fault("joined_on", f"入党时间 {joined} 还没有到，请核对。"))
        if row.born_on and joined <= row.born_on:
            faults.add(fault("joined_on", f"入党时间 {joined} 不晚于出生日期 {row.born_on}，请核对。"))
    if isinstance(confirmed, date):
        if isinstance(joined, date) and confirmed < joined:
            faults.add(fault("confirmed_on", f"转正时间 {confirmed} 早于入党时间 {joined}，请核对。"))
        if row.status == MemberStatus.FORMAL and confirmed > on:
            faults.add(fault("confirmed_on", f"转正时间 {confirmed} 还没有到，类别却是正式党员，请核对。"))
        if row.status == MemberStatus.PROBATIONARY and confirmed <= on:
            faults.add(fault("confirmed_on", f"类别是预备党员，转正时间却是 {confirmed}，请核对。"))


def _remark_oddities(loaded: Loaded, rows: list[RosterRow]) -> None:
    _remark(loaded, "没有写党员类别，按正式党员登记", [row for row in rows if not row.value("status")])
    _remark(loaded, "入党时间早于 1921 年 7 月，请核对", [row for row in rows if _joined_before_the_party(row)])
    _remark(loaded, "入党时不满 18 岁，请核对", [row for row in rows if _joined_too_young(row)])
    expected = [row for row in rows if row.status == MemberStatus.PROBATIONARY and row.value("confirmed_on")]
    _remark(loaded, "是预备党员，转正时间还没有到，没有登记转正时间", expected)


def _remark(loaded: Loaded, what: str, rows: list[RosterRow]) -> None:
    if rows:
        loaded.remarks.append(f"{rows_phrase([row.record for row in rows])}{what}。")


def _joined_before_the_party(row: RosterRow) -> bool:
    joined = row.value("joined_on")
    return isinstance(joined, date) and joined < PARTY_FOUNDED_ON


def _joined_too_young(row: RosterRow) -> bool:
    joined, born = row.value("joined_on"), row.born_on
    if not isinstance(joined, date) or born is None:
        return False
    return (joined.year - AGE_TO_JOIN, joined.month, joined.day) < (born.year, born.month, born.day)
