"""When a periodic job runs: what the scheduler's tables say, or the settings before it was ever started."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from celery import current_app
from celery.schedules import crontab, maybe_schedule
from celery.schedules import schedule as interval
from django.conf import settings
from django_celery_beat.models import CrontabSchedule, PeriodicTask
from django_celery_beat.schedulers import ModelEntry

from core.background.registry import Job

Schedule = crontab | interval
_WEEKDAYS = "日一二三四五六"
_MOST_TIMES = 4


def entries() -> dict[str, PeriodicTask]:
    """The scheduler's rows by the codes of their jobs (one query)."""
    return {row.name: row for row in PeriodicTask.objects.select_related("crontab", "interval")}


def schedule_of(job: Job, entry: PeriodicTask | None) -> Schedule:
    """The schedule of the row, or of the settings where there is none."""
    planned: Any = settings.CELERY_BEAT_SCHEDULE[job.code]["schedule"]
    return cast(Schedule, entry.schedule if entry else maybe_schedule(planned))


def entry_of(job: Job) -> PeriodicTask:
    """The scheduler's row of a job, made as the scheduler does at its start."""
    row = PeriodicTask.objects.filter(name=job.code).first()
    return row or ModelEntry.from_entry(job.code, app=current_app, **settings.CELERY_BEAT_SCHEDULE[job.code]).model


def set_daily_time(entry: PeriodicTask, to: time, *, at: datetime) -> None:
    """Let the job run every day at `to`, from the next time that this hour comes round."""
    schedule = CrontabSchedule.from_schedule(crontab(minute=str(to.minute), hour=str(to.hour)))
    schedule.timezone = settings.CELERY_TIMEZONE
    schedule.save()
    entry.crontab, entry.last_run_at = schedule, at
    entry.save()  # which tells the scheduler that something has changed


def daily_time(schedule: Schedule) -> time | None:
    """The time of day of a job that runs once a day; None for any other."""
    if not isinstance(schedule, crontab) or _day_words(schedule) != "每天":
        return None
    if len(schedule.hour) != 1 or len(schedule.minute) != 1:
        return None
    return time(min(schedule.hour), min(schedule.minute))


def due_after(schedule: Schedule, last: datetime) -> datetime:
    """When a job that ran at `last` is due again."""
    if isinstance(schedule, crontab):
        start, ahead, _ = schedule.remaining_delta(last)
        return cast(datetime, start + ahead)
    return last + schedule.run_every


def next_run(schedule: Schedule, last: datetime | None, at: datetime) -> datetime | None:
    """When the job runs next; None for one by the minute that has not begun."""
    if isinstance(schedule, crontab):
        return due_after(schedule, at)
    return max(due_after(schedule, last), at) if last else None


def words_of(schedule: Schedule) -> str:
    """`每天 03:30`, `每分钟`, `每月 1 日 06:00`."""
    return _crontab_words(schedule) if isinstance(schedule, crontab) else _interval_words(schedule.run_every)


def _interval_words(every: timedelta) -> str:
    seconds = int(every.total_seconds())
    for length, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= length and seconds % length == 0:
            return f"每{unit}" if seconds == length else f"每 {seconds // length} {unit}"
    return f"每 {seconds} 秒"


def _crontab_words(schedule: crontab) -> str:
    day = _day_words(schedule)
    if len(schedule.hour) == 24:
        within = _minute_words(sorted(schedule.minute))
        return within if day == "每天" else f"{day}，{within}"
    hours = sorted(schedule.hour)
    times = [f"{hour:02}:{minute:02}" for hour in hours for minute in sorted(schedule.minute)]
    if len(times) <= _MOST_TIMES:
        return f"{day} {'、'.join(times)}"
    if len(schedule.minute) == 1 and hours == list(range(hours[0], hours[-1] + 1)):
        return f"{day} {times[0]} 至 {times[-1]}，每小时一次"
    return f"{day} {'、'.join(times[:_MOST_TIMES])} 等 {len(times)} 次"


def _minute_words(minutes: list[int]) -> str:
    if len(minutes) == 60:
        return "每分钟"
    if 60 % len(minutes) == 0 and minutes == list(range(0, 60, 60 // len(minutes))):
        return "每小时" if len(minutes) == 1 else f"每 {60 // len(minutes)} 分钟"
    return f"每小时的第 {'、'.join(map(str, minutes))} 分"


def _day_words(schedule: crontab) -> str:
    every_month, every_day = len(schedule.month_of_year) == 12, len(schedule.day_of_month) == 31
    if every_month and every_day and len(schedule.day_of_week) == 7:
        return "每天"
    words = "每" if every_month else f"每年 {_listed(schedule.month_of_year)} 月"
    if not every_day:
        words += f"{'月' if every_month else ''} {_listed(schedule.day_of_month)} 日"
    if len(schedule.day_of_week) < 7:
        weekdays = "、".join(_WEEKDAYS[day] for day in sorted(schedule.day_of_week))
        words += f"周{weekdays}" if every_month and every_day else f"且为周{weekdays}"
    return words


def _listed(numbers: set[int]) -> str:
    return "、".join(map(str, sorted(numbers)))
