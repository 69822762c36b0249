"""Addresses of this app, by what they are about."""

from typing import Any

from django.urls import path

from rectification.views import (
    closing,
    dispatch,
    evidence,
    extensions,
    findings,
    inspection_papers,
    measure_forms,
    measure_list,
    measure_page,
    panels,
    problem_detail,
    problem_forms,
    problem_list,
    reports,
    shares,
    visits,
)
from rectification.views import inspections as inspection_views
from rectification.views import ledger as ledger_views
from rectification.views import supervision as supervision_pages
from rectification.views import work_items as items
from rectification.views import work_lists as lists
from rectification.views import work_nodes as nodes

app_name = "rectification"

# --- Problems, their way to the close-out ---------------------------------------------------------

problems: list[Any] = [
    path("", problem_list.problem_list, name="list"),
    path("export.xlsx", problem_list.problem_export, name="export"),
    path("new/", problem_forms.problem_new, name="new"),
    path("branches/<int:branch_pk>/panel/", panels.branch_panel, name="branch_panel"),
    path("<int:pk>/", problem_detail.problem_detail, name="problem"),
    path("<int:pk>/edit/", problem_forms.problem_edit, name="edit"),
    path("<int:pk>/void/", problem_forms.problem_void, name="void"),
    path("<int:pk>/offer/", shares.offer, name="offer"),
    path("<int:pk>/assign/", shares.assign, name="assign"),
    path("<int:pk>/release/", shares.release, name="release"),
    path("<int:pk>/claim/", shares.claim, name="claim"),
    path("<int:pk>/decline/", shares.decline, name="decline"),
    path("<int:pk>/close-out/ask/", closing.close_out_ask, name="close_out_ask"),
    path("<int:pk>/close-out/withdraw/", closing.close_out_withdraw, name="close_out_withdraw"),
    path("<int:pk>/close-out/approve/", closing.close_out_approve, name="close_out_approve"),
    path("<int:pk>/close-out/send-back/", closing.close_out_send_back, name="close_out_send_back"),
    path("<int:pk>/reopen/", closing.reopen, name="reopen"),
]

# --- Measures, extensions, evidence ---------------------------------------------------------------

measures: list[Any] = [
    path("measures/", measure_list.measure_list, name="measures"),
    path("measures/export.xlsx", measure_list.measure_export, name="measure_export"),
    path("<int:pk>/measures/new/", measure_forms.measure_add, name="measure_add"),
    path("measures/<int:pk>/", measure_page.measure_detail, name="measure"),
    path("measures/<int:pk>/change/", measure_forms.measure_change, name="measure_change"),
    path("measures/<int:pk>/void/", measure_forms.measure_void, name="measure_void"),
    path("measures/<int:pk>/send-back/", measure_forms.measure_send_back, name="measure_send_back"),
    path("measures/<int:pk>/progress/", reports.measure_progress, name="measure_progress"),
    path("measures/<int:pk>/done/", reports.measure_done, name="measure_done"),
    path("measures/<int:pk>/extension/", extensions.extension_ask, name="extension_ask"),
    path("measures/<int:pk>/extension/withdraw/", extensions.extension_withdraw, name="extension_withdraw"),
    path("measures/<int:pk>/extension/answer/", extensions.extension_answer, name="extension_answer"),
    path("evidence/<int:pk>/", evidence.evidence_download, name="evidence"),
    path("evidence/<int:pk>/withdraw/", evidence.evidence_withdraw, name="evidence_withdraw"),
]

# --- Supervision ----------------------------------------------------------------------------------

supervision: list[Any] = [
    path("supervision/", supervision_pages.overview, name="supervision"),
    path("supervision/branches/", supervision_pages.branches, name="supervision_branches"),
    path("supervision/branches/export.xlsx", supervision_pages.branches_export, name="supervision_branches_export"),
    path("supervision/persons/", supervision_pages.persons, name="supervision_persons"),
    path("supervision/persons/export.xlsx", supervision_pages.persons_export, name="supervision_persons_export"),
    path("supervision/below/", supervision_pages.below, name="supervision_below"),
    path("supervision/below/export.xlsx", supervision_pages.below_export, name="supervision_below_export"),
]

# --- The ledger as a workbook ---------------------------------------------------------------------

ledger: list[Any] = [path("ledger.xlsx", ledger_views.ledger, name="ledger")]

# --- Work lists and the weekly dispatch -----------------------------------------------------------

