"""Examples of the pages of rectification, by what they are about."""

from tests.access.example import Example

PROBLEMS: dict[str, Example] = {}

MEASURES: dict[str, Example] = {}

SUPERVISION: dict[str, Example] = {}

WORK_LISTS: dict[str, Example] = {}

INSPECTIONS: dict[str, Example] = {}

EXAMPLES_OF_RECTIFICATION: dict[str, Example] = PROBLEMS | MEASURES | SUPERVISION | WORK_LISTS | INSPECTIONS
