"""What is asked beside the common fields, by kind of activity: one fixed vocabulary, kept typed in `Activity.details`.

A kind names the codes that it asks (`ActivityKind.fields`). Stored values: a text as it is, an integer for a count, a
text with fixed decimals for money (yuan) and hours, an ISO date, a code for a choice, a name for a person.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from branches.choices import LeadershipKind

# The form's names of the fields of the vocabulary.
PREFIX = "detail_"
LONGEST_TEXT, LONGEST_STORY, LONGEST_NAME = 100, 2000, 50
MOST_COUNT = 1_000_000
MOST_MONEY = Decimal("100000000.00")
MOST_HOURS = Decimal("10000.0")


class FieldType(Enum):
    TEXT = "TEXT"
    STORY = "STORY"  # several lines
    COUNT = "COUNT"
    MONEY = "MONEY"
    HOURS = "HOURS"
    CHOICE = "CHOICE"
    PERSON = "PERSON"
    DATE = "DATE"


DECIMALS = {FieldType.MONEY: (2, MOST_MONEY), FieldType.HOURS: (1, MOST_HOURS)}
LONGEST = {
    FieldType.TEXT: LONGEST_TEXT,
    FieldType.STORY: LONGEST_STORY,
    FieldType.PERSON: LONGEST_NAME,
}


@dataclass(frozen=True)
class DetailField:
    """One word of the vocabulary. `unit` stands behind a number; a number can be summed over a list."""

    code: str
    label: str
    type: FieldType
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""

    @property
    def is_number(self) -> bool:
        return self.type is FieldType.COUNT or self.type in DECIMALS

    @property
    def heading(self) -> str:
        """Label with its unit, for a column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


RANKS = (
    ("LEADING_GROUP_SECRETARY", "党组书记"),
    ("COURT_LEADER", "院领导"),
    ("BRANCH_SECRETARY", "支部书记"),
    ("MEMBER", "党员"),
    ("GUEST", "外请"),
)
# A leader's rank is known from the court's own list of them, whatever was typed.
RANK_OF_LEADER: dict[str, str] = {
    LeadershipKind.SECRETARY: "LEADING_GROUP_SECRETARY",
    LeadershipKind.MEMBER: "COURT_LEADER",
    LeadershipKind.LEADER: "COURT_LEADER",
}
FORMS = (
    ("COLLECTIVE", "集中"),
    ("DISCUSSION", "研讨"),
    ("ON_SITE", "实地"),
    ("ONLINE", "线上"),
)
_TEXT, _STORY, _COUNT = FieldType.TEXT, FieldType.STORY, FieldType.COUNT

_WORDS = (
    DetailField("theme", "主题", _TEXT),
    DetailField("form", "形式", FieldType.CHOICE, choices=FORMS),
    DetailField("lecturer", "主讲人", FieldType.PERSON, help="花名册上的人或外请老师的姓名。"),
    DetailField(
        "lecturer_rank",
        "主讲人身份",
        FieldType.CHOICE,
        choices=RANKS,
        help="已登记的领导干部，提交时按登记的身份记录。",
    ),
    DetailField("case_name", "警示案例", _TEXT),
    DetailField("carrier", "载体名称", _TEXT),
    DetailField("place_visited", "走访、调研的地方", _TEXT),
    DetailField("receivers", "受助对象", _TEXT),
    DetailField("amount", "金额", FieldType.MONEY, "元", help="精确到分。"),
    DetailField("goods", "物品", _COUNT, "件"),
    DetailField("donors", "捐赠", _COUNT, "人次"),
    DetailField("households", "走访户数", _COUNT, "户"),
    DetailField("person_times", "参与", _COUNT, "人次", help="本次实际参与的人次；出席名单以外的也算。"),
    DetailField("sessions", "场次", _COUNT, "场次"),
    DetailField("batches", "批次", _COUNT, "批次"),
    DetailField("reports_written", "调研报告", _COUNT, "篇"),
    DetailField("volunteers", "志愿者", _COUNT, "人次"),
    DetailField("service_hours", "服务时长合计", FieldType.HOURS, "小时"),
    DetailField("beneficiaries", "服务群众", _COUNT, "人次"),
    DetailField("problems_found", "发现问题", _COUNT, "个"),
    DetailField("rectify_by", "整改期限", FieldType.DATE),
    DetailField("outcome", "成效", _STORY),
    DetailField(
        "excellent_reason",
        "优秀人数超出比例的说明",
        _STORY,
        help="优秀人数超出比例时，写明原因。",
    ),
)
VOCABULARY: dict[str, DetailField] = {word.code: word for word in _WORDS}


