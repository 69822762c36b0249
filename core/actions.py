"""What the audit trail calls an action. Each app registers its own words; an unknown code is shown as it is."""

from collections.abc import Mapping

_labels: dict[str, str] = {}


def register(labels: Mapping[str, str]) -> None:
    """Add words: {"branch.create": "新建党支部"}."""
    _labels.update(labels)


def label_of(action: str) -> str:
    return _labels.get(action, action)


def codes_like(text: str) -> list[str]:
    """The codes of actions whose words contain `text`."""
    return [code for code, label in _labels.items() if text in label]
