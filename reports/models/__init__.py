"""What reports keep: who outside may read figures."""

from reports.models.api_tokens import ApiToken

__all__ = ["ApiToken"]
