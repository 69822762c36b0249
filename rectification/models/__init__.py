"""Problems, measures, the steps of both, the files that show them; inspections and what they found."""

from rectification.models.evidence import Evidence
from rectification.models.inspections import Finding, Inspection, InspectionBranch, Recheck
from rectification.models.problems import Measure, Problem, ProblemShare, RectificationStep

__all__ = [
    "Evidence",
    "Finding",
    "Inspection",
    "InspectionBranch",
    "Measure",
    "Problem",
    "ProblemShare",
    "Recheck",
    "RectificationStep",
]
