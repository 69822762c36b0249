"""Addresses of this app."""

from django.urls import path

from activities import views

app_name = "activities"

urlpatterns = [
    path("", views.activity_list, name="list"),
    path("export.xlsx", views.activity_export, name="export"),
    path("new/", views.activity_new, name="new"),
    path("new/people/", views.meeting_people, name="people"),
    path("drafts/", views.draft_list, name="drafts"),
    path("drafts/save/", views.draft_first_save, name="draft_first_save"),
    path("drafts/<int:pk>/", views.draft_edit, name="draft"),
    path("drafts/<int:pk>/save/", views.draft_autosave, name="draft_save"),
    path("drafts/<int:pk>/discard/", views.draft_remove, name="draft_discard"),
    path("<int:pk>/", views.activity_detail, name="detail"),
    path("<int:pk>/record.pdf", views.record_pdf, name="record_pdf"),
    path("<int:pk>/record.docx", views.record_docx, name="record_docx"),
    path("coverage/", views.coverage_list, name="coverages"),
    path("coverage/<int:pk>/", views.coverage_page, name="coverage"),
    path("coverage/start/<int:court_pk>/", views.coverage_start, name="coverage_start"),
    path("coverage/start/<int:court_pk>/hint/", views.coverage_hint, name="coverage_hint"),
    path("topics/", views.topic_list, name="topics"),
    path("topics/new/", views.topic_new, name="topic_new"),
    path("topics/<int:pk>/", views.topic_edit, name="topic"),
    path("leaders/", views.leader_list, name="leaders"),
    path("leaders/new/", views.leader_new, name="leader_new"),
    path("leaders/<int:pk>/end/", views.leader_end, name="leader_end"),
    path("leaders/export.xlsx", views.leader_export, name="leaders_export"),
    path("kinds/", views.kind_list, name="kinds"),
    path("kinds/new/", views.kind_new, name="kind_new"),
    path("kinds/<int:pk>/", views.kind_edit, name="kind"),
    path("kinds/<int:pk>/norm/", views.norm_new, name="norm_new"),
    path("norms/<int:pk>/", views.norm_edit, name="norm"),
    path("norms/<int:pk>/end/", views.norm_close, name="norm_end"),
]
