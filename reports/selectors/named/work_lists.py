"""六类清单: how many lists a court leads, and the nodes on those that it writes itself.

Problems and measures are counted in rectification.py.
"""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from rectification.models import WorkNode
from rectification.selectors.work_lists import lists_of
from rectification.selectors.work_standing import nodes_on
from reports.selectors.named.registry import Asked, NamedFigure, source


@source("主题教育")
def work_lists(asked: Asked) -> Iterator[NamedFigure]:
    """`工作清单`, `重点任务清单·节点` (2 queries); a branch has no lists of its own."""
    if asked.branch:
        return
    used = [spec for spec in lists_of(asked.court) if not spec.is_off]
    yield NamedFigure("工作清单", len(used), "类", reverse("rectification:work_lists"), is_given=True)
    nodes = nodes_on(WorkNode.objects.within(asked.court), asked.as_of)
    found = Counter(nodes.values_list("item__code", flat=True))
    for spec in used:
        if not spec.is_taken:
            url = reverse("rectification:work_list", args=[spec.slug], query={"on": asked.as_of.isoformat()})
            yield NamedFigure(f"{spec.name}·节点", found[spec.code], "个", url)