work_lists: list[Any] = [
    path("lists/", lists.work_lists, name="work_lists"),
    path("lists/take-over/", items.work_items_draw, name="work_items_take_over"),
    path("lists/items/<int:pk>/", items.work_item_edit, name="work_item_edit"),
    path("lists/items/<int:pk>/void/", items.work_item_drop, name="work_item_drop"),
    path("lists/nodes/<int:pk>/", nodes.work_node, name="work_node"),
    path("lists/nodes/<int:pk>/progress/", nodes.work_node_tell, name="work_node_progress"),
    path("lists/nodes/<int:pk>/done/", nodes.work_node_finish, name="work_node_done"),
    path("lists/nodes/<int:pk>/move/", nodes.work_node_postpone, name="work_node_move"),
    path("lists/nodes/<int:pk>/undo/", nodes.work_node_reopen, name="work_node_undo"),
    path("lists/nodes/<int:pk>/void/", nodes.work_node_drop, name="work_node_drop"),
    path("lists/<slug:slug>/", lists.work_list, name="work_list"),
    path("lists/<slug:slug>/export.xlsx", lists.work_list_export, name="work_list_export"),
    path("lists/<slug:slug>/list.pdf", lists.work_list_pdf, name="work_list_pdf"),
    path("lists/<slug:slug>/list.docx", lists.work_list_docx, name="work_list_docx"),
    path("lists/<slug:slug>/settings/", lists.work_list_settings, name="work_list_settings"),
    path("lists/<slug:slug>/new/", items.work_item_new, name="work_item_new"),
    path("lists/<slug:slug>/paste/", items.work_items_paste, name="work_items_paste"),
    path("dispatch/", dispatch.dispatch, name="dispatch"),
    path("dispatch/export.xlsx", dispatch.dispatch_export, name="dispatch_export"),
    path("dispatch/dispatch.pdf", dispatch.dispatch_pdf, name="dispatch_pdf"),
    path("dispatch/dispatch.docx", dispatch.dispatch_docx, name="dispatch_docx"),
]

# --- Inspections ----------------------------------------------------------------------------------

inspections: list[Any] = [
    path("inspections/", inspection_views.inspection_list, name="inspections"),
    path("inspections/export.xlsx", inspection_views.inspections_export, name="inspections_export"),
    path("inspections/new/", inspection_views.inspection_new, name="inspection_new"),
    path("inspections/<int:pk>/", inspection_views.inspection_detail, name="inspection"),
    path("inspections/<int:pk>/edit/", inspection_views.inspection_edit, name="inspection_edit"),
    path("inspections/<int:pk>/close/", inspection_views.inspection_close, name="inspection_close"),
    path("inspections/<int:pk>/reopen/", inspection_views.inspection_reopen, name="inspection_reopen"),
    path("inspections/<int:pk>/void/", inspection_views.inspection_void, name="inspection_void"),
    path("inspections/<int:pk>/export.xlsx", inspection_views.inspection_export, name="inspection_export"),
    path("inspections/<int:pk>/result.pdf", inspection_papers.inspection_pdf, name="inspection_pdf"),
    path("inspections/<int:pk>/result.docx", inspection_papers.inspection_docx, name="inspection_docx"),
    path("inspections/<int:pk>/branches/<int:branch_pk>/", visits.visit_edit, name="visit_edit"),
    path("inspections/<int:pk>/findings/", visits.findings_new, name="findings_new"),
    path("inspections/<int:pk>/problems/", visits.inspection_problems, name="inspection_problems"),
    path("inspections/visits/<int:pk>/remove/", visits.visit_remove, name="visit_remove"),
    path("inspections/findings/", findings.finding_list, name="findings"),
    path("inspections/findings/export.xlsx", findings.findings_export, name="findings_export"),
    path("inspections/findings/<int:pk>/", findings.finding_detail, name="finding"),
    path("inspections/findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path("inspections/findings/<int:pk>/void/", findings.finding_void, name="finding_void"),
    path("inspections/findings/<int:pk>/recheck/", findings.finding_recheck, name="finding_recheck"),
    path("inspections/problems/<int:pk>/panel/", findings.problem_panel, name="finding_panel"),
    path("inspections/branches/<int:branch_pk>/panel/", inspection_views.branch_panel, name="inspection_branch_panel"),
]

urlpatterns = [*problems, *measures, *supervision, *ledger, *work_lists, *inspections]
