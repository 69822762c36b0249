"""Addresses of this app."""

from django.urls import path

from campaigns import views

app_name = "campaigns"

urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("export.xlsx", views.list_export, name="list_export"),
    path("new/", views.campaign_new, name="new"),
    path("<int:pk>/", views.campaign_detail, name="detail"),
    path("<int:pk>/export.xlsx", views.campaign_export, name="export"),
    path("<int:pk>/lines/", views.line_list, name="lines"),
    path("<int:pk>/edit/", views.campaign_edit, name="edit"),
    path("<int:pk>/copy/", views.campaign_duplicate, name="copy"),
    path("<int:pk>/tasks/", views.tasks_paste, name="tasks"),
    path("<int:pk>/topics/", views.topics_edit, name="topics"),
    path("<int:pk>/court/", views.court_tasks, name="court"),
    path("branches/<int:pk>/", views.branch_tasks, name="branch"),
    path("branches/<int:pk>/line/", views.branch_line, name="branch_line"),
    path("tasks/<int:pk>/", views.task_edit, name="task"),
    path("tasks/<int:pk>/remove/", views.task_drop, name="task_remove"),
    path("aspects/<int:pk>/", views.aspect_edit, name="aspect"),
    path("tasks/<int:pk>/court/", views.court_line, name="court_line"),
]
