"""发展党员: who stands where on the as-of day, and who was taken on in the span."""

from collections import Counter
from collections.abc import Iterator

from development.choices import Stage, StepKind
from development.links import COUNTED_STATES, files_url
from development.models import Step
from development.selectors.steps import STANDS
from reports.selectors.named.registry import Asked, NamedFigure, source
from reports.selectors.pipeline import pipeline

_STEPS = {
    "新确定入党积极分子": StepKind.ACTIVIST_FIXED,
    "新确定发展对象": StepKind.PROSPECT_FIXED,
    "新发展党员": StepKind.ADMISSION_APPROVAL,
    "转正党员": StepKind.CONFIRMATION_APPROVAL,
}


@source("发展党员")
def development(asked: Asked) -> Iterator[NamedFigure]:
    """A step counts once a person, on the day it was taken (1 query)."""
    steps = Step.objects.within(asked.owner, with_below=asked.with_below).filter(
        STANDS, kind__in=_STEPS.values(), happened_on__range=(asked.start, asked.last)
    )
    found = Counter(kind for kind, _ in set(steps.values_list("kind", "candidate_id")))
    for name, kind in _STEPS.items():
        query = {"step": kind.value, "from": asked.start.isoformat(), "to": asked.last.isoformat()}
        yield NamedFigure(name, found[kind], "名", files_url(on=asked.last, **asked.owner_filter, **query))


# Of these the roster counts more: those who came without a file of this court.
_AS_FILES = (Stage.PROBATIONARY, Stage.FORMAL)


@source("发展党员")
def stages(asked: Asked) -> Iterator[NamedFigure]:
    """`入党积极分子`, `发展对象`, `预备党员档案` … : how many files stood there on the as-of day."""
    counts = pipeline(asked.owner, asked.as_of, with_below=asked.with_below)
    for stage, (label, number, _) in zip(Stage, counts, strict=True):
        query = {"stage": stage.value, "state": COUNTED_STATES, **asked.owner_filter}
        name, unit = (f"{label}档案", "份") if stage in _AS_FILES else (label, "名")
        yield NamedFigure(name, number, unit, files_url(on=asked.as_of, **query))
