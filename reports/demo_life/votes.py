"""Assemblies that vote on persons, a joint meeting that waits for its second branch, and the court's leaders."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import make_aware

from activities.models import Activity, Resolution
from activities.services import MeetingEntry, Vote, activity_submit
from activities.services.checks import roster_of
from branches.choices import PostKind, Role
from branches.models import Appointment, Branch, Court, Post
from branches.services.leadership import leadership_start
from reports.generator.system import load_rules

LEADERS = (
    ("第一党支部", "SECRETARY", "党组书记、院长"),
    ("第四党支部", "MEMBER", "党组成员、副院长"),
    ("第七党支部", "LEADER", "审判委员会专职委员"),
)
JOINT_DAYS_AGO, LECTURED_DAYS_AGO = 3, 110


def load(court: Court, on: date) -> None:
    """Leaders are commissioners of their branches; who hosts the joint meeting is behind with its own."""
    branches = {branch.name: branch for branch in Branch.objects.within(court).select_related("court")}
    for name, kind, title in LEADERS:
        if name in branches:
            _lead(branches[name], kind, title, on)
    if "第一党支部" in branches:
        _lecture(branches["第一党支部"], on - timedelta(LECTURED_DAYS_AGO))
    if {"第一党支部", "第三党支部"} <= branches.keys() and _officer(branches["第三党支部"]):
        _meet_jointly(branches["第三党支部"], branches["第一党支部"], on - timedelta(JOINT_DAYS_AGO))


def _lead(branch: Branch, kind: str, title: str, on: date) -> None:
    post = Post.objects.within(branch).filter(kind=PostKind.PUBLICITY, ends_on=None).select_related("member").first()
    if post is not None:
        leadership_start(
            court=branch.court, member=post.member, kind=kind, title=title, starts_on=on - timedelta(300), by=None
        )


def _lecture(branch: Branch, held_on: date) -> None:
    """The secretary of the 党组 speaks to the own branch."""
    leader = branch.court.members.filter(leaderships__kind="SECRETARY").first()
    if leader is not None:
        entry = _entry(branch, "PARTY_LECTURE", held_on, topic="为大局服务、为人民司法")
        details = {"lecturer": leader.name, "lecturer_rank": "LEADING_GROUP_SECRETARY"}
        _submit(replace(entry, details=details), held_on)


def resolve_on(branch: Branch, held_on: date, nature: str, name: str, topic: str) -> Resolution:
    """An assembly resolved on a person: everybody came and was for it."""
    entry = _entry(branch, "BRANCH_ASSEMBLY", held_on, topic=topic)
    vote = Vote("", len(roster_of(entry).base), nature=nature, person=name, secret=True)
    return _submit(replace(entry, resolutions=(vote,)), held_on).resolutions.get()


def _meet_jointly(host: Branch, guest: Branch, held_on: date) -> None:
    """The host's record, and a draft that waits for the guest's secretary."""
    entry = _entry(host, "THEME_DAY", held_on, topic="共同参观廉政教育基地", place="市廉政教育基地")
    shared = {
        "kind": ["THEME_DAY"],
        "held_on": [str(held_on)],
        "topic": [entry.topic],
        "place": [entry.place],
        "chair": [entry.chair],
        "recorder": [entry.recorder],
        "content": ["两个支部一起参观展览，现场交流体会。"],
        "study_hours": ["2"],
    }
    _submit(replace(entry, joint_with=(guest,), shared=shared, content=shared["content"][0]), held_on)


def _entry(branch: Branch, code: str, held_on: date, *, topic: str, place: str = "三楼会议室") -> MeetingEntry:
    posts = Post.objects.within(branch).filter(ends_on=None).select_related("member").order_by("id")
    names = [post.member.name for post in posts[:2]]
    return MeetingEntry(
        court=branch.court,
        branch=branch,
        kind=load_rules().kinds[code],
        held_on=held_on,
        place=place,
        chair=names[0],
        recorder=names[-1],
        topic=topic,
    )


def _officer(branch: Branch | None) -> Any:
    """The account of the branch's secretary, if it has one in the demo."""
    held = Appointment.objects.within(branch).filter(role=Role.SECRETARY, group=None) if branch else None
    appointment = held.select_related("user").first() if held is not None else None
    return appointment.user if appointment else None


def _submit(entry: MeetingEntry, held_on: date) -> Activity:
    at = make_aware(datetime.combine(held_on, time(17)))
    return activity_submit(entry=entry, by=_officer(entry.branch), at=at, submission_key=uuid4())
