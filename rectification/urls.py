"""Addresses of this app, by what they are about."""

from typing import Any

from django.urls import path

from rectification.views import measure_list, measure_page

app_name = "rectification"

# --- Problems, their way to the close-out ---------------------------------------------------------

problems: list[Any] = []

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
