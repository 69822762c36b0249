"""One service for each step of an election."""

from elections.services.assembly import Assembly, draft_minutes, exclude_from_due, hold_assembly
from elections.services.ballots import correct_ballot, count_ballots
from elections.services.candidates import answer_candidates, hear_opinions, nominate
from elections.services.counting import Counted
from elections.services.endings import cancel_election, withdraw_step
from elections.services.requests import Plan, answer_postponement, answer_request, ask_postponement, request_election
from elections.services.results import answer_result, divide_work, report_result
from elections.services.vacancies import drop_candidate, reduce_seats

__all__ = [
    "Assembly",
    "Counted",
    "Plan",
    "answer_candidates",
    "answer_postponement",
    "answer_request",
    "answer_result",
    "ask_postponement",
    "cancel_election",
    "correct_ballot",
    "count_ballots",
    "divide_work",
    "draft_minutes",
    "drop_candidate",
    "exclude_from_due",
    "hear_opinions",
    "hold_assembly",
    "nominate",
    "reduce_seats",
    "report_result",
    "request_election",
    "withdraw_step",
]
