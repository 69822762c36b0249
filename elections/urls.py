"""Addresses of this app."""

from django.urls import path

from elections.views import answers, assembly, branch_steps, detail, lists

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
    path("<int:pk>/seats/", branch_steps.seats, name="seats"),
    path("<int:pk>/division/", branch_steps.division, name="division"),
    path("<int:pk>/report/", branch_steps.report, name="report"),
    path("<int:pk>/withdraw/", branch_steps.withdraw, name="withdraw"),
    path("<int:pk>/cancel/", branch_steps.cancel, name="cancel"),
]
