"""Addresses of this app, by what they are about."""

from typing import Any

app_name = "rectification"

# --- Problems, their way to the close-out ---------------------------------------------------------

problems: list[Any] = []

# --- Measures, extensions, evidence ---------------------------------------------------------------

measures: list[Any] = []

# --- Supervision ----------------------------------------------------------------------------------

supervision: list[Any] = []

# --- Work lists and the weekly dispatch -----------------------------------------------------------

work_lists: list[Any] = []

# --- Inspections ----------------------------------------------------------------------------------

inspections: list[Any] = []

urlpatterns = [*problems, *measures, *supervision, *work_lists, *inspections]
