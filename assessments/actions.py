"""What the audit trail calls the actions on assessments, and what a permission refused."""

from assessments.permissions import OF_ALL, OF_BOTH, OF_BRANCH, OF_COMMITTEE
from core.actions import register

register({**OF_COMMITTEE, **OF_BRANCH, **OF_BOTH, **OF_ALL})
