"""登记簿: how many entries of the span, or on its last day, each register holds, and the sums of what they count."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from core.typed_sums import as_number, sums_in
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


_WORDS = [word for word in VOCABULARY.values() if word.is_summed]
NOT_FILLED_IN = "登记时都没有填写"


@source("登记簿")
def registers(asked: Asked) -> Iterator[NamedFigure]:
    """`院外荣誉` counts the entries of the span. What lasts (`制度`, `联系点`) counts as it stands on the as-of day,
    and `新增制度` what was added in the span (4 queries)."""
    added = _counted(asked, Q(on__range=(asked.start, asked.last)))
    standing = _counted(asked, Q(on__lte=asked.as_of) & (Q(until__isnull=True) | Q(until__gte=asked.as_of)))
    for kind in registers_of(asked.court):
        of_span = added.get(kind.pk, {})
        days = _url(asked, kind, **{"from": asked.start, "to": asked.last})
        if not kind.until_label:
            yield from _of_kind(kind, of_span, days)
            continue
        yield from _of_kind(kind, standing.get(kind.pk, {}), _url(asked, kind, on=asked.as_of))
        number, is_own = of_span.get("number", 0), kind.court_id is not None
        yield NamedFigure(f"新增{kind.name}", number, _unit(kind), days, of=kind.name, is_own=is_own)


def _counted(asked: Asked, which: Q) -> dict[int, dict[str, Any]]:
    """By kind: how many entries, how many of persons, and the sums of what they ask (1 query)."""
    rows = RegisterEntry.objects.within(asked.owner, with_below=asked.with_below)
    sums: dict[str, Any] = sums_in("values", _WORDS)
    of_persons = Count("pk", filter=~Q(person=""))
    found: Any = rows.filter(which, withdrawn_at__isnull=True).order_by().values("kind_id")
    return {each["kind_id"]: each for each in found.annotate(number=Count("pk"), persons=of_persons, **sums)}


def _of_kind(kind: RegisterKind, row: dict[str, Any], url: str) -> Iterator[NamedFigure]:
    """`院外荣誉·集体` and `院外荣誉·个人` are those without and with a person, `共建活动·投入资金` a sum."""
    number, persons = row.get("number", 0), row.get("persons", 0)
    of: dict[str, Any] = {"of": kind.name, "is_own": kind.court_id is not None}
    yield NamedFigure(kind.name, number, _unit(kind), url, is_own=kind.court_id is not None)
    if kind.asks_whom:
        yield NamedFigure(f"{kind.name}·集体", number - persons, "个", f"{url}&whom={Whom.COLLECTIVE.value}", **of)
        yield NamedFigure(f"{kind.name}·个人", persons, "人次", f"{url}&whom={Whom.PERSON.value}", **of)
    for word in _WORDS:
        if word.code in kind.fields:
            value = row[word.code] if row else 0
            why = NOT_FILLED_IN if value is None else ""
            yield NamedFigure(f"{kind.name}·{word.label}", as_number(word, value), word.unit, url, why, **of)


def _unit(kind: RegisterKind) -> str:
    return _UNITS.get(kind.code) or ("人次" if kind.subject == Subject.PERSON else "项")


def _url(asked: Asked, kind: RegisterKind, **days: date) -> str:
    owner = {"branch": asked.branch.pk} if asked.branch else {}
    return f"{reverse('registers:list', args=[kind.pk])}?{urlencode({**owner, **days})}"
