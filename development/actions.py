"""What the audit trail calls the steps of a development file, and what a permission refused."""

from core.actions import register

register({})
