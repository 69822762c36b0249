"""Filters of tables whose rows are worked out rather than read: study hours, talks, leaders, kinds."""

from collections.abc import Iterable
from typing import Any

from django import forms

from activities.choices import Quorum, Roster
from activities.engine import PairState
from activities.selectors.kinds import KindRow
from activities.selectors.leaders import LeaderLine
from activities.selectors.study import StudyRow
from activities.selectors.talks import TalkRow
from branches.choices import LeadershipKind

LONGEST_QUERY = 50


class TableFilter(forms.Form):
    """Bound to the address; a value that makes no sense filters nothing. Each field has its test `keeps_<field>`."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "姓名", "type": "search"}),
    )

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.is_valid()

    @property
    def form(self) -> "TableFilter":
        return self

    def kept(self, rows: Iterable[Any]) -> list[Any]:
        """The rows that pass every filter in force."""
        chosen = [(getattr(self, f"keeps_{name}"), value) for name, value in self.cleaned_data.items() if value]
        return [row for row in rows if all(keeps(row, value) for keeps, value in chosen)]


def choice(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, required=False, choices=[("", "全部"), *choices], widget=widget)


class StudyFilter(TableFilter):
    post = choice("任职", [("OFFICER", "书记、委员"), ("MEMBER", "其他党员")])
    hours = choice("学时", [("LACKING", "还差"), ("ENOUGH", "学满"), ("NOT_ASKED", "不作全年要求")])

    def keeps_q(self, row: StudyRow, value: str) -> bool:
        return value in row.name

    def keeps_post(self, row: StudyRow, value: str) -> bool:
        return row.is_officer == (value == "OFFICER")

    def keeps_hours(self, row: StudyRow, value: str) -> bool:
        if row.expected is None:
            return value == "NOT_ASKED"
        return value == ("LACKING" if row.lacking else "ENOUGH")


class TalkFilter(TableFilter):
    state = choice(
        "本年", [("DONE", "已谈"), ("NOT_YET", "还没有谈"), ("NOT_KNOWN", "不详"), ("NOT_ASKED", "不作要求")]
    )

    def keeps_q(self, row: TalkRow, value: str) -> bool:
        return value in row.person.name

    def keeps_state(self, row: TalkRow, value: str) -> bool:
        return value == answer_code(row)


def answer_code(row: TalkRow) -> str:
    """What the norm says of the member's year: the code of the filter."""
    if row.state is None:
        return "NOT_ASKED"
    if row.enough:
        return "DONE"
    return "NOT_KNOWN" if row.state is PairState.NOT_KNOWN else "NOT_YET"


class LeaderFilter(TableFilter):
    rank = choice("身份", LeadershipKind.choices)

    def keeps_q(self, line: LeaderLine, value: str) -> bool:
        return value in line.leadership.member.name

    def keeps_rank(self, line: LeaderLine, value: str) -> bool:
        return line.leadership.kind == value


class KindFilter(TableFilter):
    roster = choice("应到人员", Roster.choices)
    quorum = choice("法定人数", Quorum.choices)
    owner = choice("设立", [("GENERAL", "通用"), ("OWN", "自设")])
    state = choice("状态", [("ACTIVE", "启用"), ("OVER", "停用")])

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["q"].widget.attrs["placeholder"] = "类型名称"

    def keeps_q(self, row: KindRow, value: str) -> bool:
        return value in row.kind.name or value in row.kind.short_name

    def keeps_roster(self, row: KindRow, value: str) -> bool:
        return row.kind.roster == value

    def keeps_quorum(self, row: KindRow, value: str) -> bool:
        return row.kind.quorum == value

    def keeps_owner(self, row: KindRow, value: str) -> bool:
        return (row.kind.court_id is None) == (value == "GENERAL")

    def keeps_state(self, row: KindRow, value: str) -> bool:
        return row.kind.is_active == (value == "ACTIVE")
