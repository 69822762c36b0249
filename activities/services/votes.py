"""Votes as typed become resolutions, each with its outcome."""

from activities.choices import ResolutionNature
from activities.models import Activity, Resolution
from activities.selectors.due import DueRoster
from activities.selectors.votes import outcome
from activities.services.entry import MeetingEntry, Vote
from activities.services.figures import Figures
from branches.selectors.rosters import member_named_on

# What a resolution on a person is called when nobody wrote it otherwise.
TEXTS = {
    ResolutionNature.ADMISSION: "接收{name}为中共预备党员",
    ResolutionNature.CONFIRMATION: "{name}转为中共正式党员",
    ResolutionNature.EXTENSION: "延长{name}的预备期",
    ResolutionNature.DISQUALIFICATION: "取消{name}的预备党员资格",
}


def resolutions_of(activity: Activity, entry: MeetingEntry, roster: DueRoster, figures: Figures) -> list[Resolution]:
    """Unsaved rows of a meeting without faults."""
    rows = [
        _resolution(activity, number, vote, roster, figures) for number, vote in enumerate(entry.resolutions, start=1)
    ]
    for row in rows:
        row.clean_fields(exclude=["activity", "person"])
    return rows


def _resolution(activity: Activity, number: int, vote: Vote, roster: DueRoster, figures: Figures) -> Resolution:
    if roster.rules is None:
        raise ValueError("a meeting without faults has a day, and so the rules of the day")
    name = vote.person.strip() if vote.about_person else ""
    row = Resolution(
        activity=activity,
        order=number,
        nature=vote.nature,
        person_id=member_named_on(name, roster.people, roster.others) if name else None,
        person_name=name,
        text=vote.text.strip() or TEXTS[ResolutionNature(vote.nature)].format(name=name),
        is_secret=vote.secret,
        open_reason=vote.open_reason.strip() if name and not vote.secret else "",
        votes_for=vote.votes_for or 0,
        votes_against=vote.votes_against or 0,
        abstentions=vote.abstentions or 0,
        opinions_for=vote.opinions_for,
        opinions_against=vote.opinions_against,
    )
    row.passed = outcome(
        row, due=figures.voting_due or 0, present=figures.voting_present or 0, quorum=figures.quorum, rules=roster.rules
    ).passed
    return row
