from django.urls import path

from core import views
from core.holidays import views as holidays

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("design/", views.design, name="design"),
    path("holidays/", holidays.holiday_list, name="holidays"),
    path("holidays/export.xlsx", holidays.holiday_export, name="holiday_export"),
    path("holidays/fill/", holidays.holiday_fill, name="holiday_fill"),
    path("holidays/new/", holidays.holiday_new, name="holiday_new"),
    path("holidays/<int:pk>/", holidays.holiday_edit, name="holiday_edit"),
    path("holidays/<int:pk>/remove/", holidays.holiday_remove, name="holiday_remove"),
]
