"""Examples of the pages of meetings, drafts, coverage, kinds and norms."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import (
    Activity,
    ActivityDraft,
    ActivityKind,
    Attachment,
    Correction,
    DraftAttachment,
    Norm,
    PeriodLock,
    StudyRecord,
    Topic,
)
from branches.models import Branch, Court, Leadership, Member, PartyGroup
from core.tests.attachment_files import picture
from tests.access.actors import ACTORS, TODAY
from tests.access.example import (
    ADMINISTRATORS,
    COMMITTEES,
    MEMBERS,
    READERS,
    SECRETARIES,
    WRITERS,
    By,
    Data,
    Example,
)
from tests.access.world import BRANCHES, COURTS, GROUPS, SYSTEM, World, owners

KEY = "7f4c1a52-6a0e-4c9e-9d0e-2f1a3b4c5d6e"


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


def nothing_right(world: World, actor: str, row: Any) -> None:
    """Nothing that fits the row as it stands in the world; an empty form is sent instead."""


def meeting_form(world: World, actor: str, row: Any) -> Data:
    """A meeting of the actor's own branch or group; of the court for a committee."""
    place = ACTORS[actor].at
    codes = owners(place)
    kind = {"court": "POLITICAL_STUDY", "branch": "PARTY_LECTURE", "group": "GROUP_MEETING"}
    unit = "group" if codes["group"] else "branch" if codes["branch"] else "court"
    data: Data = {
        "kind": By(ActivityKind.all_rows.get(code=kind[unit]), "code"),
        "held_on": TODAY,
        "topic": ["学习文件"],
        "place": "会议室",
        "chair": "主持人",
        "recorder": "记录人",
        "content": "记录",
        "submission_key": KEY,
    }
    if unit == "court":
        return data | {"invited": [next(world.members[code] for code in ("H", "A", "S", "Y") if _of(code, place))]}
    member = world.members[place]
    absent = {"absent": [member], f"reason_{member.pk}": "TRIP"}
    group = {"group": world.groups[place]} if unit == "group" else {}
    return data | {"branch": world.branches[codes["branch"]]} | group | (absent if unit == "branch" else {})


def _of(branch: str, court: str) -> bool:
    return owners(branch)["court"] == court


def saved_meeting(world: World, actor: str, row: Any) -> Data:
    return meeting_form(world, actor, row) | {"action": "save"}


def coverage_form(world: World, actor: str, row: Branch) -> Data:
    return {"since": "2023-01-01"}


def kind_form(world: World, actor: str, row: Any) -> Data:
    """Who is due stays: records rest on the kinds of the world."""
    roster = row.roster if isinstance(row, ActivityKind) else "BRANCH"
    return {"name": "另起的名称", "short_name": "简称", "roster": roster, "quorum": "NONE", "is_active": "on"}


def norm_form(world: World, actor: str, row: Any) -> Data:
    rule = {"unit": "BRANCH", "times": 2, "period": "QUARTER", "source": "本院办法"}
    return {**rule, "effective_from": "2024-12-01"}


def norm_end_form(world: World, actor: str, row: Norm) -> Data:
    return {"effective_to": TODAY}


def followed(actor: str, place: str) -> bool:
    """Kinds that the actor's court uses: general ones, its own, and those of courts above."""
    court = {"administrator": "high", "administrator_own": "own"}.get(actor, actor.removeprefix("committee_"))
    above = {"own": {"high"}, "sister": {"high"}, "agreeing": {"own", "high"}}
    return place in {SYSTEM, court, *above.get(court, ())}


def topic_form(world: World, actor: str, row: Any) -> Data:
    return {"name": "读书班专题", "starts_on": "2024-11-01", "is_active": "on"}


def learning_form(world: World, actor: str, row: Any) -> Data:
    facts = {"title": "学习文件", "source": "ONLINE", "starts_on": "2024-11-01", "hours": "4", "version": "1"}
    if isinstance(row, StudyRecord):
        return facts
    place = ACTORS[actor].at
    branch = place if place in BRANCHES else next(code for code in BRANCHES if _of(code, place))
    return facts | {"members": [world.members[branch]]}


def talk_form(world: World, actor: str, row: Any) -> Data:
    place = ACTORS[actor].at
    names = [world.members[code].name for code in (place, f"{place}1")]
    facts = {"on": ["2024-11-01"], "first": [names[0]], "second": [names[1]], "notes": [""], "submission_key": KEY}
    return facts | {"branch": world.branches[place]}


def kept_for(actor: str, place: str) -> bool:
    """Members whose hours the actor keeps: of the committee's court, of the officer's branch."""
    return actor in (*COMMITTEES, *SECRETARIES)


