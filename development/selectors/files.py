"""The files a user sees, what is awaited of them, and how many stand at each stage."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from branches.models import Branch, Court, Membership
from development.choices import DECISIONS, FileState, Stage, StepKind
from development.models import Candidate
from development.path import Window, open_kinds, window_of, windows_of
from development.selectors.sponsors import lacking_of
from development.selectors.steps import figures_of, standings_of


def files_of(user: Any) -> QuerySet[Candidate]:
    """All files `user` sees: closed ones too, and those that another branch works on by now."""
    return Candidate.objects.visible_to(user).select_related("branch", "court", "member")


def own_files(user: Any, branch: Branch | None = None) -> QuerySet[Candidate]:
    """The files that the branches work on which `user` sees, or `branch` alone."""
    rows = files_of(user)
    return rows.filter(branch=branch) if branch else rows.filter(branch__in=Branch.objects.visible_to(user))


def open_files(user: Any, branch: Branch | None = None) -> QuerySet[Candidate]:
    """Files in which something is still to come; of a member who has left, that the file be closed."""
    return own_files(user, branch).filter(state=FileState.OPEN)


def names_awaiting_a_vote(user: Any, branch: Branch) -> list[str]:
    """Whom the branch's assembly may admit or confirm next."""
    files = open_files(user, branch).filter(stage__in=(Stage.PROSPECT, Stage.PROBATIONARY)).select_related("member")
    return [str(candidate) for candidate in files]


@dataclass(frozen=True)
class StageCount:
    """How many files stand at a stage: the open ones, and for 正式党员 those that led there."""

    stage: str
    label: str
    count: int


def pipeline_of(user: Any, branch: Branch | None = None) -> list[StageCount]:
    """A count for every stage, in their order (1 query)."""
    rows = own_files(user, branch).filter(state__in=(FileState.OPEN, FileState.CONFIRMED))
    found = dict(rows.order_by().values_list("stage").annotate(number=Count("pk")))
    return [StageCount(stage, stage.label, found.get(stage, 0)) for stage in Stage]


@dataclass(frozen=True)
class Awaited:
    """One step that a file waits for."""

    candidate: Candidate
    window: Window
    on: date
    is_anew: bool = False  # those named before can no longer stand by the file

    @property
    def days_left(self) -> int | None:
        return self.window.days_left(self.on)

    @property
    def days_until_open(self) -> int:
        return self.window.days_until_open(self.on)

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_decision(self) -> bool:
        return self.window.kind in DECISIONS

    @property
    def who(self) -> str:
        return "机关党委" if self.is_decision else "党支部"

    @property
    def when(self) -> str:
        """What a list says of its time."""
        if self.window.kind == StepKind.CLOSED:
            return "已不在册，请结束档案"
        if self.is_anew:
            return "原来的人不能再担任，请另行指定"
        if self.days_until_open:
            return f"{self.window.earliest:%Y-%m-%d} 起可以办理"
        if self.days_left is None:
            waited = (self.on - self.window.earliest).days
            return f"可以办理，已 {waited} 天" if waited else "可以办理"
        if self.days_left < 0:
            return f"逾期 {-self.days_left} 天"
        return f"还有 {self.days_left} 天" if self.days_left else "今天到期"

    @property
    def urgency(self) -> tuple[date, date, int]:
        return (self.window.latest or date.max, self.window.earliest, self.candidate.pk)


def awaited_of(candidates: Iterable[Candidate], on: date) -> list[Awaited]:
    """What every file waits for, the most pressing first; `candidates` were fetched for a user (7 queries a court)."""
    by_court: defaultdict[Court, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_court[candidate.court].append(candidate)
    found = []
    for court, files in by_court.items():
        standings, figures, lacking = standings_of(court, files), figures_of(court), lacking_of(court, files, on)
        left = _members_left(court, files)
        for candidate in files:
            standing, lacks = standings[candidate.pk], lacking[candidate.pk]
            if candidate.member_id in left and StepKind.CLOSED in open_kinds(standing):
                found.append(Awaited(candidate, window_of(StepKind.CLOSED, standing, figures), on))
                continue
            found += [
                Awaited(candidate, window, on, is_anew=window.kind in lacks and window.kind in standing)
                for window in windows_of(standing, figures, lacks)
            ]
    return sorted(found, key=lambda awaited: awaited.urgency)


def _members_left(court: Court, candidates: Iterable[Candidate]) -> set[int]:
    """Of the files' members those who are in no branch any more (1 query)."""
    members = {candidate.pk: candidate.member_id for candidate in candidates}
    here = Membership.objects.within(court).filter(member__candidacies__in=members, ends_on__isnull=True)
    return {member for member in members.values() if member} - set(here.values_list("member", flat=True))
