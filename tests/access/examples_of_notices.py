"""Examples of the pages of notices, a part after the other."""

from notices.models import Notice
from tests.access.example import COMMITTEES, SECRETARIES, Example

READERS = (*COMMITTEES, *SECRETARIES)

NOTICES: dict[str, Example] = {
    "notices:list": Example(allowed=READERS),
    "notices:notice": Example(rows={"pk": Notice}, allowed=READERS),
}
BULLETINS: dict[str, Example] = {}
MESSAGES: dict[str, Example] = {}
SETTINGS: dict[str, Example] = {}

EXAMPLES_OF_NOTICES: dict[str, Example] = {**NOTICES, **BULLETINS, **MESSAGES, **SETTINGS}
