"""Problems, measures, the steps of both, the files that show them; inspections and their findings; work lists."""

from rectification.models.evidence import Evidence
from rectification.models.inspections import Finding, Inspection, InspectionBranch, Recheck
from rectification.models.problems import Measure, Problem, ProblemShare, RectificationStep
from rectification.models.work_lists import WorkItem, WorkList, WorkNode, WorkNodeStep

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
    "WorkItem",
    "WorkList",
    "WorkNode",
    "WorkNodeStep",
]
