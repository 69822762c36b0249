"""Standards of a court: drafted as a copy, their figures changed, adopted (and then frozen), or given up."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from assessments.choices import StandardState
from assessments.models import Aspect, Indicator, Standard
from assessments.selectors.vocabulary import vocabulary_of
from assessments.services.drafts import aspects_of, hold_draft, hold_version, indicators_of
from assessments.services.indicator_rules import faults_of
from branches.models import Court
from core import audit
from core.changes import save_change
from core.errors import EditConflict, Refused

# The figures of a standard, as forms, copies, sheets and differences name them.
FIGURES = (
    *("five_from", "four_from", "three_from", "two_from", "five_share", "quarters_weight"),
    *("veto_stars", "second_over", "objection_days", "remedy_days"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def standard_draft(
    *, court: Court, year: int, source: Standard, name: str, by: Any, submission_key: UUID | None = None
) -> Standard:
    """A draft of a year with everything that `source` has. The same form sent twice makes one."""
    rows = held_rows(court)
    sent = rows.filter(submission_key=submission_key).first() if submission_key else None
    if sent is not None:
        return sent
    figures = {field: getattr(source, field) for field in (*FIGURES, "note", "tie_aspects")}
    draft = Standard(court=court, year=year, name=name, copied_from=source, submission_key=submission_key, **figures)
    save_draft(draft, court)
    copies: dict[int, Aspect] = {}
    for aspect in aspects_of(source):
        copies[aspect.pk] = _copied(aspect, standard=draft)
    for indicator in indicators_of(source):
        _copied(indicator, standard=draft, aspect=copies[indicator.aspect_id], version=1)
    detail = {"year": year, "edition": draft.edition, "copied_from": str(source)}
    audit.record(actor=by, action="assessments.standard_create", subject=draft, detail=detail)
    return draft


def held_rows(court: Court) -> Any:
    """The court's standards; two that begin a draft wait for each other."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    return Standard.objects.within(court)


def save_draft(draft: Standard, court: Court) -> None:
    """As the next edition of its year. Call it with the court held."""
    refuse_year(court, draft.year)
    own = Standard.objects.within(court).filter(year=draft.year)
    draft.edition = (own.aggregate(last=Max("edition"))["last"] or 0) + 1
    draft.full_clean()
    draft.save()


def refuse_year(court: Court, year: int | None) -> None:
    """Raises Refused for no year, and for one that has a draft: there is one at a time."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"年度请填 {FIRST_YEAR} 到 {LAST_YEAR} 之间的年份。", field="year")
    if Standard.objects.within(court).filter(year=year, state=StandardState.DRAFT).exists():
        raise Refused(f"{year}年已有一份草案，请接着修改那一份；不要的，先放弃。", field="year")


def _copied(row: Any, **own: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    copy = type(row)(**fields)
    for name, value in own.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


@transaction.atomic
def standard_change(*, standard: Standard, version: int, by: Any, **facts: Any) -> Standard:
    """Its name, note and figures."""
    current = hold_draft(standard)
    check_figures(facts)
    rows = Standard.objects.unscoped("the draft held above")
    save_change(current, rows, values=facts, by=by, action="assessments.standard_change", version=version)
    return current


def check_figures(facts: dict[str, Any]) -> None:
    """Raises Refused for thresholds and shares that make no sense."""
    stars = [facts[name] for name in ("five_from", "four_from", "three_from", "two_from")]
    if not 100 >= stars[0] > stars[1] > stars[2] > stars[3] > 0:
        raise Refused("各星级的分数线须由高到低，都在 0 到 100 之间。", field="five_from")
    for name in ("five_share", "quarters_weight"):
        if not 0 <= facts[name] <= 100:
            raise Refused("请填 0 到 100 之间的百分数。", field=name)
    if facts["veto_stars"] is not None and not 1 <= facts["veto_stars"] <= 4:
        raise Refused("一票否决后最高星级请填 1 到 4；不设一票否决的留空。", field="veto_stars")
    if facts["second_over"] < 0:
        raise Refused("须复核的分数不能小于 0。", field="second_over")


@transaction.atomic
def standard_adopt(
    *, standard: Standard, version: int, adopted_on: date, adopted_how: str, by: Any, on: date
) -> Standard:
    """From now on it stands for what is computed anew, and is never changed again. Adopted again, nothing happens."""
    kept = Standard.objects.unscoped("the row of a standard fetched for a user before").filter(pk=standard.pk).first()
    if kept is not None and not kept.is_draft and kept.version == version + 1 and kept.adopted_on == adopted_on:
        return kept
    current = hold_version(standard, version)
    if adopted_on > on:
        raise Refused("通过日期还没有到，请填会议召开的日期。", field="adopted_on")
    if not adopted_how.strip():
        raise Refused("请写明怎样通过的，例如在哪次会议上讨论通过。", field="adopted_how")
    faults = list(whole_faults(current, aspects_of(current), indicators_of(current)))
    if faults:
        raise Refused(*faults)
    current.state, current.adopted_on, current.adopted_by = StandardState.ADOPTED, adopted_on, by
    current.adopted_how = adopted_how.strip()
    current.version += 1
    current.full_clean()
    current.save()
    detail = {"year": current.year, "edition": current.edition, "on": str(adopted_on), "how": current.adopted_how}
    audit.record(actor=by, action="assessments.standard_adopt", subject=current, detail=detail)
    return current


def whole_faults(standard: Standard, aspects: Iterable[Aspect], indicators: Iterable[Indicator]) -> Iterable[str]:
    """What keeps a draft from being adopted."""
    aspects, indicators = list(aspects), list(indicators)
    if not indicators:
        yield "还没有指标，请先添加。"
    used = {indicator.aspect_id for indicator in indicators}
    empty = [aspect.name for aspect in aspects if aspect.pk not in used]
    if empty:
        yield f"{'、'.join(empty)}还没有指标，请添加指标，或者去掉这个方面。"
    strangers = set(standard.tie_aspects) - {aspect.code for aspect in aspects}
    if strangers:
        yield f"同分时要比的方面 {'、'.join(sorted(strangers))} 不在这份标准里，请重新排定。"
    vocabulary = vocabulary_of(standard.court)
    for indicator in indicators:
        for _, words in faults_of(indicator, vocabulary):
            yield f"{indicator}：{words}"


@transaction.atomic
def standard_discard(*, standard: Standard, version: int, by: Any) -> None:
    """A draft goes with its rows: nothing rests on them."""
    current = hold_draft(standard)
    if current.version != version:
        raise EditConflict("您打开之后，这份草案又改过。请看过改动以后再决定。")
    count = len(indicators_of(current))
    detail = {"year": current.year, "edition": current.edition, "name": current.name, "indicators": count}
    audit.record(actor=by, action="assessments.standard_discard", subject=current, detail=detail)
    current.delete()
