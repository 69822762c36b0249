"""Accounts that an administrator keeps, and the trail that an auditor reads."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from branches.choices import Role
from branches.models import Appointment, Court
from branches.permissions import administers_all
from branches.scoping import standing_of
from core.models import AuditEvent


def accounts_of(user: Any) -> QuerySet[User]:
    """All accounts for the installation's administrator; for a court's, those with roles there and nowhere else."""
    appointments = Appointment.objects.visible_to(user)
    shown = appointments.select_related("court", "branch", "group").order_by("-ends_on", "id")
    accounts = User.objects.prefetch_related(Prefetch("appointments", shown, to_attr="shown_appointments"))
    if administers_all(user):
        return accounts
    own = appointments.filter(user=OuterRef("pk"))
    any_role = Appointment.objects.unscoped("roles outside the administrator's courts hide the account")
    elsewhere = any_role.filter(user=OuterRef("pk")).exclude(pk__in=appointments.values("pk"))
    return accounts.filter(Exists(own), ~Exists(elsewhere))


def events_of(user: Any) -> QuerySet[AuditEvent]:
    """All events for the installation's auditor; for a court's, those of its rows and its people."""
    grants = standing_of(user).holding(Role.AUDITOR)
    events = AuditEvent.objects.select_related("actor")
    if any(grant.court_id is None for grant in grants):
        return events
    own = Q(pk__in=())
    for grant in grants:
        courts = Court.objects.unscoped("the auditor's own courts").filter(path__startswith=grant.court_path)
        people = Appointment.objects.unscoped("people of the auditor's courts").filter(court__in=courts)
        own |= Q(court_id__in=courts.values("pk"))
        own |= Q(court_id__isnull=True, actor__in=people.values("user"))
    return events.filter(own)
