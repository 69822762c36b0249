"""Resolutions of a record, each with the reason of its outcome."""

from activities.models import Activity, Resolution
from activities.rules import Verdict, VoteRules, verdict
from activities.selectors.vote_rules import vote_rules


def resolutions_of(activity: Activity) -> list[Resolution]:
    """The resolutions of a record that was fetched for a user; `why` says what the figures of its day gave.

    Without it where the voters of the day are not known, or where the stored outcome rests on other figures.
    """
    rows = list(activity.resolutions.all())
    if rows and activity.voting_due is not None:
        rules = vote_rules(activity.court, activity.held_on)
        for row in rows:
            row.why = _why(activity, row, rules)  # type: ignore[attr-defined]  # read by pages
    return rows


def outcome(row: Resolution, *, due: int, present: int, quorum: bool | None, rules: VoteRules) -> Verdict:
    """Whether the resolution passed among those who vote, and why."""
    return verdict(
        about_person=row.is_about_person,
        votes_for=row.all_for,
        due=due,
        present=present,
        quorum=quorum,
        rules=rules,
    )


def _why(activity: Activity, row: Resolution, rules: VoteRules) -> str:
    found = outcome(
        row,
        due=activity.voting_due or 0,
        present=activity.voting_present or 0,
        quorum=activity.has_quorum,
        rules=rules,
    )
    return found.why if found.passed == row.passed else ""
