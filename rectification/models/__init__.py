"""Problems, measures, the steps of both, and the files that show them."""

from rectification.models.evidence import Evidence
from rectification.models.problems import Measure, Problem, ProblemShare, RectificationStep

__all__ = ["Evidence", "Measure", "Problem", "ProblemShare", "RectificationStep"]
