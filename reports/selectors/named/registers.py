"""登记簿: how many entries of the span each register holds, and the sums of what they count."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from core.typed_fields import DECIMALS
from core.typed_sums import sums_in
from registers.choices import Subject, Whom
from registers.models import RegisterEntry, RegisterKind
from registers.vocabulary import VOCABULARY
from reports.selectors.named.kinds import registers_of
from reports.selectors.named.registry import Asked, NamedFigure, source

# What an entry is counted as; where nothing stands here, of persons 人次, of anything else 项.
_UNITS = {
    "CONTACT_POINT": "个",
    "CONTACT_VISIT": "次",
    "BRAND": "个",
    "RESPONSIBILITY_LETTER": "份",
    "PAIRING": "个",
    "PAIRING_VISIT": "次",
    "ROOM": "处",
    "LIAISON": "名",
    "FIRST_AGENDA": "次",
}


@source("登记簿")
def registers(asked: Asked) -> Iterator[NamedFigure]:
    """`制度` counts entries, `院外荣誉·集体` and `院外荣誉·个人` those without and with a person, `共建活动·投入资金`
    sums a number that they ask (3 queries)."""
    rows = RegisterEntry.objects.within(asked.owner, with_below=asked.with_below).filter(
        withdrawn_at__isnull=True, on__range=(asked.start, asked.last)
    )
    words = [word for word in VOCABULARY.values() if word.is_summed]
    sums: dict[str, Any] = sums_in("values", words)
    of_persons = Count("pk", filter=~Q(person=""))
    counted: Any = rows.order_by().values("kind_id").annotate(number=Count("pk"), persons=of_persons, **sums)
    found = {each["kind_id"]: each for each in counted}
    for kind in registers_of(asked.court):
        row: dict[str, Any] = found.get(kind.pk, {})
        url = _url(asked, kind)
        number, persons = row.get("number", 0), row.get("persons", 0)
        of: dict[str, Any] = {"of": kind.name, "is_own": kind.court_id is not None}
        yield NamedFigure(kind.name, number, _unit(kind), url, is_own=kind.court_id is not None)
        if kind.asks_whom:
            yield NamedFigure(f"{kind.name}·集体", number - persons, "个", f"{url}&whom={Whom.COLLECTIVE.value}", **of)
            yield NamedFigure(f"{kind.name}·个人", persons, "人次", f"{url}&whom={Whom.PERSON.value}", **of)
        for word in words:
            if word.code in kind.fields:
                value = row.get(word.code) or 0
                number = value if word.type in DECIMALS else int(value)
                yield NamedFigure(f"{kind.name}·{word.label}", number, word.unit, url, **of)


def _unit(kind: RegisterKind) -> str:
    return _UNITS.get(kind.code) or ("人次" if kind.subject == Subject.PERSON else "项")


def _url(asked: Asked, kind: RegisterKind) -> str:
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat()}
    owner = {"branch": asked.branch.pk} if asked.branch else {}
    return f"{reverse('registers:list', args=[kind.pk])}?{urlencode({**owner, **days})}"
