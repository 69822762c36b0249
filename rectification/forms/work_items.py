"""An item of a list with its nodes on one page, and the text that many are pasted from."""

from hashlib import sha256
from typing import Any

from django import forms

from campaigns.models import Campaign
from core.editing import DateInput, PageForm, bound_days
from rectification.forms.work_lists import COMMITTEE_NAME
from rectification.pasting import LONGEST_ASPECT, LONGEST_NAME, LONGEST_TITLE
from rectification.selectors.work_lists import ListSpec
from rectification.services.work_items import SEVERAL_NAMES, NodeFacts

NEW_ROWS, MOST_ROWS = 3, 100
LONGEST_PASTE = 50_000


class NodeForm(forms.Form):
    """One node. Of one that is there already the day is changed on the node's own page, with a reason."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="节点", required=False, max_length=LONGEST_TITLE)
    branch = forms.ModelChoiceField(
        None,
        label="责任支部",
        required=False,
        empty_label=COMMITTEE_NAME,
        error_messages={"invalid_choice": "请选择支部。"},
    )
    owner_name = forms.CharField(label="责任人", required=False, max_length=LONGEST_NAME)
    due_on = forms.DateField(label="时限", required=False, widget=DateInput())

    def __init__(self, *args: Any, branches: Any, known: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        """`known`: the initial values of the nodes that are there, by their key as a text."""
        super().__init__(*args, **kwargs)
        pk = str(self.data.get(self.add_prefix("pk"), "") if self.is_bound else self.initial.get("pk", ""))
        self.is_there = bool(pk)
        if self.is_bound:
            self.initial = known.get(pk, {})
        self.fields["branch"].queryset = branches
        for field in self.fields.values():
            bound_days(field)
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": css, "aria-label": str(field.label)}
        self.fields["owner_name"].widget.attrs |= {"list": "roster-names", "autocomplete": "off"}
        self.fields["due_on"].disabled = self.is_there

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_left_empty(values):
            return values
        if not values.get("title"):
            self.add_error("title", "请写明节点办什么")
        if not values.get("owner_name"):
            self.add_error("owner_name", "请写明责任人")
        elif SEVERAL_NAMES.search(values["owner_name"]):
            self.add_error("owner_name", "只写一位责任人，几个人负责的请分成几个节点")
        if not self.is_there and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "请填写时限")
        return values

    def is_left_empty(self, values: dict[str, Any]) -> bool:
        """A new row in which nobody wrote anything; a chosen branch alone says nothing."""
        return (
            not self.is_there and not self.errors and not any(values.get(n) for n in ("title", "owner_name", "due_on"))
        )

    def node(self) -> NodeFacts | None:
        values = self.cleaned_data
        if self.is_left_empty(values):
            return None
        return NodeFacts(values["title"], values["owner_name"], values["due_on"], values["branch"], values["pk"])


NodeFormSet = forms.formset_factory(
    NodeForm, extra=NEW_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class ItemForm(PageForm):
    """The item itself; `nodes` is the table of its nodes, valid or not together with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    aspect = forms.CharField(label="方面", max_length=LONGEST_ASPECT, error_messages={"required": "请填写方面。"})
    title = forms.CharField(label="事项", max_length=LONGEST_TITLE, error_messages={"required": "请填写事项。"})
    detail = forms.CharField(
        label="具体内容", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    campaign = forms.ModelChoiceField(None, label="主题教育", required=False, empty_label="不属于主题教育")
    wide = ("title", "detail")

    def __init__(
        self, *args: Any, spec: ListSpec, campaigns: Any, branches: Any, nodes: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].label, self.fields["title"].label = spec.label("aspect"), spec.label("title")
        self.fields["campaign"].queryset = campaigns
        self.fields["aspect"].widget.attrs |= {"list": "aspect-names", "autocomplete": "off"}
        known = {str(node["pk"]): node for node in nodes}
        self.nodes = NodeFormSet(
            self.data if self.is_bound else None,
            initial=None if self.is_bound else nodes,
            prefix="nodes",
            form_kwargs={"branches": branches, "known": known},
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.nodes.is_valid():
            return values
        for number, row in enumerate(self.nodes, start=1):
            for name, errors in row.errors.items():
                for error in errors:
                    self.add_error(None, f"第 {number} 行{row.fields[name].label}：{error}")
        for error in self.nodes.non_form_errors():
            self.add_error(None, error)
        return values

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("aspect", "title", "detail", "campaign")}

    def node_facts(self) -> list[NodeFacts]:
        return [node for row in self.nodes if (node := row.node())]


class PasteItemsForm(PageForm):
    """`seen` is the mark of the text that was shown as a table: what was changed since is shown again first."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="方面、事项和节点",
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=(
            "从 Excel 里直接粘贴，各列依次是方面、任务、节点、责任人、时限，最后可以再加一列责任支部。"
            "合并的单元格空着就行，和上面一行相同。"
        ),
        error_messages={"required": "请粘贴或填写清单。"},
    )
    wide = ("text",)

    @property
    def mark(self) -> str:
        return sha256(self.cleaned_data["text"].encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        return self.cleaned_data["seen"] == self.mark


def campaigns_for(user: Any, court: Any) -> Any:
    """The campaigns that an item may belong to."""
    return Campaign.objects.visible_to(user).filter(court=court).order_by("-starts_on", "-id")
