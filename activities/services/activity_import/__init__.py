"""A court's ledger of organisational life becomes activities with attendance (domain.md 2b, 11)."""

from activities.services.activity_import.service import LedgerChoices, import_activities

__all__ = ["LedgerChoices", "import_activities"]
