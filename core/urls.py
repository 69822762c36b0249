from django.urls import path

from core import views
from core.background import views as background
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
    path("jobs/", background.job_list, name="jobs"),
    path("jobs/failures/", background.job_failures, name="job_failures"),
    path("jobs/failures/export.xlsx", background.job_failures_export, name="job_failures_export"),
    path("jobs/failures/<int:pk>/run/", background.job_failure_run, name="job_failure_run"),
    path("jobs/<slug:code>/run/", background.job_run, name="job_run"),
    path("jobs/<slug:code>/pause/", background.job_pause, name="job_pause"),
    path("jobs/<slug:code>/resume/", background.job_resume, name="job_resume"),
    path("jobs/<slug:code>/time/", background.job_time, name="job_time"),
]
