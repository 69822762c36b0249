"""What indicators are scored from: one module for each group of inputs, each in the registry under its code."""

from assessments.selectors.inputs import (
    development,
    duties,
    meetings,
    metrics,
    notices,
    organization,
    plans,
    problems,
    registers,
    study,
)
from assessments.selectors.inputs.registry import InputKind, Param, Reading, input_kinds, input_of

__all__ = [
    "InputKind",
    "Param",
    "Reading",
    "development",
    "duties",
    "input_kinds",
    "input_of",
    "meetings",
    "metrics",
    "notices",
    "organization",
    "plans",
    "problems",
    "registers",
    "study",
]
