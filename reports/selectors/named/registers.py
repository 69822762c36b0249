"""登记簿: how many entries of the span each register holds, and the sums of what they count."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from core.typed_fields import DECIMALS
from core.typed_sums import sums_in
from registers.models import RegisterEntry, RegisterKind
from registers.vocabulary import VOCABULARY
from reports.selectors.named.kinds import registers_of
from reports.selectors.named.registry import Asked, NamedFigure, source


@source("登记簿")
def registers(asked: Asked) -> Iterator[NamedFigure]:
    """`制度` counts entries, `共建活动·投入资金` sums a number that they ask (3 queries)."""
    rows = RegisterEntry.objects.within(asked.owner, with_below=asked.with_below).filter(
        withdrawn_at__isnull=True, on__range=(asked.start, asked.last)
    )
    words = [word for word in VOCABULARY.values() if word.is_summed]
    sums: dict[str, Any] = sums_in("values", words)
    counted: Any = rows.order_by().values("kind_id").annotate(number=Count("pk"), **sums)
    found = {each["kind_id"]: each for each in counted}
    for kind in registers_of(asked.court):
        row: dict[str, Any] = found.get(kind.pk, {})
        url = _url(asked, kind)
        yield NamedFigure(kind.name, row.get("number", 0), "项", url)
        for word in words:
            if word.code in kind.fields:
                value = row.get(word.code) or 0
                number = value if word.type in DECIMALS else int(value)
                yield NamedFigure(f"{kind.name}·{word.label}", number, word.unit, url)


def _url(asked: Asked, kind: RegisterKind) -> str:
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat()}
    owner = {"branch": asked.branch.pk} if asked.branch else {}
    return f"{reverse('registers:list', args=[kind.pk])}?{urlencode({**owner, **days})}"
