"""What a check found, as the job keeps it: shapes of `ImportJob.report` and `ImportJob.faults`."""

import re
from collections.abc import Mapping as Map
from typing import Any

from branches.services.file_imports import ImportOutcome
from branches.services.imports.registry import Importer, Targets
from core.fields import masked
from core.spreadsheets import Fault, Loaded, Mapping
from core.spreadsheets.columns import Heading
from core.spreadsheets.spec import LEFT_OUT

# A page shows what it is given; nobody reads further.
MOST_FAULTS = 20_000
SHOWN_SAMPLES, SHOWN_ROWS = 3, 5
# Phone and identity numbers are shown nowhere before they are stored.
LONG_NUMBER = re.compile(r"\d{10,}[\dXx]")
PERSONAL = ("phone", "identity_number")


def report_of(importer: Importer, loaded: Loaded, outcome: ImportOutcome | None, targets: Targets) -> dict[str, Any]:
    """`{"sheets": [{"sheet", "head_row", "columns", "rows"}], "words": […], "targets": {…}, "lines": […], …}`.

    A column is `{"key", "letter", "heading", "field", "why", "samples"}`: `key` is how a choice names it, `field` a
    code, "-" for left out, "" for not placed.
    """
    labels = {one.code: one.label for one in importer.spec.fields}
    return {
        "sheets": [_sheet(mapping) for mapping in loaded.mappings],
        "words": [
            {"code": each.code, "label": labels[each.code], "word": each.word, "times": each.times, "near": each.near}
            for each in loaded.unplaced
        ],
        "targets": {code: [list(pair) for pair in pairs] for code, pairs in targets.items()},
        "remarks": list(loaded.remarks),
        "counts": list(outcome.counts) if outcome else [],
        "row_count": outcome.row_count if outcome else len(loaded.records),
        "known_count": outcome.known_count if outcome else 0,
        "lines": [line.plain() for line in outcome.lines] if outcome else [],
    }


def faults_of(loaded: Loaded) -> list[dict[str, Any]]:
    """`[{"sheet", "row", "column", "heading", "message"}]` in the order of the file."""
    return [_plain(fault) for fault in list(loaded.faults)[:MOST_FAULTS]]


def fault(message: str) -> dict[str, Any]:
    """One that has no place in the file."""
    return _plain(Fault(message))


def hidden(text: str) -> str:
    """Text with the middle of long numbers starred out."""
    return LONG_NUMBER.sub(lambda found: masked(found[0]), text)


def _plain(fault: Fault) -> dict[str, Any]:
    message = hidden(" ".join(fault.message.split()))
    return {
        "sheet": fault.sheet,
        "row": fault.row or None,
        "column": fault.column,
        "heading": fault.heading,
        "message": message,
    }


def _sheet(mapping: Mapping) -> dict[str, Any]:
    names = [heading.text for heading in mapping.headings]
    fields = _fields(mapping)
    personal = {heading.index for code in PERSONAL for heading in mapping.placed.get(code, ())}
    samples = [
        [masked(text) if place in personal else hidden(text) for place, text in enumerate(row)]
        for row in mapping.samples
    ]
    columns = []
    for place, heading in enumerate(mapping.headings):
        values = list(dict.fromkeys(row[place] for row in samples if row[place]))
        if not (heading.text or values):
            continue
        is_alone = heading.text and names.count(heading.text) == 1
        columns.append(
            {
                "key": heading.text if is_alone else f"{heading.letter}列",
                "letter": heading.letter,
                "heading": heading.text,
                "field": fields.get(heading.index, ""),
                "why": mapping.unplaced.get(heading.index, ""),
                "samples": values[:SHOWN_SAMPLES],
                "place": place,
            }
        )
    return {"sheet": mapping.sheet, "head_row": mapping.head_row, "columns": columns, "rows": samples[:SHOWN_ROWS]}


def _fields(mapping: Mapping) -> Map[int, str]:
    placed: dict[int, str] = {heading.index: code for code, headings in mapping.placed.items() for heading in headings}
    left_out: list[Heading] = mapping.left_out
    return {**placed, **{heading.index: LEFT_OUT for heading in left_out}}
