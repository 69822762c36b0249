"""What is planted in each court, branch and group of the world (world.py)."""

from datetime import date, time
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile, ZipInfo

from accounts.models import User
from activities.choices import ActivityState, CorrectionState, CoverageSource, NormUnit, PeriodLength, Roster, Step
from activities.models import (
    Activity,
    ActivityDraft,
    ActivityKind,
    ActivityStep,
    ActivityTopic,
    AppraisalGrade,
    Attachment,
    Attendance,
    Correction,
    Coverage,
    DraftAttachment,
    Fulfilment,
    Norm,
    PeriodLock,
    Resolution,
    StudyRecord,
    TalkNote,
    Topic,
)
from activities.selectors.snapshots import snapshot_of
from branches.choices import ImportSubject, JobState, PostKind, Role, TransferDirection
from branches.models import (
    Appointment,
    Branch,
    CommitteeTerm,
    Court,
    DocumentTemplate,
    GeneralBranch,
    ImportBatch,
    ImportJob,
    ImportJournal,
    Leadership,
    Limit,
    Member,
    Membership,
    PartyGroup,
    Post,
    Transfer,
    VotingSuspension,
)
from core.attachments import FileKind, put
from core.models import AuditEvent, JobFailure, Outcome, SpecialDay
from tests.access.world import BRANCHES, COURTS, GROUPS, NOW, SYSTEM, World, owners
from tests.access.world_of_api import plant_token
from tests.access.world_of_assessments import plant_assessments, plant_scores
from tests.access.world_of_campaigns import plant_campaign, plant_line
from tests.access.world_of_development import plant_files
from tests.access.world_of_elections import plant_elections
from tests.access.world_of_metrics import plant_figure, plant_metric
from tests.access.world_of_notices import plant_notices, plant_receipts
from tests.access.world_of_planning import plant_fixed_day, plant_plan
from tests.access.world_of_rectification import (
    plant_finding,
    plant_lists,
    plant_node,
    plant_problem,
    plant_quarterly,
)
from tests.access.world_of_registers import plant_entry, plant_register
from tests.access.world_of_reports import plant_own_report, plant_reports
from tests.access.world_of_rollup import plant_rollup


def build_world() -> World:
    """Courts, branches, groups, and in each of them rows of every model that is not an account."""
    world = World()
    world.plant(SpecialDay, SYSTEM, on=date(2024, 12, 30))
    world.plant(JobFailure, SYSTEM, args=[], at=NOW, last_at=NOW)
    for code, (level, parent, shares) in COURTS.items():
        _plant_court(world, code, level, parent, shares)
        plant_quarterly(world, code)
    for code in BRANCHES:
        _plant_branch(world, code)
        plant_elections(world, code)
        branch = world.branches[code]
        plant_problem(world, code, NOW, number=branch.pk + 1, court=branch.court, branch=branch)
        plant_finding(world, code)
        plant_node(world, code, court=branch.court, branch=branch)
    for code in GROUPS:
        _plant_group(world, code)
    for code in (*COURTS, *BRANCHES, *GROUPS):
        _plant_meetings(world, code)
    return world


