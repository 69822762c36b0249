"""What an indicator may name of a court: its kinds of organisational life and its registers."""

from dataclasses import dataclass

from django.db.models import Q

from activities.models import ActivityKind
from assessments.selectors.inputs.registry import Names
from branches.models import Court
from registers.models import RegisterKind


@dataclass(frozen=True)
class Vocabulary:
    """Names by their codes."""

    kinds: dict[str, str]
    registers: dict[str, str]

    @property
    def names(self) -> Names:
        return {**self.kinds, **self.registers}


def vocabulary_of(court: Court | None) -> Vocabulary:
    """For a court and those above it, or of the system alone (2 queries)."""
    above = [int(part) for part in (court.path or "").strip("/").split("/") if part] if court else []
    known = Q(court__isnull=True) | Q(court__in=above)
    kinds = ActivityKind.objects.unscoped("kinds of the whole system and of the courts in question").filter(known)
    registers = RegisterKind.objects.unscoped("registers of the whole system and of the courts").filter(known)
    return Vocabulary(dict(kinds.values_list("code", "name")), dict(registers.values_list("code", "name")))
