"""Commands that refuse like services do: exit 1, each reason on a line of its own; wrong usage exits 2."""

import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused


class ServiceCommand(BaseCommand):
    """Subclasses write `perform(**options)`; what it returns is printed."""

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self.perform(**options)
        except Refused as refusal:
            self._refuse(refusal.reasons)
        except ValidationError as fault:  # of a model's own fields, like an empty name
            self._refuse(fault.messages)
        if answer:
            self.stdout.write(answer)

    def _refuse(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.stderr.write(reason)
        sys.exit(1)

    def perform(self, **options: Any) -> str | None:
        raise NotImplementedError

    @staticmethod
    def usage(message: str) -> CommandError:
        """An error of how the command was called, to be raised."""
        return CommandError(message, returncode=2)


def iso_date(text: str) -> date:
    """For `type=` of an argument; argparse reports what it refuses and exits 2."""
    return date.fromisoformat(text)
