"""Which resolution of an assembly a vote rests on."""

from activities.choices import ResolutionNature
from development.choices import StepKind

NATURES = {
    StepKind.ADMISSION_VOTE: ResolutionNature.ADMISSION,
    StepKind.EXTENSION_VOTE: ResolutionNature.EXTENSION,
    StepKind.CONFIRMATION_VOTE: ResolutionNature.CONFIRMATION,
    StepKind.DISQUALIFICATION_VOTE: ResolutionNature.DISQUALIFICATION,
}