def looked_at(actor: str, place: str) -> bool:
    """Likewise, and a member the own page."""
    return kept_for(actor, place) or actor in MEMBERS


def own_topic(actor: str, place: str) -> bool:
    """A committee's are all of its court, a branch's officers' those of the branch."""
    return actor in COMMITTEES or place not in COURTS


def leadership_form(world: World, actor: str, row: Any) -> Data:
    """A member of a group of the committee's court; who was planted as a leader is of the branch itself."""
    court = ACTORS[actor].at
    member = next((world.members[code] for code in GROUPS if owners(code)["court"] == court), None)
    return {"member": member, "kind": "MEMBER"}


def last_day_form(world: World, actor: str, row: Leadership) -> Data:
    return {"last_on": TODAY}


def own_to_log(actor: str, place: str) -> bool:
    """Records that the actor writes: the branch's or group's for its officers, court-wide ones for the committee."""
    return actor not in COMMITTEES or place == ACTORS[actor].at


def own_to_review(actor: str, place: str) -> bool:
    """Records of the committee's own court, not those that a court below shares."""
    return owners(place)["court"] == ACTORS[actor].at


def reason(world: World, actor: str, row: Any) -> Data:
    return {"reason": "有误"}


def archived_rows(world: World, actor: str, row: Any) -> Data:
    return {"ticked": [f"{mark.row.pk}:{mark.row.version}" for mark in world.of(Activity)]}


def new_draft(world: World, actor: str, row: Any) -> Data:
    return {"submission_key": KEY}


def decision(world: World, actor: str, row: Any) -> Data:
    return {"decision": "disagree", "reason": "依据不足"}


def lock_form(world: World, actor: str, row: Any) -> Data:
    return {"quarter": "2024Q3", "reason": "季度考核"}


WRITTEN = {"rows": {"pk": Activity}, "allowed": READERS, "where": own_to_log}
REVIEWED = {"rows": {"pk": Activity}, "allowed": COMMITTEES, "where": own_to_review}


def logs_for(actor: str, place: str) -> bool:
    """The actor's own court, branch or group; a committee writes nothing for its branches."""
    own, codes = owners(ACTORS[actor].at), owners(place)
    if own["branch"] is None:
        return place == ACTORS[actor].at
    return codes["branch"] == own["branch"] and own["group"] in (None, codes["group"])


def a_file(world: World, actor: str, row: Any) -> Data:
    return {"file": SimpleUploadedFile("照片.png", picture())}


def meeting_with_file(world: World, actor: str, row: Any) -> Data:
    return meeting_form(world, actor, row) | a_file(world, actor, row)


def withdrawal(world: World, actor: str, row: Any) -> Data:
    return {"reason": "传错了文件"}


