"""Forms of registers."""

from registers.forms.entries import EntryForm, WithdrawForm, initial_of, people_to_choose, with_typed
from registers.forms.filters import EntryFilter
from registers.forms.kinds import KindForm, SettingForm, with_asked

__all__ = [
    "EntryFilter",
    "EntryForm",
    "KindForm",
    "SettingForm",
    "WithdrawForm",
    "initial_of",
    "people_to_choose",
    "with_asked",
    "with_typed",
]
