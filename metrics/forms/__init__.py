"""Forms of business metrics."""

from metrics.forms.definitions import MetricForm, VersionForm, initial_of
from metrics.forms.figures import FigureForm, VoidForm, with_plain_numbers
from metrics.forms.filters import FigureFilter, SpanForm

__all__ = [
    "FigureFilter",
    "FigureForm",
    "MetricForm",
    "SpanForm",
    "VersionForm",
    "VoidForm",
    "initial_of",
    "with_plain_numbers",
]
