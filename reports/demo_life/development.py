"""Files on the way to membership at every stage, some of them pressing; letters that wait for their receipt."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import make_aware

from activities.choices import ResolutionNature
from branches.choices import MemberStatus
from branches.models import Branch, Court, Member
from branches.services.transfers import Letter, transfer_in, transfer_out, transfer_receipt
from development.choices import StepKind
from development.services.files import file_open, file_take_over
from development.services.steps import step_take
from development.services.taken import Taken
from reports.demo_life.votes import resolve_on

K = StepKind
# The days between the application and each step, as an orderly branch takes them.
DAYS = {
    K.TALK: 12,
    K.ACTIVIST_FIXED: 60,
    K.ACTIVIST_FILED: 75,
    K.CONTACTS: 76,
    K.ACTIVIST_REVIEW: 230,
    K.PROSPECT_FIXED: 430,
    K.PROSPECT_FILED: 445,
    K.INTRODUCERS: 450,
    K.POLITICAL_REVIEW: 480,
    K.TRAINING: 500,
    K.PREREVIEW: 520,
    K.PUBLICITY: 530,
    K.ADMISSION_VOTE: 550,
}
ORDER = list(DAYS)


@dataclass(frozen=True)
class Person:
    """Somebody who applied `days` ago and whose file has come as far as `until`."""

    branch: str
    name: str
    sex: str
    department: str
    born_on: date
    days: int
    until: StepKind | None = None


PEOPLE = (
    Person("第一党支部", "林书瑶", "FEMALE", "立案庭法官助理", date(1997, 4, 12), 22),
    Person("第一党支部", "高文渊", "MALE", "立案庭书记员", date(1995, 9, 3), 260, K.CONTACTS),
    Person("第三党支部", "罗雨桐", "FEMALE", "民一庭书记员", date(1998, 11, 20), 45),
    Person("第六党支部", "唐景行", "MALE", "刑庭法官助理", date(1993, 2, 8), 80, K.ACTIVIST_FIXED),
    Person("第二党支部", "宋知远", "MALE", "办公室科员", date(1992, 7, 1), 440, K.ACTIVIST_REVIEW),
    Person("第四党支部", "邓若兰", "FEMALE", "行政庭法官助理", date(1994, 1, 30), 515, K.TRAINING),
    Person("第五党支部", "谢明哲", "MALE", "执行局法警", date(1991, 12, 5), 610, K.ADMISSION_VOTE),
)
STOPPED = Person("第七党支部", "冯子涵", "MALE", "研究室科员", date(1996, 6, 18), 300, K.CONTACTS)


def load(court: Court, on: date) -> None:
    """Files at every stage in the branches that `court` has; some probationary members are left without one."""
    branches = {branch.name: branch for branch in Branch.objects.within(court).select_related("court")}
    for person in (*PEOPLE, STOPPED):
        if person.branch in branches:
            _file(branches[person.branch], person, on)
    _transfer(branches, on)
    for name in ("第一党支部", "第四党支部", "第六党支部"):
        if name in branches:
            _take_over(branches[name], on)


def _file(branch: Branch, person: Person, on: date) -> None:
    applied_on = on - timedelta(person.days)
    candidate = file_open(
        branch=branch,
        applied_on=applied_on,
        by=None,
        at=_at(applied_on),
        document="入党申请书一份",
        name=person.name,
        sex=person.sex,
        nation="汉族",
        born_on=person.born_on,
        education="大学本科",
        department=person.department,
    )
    steps = ORDER[: ORDER.index(person.until) + 1] if person.until else []
    for kind in steps:
        day = applied_on + timedelta(DAYS[kind])
        taken = Taken(happened_on=day, **_extras(kind, branch, person, day))
        step_take(candidate=candidate, version=candidate.version, kind=kind, taken=taken, by=None, at=_at(on))
    if person is STOPPED:
        taken = Taken(happened_on=on - timedelta(30), note="本人调离法院系统，撤回申请。")
        step_take(candidate=candidate, version=candidate.version, kind=K.STOPPED, taken=taken, by=None, at=_at(on))


def _extras(kind: str, branch: Branch, person: Person, day: date) -> dict[str, Any]:
    """What a step needs besides its day."""
    if kind in (K.CONTACTS, K.INTRODUCERS):
        return {"people": tuple(_formal(branch, day)[:2])}
    if kind == K.TRAINING:
        return {"ends_on": day + timedelta(2), "hours": 24, "document": "机关党委发展对象培训班"}
    if kind == K.PUBLICITY:
        return {"ends_on": day + timedelta(14)}
    if kind == K.ADMISSION_VOTE:
        topic = f"讨论接收{person.name}为预备党员"
        return {"resolution": resolve_on(branch, day, ResolutionNature.ADMISSION, person.name, topic)}
    return {}


def _formal(branch: Branch, on: date) -> list[Member]:
    confirmed = Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=on)
    here = Q(memberships__starts_on__isnull=True) | Q(memberships__starts_on__lte=on)
    rows = Member.objects.within(branch).filter(confirmed, here, memberships__ends_on__isnull=True)
    return list(rows.filter(status=MemberStatus.FORMAL).order_by("pk").distinct())


def _take_over(branch: Branch, on: date) -> None:
    member = Member.objects.within(branch).filter(status=MemberStatus.PROBATIONARY).order_by("pk").first()
    if member is not None:
        file_take_over(member=member, by=None, at=_at(on))


def _transfer(branches: dict[str, Branch], on: date) -> None:
    """One came on probation, was confirmed here, and left again by a letter whose receipt is still out."""
    branch = branches.get("第二党支部")
    if branch is None:
        return
    came_on, left_on = on - timedelta(400), on - timedelta(52)
    letter = Letter("云海市人民检察院机关党委", "云海检组〔2025〕12号", came_on - timedelta(6))
    came = transfer_in(
        branch=branch,
        group=None,
        letter=letter,
        received_on=came_on,
        by=None,
        at=_at(came_on),
        name="贺兰亭",
        sex="FEMALE",
        born_on=date(1993, 3, 17),
        department="办公室四级主任科员",
        status=MemberStatus.PROBATIONARY,
        joined_on=came_on - timedelta(200),
    )
    transfer_receipt(transfer=came, receipt_on=came_on + timedelta(2), by=None, at=_at(came_on + timedelta(2)))
    _confirm(came.member, came_on)
    letter = Letter("南岭省司法厅机关党委", "云中法组〔2026〕3号", left_on - timedelta(1))
    transfer_out(member=came.member, letter=letter, last_on=left_on, by=None, at=_at(left_on))


def _confirm(member: Member, came_on: date) -> None:
    """The branch takes the probation over; its assembly votes, the committee approves."""
    candidate = file_take_over(member=member, by=None, at=_at(came_on))
    voted_on = came_on + timedelta(175)
    topic = f"讨论{member}转为正式党员"
    vote = resolve_on(member.branch, voted_on, ResolutionNature.CONFIRMATION, member.name, topic)
    for kind, taken in (
        (K.CONFIRMATION_APPLICATION, Taken(came_on + timedelta(150), document="转正申请书")),
        (K.CONFIRMATION_VOTE, Taken(voted_on, resolution=vote)),
        (K.CONFIRMATION_APPROVAL, Taken(came_on + timedelta(190), document="批复")),
    ):
        at = _at(taken.happened_on)
        step_take(candidate=candidate, version=candidate.version, kind=kind, taken=taken, by=None, at=at)


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9)))
