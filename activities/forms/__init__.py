"""Input of this app's pages."""

from activities.forms.coverage import CoveragesForm
from activities.forms.filters import ActivityFilter
from activities.forms.kinds import CoverageForm, KindForm, NormEndForm, NormForm
from activities.forms.leaders import LeadershipForm, SpanForm
from activities.forms.meeting import MeetingForm, draft_data

__all__ = [
    "ActivityFilter",
    "CoverageForm",
    "CoveragesForm",
    "KindForm",
    "LeadershipForm",
    "MeetingForm",
    "NormEndForm",
    "NormForm",
    "SpanForm",
    "draft_data",
]
