"""Grades as typed on the form of a meeting that appraises its members."""

import re

from django.utils.datastructures import MultiValueDict

from activities.services.entry import Graded

NAME = re.compile(r"(grade|follow)_(\d{1,17})")


def typed_grades(raw: MultiValueDict) -> dict[int, Graded]:
    """By member, as they were chosen."""
    numbers = [int(match[2]) for name in raw if (match := NAME.fullmatch(name)) and match[1] == "grade"]
    return {number: Graded(raw.get(f"grade_{number}") or "", raw.get(f"follow_{number}") or "") for number in numbers}


def unasked_grades(raw: MultiValueDict) -> list[tuple[str, str]]:
    """Names and texts to be sent along while the kind does not ask them."""
    return [(name, raw[name]) for name in sorted(raw) if NAME.fullmatch(name) and raw[name]]
