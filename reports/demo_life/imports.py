"""A ledger of last year that came in, and one that waits for somebody to put it right."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from branches.choices import ImportSubject, Role
from branches.models import Appointment, Court
from branches.services.imports.jobs import job_create, job_run, job_start

HEAD = ("党支部", "会议类型", "时间", "地点", "应到人数", "实到人数", "主题")
BEFORE_THE_DEMO = 400


def load(court: Court, on: date) -> None:
    """Events of the whole court, from before the demo's records: no branch's figures change."""
    by = _committee_of(court)
    if by is None:
        return
    day = on - timedelta(BEFORE_THE_DEMO)
    good = [
        ("全院", "政治学习", day, "大法庭", 180, 171, "学习贯彻党的创新理论"),
        ("全院", "志愿服务", day + timedelta(9), "滨江社区", 40, 40, "送法进社区"),
    ]
    bad = [
        ("第一党支部", "支部碰头会", day, "三楼会议室", 5, 5, "研究季度工作"),
        ("全院", "廉政教育", day + timedelta(3), "大法庭", 180, 186, "观看警示教育片"),
    ]
    job = _upload(court, "往年全院活动.csv", good, by=by, on=on - timedelta(20))
    job_start(job=job, choices={}, by=by, at=_at(on - timedelta(20)))
    job_run(job_id=job.pk, on=on, at=_at(on - timedelta(20)))
    _upload(court, "往年台账（待核对）.csv", bad, by=by, on=on)


def _upload(court: Court, filename: str, rows: Sequence[Sequence[object]], *, by: Any, on: date) -> Any:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    job = job_create(
        court=court,
        branch=None,
        subject=ImportSubject.ACTIVITIES,
        filename=filename,
        content=text.getvalue().encode(),
        by=by,
        at=_at(on),
    )
    job_run(job_id=job.pk, on=on, at=_at(on))
    job.refresh_from_db()
    return job


def _committee_of(court: Court) -> Any:
    found = Appointment.objects.within(court).filter(role=Role.COMMITTEE).select_related("user").first()
    return found.user if found else None


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9)))
