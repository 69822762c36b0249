"""The words of a ledger that stand for something of the court: branches, natures of measures, how a measure stands."""

from collections.abc import Mapping

from branches.models import Branch, Court
from core.spreadsheets import Loaded, Record, WordMap, place_words
from core.spreadsheets.rectification_wordings import COMMITTEE, NATURES, STATES
from rectification.choices import Nature

# What stands for the committee itself, where a branch could stand.
OF_COMMITTEE = COMMITTEE[0]
STATE_WORDS = WordMap(STATES)


class CourtWords:
    """Names of the court's branches and the natures of measures, with the words that the user placed.

    Raises UsageError for a word that was placed on no known branch or nature.
    """

    def __init__(self, court: Court, *, branches: Mapping[str, str], natures: Mapping[str, str]) -> None:
        self.branches = {branch.name: branch for branch in Branch.objects.within(court)}
        self._branch_words = WordMap({OF_COMMITTEE: COMMITTEE, **{name: (name,) for name in self.branches}}, branches)
        self._nature_words = WordMap({code: (*NATURES[code], Nature(code).label) for code in NATURES}, natures)

    def place(self, loaded: Loaded) -> None:
        """Turns the words for branches and natures into tuples of codes; unknown ones become faults."""
        unknown = "不是本院的党支部"
        place_words(loaded, "branch", self._branch_words, option="--branch", unknown=unknown, names=self.branches)
        unknown = "不是已有的类型"
        place_words(loaded, "nature", self._nature_words, option="--nature", unknown=unknown, names=Nature.labels)

    def branches_of(self, record: Record) -> list[Branch | None]:
        """The branches of a row whose words are placed, the leading one first; None for the committee."""
        return [self.branches.get(name) for name in record.values["branch"]]


def state_of(text: str) -> tuple[str, str]:
    """“已完成” → ("DONE", ""); “正在推进” → ("OPEN", ""); other words are told of: ("", words). Of several the one that
    says done counts: “已完成，长期坚持”. A state may stand before other words in a column of its own."""
    codes = STATE_WORDS.find_all(text)
    if codes:
        return ("DONE" if "DONE" in codes else "OPEN"), ""
    first, _, rest = text.partition(" ")
    code = STATE_WORDS.find(first)
    return (code, rest.strip()) if code and rest else ("", text)
