"""The branches and groups that a roster names: those that exist, and those to be created."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from branches.choices import BranchKind
from branches.models import Branch, Court, PartyGroup
from branches.services.branches import WHOLE_COURT
from branches.services.member_import.rows import RosterRow
from core.spreadsheets import Loaded, Record, Unplaced, essence, suggest
from core.spreadsheets.parse import word

Place = TypeVar("Place", Branch, PartyGroup)
NAME_LENGTHS = {"branch": 100, "group": 50}


class Places:
    """Branch names → branches, (branch name, group name) → groups; `new_*` are not saved yet."""

    def __init__(self, court: Court) -> None:
        self.court = court
        self.branches = {word(branch.name): branch for branch in Branch.objects.within(court)}
        groups = PartyGroup.objects.within(court).select_related("branch")
        self.groups = {(word(group.branch.name), word(group.name)): group for group in groups}
        self.new_branches: list[Branch] = []
        self.new_groups: list[PartyGroup] = []

    def place(self, rows: Sequence[RosterRow], loaded: Loaded, *, create_branches: bool) -> None:
        """Finds or makes a place for every row; what can't be placed becomes a fault at its first row."""
        self._place_branches(rows, loaded, create_branches)
        self._place_groups(rows, loaded)

    def save(self) -> None:
        Branch.objects.bulk_create(self.new_branches)
        PartyGroup.objects.bulk_create(self.new_groups)

    def _place_branches(self, rows: Sequence[RosterRow], loaded: Loaded, create_branches: bool) -> None:
        unknown: dict[str, list[Record]] = {}
        for row in rows:
            if row.branch not in self.branches:
                unknown.setdefault(row.branch, []).append(row.record)
        made: list[str] = []
        for name, records in unknown.items():
            message = self._why_no_branch(name, made, len(records), create_branches)
            if message:
                near = tuple(suggest(name, [*self.branches, *made]))
                loaded.unplaced.append(Unplaced("branch", name, len(records), near))
                remedy = "" if create_branches else "请先建立该支部，或加上 --create-branches。"
                loaded.faults.add(records[0].fault("branch", message, remedy))
            else:
                made.append(name)
        for order, name in enumerate(_in_order(made), start=_next_order(self.branches.values())):
            kind = _kind(name)
            self.branches[name] = Branch(court=self.court, name=name, kind=kind, order=order)
            self.new_branches.append(self.branches[name])
            if kind != BranchKind.SERVING:
                loaded.remarks.append(f"“{name}”按{BranchKind(kind).label}支部登记，不对时请在支部页面修改。")

    def _why_no_branch(self, name: str, made: list[str], rows: int, create_branches: bool) -> str:
        """Why a name that is not there yet makes no branch; "" when it does."""
        known = [*self.branches, *made]
        if not create_branches:
            near = suggest(name, known)
            question = f"，是否指{' 或 '.join(f'“{other}”' for other in near)}？" if near else "。"
            return f"本院没有名为“{name}”的党支部（共 {rows} 行）{question}"
        if name == WHOLE_COURT:
            return f"“{name}”指整个法院，不能作支部名称，请改为党支部的名称。"
        if len(name) > NAME_LENGTHS["branch"]:
            return f"支部名称超过 {NAME_LENGTHS['branch']} 个字，请核对。"
        return _looks_like(name, known)

    def _place_groups(self, rows: Sequence[RosterRow], loaded: Loaded) -> None:
        unknown: dict[tuple[str, str], Record] = {}
        for row in rows:
            wanted = {row.group, *(post.group for post in row.posts)} - {""}
            for name in sorted(wanted):
                if (row.branch, name) not in self.groups:
                    unknown.setdefault((row.branch, name), row.record)
        by_branch: dict[str, list[str]] = {}
        for (branch, name), record in unknown.items():
            known = [group for other, group in self.groups if other == branch] + by_branch.get(branch, [])
            message = _looks_like(name, known)
            if len(name) > NAME_LENGTHS["group"]:
                message = f"党小组名称超过 {NAME_LENGTHS['group']} 个字，请核对。"
            if message:
                loaded.faults.add(record.fault("group", message))
            elif branch in self.branches:
                by_branch.setdefault(branch, []).append(name)
        for branch, names in by_branch.items():
            self._make_groups(branch, names)

    def _make_groups(self, branch: str, names: list[str]) -> None:
        existing = [group for (other, _), group in self.groups.items() if other == branch]
        for order, name in enumerate(_in_order(names), start=_next_order(existing)):
            group = PartyGroup(court=self.court, branch=self.branches[branch], name=name, order=order)
            self.groups[branch, name] = group
            self.new_groups.append(group)


def _looks_like(name: str, known: Iterable[str]) -> str:
    """“第1党支部” beside “第一党支部” is asked about, never made a second one."""
    numbers, rest = essence(name)
    like = next((other for other in known if numbers and essence(other) == (numbers, rest)), None)
    return f"“{name}”与“{like}”很像，是否同一个？请统一写法。" if like else ""


def _in_order(names: Sequence[str]) -> list[str]:
    """The order of appearance; names that are a number and no more (第一党支部 …) by number among themselves."""
    numbered = iter(sorted((name for name in names if _is_number(name)), key=lambda name: essence(name)[0]))
    return [next(numbered) if _is_number(name) else name for name in names]


def _is_number(name: str) -> bool:
    numbers, rest = essence(name)
    return len(numbers) == 1 and not rest


def _next_order(places: Iterable[Branch | PartyGroup]) -> int:
    return max((place.order for place in places), default=0) + 1


def _kind(name: str) -> str:
    """Branches of retired members and joint ones say so in their names."""
    if any(sign in name for sign in ("离退休", "退休", "离休", "老干部")):
        return BranchKind.RETIRED
    return BranchKind.JOINT if "联合" in name else BranchKind.SERVING
