"""Writes of this app. Every one leaves its audit event in the same transaction."""

from registers.services.entries import EntryFacts, entry_add, entry_change, entry_withdraw
from registers.services.kinds import KindFacts, kind_change, kind_create, kind_set

__all__ = [
    "EntryFacts",
    "KindFacts",
    "entry_add",
    "entry_change",
    "entry_withdraw",
    "kind_change",
    "kind_create",
    "kind_set",
]
