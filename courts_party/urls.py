"""Addresses of the product: one line an app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("core.urls")),
    path("accounts/", include("accounts.urls")),
    path("branches/", include("branches.urls")),
    path("activities/", include("activities.urls")),
    path("admin/", admin.site.urls),
]
