"""Elections of a term at several stages: asked for, put off, nominated, tied, over. One branch has yet to begin."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from branches.choices import Role
from branches.models import Appointment, Branch, Court, Member
from elections import services
from elections.models import Candidate, TermElection
from elections.selectors.assembly import standing
from elections.selectors.figures import figures_of

SEATS = 5
POSTS = ("SECRETARY", "DEPUTY_SECRETARY", "ORGANIZATION", "PUBLICITY", "DISCIPLINE")


class Walk:
    """Takes the steps of one branch's election, each some days before the last day of the demo."""

    def __init__(self, branch: Branch, on: date) -> None:
        self.branch, self.on = branch, on
        self.officer = _account(Role.SECRETARY, branch=branch)
        self.committee = _account(Role.COMMITTEE, court=branch.court, branch=None)
        self.election: Any = None

    def at(self, days: int) -> dict[str, Any]:
        return {"election": self.election, "on": self.on - timedelta(days), "today": self.on, "by": self.officer}

    def ask(self, days: int, planned: int) -> None:
        """Asked for `days` ago, to be held `planned` days from now (a negative number: before)."""
        day = self.on - timedelta(days)
        self.election = services.request_election(
            branch=self.branch,
            plan=services.Plan(self.on + timedelta(planned), SEATS),
            reasons="本届支部委员会任期将满，拟召开党员大会换届选举。",
            number=f"{self.branch.name}〔{day.year}〕3号",
            on=day,
            today=day,
            by=self.officer,
        )

    def agree(self, service: Callable[..., Any], days: int, number: int, **more: Any) -> None:
        year = (self.on - timedelta(days)).year
        service(**self.at(days) | {"by": self.committee}, agreed=True, number=f"云中法机党〔{year}〕{number}号", **more)

    def nominate(self, days: int) -> None:
        """Six for five seats: the committee as it is, and another."""
        figures = figures_of(self.branch, self.on - timedelta(days))
        voters = Member.objects.within(self.branch).filter(pk__in=figures.voters)
        in_office = self.branch.posts.filter(ends_on=None).values("member")
        members = [*voters.filter(pk__in=in_office)[:SEATS], *voters.exclude(pk__in=in_office)[:SEATS]]
        text = "支部委员会根据多数党员的推荐提出。"
        services.nominate(**self.at(days), members=members[: figures.candidates_needed(SEATS)], text=text)

    def hear(self, days: int) -> None:
        services.hear_opinions(**self.at(days), text="向全体党员发放征求意见表，全部收回，没有不同意见。")

    def hold(self, days: int) -> None:
        day = self.on - timedelta(days)
        assembly = services.Assembly(day, "机关党员活动室", "吴监明", "郑计清")
        services.hold_assembly(election=self.election, assembly=assembly, today=self.on, by=self.officer)

    def count(self, *shares: float) -> None:
        """A round in which the candidates get these shares of the votes."""
        election = TermElection.objects.within(self.branch).get(pk=self.election.pk)
        present = election.voting_present or 0
        votes = {row.pk: int(present * share) for row, share in zip(standing(election), shares, strict=True)}
        counted = services.Counted(present, present, present, votes)
        services.count_ballots(election=election, counted=counted, today=self.on, by=self.officer)

    def finish(self, days: int) -> None:
        elected = Candidate.objects.within(self.branch).filter(election=self.election, elected_in__isnull=False)
        posts = {row.pk: (kind, "") for row, kind in zip(elected, POSTS, strict=True)}
        services.divide_work(**self.at(days), posts=posts)
        services.report_result(**self.at(days - 2))
        self.agree(services.answer_result, days - 6, 12)

    def listed(self, days: int) -> None:
        """Up to the list of candidates that the committee has agreed to."""
        self.agree(services.answer_request, days + 18, 5)
        self.nominate(days + 12)
        self.hear(days + 8)
        self.agree(services.answer_candidates, days + 4, 7)


def _account(role: str, **owner: Any) -> Any:
    """Somebody who holds the role there; nobody where no account was opened for it."""
    held = Appointment.objects.within(owner.get("branch") or owner["court"]).filter(role=role, group=None, **owner)
    found = held.select_related("user").first()
    return found.user if found else None


def load(court: Court, on: date) -> None:
    """Elections in those of the branches that `court` has and whose term is about to end."""
    branches = {branch.name: branch for branch in Branch.objects.within(court).select_related("court")}
    for name, story in STORIES.items():
        if name in branches:
            story(Walk(branches[name], on))


def _waits_for_assembly(walk: Walk) -> None:
    walk.ask(40, planned=9)
    walk.listed(8)


def _waits_for_answer(walk: Walk) -> None:
    walk.ask(3, planned=30)


def _asks_to_be_put_off(walk: Walk) -> None:
    term = walk.branch.terms.get(ends_on=None)
    day = walk.on - timedelta(2)
    reasons = "两名支委将在年底轮岗，拟待人员到位后换届。"
    services.ask_postponement(
        branch=walk.branch,
        until=term.expires_on + timedelta(120),
        reasons=reasons,
        on=day,
        today=walk.on,
        by=walk.officer,
    )


def _votes_again(walk: Walk) -> None:
    walk.ask(60, planned=-1)
    walk.listed(20)
    walk.hold(1)
    walk.count(1, 0.95, 0.9, 0.85, 0.6, 0.6)


def _candidates_wait(walk: Walk) -> None:
    walk.ask(30, planned=25)
    walk.agree(services.answer_request, 24, 6)
    walk.nominate(10)
    walk.hear(4)


def _is_over(walk: Walk) -> None:
    walk.ask(70, planned=-35)
    walk.listed(40)
    walk.hold(35)
    walk.count(1, 0.95, 0.92, 0.88, 0.8, 0.3)
    walk.finish(34)


STORIES: dict[str, Callable[[Walk], None]] = {
    "第二党支部": _waits_for_assembly,
    "第三党支部": _waits_for_answer,
    "第五党支部": _asks_to_be_put_off,
    "第六党支部": _votes_again,
    "第七党支部": _is_over,
    "离退休党支部": _candidates_wait,
}
