"""党组织和党员: counts on the as-of day, also where it comes after the span, as on the dashboards."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from branches.choices import UNKNOWN, AgeBand, BranchKind, Education, MemberStatus, Sex
from branches.links import branches_url, members_url
from branches.models import Branch
from branches.models.courts import existing_on
from branches.selectors.organization import branches_and_groups_on
from reports.selectors.members import members_by
from reports.selectors.named.registry import Asked, NamedFigure, adds_up, source

NOT_TOLD = "不详"


@source("党组织和党员")
def organization(asked: Asked) -> Iterator[NamedFigure]:
    branches, groups = branches_and_groups_on(asked.owner, asked.as_of, with_below=asked.with_below)
    if asked.branch is None:
        yield NamedFigure("党支部数", branches, "个", _url(asked))
        yield from _kinds(asked)
        yield NamedFigure("党小组数", groups, "个", _url(asked))
    else:
        yield NamedFigure("党小组数", groups, "个", reverse("branches:branch_detail", args=[asked.branch.pk]))


def _url(asked: Asked, **filters: str) -> str:
    """The branches of that day, each with its groups."""
    return branches_url(on=asked.as_of, **asked.owner_filter, **filters)


def _kinds(asked: Asked) -> Iterator[NamedFigure]:
    rows = Branch.objects.within(asked.owner, with_below=asked.with_below).filter(existing_on(asked.as_of))
    counts = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in BranchKind}
    found: dict[str, int] = rows.order_by().aggregate(**counts)
    for kind in BranchKind:
        yield NamedFigure(f"{kind.label}党支部数", found[kind], "个", _url(asked, kind=kind.value))


@source("党组织和党员")
def members(asked: Asked) -> Iterator[NamedFigure]:
    """`党员数`, `预备党员数`, and by age, education and sex, `学历不详党员数` too (1 query)."""
    found = members_by(asked.owner, asked.as_of, with_below=asked.with_below)

    def link(**chosen: str) -> str:
        return "" if asked.with_below else members_url(on=asked.as_of, **chosen, **asked.owner_filter)

    yield NamedFigure("党员数", found.total.number, "名", link())
    for counts, field, choices, what in (
        (found.kinds, "status", MemberStatus.choices, ""),
        (found.ages, "age", AgeBand.choices, "年龄"),
        (found.education, "education", Education.choices, "学历"),
        (found.sexes, "sex", [*Sex.choices, (UNKNOWN, NOT_TOLD)], "性别"),
    ):
        codes = {label: code for code, label in choices}
        for label, number, _ in counts:
            name = f"{what}{NOT_TOLD}" if label == NOT_TOLD else label.removesuffix("党员")
            yield NamedFigure(f"{name}党员数", number, "名", link(**{field: codes[label]}))


adds_up("党员数", "正式党员数", "预备党员数")
adds_up("党支部数", *(f"{kind.label}党支部数" for kind in BranchKind))
