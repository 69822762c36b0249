"""工作提示和督办: what the committee issued in the span; of a branch, what was sent to it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from notices.choices import SeriesKind
from notices.links import bulletins_url, notices_url
from notices.models import Bulletin, Notice, NoticeItem, NoticeReceipt
from reports.selectors.named.registry import Asked, NamedFigure, source


@source("工作提示和督办")
def notices(asked: Asked) -> Iterator[NamedFigure]:
    """Issued in the span and not voided, all together and those of campaigns (2 queries)."""
    rows = _issued(asked)
    items = NoticeItem.objects.within(asked.court, with_below=asked.with_below).filter(notice__in=rows)
    if asked.branch:
        items = items.filter(Q(branch__isnull=True) | Q(branch=asked.branch))
    issued = Counter(rows.order_by().values_list("series__kind", flat=True))
    told = Counter(items.order_by().values_list("notice__series__kind", flat=True))
    days: dict[str, Any] = {"issued_from": asked.start, "issued_to": asked.last, "on": asked.as_of}
    of_branch: dict[str, Any] = {"branch": asked.branch.pk} if asked.branch else {}
    url, of_campaigns = notices_url(**days, **of_branch), notices_url(**days, **of_branch, kind=SeriesKind.CAMPAIGN)
    yield NamedFigure("工作提示单", issued.total(), "期", url)
    yield NamedFigure("工作提示事项", told.total(), "项", url)
    yield NamedFigure("主题教育工作提示单", issued[SeriesKind.CAMPAIGN], "期", of_campaigns)
    yield NamedFigure("主题教育工作提示事项", told[SeriesKind.CAMPAIGN], "项", of_campaigns)


@source("工作提示和督办")
def bulletins(asked: Asked) -> Iterator[NamedFigure]:
    if asked.branch is None:
        rows = Bulletin.objects.within(asked.court, with_below=asked.with_below)
        issued = rows.filter(issued_on__range=(asked.start, asked.last), voided_on__isnull=True)
        yield NamedFigure(
            "督办提醒通报", issued.count(), "期", bulletins_url(issued_from=asked.start, issued_to=asked.last)
        )


def _issued(asked: Asked) -> QuerySet[Notice]:
    rows = Notice.objects.within(asked.court, with_below=asked.with_below).filter(
        number__isnull=False, voided_on__isnull=True, issued_on__range=(asked.start, asked.last)
    )
    return rows.filter(pk__in=NoticeReceipt.objects.within(asked.branch).values("notice")) if asked.branch else rows
