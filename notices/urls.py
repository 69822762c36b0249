"""Addresses of this app, a list for each part."""

from django.urls import path

from notices.views import deliveries, notices

app_name = "notices"

NOTICES = [
    path("", notices.notice_list, name="list"),
    path("<int:pk>/", notices.notice_page, name="notice"),
]
BULLETINS: list = []
MESSAGES: list = []
SETTINGS: list = []
DELIVERIES = [
    path("deliveries/", deliveries.delivery_list, name="deliveries"),
    path("deliveries/export.xlsx", deliveries.delivery_export, name="deliveries_export"),
    path("deliveries/retry/", deliveries.deliveries_retry, name="deliveries_retry"),
    path("deliveries/<int:pk>/retry/", deliveries.delivery_retry, name="delivery_retry"),
]

urlpatterns = [*NOTICES, *BULLETINS, *MESSAGES, *SETTINGS, *DELIVERIES]
