"""What can be imported: each app registers its own subject, so that no lower app knows a higher one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from branches.models import Court, ImportBatch, ImportJob
from branches.services.file_imports import ImportOutcome
from core.progress import Tell
from core.spreadsheets import FieldSpec, Loaded, Spec

# Field code -> (value, label) of what its words may stand for.
Targets = Mapping[str, Sequence[tuple[str, str]]]


class Run(Protocol):
    def __call__(
        self, job: ImportJob, loaded: Loaded, *, dry_run: bool, by: Any, on: date, at: datetime, tell: Tell
    ) -> ImportOutcome:
        """Import what was read of the job's file, or only say what would come of it.

        Raises RefusedFile, Refused or UsageError.
        """


def no_fields(court: Court) -> tuple[FieldSpec, ...]:
    return ()


@dataclass(frozen=True)
class Importer:
    """One subject: what its columns may be, how it is imported and taken back.

    `undo` (the batch, by whom) deletes and restores what the batch did, or raises Refused with what rests on it.
    `of_branch`: an officer may import the own branch's file. `own_fields` are columns that only this court's file may
    have, beside those of `spec`.
    """

    subject: str
    spec: Spec
    run: Run
    targets: Callable[[Court], Targets]
    undo: Callable[[ImportBatch, Any], None]
    of_branch: bool = False
    own_fields: Callable[[Court], tuple[FieldSpec, ...]] = no_fields

    def spec_of(self, court: Court) -> Spec:
        return replace(self.spec, fields=(*self.spec.fields, *self.own_fields(court)))


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _importers[importer.subject] = importer


def importer_of(subject: str) -> Importer:
    return _importers[subject]
