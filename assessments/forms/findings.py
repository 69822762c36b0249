"""Which shortfalls become findings, and by when they are to be put right."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assessments.selectors.shortfalls import ShortfallLine
from core.editing import DateInput, PageForm


class _Ticked(forms.MultipleChoiceField):
    """A form that was sent twice names what is made by now: the service leaves that out."""

    def valid_value(self, value: Any) -> bool:
        return True


class FindingsForm(PageForm):
    due_on = forms.DateField(
        label="整改期限",
        widget=DateInput,
        error_messages={"required": "请填写整改期限。"},
        help_text="各项同一个期限，列入以后可以逐项修改。",
    )
    chosen = _Ticked(
        label="短板", widget=forms.MultipleHiddenInput, error_messages={"required": "请勾选要列入的短板。"}
    )

    def __init__(self, *args: Any, lines: Sequence[ShortfallLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines

    @property
    def ticked(self) -> list[tuple[ShortfallLine, bool]]:
        """Each shortfall, and whether it is chosen: at first what is proposed."""
        if not self.is_bound:
            return [(line, line.is_proposed) for line in self.lines]
        sent = set(self.data.getlist("chosen"))
        return [(line, line.key in sent) for line in self.lines]
