"""A branch as rows that are not saved yet."""

from dataclasses import dataclass, field

from branches.models import Branch, CommitteeTerm, Member, Membership, PartyGroup, Post, VotingSuspension
from reports.generator.shape import BranchPlan


@dataclass
class BranchRows:
    """A branch with everything of its own. `stays` are the present memberships, one a member."""

    plan: BranchPlan
    branch: Branch
    groups: list[PartyGroup] = field(default_factory=list)
    stays: list[Membership] = field(default_factory=list)
    earlier_stays: list[Membership] = field(default_factory=list)
    terms: list[CommitteeTerm] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    suspensions: list[VotingSuspension] = field(default_factory=list)

    @property
    def members(self) -> list[Member]:
        return [stay.member for stay in self.stays]

    def holders(self) -> set[int]:
        """`id()` of the members that hold a post: they neither move nor lose their vote."""
        return {id(post.member) for post in self.posts}
