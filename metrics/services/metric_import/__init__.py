"""A court's table of business figures becomes figures by period."""

from metrics.services.metric_import.service import MetricChoices, import_metrics

__all__ = ["MetricChoices", "import_metrics"]
