"""Examples of the pages of rectification, by what they are about."""

from branches.models import Branch
from rectification.models import Measure, Problem
from tests.access.example import COMMITTEES, SECRETARIES, Example

READERS_OF_PROBLEMS = (*COMMITTEES, *SECRETARIES)
OF_MEASURE = {"pk": Measure}

PROBLEMS: dict[str, Example] = {}

MEASURES: dict[str, Example] = {
    "rectification:measures": Example(allowed=READERS_OF_PROBLEMS, filters={"branch": Branch, "problem": Problem}),
    "rectification:measure_export": Example(allowed=READERS_OF_PROBLEMS),
    "rectification:measure": Example(rows=OF_MEASURE, allowed=READERS_OF_PROBLEMS),
}

SUPERVISION: dict[str, Example] = {}

WORK_LISTS: dict[str, Example] = {}

INSPECTIONS: dict[str, Example] = {}

EXAMPLES_OF_RECTIFICATION: dict[str, Example] = PROBLEMS | MEASURES | SUPERVISION | WORK_LISTS | INSPECTIONS
