"""工作提示和督办: what the committee issued in the span."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from notices.choices import SeriesKind
from notices.models import Bulletin, Notice, NoticeItem, NoticeReceipt
from reports.selectors.named.registry import Asked, NamedFigure, source


@source("工作提示和督办")
def notices(asked: Asked) -> Iterator[NamedFigure]:
    """Issued and not voided; of a branch, what was sent to it."""
    issued = Q(number__isnull=False, voided_on__isnull=True, issued_on__range=(asked.start, asked.last))
    rows = Notice.objects.within(asked.court, with_below=asked.with_below).filter(issued)
    if asked.branch:
        rows = rows.filter(pk__in=NoticeReceipt.objects.within(asked.branch).values("notice"))
    items = NoticeItem.objects.within(asked.court, with_below=asked.with_below).filter(notice__in=rows)
    if asked.branch:
        items = items.filter(Q(branch__isnull=True) | Q(branch=asked.branch))
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat(), "state": "ISSUED"}
    url = f"{reverse('notices:list')}?{urlencode(days)}"
    yield NamedFigure("工作提示单", rows.count(), "期", url)
    yield NamedFigure("工作提示事项", items.count(), "项", url)
    kinds = rows.order_by().values_list("series__kind", flat=True)
    education = list(kinds).count(SeriesKind.CAMPAIGN)
    yield NamedFigure("主题教育工作提示单", education, "期", url)
    of_campaigns = items.filter(notice__series__kind=SeriesKind.CAMPAIGN).count()
    yield NamedFigure("主题教育工作提示事项", of_campaigns, "项", url)
    if asked.branch is None:
        bulletins = Bulletin.objects.within(asked.court, with_below=asked.with_below).filter(
            issued_on__range=(asked.start, asked.last), voided_on__isnull=True
        )
        yield NamedFigure("督办提醒通报", bulletins.count(), "期", reverse("notices:bulletins"))
