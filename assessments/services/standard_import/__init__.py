"""A court's star standard from a workbook becomes a draft."""

from assessments.services.standard_import.service import StandardChoices, import_standard

__all__ = ["StandardChoices", "import_standard"]
