"""Addresses of this app: everybody's first page, and the reports."""

from django.urls import path

from reports import views
from reports.views import api_tokens

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.index, name="index"),
    path("reports/mine/", views.mine, name="mine"),
    path("reports/mine/export.xlsx", views.mine_export, name="mine_export"),
    path("reports/courts/<int:pk>/", views.court, name="court"),
    path("reports/courts/<int:pk>/year/", views.court_year, name="court_year"),
    path("reports/courts/<int:pk>/year/export.xlsx", views.court_year_export, name="court_year_export"),
    path("reports/courts/<int:pk>/below/", views.below, name="below"),
    path("reports/courts/<int:pk>/below/export.xlsx", views.below_export, name="below_export"),
    path("reports/courts/<int:pk>/wall/", views.wall, name="wall"),
    path("reports/courts/<int:pk>/wall/figures/", views.wall_figures, name="wall_figures"),
    path("reports/courts/<int:pk>/blocks/<slug:block>/", views.court_block, name="court_block"),
    path("reports/branches/<int:pk>/blocks/<slug:block>/", views.branch_block, name="branch_block"),
    path("tokens/", api_tokens.token_list, name="token_list"),
    path("tokens/export.xlsx", api_tokens.token_export, name="token_export"),
    path("tokens/new/", api_tokens.token_new, name="token_new"),
    path("tokens/<int:pk>/revoke/", api_tokens.token_revoke, name="token_revoke"),
    path("reports/branches/<int:pk>/", views.branch, name="branch"),
    path("reports/branches/<int:pk>/handbook/", views.handbook, name="handbook"),
    path("reports/branches/<int:pk>/handbook.pdf", views.handbook_pdf, name="handbook_pdf"),
    path("reports/branches/<int:pk>/handbook.docx", views.handbook_docx, name="handbook_docx"),
    path("reports/branches/<int:pk>/panel/", views.branch_panel, name="branch_panel"),
    path("reports/branches/<int:pk>/export.xlsx", views.branch_export, name="branch_export"),
]
