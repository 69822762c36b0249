"""Held, due, met, open, not known: the one engine that every page, report and notice asks (domain.md 2b)."""

from activities.engine.answer import BranchFigures, Cell, HeldDue, KindFigures, running
from activities.engine.evaluate import Pair, PairState, uncovered
from activities.engine.facts import BranchFacts
from activities.engine.months import ByMonth, MonthFigures, figures_by_month
from activities.engine.periods import Period, month_index
from activities.engine.question import Known, PairsAndRecords, held_and_due, pairs_and_records

__all__ = [
    "BranchFacts",
    "BranchFigures",
    "ByMonth",
    "Cell",
    "HeldDue",
    "KindFigures",
    "Known",
    "MonthFigures",
    "Pair",
    "PairState",
    "PairsAndRecords",
    "Period",
    "figures_by_month",
    "held_and_due",
    "month_index",
    "pairs_and_records",
    "running",
    "uncovered",
]
