"""Problems that were found, what the branches do about them, and how far each has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import make_aware

from branches.choices import Role
from branches.models import Appointment, Branch, Court, Member
from campaigns.models import Campaign
from rectification import services
from rectification.models import Measure, Problem
from reports.demo_life.problems import PROBLEMS, Found, Planned

CLAIMED_AFTER, PLANNED_AFTER = 3, 8


def load(court: Court, on: date) -> None:
    """The problems of PROBLEMS, each brought as far as it says."""
    story = Story(court, on)
    for found in PROBLEMS:
        story.tell(found)


@dataclass(frozen=True)
class Event:
    """Something done so many days ago."""

    days: int
    do: Callable[[], Any]


class Story:
    """Takes the steps of one problem after another, those of each in the order of their days."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        self.branches = {branch.name: branch for branch in Branch.objects.within(court).select_related("court")}
        self.campaign = Campaign.objects.within(court).first()
        held = Appointment.objects.within(court).filter(group=None).select_related("user")
        self.officers = {each.branch_id: each.user for each in held if each.role == Role.SECRETARY}
        self.committee = next((each.user for each in held if each.role == Role.COMMITTEE), None)

    def tell(self, found: Found) -> None:
        problem = self._open(found)
        branches = [self.branches[name] for name in found.branches]
        events = [] if found.unclaimed else [self._claim(problem, branch, found.days) for branch in branches]
        for number, planned in enumerate(found.measures):
            branch = branches[number % len(branches)] if branches else None
            events += self._measure(problem, planned, branch, found.days - PLANNED_AFTER)
        events += self._close_out(problem, found, branches[0] if branches else None)
        for event in sorted(events, key=lambda event: -event.days):
            event.do()

    def day(self, days: int) -> date:
        return self.on - timedelta(days)

    def at(self, days: int) -> datetime:
        return make_aware(datetime.combine(self.day(days), time(15, 30)))

    def _open(self, found: Found) -> Problem:
        return services.problem_open(
            court=self.court,
            branches=[self.branches[name] for name in found.branches],
            on=self.day(found.days),
            by=self.committee,
            is_offered=found.is_offered,
            title=found.title,
            detail=found.detail,
            source=found.source,
            leader_name=found.leader,
            campaign=self.campaign if found.source == "主题教育检视" else None,
            due_on=self.day(found.due),
        )

    def _claim(self, problem: Problem, branch: Branch, days: int) -> Event:
        by = self.officers.get(branch.pk)
        day = days - CLAIMED_AFTER
        return Event(day, lambda: services.problem_claim(problem=problem, branch=branch, on=self.day(day), by=by))

    def _measure(self, problem: Problem, planned: Planned, branch: Branch | None, days: int) -> list[Event]:
        """The measure, what was said of it, until when it was put off, and that it was done."""
        owner = self._owner(branch, planned)
        facts: dict[str, Any] = {"text": planned.text, "nature": planned.nature, "branch": branch, "owner": owner}
        facts |= {"owner_name": owner.name if owner else "机关党委办公室", "first_due_on": self._due(planned)}
        by = self.officers.get(branch.pk) if branch else self.committee
        made: list[Measure] = []
        words: dict[str, Any] = {"by": by, "acting": branch}

        def add() -> None:
            made.append(services.measure_add(problem=problem, on=self.day(days), **words, **facts))

        def progress(ago: int, text: str) -> None:
            services.measure_progress(measure=made[0], text=text, on=self.day(ago), at=self.at(ago), **words)

        def ask(ago: int, until: int) -> None:
            reason = "涉及多个部门，正在协调，需要再有一段时间。"
            services.extension_ask(measure=made[0], until=self.day(until), reason=reason, on=self.day(ago), **words)

        def agree(ago: int) -> None:
            services.extension_approve(measure=made[0], until=None, on=self.day(ago), by=self.committee)

        def done(ago: int) -> None:
            day = self.day(ago)
            text = planned.result or "已按要求完成，材料存支部。"
            services.measure_done(measure=made[0], text=text, done_on=day, on=day, at=self.at(ago), **words)

        events = [Event(days, add)]
        events += [Event(ago, partial(progress, ago, text)) for ago, text in planned.said]
        if planned.asked:
            asked, until, is_agreed = planned.asked
            events.append(Event(asked, partial(ask, asked, until)))
            events += [Event(asked - 2, partial(agree, asked - 2))] if is_agreed else []
        if planned.done is not None:
            events.append(Event(planned.done, partial(done, planned.done)))
        return events

    def _due(self, planned: Planned) -> date | None:
        return None if planned.due is None else self.day(planned.due)

    def _owner(self, branch: Branch | None, planned: Planned) -> Member | None:
        """One of the branch's committee, another one for each measure."""
        if branch is None:
            return None
        posts = list(branch.posts.filter(ends_on=None, group=None).select_related("member").order_by("pk"))
        return posts[len(planned.text) % len(posts)].member if posts else None

    def _close_out(self, problem: Problem, found: Found, branch: Branch | None) -> list[Event]:
        words: dict[str, Any] = {
            "problem": problem,
            "by": self.officers.get(branch.pk) if branch else None,
            "acting": branch,
        }
        answer: dict[str, Any] = {"problem": problem, "by": self.committee}
        events = [
            Event(ago, partial(services.close_out_ask, text=found.effect, on=self.day(ago), **words))
            for ago in found.asked
        ]
        if found.closed is not None:
            approve = partial(services.close_out_approve, text="同意销号。", on=self.day(found.closed), **answer)
            events.append(Event(found.closed, approve))
        if found.refused is not None:
            again_on = found.asked[-1] + 1
            events.append(Event(found.refused[0], partial(self._send_back, problem, *found.refused)))
            events.append(Event(again_on, partial(self._done_again, again_on, words)))
        if found.reopened is not None:
            events.append(Event(found.reopened[0], partial(self._reopen, problem, *found.reopened)))
        return events

    def _send_back(self, problem: Problem, days: int, reason: str) -> None:
        """The last measure is to be done again."""
        again = [self._last(problem)]
        facts: dict[str, Any] = {"reason": reason, "measures": again, "until": self.day(days - 20)}
        services.close_out_send_back(problem=problem, on=self.day(days), by=self.committee, **facts)

    def _done_again(self, days: int, words: dict[str, Any]) -> None:
        day, measure = self.day(days), self._last(words["problem"])
        facts: dict[str, Any] = {"text": "已全部放到位，并逐庭抽查。", "at": self.at(days)}
        people = {"by": words["by"], "acting": words["acting"]}
        services.measure_done(measure=measure, done_on=day, on=day, **facts, **people)

    def _last(self, problem: Problem) -> Measure:
        return Measure.objects.within(self.court).filter(problem=problem).order_by("-order")[0]

    def _reopen(self, problem: Problem, days: int, reason: str) -> None:
        """The problem has returned; its first measure is to be done again."""
        again = Measure.objects.within(self.court).filter(problem=problem)[:1]
        facts: dict[str, Any] = {"reason": reason, "measures": list(again), "until": self.on + timedelta(45)}
        services.problem_reopen(problem=problem, on=self.day(days), by=self.committee, **facts)
