"""How far the files on the way to membership have come."""

from datetime import date

from branches.models import Branch, Court
from development.choices import Stage
from development.links import COUNTED_STATES, files_url
from development.selectors.stages import stage_counts
from reports.selectors.counts import Count, counts_of, of_owner


def pipeline(owner: Court | Branch, on: date, *, with_below: bool = False, opens: bool = True) -> list[Count]:
    """How many files stood at each stage on `on`, in the order of the way; at the last one all that have led there.

    `opens`: the user may see the files; nobody sees those of the courts below.
    """

    def link(stage: str) -> str:
        if not opens or with_below:
            return ""
        return files_url(on=on, stage=stage, state=COUNTED_STATES, **of_owner(owner))

    numbers = stage_counts(owner, on, with_below=with_below)
    return counts_of(Stage.choices, {str(stage): number for stage, number in numbers.items()}, link)
