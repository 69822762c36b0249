"""Addresses of this app."""

from django.urls import path

from development.views import corrections, files, lists, panels, steps

app_name = "development"

urlpatterns = [
    path("", lists.overview, name="overview"),
    path("next/", lists.next_list, name="next"),
    path("files/", lists.file_list, name="files"),
    path("files/export.xlsx", lists.file_export, name="export"),
    path("<int:pk>/", files.file_detail, name="file"),
    path("<int:pk>/edit/", files.file_edit, name="edit"),
    path("<int:pk>/steps/<slug:step>/", steps.step_page, name="step"),
    path("<int:pk>/decisions/<slug:step>/", steps.decision_page, name="decision"),
    path("steps/<int:pk>/correct/", corrections.correct_step, name="correct_step"),
    path("<int:pk>/withdraw/", steps.withdraw_step, name="withdraw_step"),
    path("<int:pk>/withdraw-decision/", steps.withdraw_decision, name="withdraw_decision"),
    path("<int:pk>/move/", files.file_move_page, name="move"),
    path("branches/<int:branch_pk>/new/", files.file_new, name="new"),
    path("members/<int:member_pk>/take-over/", files.file_take_over_page, name="take_over"),
    path("branches/<int:pk>/panel/", panels.branch_panel, name="branch_panel"),
    path("members/<int:pk>/panel/", panels.member_panel, name="member_panel"),
]
