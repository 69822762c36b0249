"""Addresses of this app, a list for each part."""

from django.urls import path

from notices.views import (
    bulletin_papers,
    bulletin_steps,
    bulletins,
    deliveries,
    matrix,
    messages,
    notice_forms,
    notice_page,
    notices,
    panels,
    papers,
    replies,
    settings,
    steps,
    unknown,
)

app_name = "notices"

NOTICES = [
    path("", notices.notice_list, name="list"),
    path("export.xlsx", notices.notices_export, name="export"),
    path("new/", notice_forms.notice_new, name="new"),
    path("<int:pk>/", notice_page.notice_page, name="notice"),
    path("<int:pk>/edit/", notice_forms.notice_edit, name="edit"),
    path("<int:pk>/issue/", steps.notice_issue, name="issue"),
    path("<int:pk>/discard/", steps.notice_discard, name="discard"),
    path("<int:pk>/restore/", steps.notice_restore, name="restore"),
    path("<int:pk>/void/", steps.notice_void, name="void"),
    path("<int:pk>/notice.pdf", papers.notice_pdf, name="pdf"),
    path("<int:pk>/notice.docx", papers.notice_docx, name="docx"),
    path("receipts/<int:pk>/acknowledge/", replies.acknowledge, name="acknowledge"),
    path("receipts/<int:pk>/reply/", replies.reply, name="reply"),
]
BULLETINS = [
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/export.xlsx", bulletins.bulletins_export, name="bulletins_export"),
    path("bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("bulletins/<int:pk>/", bulletins.bulletin_detail, name="bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.bulletin_edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/issue/", bulletins.bulletin_issue, name="bulletin_issue"),
    path("bulletins/<int:pk>/discard/", bulletin_steps.bulletin_discard, name="bulletin_discard"),
    path("bulletins/<int:pk>/void/", bulletin_steps.bulletin_void, name="bulletin_void"),
    path("bulletins/<int:pk>/bulletin.pdf", bulletin_papers.bulletin_pdf, name="bulletin_pdf"),
    path("bulletins/<int:pk>/bulletin.docx", bulletin_papers.bulletin_docx, name="bulletin_docx"),
]
MESSAGES = [
    path("messages/", messages.message_list, name="messages"),
    path("messages/export.xlsx", messages.messages_export, name="messages_export"),
    path("messages/read/", messages.messages_read_all, name="messages_read_all"),
    path("messages/<int:pk>/open/", messages.message_open, name="message_open"),
]
MATRIX = [
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/export.xlsx", matrix.matrix_export, name="matrix_export"),
    path("receipts/", matrix.receipts, name="receipts"),
    path("receipts/export.xlsx", matrix.receipts_export, name="receipts_export"),
    path("branches/<int:branch_pk>/panel/", panels.branch_panel, name="branch_panel"),
]
QUARTERS = [
    path("quarters/<str:code>/unknown/", unknown.unknown, name="unknown"),
    path("quarters/<str:code>/unknown/export.xlsx", unknown.unknown_export, name="unknown_export"),
]
SETTINGS = [path("settings/", settings.settings_page, name="settings")]
DELIVERIES = [
    path("deliveries/", deliveries.delivery_list, name="deliveries"),
    path("deliveries/export.xlsx", deliveries.delivery_export, name="deliveries_export"),
    path("deliveries/retry/", deliveries.deliveries_retry, name="deliveries_retry"),
    path("deliveries/<int:pk>/retry/", deliveries.delivery_retry, name="delivery_retry"),
]

urlpatterns = [*NOTICES, *BULLETINS, *MESSAGES, *MATRIX, *QUARTERS, *SETTINGS, *DELIVERIES]
