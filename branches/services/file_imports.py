"""What every import of a file shares: refusing it, remembering it, telling what it did."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from branches.models import Branch, Court, ImportBatch
from core.errors import Refused
from core.spreadsheets import Fault, Loaded, Record

EXAMPLES = 3


class RefusedFile(Refused):
    """A file with faults; `loaded` has them one by one, and what could be read all the same."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__(*(" ".join(line.split()) for line in loaded.faults.lines()))
        self.loaded = loaded


@dataclass(frozen=True)
class ImportOutcome:
    """What an import added or, in a dry run, would add. `counts` are phrases such as “党员 216 人”.

    `batch` is None where nothing was written; `lines` are the differences of a later roster.
    """

    counts: Sequence[str]
    row_count: int
    known_count: int
    remarks: Sequence[str] = field(default=())
    dry_run: bool = False
    loaded: Loaded | None = None
    batch: ImportBatch | None = None
    lines: Sequence[Any] = ()

    def __str__(self) -> str:
        lead = "试运行，没有写入：" if self.dry_run else ""
        verb = "将新增" if self.dry_run else "新增"
        if self.counts:
            known = f"另有 {self.known_count} 行已登记过，没有重复新增。" if self.known_count else ""
            first = f"{lead}{verb}{'、'.join(self.counts)}。{known}"
        else:
            first = f"{lead}文件中的 {self.row_count} 行都已登记过，没有新增。"
        return "\n".join((first, *(f"提示：{remark}" for remark in self.remarks)))


@contextmanager
def one_at_a_time(court: Court, *, dry_run: bool) -> Iterator[None]:
    """The transaction of an import. Two for one court wait for each other: what the first adds, the second finds.

    A dry run only reads, and keeps nobody waiting.
    """
    if dry_run:
        yield
        return
    with transaction.atomic():
        Court.objects.within(court).select_for_update(no_key=True).get()
        yield


def refuse_if_faulty(loaded: Loaded) -> None:
    """Raises RefusedFile with a line for each fault; a file without any row of data has one, too."""
    if not loaded.faults.found and not loaded.records:
        loaded.faults.add(Fault("标题行下面没有数据。"))
    if loaded.faults.found:
        raise RefusedFile(loaded)


def refuse_long_texts(loaded: Loaded, model: type[models.Model], fields: Mapping[str, str]) -> None:
    """Adds a fault for each text longer than its column in the database; `fields` is {field code: model field}."""
    limits = {code: getattr(model._meta.get_field(name), "max_length", None) for code, name in fields.items()}
    for record in loaded.records:
        for code, limit in limits.items():
            text = str(record.values[code] or "")
            if limit is not None and len(text) > limit:
                loaded.faults.add(record.fault(code, f"有 {len(text)} 个字，最多 {limit} 个字，请改短。"))


def new_batch(*, court: Court, subject: str, loaded: Loaded, by: Any, branch: Branch | None = None) -> ImportBatch:
    """The batch that rows are attached to; not saved yet."""
    return ImportBatch(
        court=court,
        branch=branch,
        subject=subject,
        filename=loaded.filename[-200:],
        digest=loaded.digest,
        row_count=len(loaded.records),
        created_by=by,
    )


def source_of(record: Record) -> dict[str, Any]:
    """Where a row stands, for a model that is Imported."""
    return {"source_sheet": record.sheet[:100], "source_row": record.row}


def rows_phrase(records: Sequence[Record]) -> str:
    """“第 5、8、13 行等 27 行”: some examples, and how many there are."""
    named = "、".join(str(record.row) for record in records[:EXAMPLES])
    more = f"等 {len(records)} 行" if len(records) > EXAMPLES else ""
    return f"第 {named} 行{more}"
