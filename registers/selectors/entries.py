"""Entries: the list of a register, what stands below an entry, and what happened to it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from branches.models import Court
from core.actions import label_of
from core.models import AuditEvent, Outcome
from core.typed_fields import Shown, TypedField
from core.typed_sums import shown_sums, sums_in
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.kinds import below_of
from registers.vocabulary import VOCABULARY

CHANGED = "changed"
WITHDRAWN = "registers.entry_withdraw"
STEPS = ("registers.entry_add", "registers.entry_change", WITHDRAWN)
NAMES = {"title": "标题", "on": "日期", "until": "截止日期", "values": "内容", "member": "人员", "parent": "上级"}


def entries_of(user: Any, court: Court, kind: RegisterKind) -> QuerySet[RegisterEntry]:
    """The entries of one register that the user sees, withdrawn ones too."""
    rows = RegisterEntry.objects.visible_to(user).filter(court=court, kind=kind)
    return rows.select_related("branch", "parent")


def words_of(kind: RegisterKind) -> list[TypedField]:
    return VOCABULARY.fields_of(kind.fields)


def sums_of(rows: QuerySet[RegisterEntry], kind: RegisterKind) -> list[Shown]:
    """Every number that the kind asks, summed over those of `rows` that are not withdrawn (1 query at most)."""
    words = words_of(kind)
    sums = sums_in("values", words)
    if not sums:
        return []
    found: dict[str, Any] = rows.filter(withdrawn_at__isnull=True).order_by().aggregate(**sums)
    return shown_sums(words, found)


def counts_below(user: Any, rows: Iterable[RegisterEntry], kinds: Collection[RegisterKind]) -> Counter[int]:
    """How many entries of `kinds` that are not withdrawn stand below each row, by its key (1 query)."""
    below = RegisterEntry.objects.visible_to(user).filter(parent__in=[row.pk for row in rows], withdrawn_at=None)
    return Counter(below.filter(kind__in=[kind.pk for kind in kinds]).values_list("parent_id", flat=True))


@dataclass(frozen=True)
class Below:
    """The entries of one kind that stand below another entry, the newest first."""

    kind: RegisterKind
    rows: list[RegisterEntry]
    sums: list[Shown]


def below_entry(user: Any, entry: RegisterEntry) -> list[Below]:
    """What stands below the entry, by kind; of a kind that nests, its own kind comes first."""
    kinds = below_of(user, entry.court, entry.kind)
    if entry.kind.nests and entry.branch_id is None:
        kinds.insert(0, entry.kind)
    found = []
    for kind in kinds:
        rows = entries_of(user, entry.court, kind).filter(parent=entry, withdrawn_at__isnull=True)
        found.append(Below(kind, list(rows.order_by("-on", "-pk")), sums_of(rows, kind)))
    return found


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    who: str
    what: str
    note: str = ""
    kind: str = "success"


def history_of(entry: RegisterEntry) -> list[Event]:
    """What was done to an entry that was fetched for the user, the newest first; contents are not repeated."""
    steps = AuditEvent.objects.filter(  # by the action, which an index serves
        action__in=STEPS, subject_type=entry._meta.label_lower, subject_id=str(entry.pk), outcome=Outcome.DONE
    )
    return [Event(row.at, row.actor_name, label_of(row.action), _note(row), _tag(row)) for row in steps.order_by("-pk")]


def _tag(event: AuditEvent) -> str:
    return "warning" if event.action == WITHDRAWN else "success"


def _note(event: AuditEvent) -> str:
    """Which parts were changed, or why it was withdrawn."""
    if reason := event.detail.get("after", {}).get("withdrawal_reason"):
        return str(reason)
    names = dict.fromkeys([*event.detail.get("after", {}), *event.detail.get(CHANGED, ())])
    changed = [NAMES[name] for name in NAMES if name in names]
    return f"改了{'、'.join(changed)}" if changed else ""
