"""Lists of people with reasons, as a ledger's column of absentees holds them."""

import re
from typing import NamedTuple

from core.spreadsheets.cells import Value, half_width, is_blank, text_of
from core.spreadsheets.faults import BadValue

NOBODY = re.compile(
    r"(?:无|0|零|没有)(?:人|名)?(?:员)?(?:缺席|请假|未到|缺勤)?(?:人员)?"
    r"|(?:全部|全员|全体|均|都|人员)?(?:党员|人员|同志)?(?:全部|全员|均|都|已)?(?:到齐|到会|出席|参加|参会|全勤|到场|实到|无缺席)"
)
REASON_WORDS = (
    "请假|病假|事假|产假|婚假|丧假|年假|公假|休假|开庭|出庭|出差|公差|公出|公务|外出|培训|学习"
    "|住院|生病|值班|就医|借调|抽调|挂职|驻村|探亲"
)
# Before a colon: what may be a reason. Behind a name: what surely is one, alone or begun by 因 or 请.
REASON = re.compile(
    rf".*(?:{REASON_WORDS}|假|差|因病|因公|因事|值守|休息|会议|未到|缺席|工作|家事|退休|年老|体弱|身体.*|其他)"
)
BARE_REASON = re.compile(rf"{REASON_WORDS}|年休假|陪产假|护理假|因[病公事私]|其他")
BECAUSE = re.compile(
    rf"(.{{2,4}}?)(因(?:病|公|事|私|故|工作|身体|家).*|请(?:病|事|产|婚|丧|年)?假|{REASON_WORDS}|未到)"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z .'·-]{1,39}")
NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][\u3400-\u9fff\U00020000-\U0003ffff·•]{1,24}|" + LATIN.pattern)
NUMBERING = re.compile(r"(?:^|(?<=[、,;\n\r)]))\s*(?:\(\d{1,2}\)|\d{1,2}[.)])\s*")
COUNTED = re.compile(r"(?:共|缺席|未到|请假)*\s*\d*\s*[人名]?\s*(?:人员|名单)*")
SEPARATORS = "、,;\n\r\t/"
ALIKE = str.maketrans("〔【[{<《〕】]}>》。", "(((((())))));")


class Absentee(NamedTuple):
    """Who was missing, and why ("" when nothing was written)."""

    name: str
    reason: str


def absentees(value: Value) -> tuple[Absentee, ...]:
    """“杜红娜（病假）、萧馨艳（开庭）” → two people with their reasons; “无” → nobody.

    A reason in brackets belongs to the name before it; “（均病假）” to all names before it that have none.
    “病假：张三、李四” gives its reason to the names up to the next one of its kind.
    """
    text = re.sub(r"[ \t]+", " ", half_width(text_of(value))).translate(ALIKE).strip(" .;,、")
    if is_blank(value) or not text or NOBODY.fullmatch(re.sub(r"\([^()]*\)", "", text)):
        return ()
    if COUNTED.fullmatch(text):
        raise BadValue(f"只有人数“{text}”，没有姓名，请写明缺席人员姓名，如 张三（病假）。")
    people: list[Absentee] = []
    heading = ""
    for part in _split(NUMBERING.sub(";", text)):
        heading, rest = _led_by_reason(part, heading)
        for name, reason in _people(rest):
            if reason.startswith(("均", "都", "皆")):
                shared = reason.lstrip("均都皆为系因")
                people = [Absentee(one.name, one.reason or shared) for one in people]
                people.append(Absentee(name, shared))
            else:
                people.append(Absentee(name, reason or heading))
    return tuple(Absentee(name, reason.replace(",", "，")) for name, reason in people)


def person_name(value: Value) -> str:
    """One name, without the spaces that line names up: “张 三” → “张三”."""
    name = _joined(half_width(text_of(value)))
    if not NAME.fullmatch(name):
        raise BadValue(f"“{text_of(value)}”不像姓名，请核对。")
    return name


def _split(text: str) -> list[str]:
    """Cuts at separators, not inside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0 or depth > 1:
            break
        if depth == 0 and character in SEPARATORS:
            parts.append("")
        else:
            parts[-1] += character
    if depth:
        raise BadValue(f"“{text}”的括号没有成对，请改正，如 张三（病假）、李四（开庭）。")
    return [part.strip() for part in parts if part.strip(" .")]


def _led_by_reason(part: str, heading: str) -> tuple[str, str]:
    """“病假：张三” → its reason and the rest; “张三：病假” → “张三(病假)”."""
    before, colon, after = (piece.strip() for piece in part.partition(":"))
    if not colon or "(" in before:
        return heading, part
    reason = re.sub(r"\s*\d+\s*[人名]", "", before)
    if REASON.fullmatch(reason) and reason not in ("缺席", "未到"):
        return reason, after
    if COUNTED.fullmatch(before):
        return "", after
    if not REASON.fullmatch(after):
        raise BadValue(f"“{part}”看不懂，请写成 张三（病假）、李四（开庭）。")
    return heading, f"{before}({after})"


def _people(part: str) -> list[Absentee]:
    """One piece between separators: one name with its reason, or several names parted by spaces."""
    match = re.fullmatch(r"([^()]*)(?:\(([^()]*)\))?(.*)", part)
    before, reason, behind = (match[1], match[2] or "", match[3]) if match else (part, "", "")
    before, behind = _joined(before), behind.strip()
    names = [before] if LATIN.fullmatch(before) else before.split()
    if not names:
        raise BadValue(f"“{part}”前面没有姓名，请写成 张三（病假）。")
    people: list[Absentee] = []
    for name in names:
        if people and BARE_REASON.fullmatch(name):
            people[-1] = people[-1]._replace(reason=name)
        else:
            people.append(_person(name))
    people[-1] = people[-1]._replace(reason=reason.strip() or people[-1].reason)
    return people + (_people(behind) if behind else [])


def _person(text: str) -> Absentee:
    reason = ""
    because = BECAUSE.fullmatch(text)
    if because:
        text, reason = because[1], because[2]
    text = text.removesuffix("同志")
    if not NAME.fullmatch(text) or "等" in text or BARE_REASON.fullmatch(text):
        raise BadValue(f"“{text}”不像姓名，请写成 张三（病假）、李四（开庭）。")
    return Absentee(text, reason)


def _joined(text: str) -> str:
    """Takes away the spaces inside a name: single characters side by side are one name, “张 三 李四” is two."""
    names: list[str] = []
    for word in text.split():
        if names and len(word) == 1 and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    return " ".join(names)
