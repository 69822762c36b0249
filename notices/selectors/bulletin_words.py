"""What a bulletin says with its figures in place; a person reads and edits it."""

from datetime import date

from notices.models import Bulletin
from notices.selectors.bulletins import BulletinFigures, KindCount, Missing, NotKnown


def title_of(month: date) -> str:
    return f"{month.year}年{month.month}月督办提醒通报"


def in_words_of(bulletin: Bulletin, figures: BulletinFigures) -> Bulletin:
    """A draft that nobody has changed says the figures of the day; a person's words stay. Saves nothing."""
    if not bulletin.is_issued and not bulletin.is_changed:
        bulletin.opening, bulletin.closing = opening_of(figures), closing_of(figures)
    return bulletin


def opening_of(figures: BulletinFigures) -> str:
    """「7月，全院10个党支部应开展组织生活52项，已完成49项，3项未完成，涉及2个支部；逾期整改措施2条。」"""
    parts = [_of_units(figures), *map(_of_members, figures.kinds(of_members=True))]
    if figures.overdue:
        own = f"（其中机关党委{len(figures.own_measures)}条）" if figures.own_measures else ""
        parts.append(f"逾期整改措施{figures.overdue}条{own}")
    else:
        parts.append("没有逾期的整改措施")
    if figures.not_known:
        parts.append(f"另有{figures.not_known}项情况不详，不计入以上数字")
    return f"{figures.starts_on.month}月，全院{len(figures.branches)}个党支部{'；'.join(parts)}。"


def _of_units(figures: BulletinFigures) -> str:
    if not figures.due:
        return "没有到期的组织生活"
    words = f"应开展组织生活{figures.due}项，已完成{figures.met}项"
    if not figures.missing:
        return f"{words}，全部完成"
    behind = sum(any(not line.of_members for line in branch.missing) for branch in figures.branches)
    return f"{words}，{figures.missing}项未完成，涉及{behind}个支部"


def _of_members(kind: KindCount) -> str:
    done = f"，{kind.missing}人未完成" if kind.missing else "，全部完成"
    return f"{kind.name}应覆盖{kind.due}人，已完成{kind.met}人{done}"


def closing_of(figures: BulletinFigures) -> str:
    """What is asked for; nothing where nothing is behind."""
    asked = []
    if figures.behind:
        asked.append("未完成的组织生活请有关党支部抓紧补上，已经开展、还没有记录的及时补录")
    if figures.overdue:
        asked.append("逾期的整改措施请责任人尽快完成，确需延期的按程序申请")
    return f"{'；'.join(asked)}。" if asked else ""


def thing_of(line: Missing | NotKnown, branch: str) -> str:
    """“2024年7月党小组会（第一党小组）”; the unit where it is not the branch itself."""
    unit = "" if line.unit == branch else f"（{line.unit}）"
    return f"{line.label}{line.name}{unit}"


def held_words(line: Missing) -> str:
    """What was held all the same."""
    if line.without_quorum:
        return f"已召开{line.held}次，其中{line.without_quorum}次未达到法定人数"
    if line.held:
        return f"应{line.times}次，已开展{line.held}次"
    return "未完成" if line.of_members else "未开展"
