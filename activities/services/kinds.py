"""A court's own kinds of activities, and the norms it sets for itself in place of the general ones."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from pypinyin import lazy_pinyin

from activities.choices import Quorum, Roster
from activities.details import VOCABULARY
from activities.models import Activity, ActivityKind, Norm
from branches.choices import Mark
from branches.models import Court
from core import audit
from core.errors import Refused

LONGEST_CODE = 40
OWN_KINDS_COME_AFTER = 1000


@dataclass(frozen=True)
class KindFacts:
    """What a court says of a kind of its own."""

    name: str
    short_name: str
    roster: str = Roster.BRANCH
    quorum: str = Quorum.NONE
    has_resolutions: bool = False
    study_hours: Decimal | None = None
    for_year: bool = False
    several_days: bool = False
    fields: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True)
class NormFacts:
    """How often, from which day, by what right. An empty `branch_kind` holds for branches of all kinds."""

    unit: str
    times: int
    period: str
    source: str
    effective_from: date
    branch_kind: str = ""
    article: str = ""
    checked: bool = False


@transaction.atomic
def kind_create(*, court: Court, facts: KindFacts, by: Any) -> ActivityKind:
    """A kind of this court's own; its code is made from its name and never changes."""
    _refuse_taken_name(court, facts.name)
    _refuse_unknown_fields(facts)
    kind = ActivityKind(court=court, code=_code(court, facts.name), order=OWN_KINDS_COME_AFTER, **_columns(facts))
    kind.full_clean()
    kind.save()
    audit.record(actor=by, action="activities.kind_create", subject=kind, detail={"code": kind.code})
    return kind


@transaction.atomic
def kind_change(*, kind: ActivityKind, facts: KindFacts, by: Any) -> ActivityKind:
    """Change a court's own kind. Who is due and the quorum stay once a record rests on them."""
    if kind.court is None:
        raise Refused("通用类型不能修改，可以为本院另设一个类型")
    ruled = (kind.roster, kind.quorum) != (facts.roster, facts.quorum)
    if ruled and Activity.objects.within(kind.court).filter(kind=kind).exists():
        raise Refused("已有这一类型的记录，应到人员和法定人数不能再改", field="roster")
    _refuse_taken_name(kind.court, facts.name, besides=kind)
    _refuse_unknown_fields(facts)
    before = {name: str(getattr(kind, name)) for name in _columns(facts)}
    for name, value in _columns(facts).items():
        setattr(kind, name, value)
    kind.full_clean()
    kind.save()
    after = {name: str(value) for name, value in _columns(facts).items()}
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record(actor=by, action="activities.kind_change", subject=kind, detail=changed)
    return kind


def _refuse_taken_name(court: Court, name: str, besides: ActivityKind | None = None) -> None:
    """Neither another kind of this court nor a general one may have the name: imports find kinds by it."""
    general = ActivityKind.objects.unscoped("general kinds belong to every court").filter(court__isnull=True)
    own = ActivityKind.objects.within(court)
    others = {kind.pk for rows in (general, own) for kind in rows.filter(name=name)} - {besides.pk if besides else None}
    if others:
        raise Refused(f"已有名为“{name}”的类型", field="name")


def _columns(facts: KindFacts) -> dict[str, Any]:
    """The values of the row; JSON keeps a list."""
    return {**asdict(facts), "fields": list(facts.fields)}


def _refuse_unknown_fields(facts: KindFacts) -> None:
    if VOCABULARY.unknown_codes(facts.fields):
        raise Refused("没有这样的填写内容，请重新勾选", field="asked")


def _code(court: Court, name: str) -> str:
    """`C12_QINGNIANLUNTAN`: readable, and unique by the court's number and, if need be, a counter."""
    letters = "".join(part for part in lazy_pinyin(name, errors="ignore")).upper() or "KIND"
    stem = f"C{court.pk}_{letters}"[: LONGEST_CODE - 3]
    taken = set(ActivityKind.objects.within(court).filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (stem if number == 1 else f"{stem}_{number}" for number in range(1, 100))
    return next(code for code in numbered if code not in taken)


# --- Norms --------------------------------------------------------------------------------------


@transaction.atomic
def norm_override(*, court: Court, kind: ActivityKind, facts: NormFacts, by: Any) -> Norm:
    """Set this court's own norm from a day on; the one before ends the day before. The same day again replaces it."""
    own = Norm.objects.within(court).select_for_update().filter(kind=kind, branch_kind=facts.branch_kind)
    norm = own.filter(effective_from=facts.effective_from).first() or Norm(court=court, kind=kind, mark=Mark.LOCAL)
    later = own.filter(effective_from__gt=facts.effective_from).order_by("effective_from").first()
    for name, value in asdict(facts).items():
        setattr(norm, name, value)
    norm.effective_to = later.effective_from - timedelta(days=1) if later else None
    norm.full_clean()
    _close_earlier(own, facts.effective_from)
    norm.save()
    detail = {name: value if isinstance(value, bool) else str(value) for name, value in asdict(facts).items()}
    audit.record(actor=by, action="activities.norm_override", subject=norm, detail=detail)
    return norm


def _close_earlier(own: Any, effective_from: date) -> None:
    day_before = effective_from - timedelta(days=1)
    for norm in own.filter(effective_from__lt=effective_from):
        if norm.effective_to is None or norm.effective_to > day_before:
            norm.effective_to = day_before
            norm.save()


@transaction.atomic
def norm_end(*, norm: Norm, on: date, by: Any) -> Norm:
    """End a court's own norm; `on` is its last day, after which the general one holds again."""
    if norm.court_id is None:
        raise Refused("通用规定不能终止，可以设置本院的规定")
    if on < norm.effective_from:
        raise Refused(f"终止日期不能早于起始日期 {norm.effective_from}", field="effective_to")
    norm.effective_to = on
    norm.full_clean()
    norm.save()
    audit.record(actor=by, action="activities.norm_end", subject=norm, detail={"effective_to": str(on)})
    return norm
