"""Non-interference: whatever changes outside an actor's sight, not a byte of the actor's pages changes.

It alone catches what shows no row of others and yet tells of them: counts, ranks, next-links, shared caches.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import models, transaction

from activities.models import (
    Activity,
    ActivityDraft,
    ActivityKind,
    ActivityTopic,
    AppraisalGrade,
    Attendance,
    Coverage,
    Fulfilment,
    Resolution,
    StudyRecord,
    TalkNote,
    Topic,
)
from branches.models import Branch, Court, GeneralBranch, Member, PartyGroup, Post
from campaigns.models import Aspect, Campaign, CampaignTopic, Task, TaskLine
from core.models import AuditEvent
from metrics.models import FigureCorrection
from planning.models import PlanItem
from registers.models import RegisterEntry
from tests.access.examples import example_of
from tests.access.expectations import OWN_MEMBER, SUMMED_UP, may_meet, may_see
from tests.access.pages import Page
from tests.access.walker import Walker
from tests.access.world import NUMBERS, PARTS, Marked, World, planted_text, text_fields

# Nothing else in the world rests on them.
LEAVES = (
    *(Fulfilment, Resolution, Coverage, ActivityDraft, Post, PlanItem),
    *(ActivityTopic, AppraisalGrade, StudyRecord, TalkNote, CampaignTopic, TaskLine, RegisterEntry, FigureCorrection),
)
COPIED = (
    *(Activity, ActivityDraft, ActivityKind, AuditEvent, Branch, Court, GeneralBranch, Member, PartyGroup, PlanItem),
    *(StudyRecord, Topic, Campaign, Aspect, Task),
)
NEW_TEXTS = 5000


def differences(walker: Walker, pages: list[Page]) -> list[str]:
    """The addresses of the pages, walked before, that change with what the actor can't see."""
    with transaction.atomic():
        disturb(walker.world, walker.actor)
        again = _read(walker, pages)
        transaction.set_rollback(True)
    before = walker.opened
    return [
        f"{name} {address}: {_where(before.get((name, address), b''), again.get((name, address), b''))}"
        for name, address in sorted(before.keys() | again.keys())
        if before.get((name, address)) != again.get((name, address))
    ]


def _read(walker: Walker, pages: list[Page]) -> dict[tuple[str, str], bytes]:
    """Every page that the actor opens, by name and address."""
    return {
        (page.name, address): kept
        for page in pages
        if not example_of(page.name, walker.examples).volatile
        for address, kept in walker.read(page)
    }


def disturb(world: World, actor: str) -> None:
    """Rewrite, copy and delete rows that the actor doesn't see; sums of courts below stay what they are."""
    summed_up = SUMMED_UP.get(actor, set())
    hidden = [mark for mark in world.marks.values() if not (may_meet(world, actor, mark) or _is_masked(actor, mark))]
    for number, mark in enumerate(hidden, start=NEW_TEXTS):
        _rewrite(mark, number, figures=mark.place not in summed_up)
        if mark.place not in summed_up and not mark.part:
            if isinstance(mark.row, COPIED):
                _copy(mark.row, number + NEW_TEXTS)
            # What is asked of a person follows from the own posts, which a member's own pages tell of.
            is_own = mark.about is not None and mark.about == OWN_MEMBER.get(actor)
            if isinstance(mark.row, LEAVES) and not is_own:
                type(mark.row)._base_manager.filter(pk=mark.row.pk).delete()


def _is_masked(actor: str, mark: Marked) -> bool:
    """Of a number of a row that is seen, the last digits are shown."""
    return mark.part == NUMBERS and may_see(actor, replace(mark, part=""))


def _rewrite(mark: Marked, number: int, *, figures: bool) -> None:
    fields = [each for each in text_fields(type(mark.row)) if PARTS.get((mark.label, each.name), "") == mark.part]
    # What is empty stays so: a rule may tie it to other fields.
    changed: dict[str, Any] = {
        each.name: planted_text(each, number) for each in fields if getattr(mark.row, each.attname)
    }
    figures = figures and not mark.part
    if figures and isinstance(mark.row, Activity):
        changed |= {"present_count": 1, "has_quorum": False, "late_days": 3}
    if figures and isinstance(mark.row, Attendance):
        changed |= {"present": True, "reason": ""}
    type(mark.row)._base_manager.filter(pk=mark.row.pk).update(**changed)


def _copy(row: models.Model, number: int) -> None:
    """One more like it, with texts of its own; the database's rules keep some models from having a twin."""
    fresh: dict[str, Any] = {each.name: planted_text(each, number) for each in text_fields(type(row))}
    fresh |= {"submission_key": uuid4()} if isinstance(row, ActivityDraft) else {}
    fresh |= {"user_id": None} if isinstance(row, Member) else {}
    fresh |= {"path": f"{row.path}{number}/"} if isinstance(row, Court) else {}
    kept = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    type(row)(**{name: value for name, value in kept.items() if name not in fresh} | fresh).save()


def _where(before: bytes, after: bytes) -> str:
    """The first place where two pages part."""
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    shown = [page[max(0, at - 60) : at + 60].decode("utf-8", "replace") for page in (before, after)]
    return f"…{shown[0]}… becomes …{shown[1]}…"
