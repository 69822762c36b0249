"""What answers an item, in words."""

from notices.choices import ItemSource
from notices.models import NoticeItem


def basis_of(item: NoticeItem) -> str:
    """Whether the branch is asked, or what the data is asked about."""
    if item.source == ItemSource.REPLY:
        return f"由支部填报：{item.target} {item.unit}"
    words = {
        ItemSource.OWED: f"应开展的{item.kind}",
        ItemSource.HELD: f"{item.kind} {item.target} {item.unit}",
        ItemSource.MEASURES: "整改措施",
        ItemSource.ELECTION: "换届",
        ItemSource.PROBATION: "预备党员转正",
    }[ItemSource(item.source)]
    left = "，上期遗留，可说明情况" if item.is_left else ""
    return f"系统对照：{words}{_span(item)}{left}"


def _span(item: NoticeItem) -> str:
    if item.ends_on is None:
        return ""
    if item.starts_on is None:
        return f"（截至 {item.ends_on:%Y-%m-%d}）"
    return f"（{item.starts_on:%Y-%m-%d} 至 {item.ends_on:%Y-%m-%d}）"
