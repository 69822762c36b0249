"""Addresses of this app, a list for each part."""

from django.urls import URLPattern

app_name = "assessments"

urlpatterns: list[URLPattern] = []
