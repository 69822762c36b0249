"""What the audit trail calls the actions on notices, and what a permission refused."""

from core.actions import register
from notices.permissions import OF_BOTH, OF_BRANCH, OF_COMMITTEE

register({**OF_COMMITTEE, **OF_BRANCH, **OF_BOTH, "notices.quarter_run": "办理季度事项"})
