"""Writes of this app. Every one leaves its audit event in the same transaction."""

from metrics.services.definitions import MetricFacts, metric_add, metric_change, metric_resume, metric_retire
from metrics.services.figures import FigureFacts, figure_enter, figure_void

__all__ = [
    "FigureFacts",
    "MetricFacts",
    "figure_enter",
    "figure_void",
    "metric_add",
    "metric_change",
    "metric_resume",
    "metric_retire",
]
