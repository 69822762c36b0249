"""Addresses of this app, by what they are about."""

from typing import Any

from django.urls import path

from rectification.views import (
    closing,
    measure_list,
    measure_page,
    problem_detail,
    problem_forms,
    problem_list,
    shares,
)

app_name = "rectification"

# --- Problems, their way to the close-out ---------------------------------------------------------

problems: list[Any] = [
    path("", problem_list.problem_list, name="list"),
    path("export.xlsx", problem_list.problem_export, name="export"),
    path("new/", problem_forms.problem_new, name="new"),
    path("<int:pk>/", problem_detail.problem_detail, name="problem"),
    path("<int:pk>/edit/", problem_forms.problem_edit, name="edit"),
    path("<int:pk>/void/", problem_forms.problem_void, name="void"),
    path("<int:pk>/offer/", shares.offer, name="offer"),
    path("<int:pk>/assign/", shares.assign, name="assign"),
    path("<int:pk>/release/", shares.release, name="release"),
    path("<int:pk>/claim/", shares.claim, name="claim"),
    path("<int:pk>/decline/", shares.decline, name="decline"),
    path("<int:pk>/close-out/ask/", closing.close_out_ask, name="close_out_ask"),
    path("<int:pk>/close-out/withdraw/", closing.close_out_withdraw, name="close_out_withdraw"),
    path("<int:pk>/close-out/approve/", closing.close_out_approve, name="close_out_approve"),
    path("<int:pk>/close-out/send-back/", closing.close_out_send_back, name="close_out_send_back"),
    path("<int:pk>/reopen/", closing.reopen, name="reopen"),
]

# --- Measures, extensions, evidence ---------------------------------------------------------------

measures: list[Any] = [
    path("measures/", measure_list.measure_list, name="measures"),
    path("measures/export.xlsx", measure_list.measure_export, name="measure_export"),
    path("measures/<int:pk>/", measure_page.measure_detail, name="measure"),
]

# --- Supervision ----------------------------------------------------------------------------------

supervision: list[Any] = []

# --- Work lists and the weekly dispatch -----------------------------------------------------------

work_lists: list[Any] = []

# --- Inspections ----------------------------------------------------------------------------------

inspections: list[Any] = []

urlpatterns = [*problems, *measures, *supervision, *work_lists, *inspections]
