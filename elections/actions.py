"""What the audit trail calls the steps of an election, and what a permission refused."""

from core.actions import register

register({})
