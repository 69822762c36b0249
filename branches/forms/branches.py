"""Branches, groups, general branches, posts and terms."""

from typing import Any

from django import forms

from branches.choices import COMMITTEE_POSTS, BranchKind, PostKind
from branches.models import Branch, Court, GeneralBranch, Member, PartyGroup
from branches.services.posts import Elected
from core.access import allowed
from core.editing import DateInput, PageForm

ELECTED_LINES = 7


class BranchForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写支部名称。"})
    kind = forms.ChoiceField(
        label="类型", choices=BranchKind.choices, widget=forms.RadioSelect, initial=BranchKind.SERVING
    )
    general_branch = forms.ModelChoiceField(
        label="所属党总支", queryset=None, required=False, empty_label="（不属于党总支）"
    )
    order = forms.IntegerField(
        label="顺序", required=False, min_value=0, max_value=100_000, help_text="全院各支部的排列顺序，不填排在最后。"
    )
    founded_on = forms.DateField(
        label="成立日期", required=False, widget=DateInput, help_text="不填表示一直存在；成立以前不算应开。"
    )
    posts_recorded = forms.BooleanField(
        label="党内职务已登记齐全", required=False, help_text="没有登记时，有没有支委会、该不该开支委会都算“不详”。"
    )
    wide = ("name",)

    def __init__(self, *args: Any, user: Any, court: Court, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        general = GeneralBranch.objects.visible_to(user).filter(court=court)
        self.fields["general_branch"].queryset = general
        if not general.exists():
            del self.fields["general_branch"]


class LastDayForm(PageForm):
    """A date on which something is dissolved or ends; `label` and `help_text` say which."""

    on = forms.DateField(widget=DateInput, error_messages={"required": "请填写日期。"})

    def __init__(self, *args: Any, label: str, help_text: str = "", name: str = "on", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.pop("on")
        field.label, field.help_text = label, help_text
        self.fields[name] = field


class GroupForm(PageForm):
    name = forms.CharField(label="名称", max_length=50, error_messages={"required": "请填写小组名称。"})
    founded_on = forms.DateField(label="成立日期", required=False, widget=DateInput, help_text="不填表示一直存在。")


class GeneralBranchForm(PageForm):
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写党总支名称。"})
    order = forms.IntegerField(label="顺序", min_value=0, max_value=100_000, initial=0)


def people_of(court: Court, user: Any) -> Any:
    """The members of the court that the user sees, for a picker."""
    return Member.objects.visible_to(user).filter(court=court).select_related("branch")


def picker_keys(members: Any) -> list[dict[str, Any]]:
    """What the person picker finds them by."""
    return [{"id": each.pk, "keys": each.pinyin, "group": each.branch.name} for each in members]


class PersonField(forms.ModelChoiceField):
    """One member, found by typing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Select(attrs={"data-person-picker": "", "data-people": "people"})
        super().__init__(queryset=None, widget=widget, empty_label="（请选择）", **kwargs)


class PostForm(PageForm):
    member = PersonField(label="党员", error_messages={"required": "请选择党员。"})
    kind = forms.ChoiceField(label="职务", choices=PostKind.choices)
    title = forms.CharField(
        label="职务名称", max_length=50, required=False, help_text="与上面的叫法不同时填写，例如“青年委员”。"
    )
    group = forms.ModelChoiceField(label="党小组", queryset=None, required=False, empty_label="（只用于党小组组长）")
    starts_on = forms.DateField(label="任职日期", widget=DateInput, error_messages={"required": "请填写任职日期。"})

    def __init__(self, *args: Any, user: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not allowed(user, "branches.change_post", branch):
            self.fields["kind"].choices = [(PostKind.GROUP_LEADER.value, PostKind.GROUP_LEADER.label)]
            del self.fields["title"]
        self.fields["member"].queryset = people_of(branch.court, user)
        self.fields["group"].queryset = PartyGroup.objects.visible_to(user).filter(branch=branch, dissolved_on=None)


class TermForm(PageForm):
    """The dates of a term, and up to seven lines of who was elected to what."""

    starts_on = forms.DateField(
        label="选举日期（本届起始）", widget=DateInput, error_messages={"required": "请填写选举日期。"}
    )
    expires_on = forms.DateField(label="任期届满", required=False, widget=DateInput, help_text="不填按 3 年计算。")

    def __init__(self, *args: Any, user: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(branch.court, user)
        posts = [choice for choice in PostKind.choices if choice[0] in COMMITTEE_POSTS]
        for line in range(1, ELECTED_LINES + 1):
            self.fields[f"member_{line}"] = PersonField(label=f"当选人 {line}", required=line == 1)
            self.fields[f"member_{line}"].queryset = people
            kind = forms.ChoiceField(label="职务", choices=posts, required=False, initial=self._usual(line))
            kind.widget.attrs["class"] = "form-select"
            self.fields[f"kind_{line}"] = kind
        self.fields["member_1"].error_messages["required"] = "请至少选出书记。"

    def _usual(self, line: int) -> str:
        return COMMITTEE_POSTS[min(line, len(COMMITTEE_POSTS)) - 1]

    def elected(self) -> list[Elected]:
        """Those named, in their order."""
        lines = ((self.cleaned_data[f"member_{line}"], self.cleaned_data[f"kind_{line}"]) for line in self._lines())
        return [Elected(member, kind) for member, kind in lines if member]

    def _lines(self) -> range:
        return range(1, ELECTED_LINES + 1)
