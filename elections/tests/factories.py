"""An election brought to any of its stages through its own services, with a branch of a given size."""

from datetime import date, timedelta
from typing import Any

from branches.models import Branch, Member, Membership, Post
from branches.tests import factories as people
from core.dates import years_after
from elections import services
from elections.choices import Method
from elections.models import TermElection
from elections.selectors.assembly import elected_rows, standing

TODAY = date(2024, 6, 3)
DUE = date(2024, 7, 1)


def branch_with_term(members: int = 20, *, due_on: date = DUE, **fields: Any) -> Branch:
    """A branch of formal members, the first five its committee, whose term ends on `due_on`."""
    branch = people.branch(**fields)
    term = people.term(branch, years_after(due_on, -3), due_on)
    owner = {"court": branch.court, "branch": branch}
    rows = Member.objects.bulk_create(
        Member(**owner, name=f"选{number:02}", born_on=people.LONG_AGO) for number in range(members)
    )
    Membership.objects.bulk_create(Membership(**owner, member=row) for row in rows)
    kinds = ("SECRETARY", "DEPUTY_SECRETARY", "ORGANIZATION", "PUBLICITY", "DISCIPLINE")
    Post.objects.bulk_create(
        Post(**owner, member=row, kind=kind, term=term, starts_on=term.starts_on)
        for row, kind in zip(rows, kinds, strict=False)
    )
    return branch


def members_of(branch: Branch) -> list[Member]:
    return list(Member.objects.within(branch).order_by("pk"))


class Stages:
    """Brings the election of `branch` forward one stage after another; every step on TODAY but for the committee's."""

    def __init__(self, branch: Branch, *, seats: int = 3, method: str = Method.SURPLUS) -> None:
        self.branch, self.seats, self.method = branch, seats, method
        self.secretary = people.secretary(branch)
        self.committee = people.committee_account(branch.court)
        self.election: TermElection | None = None

    @property
    def asked(self) -> dict[str, Any]:
        return {"election": self.election, "on": TODAY, "today": TODAY, "by": self.secretary}

    @property
    def answer(self) -> dict[str, Any]:
        return {**self.asked, "by": self.committee, "agreed": True, "number": "机党〔2024〕8号"}

    def requested(self) -> "Stages":
        self.election = services.request_election(
            branch=self.branch,
            plan=services.Plan(TODAY + timedelta(9), self.seats, self.method),
            reasons="任期将满",
            **{name: value for name, value in self.asked.items() if name != "election"},
        )
        return self

    def approved(self) -> "Stages":
        self.requested()
        services.answer_request(**self.answer)
        return self

    def nominated(self, members: list[Member] | None = None) -> "Stages":
        self.approved()
        surplus = 1 if self.method == Method.SURPLUS else 0
        services.nominate(members=members or members_of(self.branch)[: self.seats + surplus], **self.asked)
        return self

    def listed(self, members: list[Member] | None = None) -> "Stages":
        """The list is agreed to; the assembly comes next."""
        self.nominated(members)
        services.hear_opinions(text="发放征求意见表，没有不同意见", **self.asked)
        services.answer_candidates(**self.answer)
        return self

    def assembled(self, members: list[Member] | None = None, absent: int = 0) -> "Stages":
        self.listed(members)
        self.hold(absent)
        return self

    def hold(self, absent: int = 0, **fields: Any) -> TermElection:
        away = [member.pk for member in members_of(self.branch)[::-1][:absent]]
        facts = {"on": TODAY, "place": "三楼会议室", "scrutineers": "王监票", "tellers": "李计票", "absent": away}
        self.election = services.hold_assembly(
            election=self.election,
            assembly=services.Assembly(**{**facts, **fields}),
            today=TODAY,
            by=self.secretary,
        )
        return self.election

    def count(self, *votes: int, **fields: Any) -> Any:
        """A round with these votes for those who stand, in the list's order; every ballot issued, returned, valid."""
        present = self.election.voting_present
        stand = standing(self.election)
        counted = {"issued": present, "returned": present, "valid": present, **fields}
        by_candidate = {row.pk: each for row, each in zip(stand, votes, strict=True)}
        return self.count_as(services.Counted(votes=by_candidate, **counted))

    def count_as(self, counted: services.Counted) -> Any:
        return services.count_ballots(election=self.election, counted=counted, today=TODAY, by=self.secretary)

    def elected(self) -> "Stages":
        return self.elected_by(20, 19, 18, 1)

    def elected_by(self, *votes: int) -> "Stages":
        self.assembled()
        self.count(*votes)
        return self

    def divided(self) -> "Stages":
        self.elected()
        self.divide("SECRETARY", "ORGANIZATION", "PUBLICITY")
        return self

    def divide(self, *kinds: str) -> None:
        posts = {row.pk: (kind, "") for row, kind in zip(elected_rows(self.election), kinds, strict=True)}
        services.divide_work(posts=posts, **self.asked)

    def reported(self) -> "Stages":
        self.divided()
        services.report_result(**self.asked)
        return self

    def done(self) -> "Stages":
        self.reported()
        services.answer_result(**self.answer, starts_on=TODAY)
        self.election.refresh_from_db()
        return self
