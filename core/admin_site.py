"""/admin/: configuration models only, for whoever holds core.use_admin. No services; each change is audited."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from core import audit
from core.access import allowed, ensure


class ConfigurationSite(admin.AdminSite):
    """Django's admin behind our own sign-in and permission."""

    site_header = site_title = "配置后台"
    index_title = "配置项"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return allowed(request.user, "core.use_admin")

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Our sign-in page; somebody signed in without the permission is refused."""
        if request.user.is_authenticated:
            ensure(request.user, "core.use_admin")
            return redirect("admin:index")
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': reverse('admin:index')})}")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page of everybody's own password, with its rules."""
        return redirect("accounts:password_change")


site = ConfigurationSite(name="admin")


class ConfigurationAdmin(admin.ModelAdmin):
    """Base of what is registered: rows that the administrator sees, changes in the audit trail, nothing deleted."""

    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = self.model.objects.visible_to(request.user)
        return rows.order_by(*self.get_ordering(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request.user, "core.use_admin")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request.user, "core.use_admin")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return allowed(request.user, "core.use_admin")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allowed(request.user, "core.use_admin")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        audit.record(actor=request.user, action=f"{obj._meta.model_name}.create", subject=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        detail = {"changed": message if isinstance(message, list) else str(message)}
        audit.record(actor=request.user, action=f"{obj._meta.model_name}.change", subject=obj, detail=detail)
        return super().log_change(request, obj, message)
