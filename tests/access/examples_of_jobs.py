"""Examples of the pages of jobs in the background."""

from typing import Any

from core.models import JobFailure
from tests.access.example import Data, Example
from tests.access.world import World

ADMINISTRATOR = ("administrator",)
JOB: Data = {"plain": {"code": "clear-uploads"}, "allowed": ADMINISTRATOR}


def nothing(world: World, actor: str, row: Any) -> Data:
    return {}


def another_time(world: World, actor: str, row: Any) -> Data:
    return {"to": "05:15"}


EXAMPLES_OF_JOBS: dict[str, Example] = {
    "jobs": Example(allowed=ADMINISTRATOR, volatile=True),
    "job_run": Example(**JOB, post=nothing),
    "job_pause": Example(**JOB, post=nothing),
    "job_resume": Example(**JOB, post=nothing),
    "job_time": Example(**JOB, post=another_time),
    "job_failures": Example(allowed=ADMINISTRATOR),
    "job_failures_export": Example(allowed=ADMINISTRATOR),
    "job_failure_run": Example(rows={"pk": JobFailure}, allowed=ADMINISTRATOR, post=nothing),
}
