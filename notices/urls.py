"""Addresses of this app, a list for each part."""

from django.urls import path

from notices.views import notices

app_name = "notices"

NOTICES = [
    path("", notices.notice_list, name="list"),
    path("<int:pk>/", notices.notice_page, name="notice"),
]
BULLETINS: list = []
MESSAGES: list = []
SETTINGS: list = []

urlpatterns = [*NOTICES, *BULLETINS, *MESSAGES, *SETTINGS]
