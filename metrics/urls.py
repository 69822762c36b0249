"""Addresses of this app."""

from django.urls import path

from metrics import views

app_name = "metrics"

urlpatterns = [
    path("", views.figure_list, name="list"),
    path("export.xlsx", views.figure_export, name="export"),
    path("new/", views.figure_new, name="new"),
    path("branches/<int:pk>/panel/", views.branch_panel, name="branch_panel"),
    path("figures/<int:pk>/", views.figure_detail, name="figure"),
    path("figures/<int:pk>/correct/", views.figure_correct, name="figure_correct"),
    path("figures/<int:pk>/void/", views.figure_retract, name="figure_void"),
    path("definitions/", views.definition_list, name="definitions"),
    path("definitions/new/", views.definition_new, name="definition_new"),
    path("definitions/<int:pk>/", views.definition_edit, name="definition"),
    path("definitions/<int:pk>/switch/", views.definition_switch, name="definition_switch"),
    path("<int:pk>/", views.metric_detail, name="metric"),
]
