"""Addresses of this app: everybody's first page, and the reports."""

from django.urls import path

from reports import views
from reports.views import api_tokens, written

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
    path("reports/courts/<int:pk>/below/blocks/<slug:block>/", views.below_block, name="below_block"),
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

urlpatterns += [
    path("reports/written/", written.report_list, name="written"),
    path("reports/written/export.xlsx", written.reports_export, name="reports_export"),
    path("reports/written/new/", written.report_new, name="report_new"),
    path("reports/written/outlines/", written.outline_list, name="outlines"),
    path("reports/written/outlines/<str:code>/", written.outline_edit, name="outline"),
    path("reports/written/<int:pk>/", written.report_page, name="report"),
    path("reports/written/<int:pk>/edit/", written.report_edit, name="report_edit"),
    path("reports/written/<int:pk>/sections/", written.sections_edit, name="sections_edit"),
    path("reports/written/<int:pk>/figures/", written.report_figures, name="report_figures"),
    path("reports/written/<int:pk>/comparison/", written.report_comparison, name="report_comparison"),
    path("reports/written/<int:pk>/publish/", written.written_publish, name="report_publish"),
    path("reports/written/<int:pk>/withdraw/", written.written_withdraw, name="report_withdraw"),
    path("reports/written/<int:pk>/revise/", written.written_revise, name="report_revise"),
    path("reports/written/<int:pk>/discard/", written.written_discard, name="report_discard"),
    path("reports/written/<int:pk>/report.pdf", written.written_pdf, name="report_pdf"),
    path("reports/written/<int:pk>/report.docx", written.written_docx, name="report_docx"),
    path("reports/written/<int:pk>/report.xlsx", written.written_xlsx, name="report_xlsx"),
    path("reports/written/sections/<int:pk>/", written.section_edit, name="section_edit"),
    path("reports/written/sections/<int:pk>/preview/", written.section_preview, name="section_preview"),
]
