"""Examples of the pages of imports, and of the one that asks since when branches keep records."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from branches.models import Branch, Court, ImportBatch, ImportJob
from tests.access.actors import TODAY
from tests.access.example import COMMITTEES, WRITERS, Data, Example
from tests.access.world import COURTS, World


def upload(world: World, actor: str, row: Any) -> Data:
    return {"subject": "ACTIVITIES", "file": SimpleUploadedFile("台账.csv", "党支部,类型,时间".encode())}


def seen(world: World, actor: str, row: ImportJob) -> Data:
    return {"revision": row.revision}


def reason(world: World, actor: str, row: ImportBatch) -> Data | None:
    """Of the court's batch a record is resting; a branch's brought nothing."""
    return {"reason": "传错了"} if row.branch_id else None


def dates(world: World, actor: str, row: Court) -> Data:
    return {"default": TODAY}


def of_own_court(actor: str, place: str) -> bool:
    return place in COURTS and actor == f"committee_{place}"


EXAMPLES_OF_IMPORTS: dict[str, Example] = {
    "branches:import_list": Example(allowed=WRITERS),
    "branches:import_export": Example(allowed=WRITERS),
    "branches:import_detail": Example(rows={"pk": ImportBatch}, allowed=WRITERS),
    "branches:import_undo": Example(rows={"pk": ImportBatch}, allowed=WRITERS, post=reason),
    "branches:import_undo_progress": Example(rows={"pk": ImportBatch}, allowed=WRITERS, shows_row=False),
    "branches:import_new": Example(rows={"court_pk": Court}, allowed=COMMITTEES, where=of_own_court, post=upload),
    "branches:import_new_of_branch": Example(rows={"branch_pk": Branch}, allowed=WRITERS, post=upload),
    "branches:import_job": Example(rows={"pk": ImportJob}, allowed=WRITERS),
    "branches:import_job_progress": Example(rows={"pk": ImportJob}, allowed=WRITERS, shows_row=False),
    "branches:import_job_faults": Example(rows={"pk": ImportJob}, allowed=WRITERS, shows_row=False),
    "branches:import_job_mapping": Example(rows={"pk": ImportJob}, allowed=WRITERS, post=seen, methods=("POST",)),
    "branches:import_job_run": Example(rows={"pk": ImportJob}, allowed=WRITERS, post=seen, methods=("POST",)),
    "branches:import_job_cancel": Example(rows={"pk": ImportJob}, allowed=WRITERS, post=seen, methods=("POST",)),
    "activities:coverage_start": Example(
        rows={"court_pk": Court}, allowed=COMMITTEES, where=of_own_court, post=dates, shows_row=False
    ),
    "activities:coverage_hint": Example(
        rows={"court_pk": Court}, allowed=COMMITTEES, where=of_own_court, shows_row=False
    ),
}
