"""发展党员: who stands where on the last day, and who was admitted and confirmed in the span."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from development.choices import StepKind
from development.models import Step
from reports.selectors.named.registry import Asked, NamedFigure, source

_STEPS = {
    "新确定入党积极分子": StepKind.ACTIVIST_FIXED,
    "新确定发展对象": StepKind.PROSPECT_FIXED,
    "新发展党员": StepKind.ADMISSION_APPROVAL,
    "转正党员": StepKind.CONFIRMATION_APPROVAL,
}


@source("发展党员")
def development(asked: Asked) -> Iterator[NamedFigure]:
    """Steps count once a person, on the day they were taken (1 query)."""
    steps = Step.objects.within(asked.owner, with_below=asked.with_below).filter(
        kind__in=_STEPS.values(),
        passed=True,
        undone=False,
        withdrawn_at__isnull=True,
        happened_on__range=(asked.start, asked.last),
    )
    found = Counter(kind for kind, _ in set(steps.values_list("kind", "candidate_id")))
    for name, kind in _STEPS.items():
        query = {"step": kind.value, "from": asked.start.isoformat(), "to": asked.last.isoformat()}
        yield NamedFigure(name, found[kind], "名", f"{reverse('development:files')}?{urlencode(query)}")
