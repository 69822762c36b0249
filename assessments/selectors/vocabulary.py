"""What an indicator may name of a court: its kinds of organisational life, its registers, its business metrics."""

from dataclasses import dataclass, field

from django.db.models import Q

from activities.models import ActivityKind
from assessments.selectors.inputs.registry import Names, ParamType
from branches.models import Court
from metrics.choices import IN_PERCENT, Better
from metrics.models import Metric
from registers.models import RegisterKind


@dataclass(frozen=True)
class Vocabulary:
    """Names by their codes. `rates` are metrics of which more percent are better, `numbers` those told in numbers."""

    kinds: dict[str, str]
    registers: dict[str, str]
    rates: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        return {**self.kinds, **self.registers, **self.rates, **self.numbers}

    def of(self, kind: ParamType) -> dict[str, str]:
        """What a parameter may name; {} for words, which name nothing."""
        return {
            ParamType.KIND: self.kinds,
            ParamType.KINDS: self.kinds,
            ParamType.REGISTER: self.registers,
            ParamType.RATE_METRIC: self.rates,
            ParamType.NUMBER_METRIC: self.numbers,
        }.get(kind, {})


def vocabulary_of(court: Court | None) -> Vocabulary:
    """For a court and those above it, or of the system alone (3 queries)."""
    above = [int(part) for part in (court.path or "").strip("/").split("/") if part] if court else []
    known = Q(court__isnull=True) | Q(court__in=above)
    kinds = ActivityKind.objects.unscoped("kinds of the whole system and of the courts in question").filter(known)
    registers = RegisterKind.objects.unscoped("registers of the whole system and of the courts").filter(known)
    metrics = list(Metric.objects.unscoped("metrics of the whole system and of the courts").filter(known))
    rates = (metric for metric in metrics if metric.form in IN_PERCENT and metric.better != Better.DOWN)
    return Vocabulary(
        dict(kinds.values_list("code", "name")),
        dict(registers.values_list("code", "name")),
        {metric.code: metric.name for metric in rates},
        {metric.code: metric.name for metric in metrics if metric.form not in IN_PERCENT},
    )
