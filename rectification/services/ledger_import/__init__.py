"""A court's ledger of rectification becomes problems with measures and their dated steps (domain.md 11)."""

from rectification.services.ledger_import.service import LedgerChoices, import_rectification

__all__ = ["LedgerChoices", "import_rectification"]
