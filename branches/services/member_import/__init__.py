"""A court's roster of members becomes branches, groups, members, memberships and posts (domain.md 11)."""

from branches.services.member_import.service import import_members

__all__ = ["import_members"]
