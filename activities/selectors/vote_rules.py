"""The percentages by which a meeting has its quorum and passes its resolutions, as they stood on its day."""

from datetime import date

from activities.rules import VoteRules
from branches.choices import LimitCode
from branches.models import Court
from branches.selectors.limits import limits_on

CODES = (LimitCode.ASSEMBLY_QUORUM_PERCENT, LimitCode.ADMISSION_QUORUM_PERCENT, LimitCode.VOTE_PASS_PERCENT)


def vote_rules(court: Court, on: date) -> VoteRules:
    """The rules in force for `court` on `on`, with the articles they stand in (1 query)."""
    rows = limits_on(CODES, court, on)
    quorum, admission, passing = (rows[code] for code in CODES)
    return VoteRules(
        quorum_percent=quorum.value,
        admission_percent=admission.value,
        pass_percent=passing.value,
        quorum_source=quorum.cited,
        admission_source=admission.cited,
        pass_source=passing.cited,
    )
