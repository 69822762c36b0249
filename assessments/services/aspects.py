"""The aspects of a draft, changed as a whole: their order on the page is theirs in the standard."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.models import Aspect, Standard
from assessments.services.drafts import aspects_of, changed, hold_version, indicators_of
from core import audit
from core.changes import CONFLICT
from core.errors import EditConflict, Refused

MOST_ASPECTS = 20
CODE = re.compile(r"[0-9A-Za-z]{1,4}")


@dataclass(frozen=True)
class AspectFacts:
    """One line of the form. `pk`: the aspect that it was; `tie`: at which place it decides between equals, or None."""

    code: str
    name: str
    tie: int | None = None
    pk: int | None = None


@transaction.atomic
def aspects_change(*, standard: Standard, version: int, aspects: Sequence[AspectFacts], by: Any) -> Standard:
    """Those named by their key are kept, those missing go, the rest are new. One with indicators does not go."""
    current = hold_version(standard, version)
    _check(aspects)
    kept = {aspect.pk: aspect for aspect in aspects_of(current)}
    before = told(list(kept.values()), current)
    named = [facts.pk for facts in aspects if facts.pk is not None]
    if len(set(named)) != len(named) or not kept.keys() >= set(named):
        raise EditConflict(CONFLICT)
    _remove(current, [aspect for pk, aspect in kept.items() if pk not in named])
    # Out of each other's way first: a code stands once in a standard.
    for place, pk in enumerate(named):
        current.aspects.filter(pk=pk).update(code=f"~{place}")
    for order, facts in enumerate(aspects, 1):
        aspect = kept[facts.pk] if facts.pk is not None else Aspect(standard=current)
        aspect.code, aspect.name, aspect.order = facts.code, facts.name.strip(), order
        aspect.full_clean(validate_unique=False)
        aspect.save()
    ties = sorted((facts.tie, facts.code) for facts in aspects if facts.tie is not None)
    current.tie_aspects = [code for _, code in ties]
    current.save(update_fields=["tie_aspects"])
    changed(current)
    detail = {"before": {"aspects": before}, "after": {"aspects": told(aspects_of(current), current)}}
    audit.record(actor=by, action="assessments.standard_change", subject=current, detail=detail)
    return current


def told(aspects: Sequence[Aspect], standard: Standard) -> str:
    words = "、".join(f"{aspect.code} {aspect.name}" for aspect in aspects)
    return f"{words}；同分时依次比 {'、'.join(standard.tie_aspects) or '（不比）'}"


def _check(aspects: Sequence[AspectFacts]) -> None:
    if not 1 <= len(aspects) <= MOST_ASPECTS:
        raise Refused(f"请填写 1 到 {MOST_ASPECTS} 个方面。")
    faults = []
    for number, facts in enumerate(aspects, 1):
        if not CODE.fullmatch(facts.code):
            faults.append(f"第 {number} 行：代码请用字母和数字，最多 4 个，如 A。")
        if not facts.name.strip():
            faults.append(f"第 {number} 行：请填写方面的名称。")
    for what, values in (
        ("代码", [facts.code.upper() for facts in aspects]),
        ("名称", [facts.name.strip() for facts in aspects if facts.name.strip()]),
        ("同分时的先后", [facts.tie for facts in aspects if facts.tie is not None]),
    ):
        twice = [str(value) for value, times in Counter(values).items() if times > 1]
        if twice:
            faults.append(f"{what}重复：{'、'.join(twice)}。")
    if faults:
        raise Refused(*faults)


def _remove(standard: Standard, gone: list[Aspect]) -> None:
    counts = Counter(indicator.aspect_id for indicator in indicators_of(standard))
    full = [f"“{aspect.name}”还有 {counts[aspect.pk]} 项指标" for aspect in gone if counts[aspect.pk]]
    if full:
        raise Refused(f"{'，'.join(full)}，请先把指标移到别的方面或者删除。")
    for aspect in gone:
        aspect.delete()