EXAMPLES_OF_ACTIVITIES: dict[str, Example] = {
    "activities:files": Example(rows={"pk": Activity}, allowed=READERS, where=logs_for, post=a_file),
    "activities:attachment": Example(rows={"pk": Attachment}, allowed=READERS),
    "activities:attachment_withdraw": Example(
        rows={"pk": Attachment}, allowed=READERS, where=logs_for, post=withdrawal
    ),
    "activities:draft_files": Example(allowed=READERS, post=meeting_with_file, keeps_typed=True),
    "activities:draft_attachment": Example(rows={"pk": DraftAttachment}, allowed=READERS),
    "activities:draft_attachment_remove": Example(rows={"pk": DraftAttachment}, allowed=READERS, post=empty),
    "activities:list": Example(allowed=READERS, filters={"branch": Branch, "group": PartyGroup, "topic": Topic}),
    "activities:export": Example(allowed=READERS, filters={"branch": Branch, "group": PartyGroup, "topic": Topic}),
    "activities:search": Example(allowed=READERS, filters={"branch": Branch}),
    "activities:detail": Example(rows={"pk": Activity}, allowed=READERS),
    "activities:record_pdf": Example(rows={"pk": Activity}, allowed=READERS),
    "activities:record_docx": Example(rows={"pk": Activity}, allowed=READERS),
    "activities:new": Example(allowed=READERS, post=meeting_form, filters={"branch": Branch, "group": PartyGroup}),
    "activities:people": Example(allowed=READERS, post=meeting_form, keeps_typed=True, done=(200,)),
    "activities:drafts": Example(allowed=READERS, filters={"branch": Branch}),
    "activities:draft_export": Example(allowed=READERS, filters={"branch": Branch}),
    "activities:draft_first_save": Example(allowed=READERS, post=meeting_form, keeps_typed=True, done=(200,)),
    "activities:draft": Example(rows={"pk": ActivityDraft}, allowed=READERS, post=nothing_right),
    "activities:draft_save": Example(rows={"pk": ActivityDraft}, allowed=READERS, post=nothing_right),
    "activities:draft_discard": Example(rows={"pk": ActivityDraft}, allowed=READERS, post=empty),
    "activities:edit": Example(**WRITTEN, post=nothing_right),
    "activities:correct": Example(**WRITTEN, post=nothing_right),
    "activities:withdraw": Example(**WRITTEN, post=reason),
    "activities:redraft": Example(**WRITTEN, post=new_draft),
    "activities:send_back": Example(**REVIEWED, post=reason),
    "activities:archive": Example(**REVIEWED, post=empty),
    "activities:cancel": Example(**REVIEWED, post=reason),
    "activities:archive_many": Example(allowed=COMMITTEES, post=archived_rows, keeps_typed=True),
    "activities:correction": Example(rows={"pk": Correction}, allowed=READERS, post=decision, writers=COMMITTEES),
    "activities:waiting": Example(allowed=COMMITTEES, filters={"branch": Branch}),
    "activities:waiting_export": Example(allowed=COMMITTEES, filters={"branch": Branch}),
    "activities:corrections": Example(allowed=COMMITTEES, filters={"branch": Branch}),
    "activities:correction_export": Example(allowed=COMMITTEES, filters={"branch": Branch}),
    "activities:locks": Example(allowed=COMMITTEES),
    "activities:lock_export": Example(allowed=COMMITTEES),
    "activities:lock_new": Example(allowed=COMMITTEES, post=lock_form),
    "activities:lock_reopen": Example(rows={"pk": PeriodLock}, allowed=COMMITTEES, post=reason),
    "activities:coverages": Example(allowed=READERS, filters={"court": Court}),
    "activities:coverage_export": Example(allowed=READERS, filters={"court": Court}),
    "activities:coverage": Example(rows={"pk": Branch}, allowed=READERS, post=coverage_form, writers=WRITERS),
    "activities:study": Example(allowed=WRITERS, filters={"branch": Branch}),
    "activities:study_export": Example(allowed=WRITERS, filters={"branch": Branch}),
    "activities:study_member": Example(rows={"pk": Member}, allowed=(*WRITERS, *MEMBERS), where=looked_at),
    "activities:study_panel": Example(
        rows={"pk": Member}, allowed=(*WRITERS, *MEMBERS), where=looked_at, shows_row=False
    ),
    "activities:study_record_new": Example(allowed=WRITERS, post=learning_form, filters={"member": Member}),
    "activities:study_record": Example(rows={"pk": StudyRecord}, allowed=WRITERS, post=learning_form),
    "activities:study_record_remove": Example(rows={"pk": StudyRecord}, allowed=WRITERS, post=empty),
    "activities:talks": Example(allowed=WRITERS, filters={"branch": Branch}),
    "activities:talk_export": Example(allowed=WRITERS, filters={"branch": Branch}),
    "activities:talk_new": Example(allowed=SECRETARIES, post=talk_form, filters={"branch": Branch}),
    "activities:topics": Example(allowed=READERS),
    "activities:topic_export": Example(allowed=READERS),
    "activities:topic_new": Example(allowed=WRITERS, post=topic_form),
    "activities:topic": Example(rows={"pk": Topic}, allowed=WRITERS, where=own_topic, post=topic_form),
    "activities:leaders": Example(allowed=COMMITTEES),
    "activities:leader_new": Example(allowed=COMMITTEES, post=leadership_form),
    "activities:leader_end": Example(rows={"pk": Leadership}, allowed=COMMITTEES, post=last_day_form),
    "activities:leaders_export": Example(allowed=COMMITTEES),
    "activities:kinds": Example(allowed=(*READERS, *MEMBERS, *ADMINISTRATORS)),
    "activities:kind_export": Example(allowed=(*READERS, *MEMBERS, *ADMINISTRATORS)),
    "activities:kind_new": Example(allowed=(*COMMITTEES, *ADMINISTRATORS), post=kind_form),
    "activities:kind": Example(rows={"pk": ActivityKind}, allowed=(*COMMITTEES, *ADMINISTRATORS), post=kind_form),
    "activities:norm_new": Example(
        rows={"pk": ActivityKind},
        allowed=(*COMMITTEES, *ADMINISTRATORS),
        where=followed,
        unfit=404,
        row_is_read=True,
        post=norm_form,
    ),
    "activities:norm": Example(rows={"pk": Norm}, allowed=(*COMMITTEES, *ADMINISTRATORS), post=norm_form),
    "activities:norm_end": Example(rows={"pk": Norm}, allowed=(*COMMITTEES, *ADMINISTRATORS), post=norm_end_form),
}
