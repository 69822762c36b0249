"""Addresses of this app."""

from django.urls import path

from registers import views

app_name = "registers"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("branches/<int:pk>/panel/", views.branch_panel, name="branch_panel"),
    path("kinds/", views.kind_list, name="kinds"),
    path("kinds/new/", views.kind_new, name="kind_new"),
    path("kinds/<int:pk>/", views.kind_edit, name="kind"),
    path("entries/<int:pk>/", views.entry_detail, name="entry"),
    path("entries/<int:pk>/edit/", views.entry_edit, name="entry_edit"),
    path("entries/<int:pk>/withdraw/", views.entry_retract, name="entry_withdraw"),
    path("<int:kind_pk>/", views.entry_list, name="list"),
    path("<int:kind_pk>/export.xlsx", views.entry_export, name="export"),
    path("<int:kind_pk>/print.pdf", views.register_pdf, name="pdf"),
    path("<int:kind_pk>/print.docx", views.register_docx, name="docx"),
    path("<int:kind_pk>/new/", views.entry_new, name="new"),
]
