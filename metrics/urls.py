"""Addresses of this app."""

from typing import Any

app_name = "metrics"

urlpatterns: list[Any] = []
