"""Courts as configuration: shown here, changed on their own pages, where the tree is kept in order."""

from typing import Any

from django.http import HttpRequest

from branches.models import Court
from core.admin_site import ConfigurationAdmin, site


class CourtAdmin(ConfigurationAdmin):
    list_display = ("name", "level", "parent", "shares_records", "late_after_days")
    list_filter = ("level",)
    search_fields = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site.register(Court, CourtAdmin)
