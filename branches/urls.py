"""Addresses of this app."""

from django.urls import URLPattern

app_name = "branches"

urlpatterns: list[URLPattern] = []
