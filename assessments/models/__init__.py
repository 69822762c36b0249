"""Standards, assessments of branches with what reviewers and branches say to them, duty reviews, ratings, honours."""

from assessments.models.assessments import Assessment, AssessmentStep, BranchScore, Shortfall
from assessments.models.duty import DutyQuestion, DutyReview
from assessments.models.honours import Honour
from assessments.models.ratings import Application, Rating, StarChange, StarRating, Veto
from assessments.models.reviews import Objection, Review, ReviewFile, SelfAssessment
from assessments.models.standards import Aspect, Indicator, Standard

__all__ = [
    "Application",
    "Aspect",
    "Assessment",
    "AssessmentStep",
    "BranchScore",
    "DutyQuestion",
    "DutyReview",
    "Honour",
    "Indicator",
    "Objection",
    "Rating",
    "Review",
    "ReviewFile",
    "SelfAssessment",
    "Shortfall",
    "Standard",
    "StarChange",
    "StarRating",
    "Veto",
]
