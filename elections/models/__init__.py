"""An election of a branch's committee: its steps, candidates and ballots."""

from elections.models.ballots import Ballot, Candidate, CandidateVotes
from elections.models.elections import ElectionStep, TermElection

__all__ = ["Ballot", "Candidate", "CandidateVotes", "ElectionStep", "TermElection"]