@cache
def _an_archive() -> bytes:
    """What stands for a Word document, which is a zip archive."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr(ZipInfo("word/document.xml"), "<document/>")
    return written.getvalue()


def _plant_court(world: World, code: str, level: str, parent: str | None, shares: bool) -> None:
    above = world.courts[parent] if parent else None
    court = world.plant(Court, code, level=level, parent=above, shares_records=shares)
    court.path = f"{above.path if above else '/'}{court.pk}/"
    court.save()
    world.courts[code] = court
    world.plant(GeneralBranch, code, court=court)
    kind = world.plant(ActivityKind, code, court=court, roster=Roster.INVITED)
    world.plant(
        *(Norm, code),
        court=court,
        kind=kind,
        branch_kind="",
        unit=NormUnit.BRANCH,
        period=PeriodLength.MONTH,
        mark="L",
        effective_from=date(2020, 1, 1),
    )
    world.plant(*(Limit, code), court=court, code="INTRODUCERS", value=2, mark="L", effective_from=date(2020, 1, 1))
    world.plant(PeriodLock, code, court=court, year=2023, quarter=4, locked_on=date(2024, 1, 5), reopen_reason="")
    world.plant(DocumentTemplate, code, court=court, number=1, content=_an_archive())
    batch = _plant_imports(world, code, court=court)
    _plant_activity(world, code, kind=kind, import_batch=batch)
    plant_campaign(world, code, court, world.plant(Topic, code, court=court))
    plant_problem(world, code, NOW, number=1, court=court)
    plant_metric(world, code, court)
    plant_register(world, code, court)
    plant_lists(world, code, court)
    plant_reports(world, code, court, NOW)
    plant_rollup(world, code, NOW)
    world.plant(AuditEvent, code, outcome=Outcome.DONE, court_id=court.pk)


def _plant_imports(world: World, code: str, **owner: Any) -> ImportBatch:
    """A file that came in, what it changed, and another that was checked and waits."""
    batch = world.plant(ImportBatch, code, **owner, subject=ImportSubject.ACTIVITIES, row_count=1, undo_reason="")
    world.plant(ImportJournal, code, **owner, batch=batch)
    world.plant(
        *(ImportJob, code),
        **owner,
        subject=ImportSubject.ACTIVITIES,
        state=JobState.CHECKED,
        changed_at=NOW,
        choices={},
        faults=[],
    )
    return batch


def _plant_branch(world: World, code: str) -> None:
    court = world.courts[BRANCHES[code]]
    branch = world.plant(Branch, code, court=court, posts_recorded=True)
    world.branches[code] = branch
    secretary = _plant_member(world, code, branch, None)
    term = world.plant(
        CommitteeTerm, code, court=court, branch=branch, starts_on=date(2022, 1, 5), expires_on=date(2025, 1, 5)
    )
    world.plant(
        Post, code, about=code, court=court, branch=branch, term=term, member=secretary, kind=PostKind.SECRETARY
    )
    world.plant(Topic, code, court=court, branch=branch)
    plant_files(world, code, {"court": court, "branch": branch}, secretary, NOW)
    plant_fixed_day(world, code, {"court": court, "branch": branch})
    plant_line(world, code, {"court": court, "branch": branch})
    plant_entry(world, code, {"court": court, "branch": branch})
    plant_own_report(world, code, {"court": court, "branch": branch}, NOW)
    plant_figure(world, code, {"court": court, "branch": branch})
    world.plant(Coverage, code, court=court, branch=branch, starts_on=date(2024, 1, 1), source=CoverageSource.STATED)
    _plant_imports(world, code, court=court, branch=branch)
    world.plant(AuditEvent, code, outcome=Outcome.DONE, court_id=court.pk, branch_id=branch.pk)


def _plant_group(world: World, code: str) -> None:
    branch = world.branches[GROUPS[code]]
    group = world.plant(PartyGroup, code, court=branch.court, branch=branch)
    world.groups[code] = group
    member = _plant_member(world, code, branch, group)
    world.plant(
        *(Post, code),
        about=code,
        court=branch.court,
        branch=branch,
        group=group,
        member=member,
        kind=PostKind.GROUP_LEADER,
    )


def _plant_member(world: World, code: str, branch: Branch, group: PartyGroup | None) -> Member:
    """A member known by the code of the branch or group, with a membership and a suspension that is over."""
    member = world.plant(
        Member,
        code,
        about=code,
        court=branch.court,
        branch=branch,
        joined_on=date(2010, 7, 1),
        born_on=date(1980, 1, 2),
    )
    world.members[code] = member
    owner = {"court": branch.court, "branch": branch, "member": member}
    world.plant(Membership, code, about=code, **owner, group=group, starts_on=date(2020, 1, 1), ended_by="")
    world.plant(
        *(StudyRecord, code),
        about=code,
        **owner,
        starts_on=date(2024, 3, 1),
        ends_on=date(2024, 3, 2),
        hours=8,
        source="ONLINE",
    )
    world.plant(VotingSuspension, code, about=code, **owner, starts_on=date(2021, 1, 1), ends_on=date(2021, 6, 30))
    letter = {"direction": TransferDirection.IN, "letter_on": date(2019, 12, 1), "valid_days": 90}
    world.plant(Transfer, code, about=code, **owner, **letter, moved_on=date(2020, 1, 1), recorded_at=NOW)
    return member


def _plant_meetings(world: World, code: str) -> None:
    """A submitted meeting, one that was sent back, and a draft, of a court, a branch or a group."""
    owner = _owner_rows(world, code)
    member = world.members[next(each for each in (*BRANCHES, *GROUPS) if code in (each, owners(each)["court"]))]
    kinds = {"group": "GROUP_MEETING", "branch": "BRANCH_ASSEMBLY", "court": "POLITICAL_STUDY"}
    kind = ActivityKind.all_rows.get(code=next(kinds[each] for each in kinds if owner[each]))
    people = {} if code in COURTS else {"chair": member, "recorder": member}
    activity = _plant_activity(world, code, kind=kind, **people)
    sent_back = _plant_activity(world, code, kind=kind, state=ActivityState.SENT_BACK)
    world.plant(
        *(Attendance, code),
        about=member_code(world, member),
        activity=activity,
        member=member,
        court=owner["court"],
        branch=owner["branch"],
        present=False,
        reason="TRIP",
    )
    if code in COURTS:
        world.plant(Leadership, code, court=owner["court"], member=member, kind="LEADER", starts_on=date(2020, 1, 1))
    held_by = {"court": owner["court"], "branch": owner["branch"]}
    world.plant(
        *(AppraisalGrade, code),
        **held_by,
        about=member_code(world, member),
        activity=activity,
        member=member,
        grade="BASIC",
    )
    world.plant(TalkNote, code, **held_by, activity=activity)
    world.plant(Fulfilment, code, activity=activity, kind=ActivityKind.all_rows.get(code="PARTY_LECTURE"))
    world.plant(Resolution, code, activity=activity, votes_for=3, passed=True)
    world.plant(ActivityTopic, code, activity=activity, topic=Topic.all_rows.get(court=owner["court"], branch=None))
    author = world.plant(User, code, password_changed_at=NOW)
    plant_plan(world, code, owner, kind, author, NOW)
    world.plant(ActivityStep, code, activity=sent_back, step=Step.SEND_BACK, by=author, at=NOW)
    archived = _plant_activity(world, code, kind=kind, state=ActivityState.ARCHIVED)
    said = snapshot_of(archived)
    correction = {
        "before": said,
        "after": said,
        "asked_by": author,
        "asked_at": NOW,
        "submission_key": UUID(int=author.pk),
    }
    world.plant(Correction, code, activity=archived, state=CorrectionState.ASKED, decision="", **correction)
    at = {"court": owner["court"], "branch": owner["branch"]}
    world.plant(Appointment, code, user=author, role=Role.MEMBER, **at, starts_on=date(2020, 1, 1))
    draft = world.plant(ActivityDraft, code, **owner, submission_key=UUID(int=author.pk), created_by=author)
    _plant_files(world, code, activity, draft)
    if code in COURTS:
        plant_notices(world, code, NOW, author)
        plant_assessments(world, code, NOW, author)
        plant_token(world, code, author, NOW)
    elif code in BRANCHES:
        plant_receipts(world, code, BRANCHES[code], NOW, author)
        plant_scores(world, code, NOW, author)


def _plant_files(world: World, code: str, activity: Activity, draft: ActivityDraft) -> None:
    """A file beside the record, and one beside the draft."""
    facts = {"kind": FileKind.PNG, "digest": put(b"a picture"), "size": 9, "uploaded_at": NOW}
    world.plant(Attachment, code, activity=activity, withdrawal_reason="", **facts)
    world.plant(DraftAttachment, code, draft=draft, **facts)


def member_code(world: World, member: Member) -> str:
    return next(code for code, each in world.members.items() if each == member)


def _plant_activity(world: World, code: str, **fields: Any) -> Activity:
    day = date(2024, 10, 8)
    return world.plant(
        *(Activity, code),
        **_owner_rows(world, code),
        held_on=day,
        period=day.year * 12 + day.month - 1,
        starts_at=time(9, 30),
        due_count=3,
        present_count=2,
        voting_due=3,
        voting_present=2,
        submitted_at=NOW,
        **fields,
    )


def _owner_rows(world: World, place: str) -> dict[str, Any]:
    codes = owners(place)
    return {
        "court": world.courts[codes["court"]],
        "branch": world.branches[codes["branch"]] if codes["branch"] else None,
        "group": world.groups[codes["group"]] if codes["group"] else None,
    }
