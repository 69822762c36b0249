"""The plan beside what is owed, on an officer's first page."""

from dataclasses import replace
from datetime import date

from planning.selectors.plans import PlanLine
from reports.selectors.pages import Todo


def with_plan(owed: list[Todo], lines: list[PlanLine], on: date) -> tuple[list[Todo], list[tuple[PlanLine, str]]]:
    """What is owed with the item that plans it, and what else the month holds, each with the form's address."""
    free = list(lines)
    planned = []
    for todo in owed:
        line = next((line for line in free if _plans(line, todo)), None)
        if line:
            free.remove(line)
        planned.append(replace(todo, planned=line, url=line.form_address(on)) if line else todo)
    return planned, [(line, line.form_address(on)) for line in free]


def _plans(line: PlanLine, todo: Todo) -> bool:
    return line.item.kind == todo.kind and line.item.group_id == todo.group_id
