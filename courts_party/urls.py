"""Addresses of the product: one line an app."""

from django.urls import include, path

from core.admin_site import site

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("core.urls")),
    path("api/v1/", include("reports.api.urls")),
    path("accounts/", include("accounts.urls")),
    path("branches/", include("branches.urls")),
    path("metrics/", include("metrics.urls")),
    path("activities/", include("activities.urls")),
    path("", include("planning.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("registers/", include("registers.urls")),
    path("elections/", include("elections.urls")),
    path("development/", include("development.urls")),
    path("rectification/", include("rectification.urls")),
    path("notices/", include("notices.urls")),
    path("assessments/", include("assessments.urls")),
    path("admin/", site.urls),
]
