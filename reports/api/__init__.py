"""The read-only interface for other systems of the court (/api/v1/, docs/api.md)."""
