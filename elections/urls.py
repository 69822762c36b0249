"""Addresses of this app."""

from django.urls import path

from elections.views import answers, assembly, branch_steps, changes, detail, lists

app_name = "elections"

urlpatterns = [
    path("", lists.election_list, name="list"),
    path("export.xlsx", lists.election_export, name="export"),
    path("branches/<int:branch_pk>/panel/", lists.branch_panel, name="branch_panel"),
    path("branches/<int:branch_pk>/request/", branch_steps.request_election, name="request"),
    path("branches/<int:branch_pk>/postpone/", branch_steps.ask_postponement, name="postpone"),
    path("<int:pk>/", detail.election_detail, name="election"),
    path("<int:pk>/answer/", answers.answer, name="answer"),
    path("<int:pk>/candidates/", branch_steps.nominate, name="nominate"),
    path("<int:pk>/opinions/", branch_steps.opinions, name="opinions"),
    path("<int:pk>/assembly/", assembly.assembly, name="assembly"),
    path("<int:pk>/minutes/", branch_steps.minutes, name="minutes"),
    path("<int:pk>/ballots/", assembly.ballots, name="ballots"),
    path("ballots/<int:ballot_pk>/correct/", changes.recount, name="recount"),
    path("<int:pk>/exclusions/", changes.exclusions, name="exclusions"),
    path("<int:pk>/candidates/out/", changes.candidate_out, name="candidate_out"),
    path("<int:pk>/seats/", changes.seats, name="seats"),
    path("<int:pk>/division/", branch_steps.division, name="division"),
    path("<int:pk>/report/", branch_steps.report, name="report"),
    path("<int:pk>/withdraw/", changes.withdraw, name="withdraw"),
    path("<int:pk>/cancel/", changes.cancel, name="cancel"),
]
