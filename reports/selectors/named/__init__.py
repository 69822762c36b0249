"""Figures by their names: one module for each field of work; the registry reads them all."""

from reports.selectors.named import (
    campaigns,
    days,
    development,
    life,
    metrics,
    notices,
    organization,
    rectification,
    registers,
    stars,
    work_lists,
)
from reports.selectors.named.registry import Asked, NamedFigure, SumRule, named_figures, sum_rules

__all__ = [
    "Asked",
    "NamedFigure",
    "SumRule",
    "campaigns",
    "days",
    "development",
    "life",
    "metrics",
    "named_figures",
    "notices",
    "organization",
    "rectification",
    "registers",
    "stars",
    "sum_rules",
    "work_lists",
]
