"""An assessment in the shape that other systems hold on to (`assess --format json`)."""

from decimal import Decimal
from typing import Any

from assessments.choices import OPEN_STATES, ScoreState
from assessments.models import Assessment, BranchScore
from assessments.rulebook import Rulebook
from assessments.scoring import INPUT_NAMES
from assessments.selectors.overlay import Entries, entries_of, reviews_standing
from assessments.selectors.sentences import names_for, sentence
from assessments.selectors.standards import rulebook_of


def scores_of(assessment: Assessment) -> list[BranchScore]:
    """The branches of an assessment fetched before, as last computed, in the court's order."""
    rows = BranchScore.objects.within(assessment.court).filter(assessment=assessment, revision=assessment.revision)
    return list(rows.select_related("branch").order_by("branch__order", "branch_id"))


def as_printed(assessment: Assessment) -> dict[str, Any]:
    """What stands in the end, reviews included; the same assessment prints the same."""
    standing = reviews_standing([assessment])
    book = rulebook_of(assessment.standard)
    rules = {line.code: sentence(line, names) for names in [names_for(assessment.court)] for line in book.lines}
    return {
        "court": assessment.court.name,
        "quarter": assessment.span.code,
        "as_of": assessment.as_of.isoformat(),
        "standard": {"year": assessment.year, "version": assessment.standard.edition},
        "branches": [_branch(row, entries_of(row, standing), book, rules) for row in scores_of(assessment)],
    }


def _branch(row: BranchScore, entries: Entries, book: Rulebook, rules: dict[str, str]) -> dict[str, Any]:
    applied = {code: entry for code, entry in entries.items() if entry["state"] != ScoreState.NOT_APPLIED}
    return {
        "branch": row.branch.name,
        "points": number(row.points),
        "of": number(row.of),
        "known_of": number(row.known_of),
        "indicators": {code: _indicator(entry, book, code, rules[code]) for code, entry in applied.items()},
        "unknown": [code for code, entry in applied.items() if entry["state"] in OPEN_STATES],
    }


def _indicator(entry: dict[str, Any], book: Rulebook, code: str, rule: str) -> dict[str, Any]:
    line = book.line(code)
    is_reviewed = "review" in entry or (line is not None and not line.input)
    return {
        "points": None if entry["points"] is None else number(entry["points"]),
        "of": number(entry["of"]),
        "source": "REVIEW" if is_reviewed else "DATA",
        "rule": rule,
        "inputs": _in_order(entry.get("inputs", {})),
    }


def _in_order(inputs: dict[str, Any]) -> dict[str, Any]:
    """The same bytes from each database: PostgreSQL does not keep the order of names in JSON."""
    return {name: inputs[name] for name in INPUT_NAMES if name in inputs}


def number(points: Any) -> float | int:
    """Two places at most, whole numbers without any."""
    value = Decimal(str(points))
    return int(value) if value == value.to_integral_value() else float(value)
