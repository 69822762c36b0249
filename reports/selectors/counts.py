"""A figure as the dashboards and the texts of reports take it."""

from typing import Any, NamedTuple

from branches.models import Branch, Court


class Count(NamedTuple):
    """`url`: the list of what is counted; "" where it may not be opened, or nothing is counted."""

    label: str
    number: int
    url: str = ""


def of_owner(owner: Court | Branch) -> dict[str, int]:
    """The filter of a list that leaves what is the owner's."""
    return {"branch": owner.pk} if isinstance(owner, Branch) else {"court": owner.pk}


def counts_of(choices: Any, numbers: dict[str, int], link: Any) -> list[Count]:
    """A count for each of `choices`, in their order; `link(value)` is the list that it opens."""
    return [
        Count(str(label), numbers.get(value, 0), link(value) if numbers.get(value) else "") for value, label in choices
    ]
