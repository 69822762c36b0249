"""A court's own registers, and what it sets of those that every court has."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from branches.models import Court
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused
from registers.choices import Subject, Writer
from registers.models import KindSetting, RegisterEntry, RegisterKind
from registers.vocabulary import VOCABULARY

OWN_KINDS_COME_AFTER = 1000


@dataclass(frozen=True)
class KindFacts:
    """What a court says of a register of its own."""

    name: str
    subject: str = Subject.BRANCH
    parent: RegisterKind | None = None
    written_by: str = Writer.BRANCH
    is_published: bool = False
    title_label: str = ""
    person_label: str = ""
    date_label: str = "日期"
    until_label: str = ""
    fields: tuple[str, ...] = ()
    help: str = ""
    is_active: bool = True

    def columns(self) -> dict[str, Any]:
        """The values of the row; JSON keeps a list."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"fields": list(self.fields)}


@transaction.atomic
def kind_create(*, court: Court, facts: KindFacts, by: Any) -> RegisterKind:
    """A register of this court's own; its code never changes."""
    _hold(court)
    _check(court, facts.name, facts.fields)
    _check_parent(court, facts.parent)
    number = RegisterKind.objects.within(court).count() + 1
    order = OWN_KINDS_COME_AFTER + number
    kind = RegisterKind(court=court, code=f"C{court.pk}_{number}", order=order, **facts.columns())
    kind.full_clean()
    kind.save()
    audit.record(actor=by, action="registers.kind_create", subject=kind)
    return kind


@transaction.atomic
def kind_change(*, kind: RegisterKind, version: int, facts: KindFacts, by: Any) -> RegisterKind:
    """Change a court's own register. Whom an entry is of, and what it stands below, stay once there is one."""
    court = kind.court
    if court is None:
        raise Refused("通用的登记簿不能这样修改")
    _hold(court)
    _check(court, facts.name, facts.fields, besides=kind)
    moved = (kind.subject, kind.parent_id) != (facts.subject, facts.parent.pk if facts.parent else None)
    if moved and RegisterEntry.objects.within(court).filter(kind=kind).exists():
        raise Refused("已有登记，登记对象和登记在哪一种之下不能再改", field="subject")
    if moved:
        _check_parent(court, facts.parent, of=kind)
    rows = RegisterKind.objects.within(court)
    save_change(kind, rows, values=facts.columns(), by=by, action="registers.kind_change", version=version)
    return kind


@transaction.atomic
def kind_set(
    *, court: Court, kind: RegisterKind, version: int, name: str, fields: tuple[str, ...], is_active: bool, by: Any
) -> KindSetting:
    """How the court names a register that every court has, what it asks, and whether it is kept here.

    `version` is that of the court's setting as it was opened, 0 where there was none.
    """
    if kind.court_id is not None:
        raise Refused("这是本院自己的登记簿")
    _hold(court)
    _check(court, name, fields, besides=kind)
    values = {"name": name, "fields": list(fields), "is_active": is_active}
    rows = KindSetting.objects.within(court)
    setting = rows.filter(kind=kind).first()
    if setting is None:
        setting = KindSetting(court=court, kind=kind, **values)
        setting.full_clean()
        setting.save()
        audit.record(actor=by, action="registers.kind_set", subject=setting, detail=values)
    elif version == 0:
        raise EditConflict(CONFLICT)
    else:
        save_change(setting, rows, values=values, by=by, action="registers.kind_set", version=version)
    return setting


def _hold(court: Court) -> None:
    """Let only one at a time set the court's registers: of two with one name the second is told."""
    Court.objects.within(court).select_for_update(no_key=True).get()


def _check(court: Court, name: str, fields: tuple[str, ...], besides: RegisterKind | None = None) -> None:
    if VOCABULARY.unknown_codes(fields):
        raise Refused("没有这样的登记内容，请重新勾选", field="asked")
    shipped = RegisterKind.objects.unscoped("registers of every court").filter(court__isnull=True)
    settings = {each.kind_id: each.name for each in KindSetting.objects.within(court)}
    names = {kind.pk: kind.name for kind in (*shipped, *RegisterKind.objects.within(court))} | settings
    if any(other == name for pk, other in names.items() if besides is None or pk != besides.pk):
        raise Refused(f"已有名为“{name}”的登记簿", field="name")


def _check_parent(court: Court, parent: RegisterKind | None, of: RegisterKind | None = None) -> None:
    """A register stands below one of the court's, or of all courts', that stands below none itself."""
    if parent is None:
        return
    has_below = of is not None and RegisterKind.objects.within(court).filter(parent=of).exists()
    if parent.court_id not in (None, court.pk) or parent.parent_id or parent == of or has_below:
        raise Refused("只能登记在一种单独的登记簿之下，请另选", field="parent")
