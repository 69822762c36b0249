"""What the votes of a duty review come to: pure arithmetic, and how it came about in words."""

from dataclasses import dataclass

from assessments.choices import DutyGrade


@dataclass(frozen=True)
class Votes:
    """How many gave which grade."""

    good: int = 0
    fair: int = 0
    ordinary: int = 0
    poor: int = 0

    @property
    def cast(self) -> int:
        return self.good + self.fair + self.ordinary + self.poor

    @property
    def by_grade(self) -> list[tuple[DutyGrade, int]]:
        """The best grade first."""
        return list(zip(DutyGrade, (self.good, self.fair, self.ordinary, self.poor), strict=True))


def majority_of(votes: Votes) -> int:
    """How many votes are more than half of those cast."""
    return votes.cast // 2 + 1


def result_of(votes: Votes) -> DutyGrade:
    """The grade at which, counted from the best, more than half of the votes are reached. ValueError without a vote."""
    reached = 0
    for grade, number in votes.by_grade:
        reached += number
        if reached >= majority_of(votes):
            return grade
    raise ValueError("nobody voted")


def in_words(votes: Votes) -> str:
    """`投票 18 张，过半数须 10 张。“好” 8 张；加上“较好” 6 张共 14 张，已过半数，综合评价为“较好”。`"""
    result, reached = result_of(votes), 0
    parts: list[str] = []
    for grade, number in votes.by_grade:
        reached += number
        said = f"“{grade.label}” {number} 张"
        parts.append(f"加上{said}共 {reached} 张" if parts else said)
        if grade == result:
            break
    counted = "；".join(parts)
    return f"投票 {votes.cast} 张，过半数须 {majority_of(votes)} 张。{counted}，已过半数，综合评价为“{result.label}”。"
