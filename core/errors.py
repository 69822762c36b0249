"""What a service says when it will not do a thing, in words for the person who asked."""


class Refused(Exception):
    """A rule forbids the change. `reasons` are Chinese sentences; `field` names the form field at fault, if one is."""

    def __init__(self, *reasons: str, field: str | None = None) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons
        self.field = field


class EditConflict(Refused):
    """Somebody saved the row since it was opened. Views answer 409 and keep what was typed."""
