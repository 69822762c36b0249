"""Courts, branches, members, posts and appointments."""

from branches.models.appointments import Appointment
from branches.models.courts import Branch, Court, GeneralBranch, PartyGroup
from branches.models.imports import ImportBatch, ImportJob, ImportJournal
from branches.models.leadership import Leadership
from branches.models.limits import Limit
from branches.models.members import Member, Membership, VotingSuspension
from branches.models.posts import CommitteeTerm, Post
from branches.models.templates import DocumentTemplate
from branches.models.transfers import Transfer

__all__ = [
    "Appointment",
    "Branch",
    "CommitteeTerm",
    "Court",
    "DocumentTemplate",
    "GeneralBranch",
    "ImportBatch",
    "ImportJob",
    "ImportJournal",
    "Leadership",
    "Limit",
    "Member",
    "Membership",
    "PartyGroup",
    "Post",
    "Transfer",
    "VotingSuspension",
]
