"""What the forms of a problem ask for; the rules stand in the services."""

from typing import Any

from django import forms

from branches.forms.branches import PersonField, people_of
from branches.models import Branch, Court
from branches.models.courts import existing_on
from campaigns.models import Campaign
from core.clock import today
from core.editing import DateInput, PageForm
from rectification.choices import SOURCES
from rectification.models import Problem


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    words = {"required": f"请填写{label}。"}
    return forms.DateField(label=label, widget=DateInput, help_text=help_text, required=required, error_messages=words)


def text_field(label: str, help_text: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def branches_of(court: Court, user: Any) -> Any:
    """The branches that a problem of the court may be given to."""
    rows = Branch.objects.visible_to(user).filter(court=court)
    return rows.filter(existing_on(today())).order_by("order", "pk")


def sources_known(user: Any) -> list[str]:
    """Suggested sources: those that the court has used, then the usual ones."""
    used = Problem.objects.visible_to(user).order_by("source").values_list("source", flat=True).distinct()
    return list(dict.fromkeys([*used, *SOURCES]))


class ProblemForm(PageForm):
    """The words of a problem."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="问题",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一句话说清楚，一条写一个问题。",
        error_messages={"required": "请填写问题。"},
    )
    detail = text_field("具体表现", "可以不填。", required=False)
    source = forms.CharField(
        label="问题来源",
        max_length=50,
        widget=forms.TextInput(attrs={"list": "sources"}),
        help_text="从常用的里选，也可以自己写。",
        error_messages={"required": "请填写问题来源。"},
    )
    campaign = forms.ModelChoiceField(label="主题教育", queryset=None, required=False, empty_label="（不属于主题教育）")
    leader = PersonField(label="责任领导", required=False, help_text="输入姓名、拼音或首字母查找。")
    leader_name = forms.CharField(
        label="责任领导姓名", max_length=50, required=False, help_text="花名册上没有的，在这里写姓名。"
    )
    due_on = day_field("整改期限", "可以不填。", required=False)
    wide = ("title", "detail")

    def __init__(self, *args: Any, user: Any, court: Court, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).filter(court=court)
        self.fields["leader"].queryset = people_of(court, user)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("leader"):
            values["leader_name"] = values["leader"].name
        return values


class NewProblemForm(ProblemForm):
    """A problem with the branches that it is given to, the first of which leads."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    opened_on = day_field("发现日期")
    lead = forms.ModelChoiceField(
        label="牵头支部", queryset=None, required=False, empty_label="（先不指定）", help_text="由支部认领后整改。"
    )
    others = forms.ModelMultipleChoiceField(
        label="共同责任支部", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_offered = forms.BooleanField(label="开放认领：各支部都可以认领这个问题", required=False)
    wide = ("title", "detail", "others", "is_offered")

    def __init__(self, *args: Any, user: Any, court: Court, **kwargs: Any) -> None:
        super().__init__(*args, user=user, court=court, **kwargs)
        del self.fields["version"]
        for name in ("lead", "others"):
            self.fields[name].queryset = branches_of(court, user)
        order = ("title", "detail", "source", "campaign", "leader", "leader_name", "opened_on", "due_on")
        self.order_fields((*order, "lead", "others", "is_offered"))

    def branches(self) -> list[Branch]:
        """Those chosen, the leading one first."""
        lead, others = self.cleaned_data["lead"], self.cleaned_data["others"]
        return list(dict.fromkeys([*([lead] if lead else []), *others]))


class BranchForm(PageForm):
    """Which branch; with a reason where one is asked for."""

    branch = forms.ModelChoiceField(
        label="党支部", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择党支部。"}
    )
    reason = text_field("原因")
    wide = ("branch", "reason")

    def __init__(self, *args: Any, branches: Any, asks_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        if len(branches) == 1:
            self.fields["branch"].initial = branches[0]
        if not asks_reason:
            del self.fields["reason"]


class OfferForm(PageForm):
    """Nothing to fill in: the button says it."""


class ReasonForm(PageForm):
    reason = text_field("原因")
    wide = ("reason",)


class CloseOutForm(PageForm):
    """What the applicant or the approver writes."""

    text = text_field("整改成效", "写明怎么改的、改到什么程度、群众是否满意。", rows=5)
    wide = ("text",)


class AnswerForm(PageForm):
    """`asked`: the application that is answered; a form that was opened for another one is not taken for this."""

    asked = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ApprovalForm(AnswerForm):
    text = text_field("意见", "可以不填。", required=False)
    wide = ("text",)


class AgainForm(PageForm):
    """Why, and which measures are to be done again, until when."""

    reason = text_field("原因", "支部据此整改。")
    measures = forms.ModelMultipleChoiceField(
        label="需要重新整改的措施", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    until = day_field("新的整改时限", "选了措施的填写；不填，原来的时限不变。", required=False)
    wide = ("reason", "measures")

    def __init__(self, *args: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = measures


class SendBackForm(AnswerForm, AgainForm):
    """The same, in answer to an application."""
