"""Addresses of this app."""

from django.urls import path

from branches.views import accounts, audit, branches, courts, members, memberships, posts

app_name = "branches"

urlpatterns = [
    path("", branches.branch_list, name="branch_list"),
    path("export.xlsx", branches.branch_export, name="branch_export"),
    path("<int:pk>/", branches.branch_detail, name="branch_detail"),
    path("<int:pk>/edit/", branches.branch_edit, name="branch_edit"),
    path("<int:pk>/dissolve/", branches.branch_dissolve_page, name="branch_dissolve"),
    path("<int:branch_pk>/groups/new/", branches.group_new, name="group_new"),
    path("groups/<int:pk>/edit/", branches.group_edit, name="group_edit"),
    path("groups/<int:pk>/dissolve/", branches.group_dissolve_page, name="group_dissolve"),
    path("<int:branch_pk>/posts/new/", posts.post_new, name="post_new"),
    path("posts/<int:pk>/end/", posts.post_end_page, name="post_end"),
    path("<int:branch_pk>/terms/new/", posts.term_new, name="term_new"),
    path("terms/<int:pk>/end/", posts.term_end_page, name="term_end"),
    path("<int:branch_pk>/members/new/", members.member_new, name="member_new"),
    path("members/", members.member_list, name="member_list"),
    path("members/export.xlsx", members.member_export, name="member_export"),
    path("members/<int:pk>/", members.member_detail, name="member_detail"),
    path("members/<int:pk>/edit/", members.member_edit, name="member_edit"),
    path("members/<int:pk>/reveal/", members.member_reveal, name="member_reveal"),
    path("members/<int:pk>/move/", memberships.member_move_page, name="member_move"),
    path("members/<int:pk>/leave/", memberships.member_leave_page, name="member_leave"),
    path("members/<int:pk>/return/", memberships.member_return_page, name="member_return"),
    path("members/<int:pk>/suspend/", memberships.member_suspend, name="member_suspend"),
    path("suspensions/<int:pk>/end/", memberships.suspension_end, name="suspension_end"),
    path("courts/", courts.court_list, name="court_list"),
    path("courts/new/", courts.court_new, name="court_new"),
    path("courts/<int:pk>/edit/", courts.court_edit, name="court_edit"),
    path("courts/<int:pk>/settings/", courts.court_settings, name="court_settings"),
    path("courts/<int:court_pk>/branches/new/", branches.branch_new, name="branch_new"),
    path("general/", courts.general_list, name="general_list"),
    path("courts/<int:court_pk>/general/new/", courts.general_new, name="general_new"),
    path("general/<int:pk>/edit/", courts.general_edit, name="general_edit"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/export.xlsx", accounts.account_export, name="account_export"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<int:pk>/", accounts.account_detail, name="account_detail"),
    path("accounts/<int:pk>/appoint/", accounts.account_appoint, name="account_appoint"),
    path("accounts/<int:pk>/member/", accounts.account_member, name="account_member"),
    path("accounts/<int:pk>/password/", accounts.account_password, name="account_password"),
    path("accounts/<int:pk>/switch/", accounts.account_switch, name="account_switch"),
    path("appointments/<int:pk>/end/", accounts.appointment_end_now, name="appointment_end"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/export.xlsx", audit.audit_export, name="audit_export"),
]
