"""The items of a notice's form, a line each. The lines have names that repeat (item, asked, source, kind …); their
order on the page is their order in the notice."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from activities.models import ActivityKind
from core.clock import today
from core.dates import years_after
from core.editing import bound_days
from notices.choices import ItemSource
from notices.models import NoticeItem
from notices.models.notices import LONGEST_ITEM
from notices.selectors.words import basis_of
from notices.services import ItemFacts

PARTS = ("item", "asked", "source", "kind", "starts", "ends", "target", "unit")
FIRST_LINES = 3
MOST_TIMES = 9999
LONGEST_UNIT = 10
# What an item asks of the data lies near: a year far off is a slip of the pen, and read for nothing.
MOST_YEARS_OFF = 2
BY_HAND = [
    (ItemSource.REPLY.value, "由支部填报"),
    (ItemSource.OWED.value, "系统对照：应开展的组织生活"),
    (ItemSource.HELD.value, "系统对照：活动次数"),
]
# Of the others the data knows itself how much is due.
COUNTED = (ItemSource.REPLY, ItemSource.HELD)
EMPTY = {**dict.fromkeys(PARTS, ""), "source": ItemSource.REPLY.value, "is_counted": "yes"}


class ItemLines:
    """What stands in the lines: of `items` that are kept, or as typed. An item that is there keeps what it asks the
    data about; one that somebody removed meanwhile becomes a new line."""

    def __init__(self, data: QueryDict | None, items: Sequence[NoticeItem], kinds: Iterable[ActivityKind]) -> None:
        self.kept = {str(item.pk): item for item in items}
        self.kinds = {str(kind.pk): kind for kind in kinds}
        self.typed = [_line_of(item) for item in items] if data is None else _typed(data)
        for line in self.typed:
            if line["item"] not in self.kept:
                line["item"] = ""
            line["basis"] = _basis(self.kept[line["item"]]) if line["item"] else ""
            line["is_counted"] = "" if line["item"] and line["source"] not in COUNTED else "yes"
        self._facts: list[ItemFacts] = []

    @property
    def rows(self) -> list[dict[str, str]]:
        """For the page: at least one of them empty."""
        return [*self.typed, *(dict(EMPTY) for _ in range(max(1, FIRST_LINES - len(self.typed))))]

    @property
    def sources(self) -> list[tuple[str, str]]:
        return BY_HAND

    def facts(self) -> list[ItemFacts]:
        return self._facts

    def clean(self, month: date | None) -> list[str]:
        """Read the lines; what is wrong, each with its line. Days that are left empty are those of `month`."""
        faults: list[str] = []
        self._facts = []
        for number, line in enumerate(self.typed, 1):
            reader = _Reader(line, month)
            facts = reader.read(self.kept.get(line["item"]), self.kinds)
            faults += [f"第 {number} 项：{fault}" for fault in reader.faults]
            self._facts.append(facts)
        if not self.typed:
            faults.append("请至少写一个事项。")
        return faults


class _Reader:
    """Reads one line; `faults` says what is wrong."""

    def __init__(self, line: dict[str, str], month: date | None) -> None:
        self.line, self.month, self.faults = line, month, []  # type: tuple[dict[str, str], date | None, list[str]]

    def read(self, item: NoticeItem | None, kinds: dict[str, ActivityKind]) -> ItemFacts:
        line = self.line
        if not line["asked"]:
            self.faults.append("请写明事项内容。")
        if len(line["asked"]) > LONGEST_ITEM:
            self.faults.append(f"事项内容不能超过 {LONGEST_ITEM} 字。")
        if len(line["unit"]) > LONGEST_UNIT:
            self.faults.append(f"单位不能超过 {LONGEST_UNIT} 字。")
        target = self._target() if item is None or item.source in COUNTED else item.target
        plain = {"text": line["asked"], "target": target, "unit": line["unit"] or "次"}
        if item is not None:
            return ItemFacts(pk=item.pk, source=item.source, **plain)
        if line["source"] not in ItemSource.values:
            self.faults.append("请选择完成依据。")
        if line["source"] not in (ItemSource.OWED, ItemSource.HELD):
            return ItemFacts(source=line["source"], **plain)
        kind = kinds.get(line["kind"])
        if kind is None:
            self.faults.append("请选择活动类型。")
        starts_on, ends_on = self._span()
        return ItemFacts(source=line["source"], kind=kind, starts_on=starts_on, ends_on=ends_on, **plain)

    def _span(self) -> tuple[date | None, date | None]:
        starts_on, ends_on = self._day("starts", "起始日期"), self._day("ends", "截止日期")
        if starts_on and not years_after(today(), -MOST_YEARS_OFF) <= starts_on <= years_after(today(), MOST_YEARS_OFF):
            self.faults.append(f"起始日期离今天超过 {MOST_YEARS_OFF} 年，请检查年份。")
        elif starts_on and ends_on and starts_on > ends_on:
            self.faults.append("截止日期早于起始日期。")
        elif starts_on and ends_on and ends_on >= years_after(starts_on, 1):
            self.faults.append("起止日期超过一年，请分成几项。")
        return starts_on, ends_on

    def _target(self) -> int:
        typed = self.line["target"] or "1"
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= MOST_TIMES and len(typed) <= 6:
            return int(typed)
        self.faults.append(f"目标数请填 1 到 {MOST_TIMES} 的整数。")
        return 1

    def _day(self, part: str, label: str) -> date | None:
        if not self.line[part]:
            if self.month is None:
                self.faults.append(f"请填写{label}，或者填写提示单的所属月份。")
                return None
            last = monthrange(self.month.year, self.month.month)[1]
            return self.month.replace(day=1 if part == "starts" else last)
        field = forms.DateField()
        bound_days(field)
        try:
            day: date = field.clean(self.line[part])
        except ValidationError as fault:
            self.faults.append(f"{label}：{fault.messages[0]}")
            return None
        return day


def _basis(item: NoticeItem) -> str:
    return f"{basis_of(item)}，只涉及{item.branch}" if item.branch else basis_of(item)


def _line_of(item: NoticeItem) -> dict[str, str]:
    days = {"starts": item.starts_on, "ends": item.ends_on}
    return {
        "item": str(item.pk),
        "asked": item.text,
        "source": item.source,
        "kind": str(item.kind_id or ""),
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "target": str(item.target),
        "unit": item.unit,
    }


def _typed(data: QueryDict) -> list[dict[str, str]]:
    """The lines that have something in them; a chosen source alone says nothing."""
    columns = [data.getlist(part) for part in PARTS]
    length = max(map(len, columns))
    padded = [[*column, *[""] * (length - len(column))] for column in columns]
    lines = [dict(zip(PARTS, map(_plain, cells), strict=True)) for cells in zip(*padded, strict=True)]
    return [line for line in lines if any(text for part, text in line.items() if part != "source")]


def _plain(typed: str) -> str:
    """On one line, without what no database keeps."""
    return " ".join(typed.replace("\x00", "").split())
