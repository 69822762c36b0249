"""Addresses of this app: plans, the calendar, and the calendar that programs read."""

from django.urls import path

from planning import views

app_name = "planning"

urlpatterns = [
    path("planning/", views.plan_list, name="plans"),
    path("planning/export.xlsx", views.plan_export, name="export"),
    path("planning/branches/<int:pk>/", views.branch_plan, name="branch"),
    path("planning/branches/<int:pk>/edit/", views.branch_plan_edit, name="branch_edit"),
    path("planning/branches/<int:pk>/draft/", views.branch_plan_draft, name="branch_draft"),
    path("planning/branches/<int:pk>/copy/", views.branch_plan_copy, name="branch_copy"),
    path("planning/branches/<int:pk>/fixed-day/", views.fixed_day_edit, name="fixed_day"),
    path("planning/fixed-days/<int:pk>/remove/", views.fixed_day_drop, name="fixed_day_remove"),
    path("planning/courts/<int:pk>/", views.court_plan_edit, name="court"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/subscription/", views.subscription, name="subscription"),
    path("calendar/subscription/close/", views.subscription_close, name="subscription_close"),
    path("calendar/<slug:token>.ics", views.feed, name="feed"),
]
