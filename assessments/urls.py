"""Addresses of this app, a list for each part."""

from django.urls import path

from assessments.views import indicators, standard_compare, standard_forms, standards

app_name = "assessments"

STANDARDS = [
    path("standards/", standards.standard_list, name="standards"),
    path("standards/export.xlsx", standards.standards_export, name="standards_export"),
    path("standards/new/", standard_forms.standard_new, name="standard_new"),
    path("standards/<int:pk>/", standards.standard_page, name="standard"),
    path("standards/<int:pk>/copy/", standard_forms.standard_copy, name="standard_copy"),
    path("standards/<int:pk>/edit/", standard_forms.standard_edit, name="standard_edit"),
    path("standards/<int:pk>/aspects/", standard_forms.aspects_edit, name="aspects_edit"),
    path("standards/<int:pk>/adopt/", standard_forms.standard_adopt, name="standard_adopt"),
    path("standards/<int:pk>/discard/", standard_forms.standard_discard, name="standard_discard"),
    path("standards/<int:pk>/difference/", standard_compare.standard_difference, name="standard_difference"),
    path("standards/<int:pk>/indicators/new/", indicators.indicator_new, name="indicator_new"),
    path("standards/<int:pk>/indicators/preview/", indicators.indicator_preview, name="indicator_preview"),
    path("standards/indicators/<int:pk>/", indicators.indicator_edit, name="indicator_edit"),
    path("standards/indicators/<int:pk>/remove/", indicators.indicator_remove, name="indicator_remove"),
]

urlpatterns = [*STANDARDS]
