"""Candidates, and the rounds in which votes were cast for them. Every round is kept, a void one too."""

from django.db import models
from django.db.models import F, Q

from branches.choices import COMMITTEE_POSTS, PostKind
from branches.models import Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from elections.models.elections import OF_OFFICERS, OfElection


class Candidate(OfElection):
    """One who is on the ballots of the coming round (`stands`), or was on those of one before.

    `out_on`: the day on which somebody ceased to stand or, once elected, gave the seat back. `post_kind` is what the
    new committee gave an elected one to do.
    """

    scope = OF_OFFICERS

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="党员")
    order = models.PositiveSmallIntegerField("顺序")
    stands = models.BooleanField("参加下一轮投票", default=True)
    out_on = models.DateField("退出日期", null=True, blank=True)
    elected_in = models.ForeignKey(
        "elections.Ballot", models.PROTECT, null=True, blank=True, related_name="elected", verbose_name="当选轮次"
    )
    post_kind = models.CharField(
        "职务",
        max_length=20,
        choices=[choice for choice in PostKind.choices if choice[0] in COMMITTEE_POSTS],
        blank=True,
    )
    post_title = models.CharField("职务名称", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "候选人"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("election", "member"), name="candidate_once_an_election"),
            models.CheckConstraint(condition=Q(post_kind__in=("", *COMMITTEE_POSTS)), name="candidate_post_known"),
            models.CheckConstraint(
                condition=Q(post_kind="") | Q(elected_in__isnull=False), name="only_the_elected_get_a_post"
            ),
            models.CheckConstraint(
                condition=Q(stands=False) | Q(elected_in__isnull=True, out_on__isnull=True),
                name="neither_elected_nor_out_stand",
            ),
        )

    def __str__(self) -> str:
        return str(self.member)


class Ballot(OfElection):
    """One round of voting. More ballots returned than issued make it void; then nothing was counted.

    A round that was counted wrongly is kept (`replaced`) beside the one that `corrects` it.
    """

    scope = OF_OFFICERS

    number = models.PositiveSmallIntegerField("轮次")
    held_on = models.DateField("日期")
    present = models.PositiveIntegerField("有选举权实到")
    seats = models.PositiveSmallIntegerField("本轮应选")
    issued = models.PositiveIntegerField("发出选票")
    returned = models.PositiveIntegerField("收回选票")
    valid = models.PositiveIntegerField("有效票", null=True, blank=True)
    replaced = models.BooleanField("已更正", default=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="更正的计票"
    )

    class Meta:
        verbose_name = verbose_name_plural = "选举轮次"
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("election", "number"), condition=Q(replaced=False), name="ballot_number_once_an_election"
            ),
            models.CheckConstraint(condition=Q(issued__lte=F("present")), name="ballots_issued_at_most_present"),
            models.CheckConstraint(
                condition=Q(valid__isnull=True, returned__gt=F("issued"))
                | Q(valid__isnull=False, returned__lte=F("issued"), valid__lte=F("returned")),
                name="ballot_void_or_counted",
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 轮"

    @property
    def is_void(self) -> bool:
        return self.valid is None


class CandidateVotes(ScopedModel):
    """The votes for one candidate in one round; `written_in`: who was not on its ballots."""

    scope = Scope(ScopeClass.BRANCH, court="ballot__court", branch="ballot__branch", officers_only=True)

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="votes", verbose_name="候选人")
    votes = models.PositiveIntegerField("赞成票")
    written_in = models.BooleanField("另选他人", default=False)
    elected = models.BooleanField("当选", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "得票"
        ordering = ("-votes", "candidate__order")
        constraints = (models.UniqueConstraint(fields=("ballot", "candidate"), name="votes_once_a_round"),)

    def __str__(self) -> str:
        return f"{self.candidate} {self.votes} 票"
