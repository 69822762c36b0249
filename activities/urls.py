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
    path("<int:pk>/edit/", views.activity_edit, name="edit"),
    path("<int:pk>/correct/", views.activity_amend, name="correct"),
    path("<int:pk>/send-back/", views.activity_return, name="send_back"),
    path("<int:pk>/archive/", views.activity_file, name="archive"),
    path("<int:pk>/withdraw/", views.activity_take_back, name="withdraw"),
    path("<int:pk>/cancel/", views.activity_void, name="cancel"),
    path("<int:pk>/redraft/", views.activity_redraft, name="redraft"),
    path("corrections/<int:pk>/", views.correction_page, name="correction"),
    path("waiting/", views.waiting_list, name="waiting"),
    path("waiting/archive/", views.activity_file_many, name="archive_many"),
    path("locks/", views.lock_list, name="locks"),
    path("locks/new/", views.lock_new, name="lock_new"),
    path("locks/<int:pk>/reopen/", views.lock_reopen, name="lock_reopen"),
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
