"""Jobs in the background, for the installation's administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import health
from core.access import requires
from core.background import services
from core.background.forms import JobFailureFilter, JobTimeForm
from core.background.registry import Job, job_of, label_of
from core.background.schedule import daily_time, entries, schedule_of
from core.background.selectors import job_rows, open_failures
from core.clock import now
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.listing import Listing
from core.models import JobFailure

TITLE, FAILURES = "后台任务", "失败记录"
NO_QUEUE = "任务队列连不上，没有交出去。请先恢复队列（见运维说明），再运行。"
NO_WORKER = "已交给后台。后台进程现在没有应答，等它启动后才会运行。"
LISTING = Listing(
    columns=[
        *(("task", "任务"), ("last_at", "最近失败"), ("words", "原因"), ("times", "次数"), ("at", "首次失败")),
        *(("put_right_at", "状态"), ("again", "操作")),
    ],
    sorts={
        "last_at": ("last_at", "id"),
        "task": ("task", "last_at", "id"),
        "times": ("times", "id"),
        "at": ("at", "id"),
    },
    default="-last_at",
    figures=("times",),
)


@requires("core.manage_jobs")
def job_list(request: HttpRequest) -> HttpResponse:
    rows = job_rows(at=now())
    context = {
        "title": TITLE,
        "rows": rows,
        "late": sum(row.is_late for row in rows),
        "failures": open_failures(),
        "checks": health.checks(),
    }
    return render(request, "core/job_list.html", context)


@requires("core.manage_jobs", methods=("POST",))
def job_run(request: HttpRequest, code: str) -> HttpResponse:
    job = _job(code)
    _hand_over(request, lambda: services.job_run(job=job, by=request.user))
    return redirect("jobs")


@requires("core.manage_jobs", methods=("POST",))
def job_pause(request: HttpRequest, code: str) -> HttpResponse:
    job = _job(code)
    _do(request, lambda: services.job_pause(job=job, by=request.user), f"“{job.label}”已暂停。")
    return redirect("jobs")


@requires("core.manage_jobs", methods=("POST",))
def job_resume(request: HttpRequest, code: str) -> HttpResponse:
    job = _job(code)
    _do(request, lambda: services.job_resume(job=job, by=request.user), f"“{job.label}”已恢复，按时运行。")
    return redirect("jobs")


@requires("core.manage_jobs", methods=("GET", "POST"))
def job_time(request: HttpRequest, code: str) -> HttpResponse:
    """The time of day of a daily job; any other has none."""
    job = _job(code)
    before = daily_time(schedule_of(job, entries().get(job.code)))
    if before is None:
        raise Http404
    return form_page(
        request,
        JobTimeForm(posted(request), initial={"to": before}),
        lambda values: services.job_set_time(job=job, to=values["to"], by=request.user, at=now()),
        done=reverse("jobs"),
        said="已保存，从下一次起按新的时间运行。",
        title=f"改时间：{job.label}",
        state=job.sentence,
        crumbs=[(TITLE, reverse("jobs"))],
        back=reverse("jobs"),
    )


def _filtered(request: HttpRequest) -> JobFailureFilter:
    return JobFailureFilter(request.GET, JobFailure.objects.all(), request=request)


@requires("core.manage_jobs")
def job_failures(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "core/job_failures.html",
        {
            **LISTING.context(request, _filtered(request)),
            "title": FAILURES,
            "crumbs": [(TITLE, reverse("jobs"))],
            "export_url": reverse("job_failures_export"),
            "unit": "条失败",
            "empty": {"thing": "失败记录", "words": "后台任务都运行正常。"},
        },
    )


EXPORT_COLUMNS = (
    ("任务", lambda row: label_of(row.task)),
    ("任务代码", lambda row: row.task),
    ("最近失败", lambda row: row.last_at),
    ("原因", lambda row: row.words),
    ("次数", lambda row: row.times),
    ("首次失败", lambda row: row.at),
    ("恢复时间", lambda row: row.put_right_at),
    ("技术信息", lambda row: row.detail),
)


@requires("core.manage_jobs")
def job_failures_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="core.job_failures_export",
        filename="后台任务失败记录.xlsx",
        sheet_title=FAILURES,
        columns=EXPORT_COLUMNS,
        rows=LISTING.ordered(request, _filtered(request)),
    )


@requires("core.manage_jobs", methods=("POST",))
def job_failure_run(request: HttpRequest, pk: int) -> HttpResponse:
    failure = get_object_or_404(JobFailure, pk=pk)
    _hand_over(request, lambda: services.failure_run_again(failure=failure, by=request.user))
    return redirect("job_failures")


def _job(code: str) -> Job:
    job = job_of(code)
    if job is None:
        raise Http404
    return job


def _hand_over(request: HttpRequest, act: Callable[[], Any]) -> None:
    """Hand something over, and say what comes of it as queue and worker are."""
    checks = health.checks()
    if checks["broker"] != "ok":
        messages.error(request, NO_QUEUE)
    elif checks["worker"] != "ok":
        _do(request, act, NO_WORKER)
    else:
        _do(request, act, "已交给后台运行，稍后刷新本页看结果。")


def _do(request: HttpRequest, act: Callable[[], Any], said: str) -> None:
    try:
        act()
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, said)
