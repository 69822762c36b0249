"""A record as plain texts, ready for a document: what stands on the page, in the words of a paper."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from activities.choices import HELD_STATES, CorrectionState
from activities.details import VOCABULARY
from activities.models import Activity, Attendance, Correction, Resolution, Topic
from activities.selectors.snapshots import differences
from branches.models import Branch
from core.documents.plain import paragraphs

SIGNATURES = ("主持人", "记录人")
NOT_KNOWN = "不详"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class RecordPaper:
    """One record: texts, lists of texts, lists of dictionaries of texts; empty where nothing is said."""

    title: str
    court: str
    branch: str
    place_of: str
    held_on: str
    place: str
    chair: str
    recorder: str
    due: str
    present: str
    present_names: str
    absent: str
    sitting_in: str
    topics: list[str]
    minutes: list[str]
    resolutions: list[dict[str, str]] = field(default_factory=list)
    corrections: list[dict[str, str]] = field(default_factory=list)
    more: list[dict[str, str]] = field(default_factory=list)
    signatures: tuple[str, ...] = SIGNATURES

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Beside:
    """What stands beside a record, as far as the reader sees it."""

    people: list[Attendance] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def record_paper(user: Any, activity: Activity) -> RecordPaper:
    """The paper of a record that was fetched for `user`; without names where only its court may see the persons."""
    return _paper(activity, _beside(user, [activity])[activity.pk])


def papers_of_year(user: Any, branch: Branch, year: int, *, until: date) -> list[tuple[Activity, RecordPaper]]:
    """The records of a branch that count in a year, up to a day, by date; as many queries for one as for all."""
    held = Activity.objects.visible_to(user).filter(
        branch=branch, held_on__year=year, held_on__lte=until, state__in=HELD_STATES
    )
    activities = held.select_related("kind", "court", "branch", "group").prefetch_related("resolutions", "also_kinds")
    ordered = list(activities.order_by("held_on", "id"))
    beside = _beside(user, ordered)
    return [(activity, _paper(activity, beside[activity.pk])) for activity in ordered]


def _beside(user: Any, activities: list[Activity]) -> dict[int, Beside]:
    found = {activity.pk: Beside() for activity in activities}
    for row in attendances_of(user, activities):
        found[row.activity_id].people.append(row)
    applied = Correction.objects.visible_to(user).filter(activity__in=found, state=CorrectionState.APPLIED)
    for correction in applied.select_related("asked_by").order_by("asked_at", "id"):
        found[correction.activity_id].corrections.append(correction)
    topics = Topic.objects.visible_to(user).filter(activity_topics__activity__in=found)
    for activity_id, name in topics.order_by("id").values_list("activity_topics__activity", "name"):
        found[activity_id].topics.append(name)
    return found


def attendances_of(user: Any, activities: Iterable[Activity]) -> list[Attendance]:
    """Who was due at these records, by member."""
    rows = Attendance.objects.visible_to(user).filter(activity__in=[activity.pk for activity in activities])
    return list(rows.select_related("member").order_by("member_id"))


def _paper(activity: Activity, beside: Beside) -> RecordPaper:
    people = beside.people
    due = [row for row in people if not row.sits_in]
    return RecordPaper(
        title=f"{activity.kind.name}记录",
        court=activity.court.name,
        branch=activity.branch.name if activity.branch else "",
        place_of="　".join(str(part) for part in (activity.court, activity.branch, activity.group) if part),
        held_on=_when(activity),
        place=activity.place,
        chair=activity.chair_name,
        recorder=activity.recorder_name,
        due=_count(activity.due_count, activity.voting_due),
        present=_count(activity.present_count, activity.voting_present),
        present_names=_names(row for row in due if row.present),
        absent="；".join(_absence(row) for row in due if not row.present),
        sitting_in=_names(row for row in people if row.sits_in),
        topics=paragraphs(activity.topic),
        minutes=paragraphs(activity.content),
        resolutions=[_resolution(row) for row in activity.resolutions.all()],
        corrections=[line for each in beside.corrections for line in _correction(each)],
        more=_more(activity, beside.topics),
    )


def _correction(row: Correction) -> list[dict[str, str]]:
    """What one correction changed, thing by thing; the record above it says what holds now."""
    on = localdate(row.asked_at)
    said = f"{on.year}年{on.month}月{on.day}日 {row.asked_by}更正"
    return [
        {
            "what": f"{said}{each.label}：{row.reason}",
            "before": "；".join(each.before),
            "after": "；".join(each.after),
        }
        for each in differences(row.before, row.after, on_paper=True)
    ]


def _when(activity: Activity) -> str:
    at = f" {activity.starts_at:%H:%M}" if activity.starts_at else ""
    last = f"至{_day(activity.ends_on)}" if activity.ends_on else ""
    return f"{_day(activity.held_on)}{last}{at}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def _count(people: int | None, voting: int | None) -> str:
    if people is None:
        return NOT_KNOWN
    return f"{people}人" if voting is None or voting == people else f"{people}人（有表决权{voting}人）"


def _names(rows: Iterable[Attendance]) -> str:
    return "、".join(row.member.name for row in rows)


def _absence(row: Attendance) -> str:
    why = "，".join(filter(None, (row.get_reason_display(), row.reason_text)))
    return f"{row.member.name}（{why or '原因不详'}）"


def _resolution(row: Resolution) -> dict[str, str]:
    return {
        "text": f"{row.text}（{'；'.join(_about(row))}）" if _about(row) else row.text,
        "votes_for": str(row.votes_for),
        "votes_against": str(row.votes_against),
        "abstentions": str(row.abstentions),
        "result": "通过" if row.passed else "未通过",
    }


def _about(row: Resolution) -> list[str]:
    """Whom it is about, how it was voted on, what was written beforehand."""
    about = [f"{row.get_nature_display()}：{row.person_name}"] if row.is_about_person else []
    if row.is_secret:
        about.append("无记名投票")
    if row.open_reason:
        about.append(f"举手表决，原因：{row.open_reason}")
    if row.opinions_for or row.opinions_against:
        about.append(f"会前书面意见赞成{row.opinions_for}、不赞成{row.opinions_against}")
    return about


def _more(activity: Activity, topics: list[str]) -> list[dict[str, str]]:
    """Facts that not every record has."""
    also = "、".join(kind.name for kind in activity.also_kinds.all())
    facts = {
        "状态": "" if activity.state in HELD_STATES else activity.get_state_display(),
        "召开形式": activity.get_held_as_display(),
        "同时完成": also,
        "专题": "、".join(topics),
        "所属年度": f"{activity.for_year}年" if activity.for_year else "",
        "学时": f"{activity.study_hours.normalize():f}学时" if activity.study_hours is not None else "",
        "法定人数": "未达到" if activity.has_quorum is False else "",
        "补录": f"会后第{activity.late_days}天提交" if activity.late_days else "",
    }
    asked = dict(VOCABULARY.shown(activity.details))
    return [{"label": label, "value": value} for label, value in (facts | asked).items() if value]
