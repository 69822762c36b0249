"""Which kinds of activities and which registers a court has: those of the system, its own, and of courts above it."""

from django.db.models import Q, QuerySet

from activities.models import ActivityKind
from branches.models import Court
from registers.models import KindSetting, RegisterKind


def kinds_of(court: Court) -> QuerySet[ActivityKind]:
    """In use, in their order."""
    return all_kinds_of(court).filter(is_active=True)


def all_kinds_of(court: Court) -> QuerySet[ActivityKind]:
    """Out of use, too: there may be records of them."""
    return ActivityKind.objects.unscoped("kinds of the whole system and of the court reported on").filter(_of(court))


def registers_of(court: Court) -> list[RegisterKind]:
    """As the court has set them; those that it switched off are left out."""
    kinds = RegisterKind.objects.unscoped("registers of the whole system and of the court reported on")
    settings = {each.kind_id: each for each in KindSetting.objects.within(court)}
    found = [kind.as_set(settings.get(kind.pk)) for kind in kinds.filter(_of(court))]
    return [kind for kind in found if kind.is_active]


def _of(court: Court) -> Q:
    above = [int(part) for part in (court.path or "").strip("/").split("/") if part]
    return Q(court__isnull=True) | Q(court__in=above)
