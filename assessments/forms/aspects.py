"""The aspects of a draft, a line each; their order on the page is their order in the standard."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.models import Aspect, Standard
from assessments.services.aspects import AspectFacts
from core.editing import PageForm

PARTS = ("aspect", "code", "title", "tie")
LONGEST_NUMBER = 3


class AspectsForm(PageForm):
    """`lines` are the rows of the page, as kept or as typed, without the empty one at the end."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, standard: Standard, aspects: Sequence[Aspect]) -> None:
        super().__init__(data, initial={"version": standard.version})
        self.kept = {str(aspect.pk) for aspect in aspects}
        self.lines = _typed(data) if data is not None else [_line_of(aspect, standard) for aspect in aspects]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [*self.lines, dict.fromkeys(PARTS, "")]

    def clean(self) -> dict[str, Any]:
        for number, line in enumerate(self.lines, 1):
            tie = line["tie"]
            if tie and not (tie.isascii() and tie.isdigit() and int(tie) > 0 and len(tie) <= LONGEST_NUMBER):
                self.add_error(None, f"第 {number} 行：同分时的先后请填 1、2、3 …，不比的留空。")
            if len(line["title"]) > Aspect._meta.get_field("name").max_length:
                self.add_error(None, f"第 {number} 行：方面的名称太长，请改短。")
        return self.cleaned_data

    def facts(self) -> list[AspectFacts]:
        return [
            AspectFacts(
                code=line["code"],
                name=line["title"],
                tie=int(line["tie"]) if line["tie"] else None,
                pk=int(line["aspect"]) if line["aspect"] in self.kept else None,
            )
            for line in self.lines
        ]


def _line_of(aspect: Aspect, standard: Standard) -> dict[str, str]:
    ties = standard.tie_aspects
    tie = str(ties.index(aspect.code) + 1) if aspect.code in ties else ""
    return {"aspect": str(aspect.pk), "code": aspect.code, "title": aspect.name, "tie": tie}


def _typed(data: QueryDict) -> list[dict[str, str]]:
    columns = [data.getlist(part) for part in PARTS]
    length = max(map(len, columns))
    padded = [[*column, *[""] * (length - len(column))] for column in columns]
    lines = [dict(zip(PARTS, map(_plain, cells), strict=True)) for cells in zip(*padded, strict=True)]
    return [line for line in lines if line["code"] or line["title"]]


def _plain(typed: str) -> str:
    """On one line, without what no database keeps."""
    return " ".join(typed.replace("\x00", "").split())
