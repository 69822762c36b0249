"""What the list of a quarter's unknown items is asked for; a value that makes no sense filters nothing."""

from collections.abc import Sequence
from typing import Any

from django import forms

from activities.forms.tables import LONGEST_QUERY
from notices.selectors.unknown import UnknownLine

SELECT = {"class": "form-select"}


class UnknownForm(forms.Form):
    """Branches and kinds that stand in the list."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "单位、原因", "type": "search"}),
    )
    branch = forms.ChoiceField(label="党支部", required=False, widget=forms.Select(attrs=SELECT))
    kind = forms.ChoiceField(label="类型", required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, asked: Any, lines: Sequence[UnknownLine]) -> None:
        super().__init__(asked)
        branches = {str(line.branch.pk): line.branch.name for line in lines}
        kinds = {line.kind.code: line.kind.name for line in lines}
        self.fields["branch"].choices = [("", "全部"), *branches.items()]
        self.fields["kind"].choices = [("", "全部"), *kinds.items()]
        self.is_valid()

    @property
    def form(self) -> "UnknownForm":
        return self

    def kept(self, lines: Sequence[UnknownLine]) -> list[UnknownLine]:
        chosen = self.cleaned_data
        return [
            line
            for line in lines
            if chosen.get("q", "") in f"{line.unit} {line.why}"
            and chosen.get("branch", "") in ("", str(line.branch.pk))
            and chosen.get("kind", "") in ("", line.kind.code)
        ]
