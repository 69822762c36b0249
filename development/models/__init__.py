"""Files of those who are on the way to membership."""

from development.models.files import Candidate, Sponsor
from development.models.steps import Step, StepCorrection

__all__ = ["Candidate", "Sponsor", "Step", "StepCorrection"]