class Unreadable(ValueError):
    """A value that is none of its field; says in words what is wrong."""


def fields_of(codes: Iterable[str]) -> list[DetailField]:
    """The words that a kind asks, in the order of the vocabulary; codes that are none are left out."""
    asked = set(codes)
    return [word for word in _WORDS if word.code in asked]


def unknown_codes(codes: Collection[str]) -> list[str]:
    """The codes that the vocabulary does not have."""
    return [code for code in codes if code not in VOCABULARY]


def stored(word: DetailField, value: Any) -> Any:
    """`value` (typed text, number, Decimal or date) as it is kept in JSON. Raises Unreadable."""
    text = str(value).strip()
    if word.type is FieldType.COUNT:
        return _count(word, text)
    if word.type in DECIMALS:
        return _decimal(word, text)
    if word.type is FieldType.DATE:
        return _day(word, text)
    if word.type is FieldType.CHOICE and text not in dict(word.choices):
        raise Unreadable(f"{word.label}请从选项中选择")
    if len(text) > LONGEST.get(word.type, LONGEST_TEXT):
        raise Unreadable(f"{word.label}不能超过 {LONGEST[word.type]} 字，现在是 {len(text)} 字")
    return text


def _count(word: DetailField, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Unreadable(f"{word.label}请填写整数，单位是{word.unit}")
    if len(text) > len(str(MOST_COUNT)) or int(text) > MOST_COUNT:
        raise Unreadable(f"{word.label}不能超过 {MOST_COUNT}，请检查")
    return int(text)


def _decimal(word: DetailField, text: str) -> str:
    places, most = DECIMALS[word.type]
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"{word.label}请填写数字，单位是{word.unit}") from None
    if not number.is_finite() or not 0 <= number <= most:
        raise Unreadable(f"{word.label}应在 0 到 {most:f} {word.unit}之间")
    kept = number.quantize(Decimal(1).scaleb(-places))
    if kept != number:
        raise Unreadable(f"{word.label}最多 {places} 位小数")
    return f"{abs(kept):f}"


def _day(word: DetailField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unreadable(f"{word.label}请填写日期") from None


def shown(word: DetailField, value: Any) -> str:
    """A stored value for a reader: choices by their label, money with thousands, numbers with their unit."""
    if word.type is FieldType.CHOICE:
        return dict(word.choices).get(value, str(value))
    if word.type is FieldType.PERSON:
        return str(value["name"])
    if word.type is FieldType.MONEY:
        return f"{Decimal(value):,.2f} {word.unit}"
    return f"{value} {word.unit}" if word.is_number else str(value)


def exported(word: DetailField, value: Any) -> Any:
    """A stored value for a cell: numbers and dates as such."""
    if value is None:
        return None
    if word.type in DECIMALS:
        return Decimal(value)
    if word.type is FieldType.DATE:
        return date.fromisoformat(value)
    return value if word.is_number else shown(word, value)


def typed(details: dict[str, Any]) -> dict[str, str]:
    """Kept values as somebody types them, by code; what the vocabulary does not know is left out."""
    known = {code: value for code, value in details.items() if code in VOCABULARY}
    return {code: value["name"] if isinstance(value, dict) else str(value) for code, value in known.items()}
