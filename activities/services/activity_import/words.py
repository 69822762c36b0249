"""The words of a ledger that stand for something of the court: branches, groups, kinds."""

import re
from collections.abc import Mapping

from django.db.models import Q

from activities.models import ActivityKind
from branches.models import Branch, Court, PartyGroup
from core.spreadsheets import Loaded, Record, WordMap, essence, place_words, suggest
from core.spreadsheets.cells import half_width
from core.spreadsheets.parse import word
from core.spreadsheets.wordings import KINDS, WHOLE_COURT

WHOLE = "全院"
IN_BRACKETS = re.compile(r"[(]([^()]*)[)]")


class CourtWords:
    """Names of the court's branches, groups and kinds, with the words that the user placed.

    Raises UsageError for a word that was placed on no known branch or kind.
    """

    def __init__(self, court: Court, *, kinds: Mapping[str, str], branches: Mapping[str, str]) -> None:
        self.branches = {branch.name: branch for branch in Branch.objects.within(court)}
        self.kinds = {kind.code: kind for kind in _kinds_of(court)}
        self.placed_kinds = set(kinds)
        self._groups = list(PartyGroup.objects.within(court))
        # “各支部” may mean one event of the court or one of each branch: such words are asked about.
        whole = {WHOLE: (*(word for word in WHOLE_COURT if "支部" not in word), court.name)}
        self.branch_words = WordMap({**whole, **{name: (name,) for name in self.branches}}, branches)
        self.kind_words = WordMap(
            {kind.code: (*KINDS.get(kind.code, ()), kind.name, kind.short_name) for kind in self.kinds.values()}, kinds
        )

    def place(self, loaded: Loaded) -> None:
        """Turns the words for branches and kinds into tuples of codes; unknown ones become faults."""
        for record in loaded.records:
            record.values["kind"] = self._parted(str(record.values["kind"]))
        place_words(
            loaded,
            "branch",
            self.branch_words,
            option="--branch",
            unknown="不是本院的党支部",
            names=self.branches,
        )
        names = [kind.name for kind in self.kinds.values()]
        place_words(loaded, "kind", self.kind_words, option="--kind", unknown="不是已有的类型", names=names)

    def _parted(self, text: str) -> str:
        """“党员大会(党课)” → “党员大会、党课”: a kind in brackets is a kind, too; other brackets stay."""
        if text in self.placed_kinds:
            return text

        def part(match: re.Match[str]) -> str:
            return f"、{match[1]}" if self.kind_words.find_all(match[1]) else match[0]

        return IN_BRACKETS.sub(part, half_width(text))

    def branch(self, record: Record, loaded: Loaded) -> Branch | None:
        """The branch of a row whose words are placed; None for the whole court."""
        names: tuple[str, ...] = record.values["branch"]
        if len(names) > 1:
            message = (
                f"一行写了 {len(names)} 个党支部。联合召开的，请每个支部一行，写各自的应到、实到和缺席人员；"
                "这样导入的，全院统计时每个支部各计一次。"
            )
            loaded.faults.add(record.fault("branch", message))
        return self.branches.get(names[0])

    def kinds_of(self, record: Record) -> list[ActivityKind]:
        """The kinds of a row whose words are placed, the main one first."""
        return [self.kinds[code] for code in record.values["kind"]]

    def group(self, record: Record, branch: Branch | None, loaded: Loaded) -> PartyGroup | None:
        """The group of a row, by its name within the branch, with the branch's name before it or without."""
        name = str(record.values["group"])
        if not name:
            return None
        if branch is None:
            loaded.faults.add(record.fault("group", "全院活动不属于党小组，请把党小组一栏留空，或写明党支部。"))
            return None
        own = {word(group.name): group for group in self._groups if group.branch_id == branch.pk}
        found = own.get(name) or own.get(name.removeprefix(word(branch.name)))
        if found is None:
            alike = [other for other in own if essence(other) == essence(name) and essence(name)[0]]
            near = alike or suggest(name, own)
            question = f"，是否指{' 或 '.join(f'“{other}”' for other in near)}？请统一写法。" if near else "。"
            loaded.faults.add(record.fault("group", f"{branch.name}没有名为“{name}”的党小组{question}"))
        return found


def _kinds_of(court: Court) -> list[ActivityKind]:
    """Kinds of the whole system and the court's own; of two that share a word the court's own stands."""
    kinds = ActivityKind.objects.unscoped("kinds of the whole system and of one court")
    rows = kinds.filter(Q(court__isnull=True) | Q(court=court))
    return sorted(rows, key=lambda kind: (kind.court_id is not None, kind.order, kind.pk))
