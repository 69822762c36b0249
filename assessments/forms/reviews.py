"""What a reviewer, the second reviewer and the branch fill in. The rules stand in the services."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from assessments.models import Indicator, SelfAssessment
from assessments.selectors.sentences import figure
from assessments.services.reviews import Given
from core.attachments.fields import FilesField
from core.editing import PageForm

POINTS, NOT_APPLIED = "points", "not_applied"
YES, NO = "yes", "no"


def text_field(label: str, help_text: str = "", *, most: int, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def points_field(most: Decimal, **options: Any) -> forms.DecimalField:
    words = f"请填写 0 到 {figure(most)} 之间的得分，最多两位小数。"
    keys = ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits", "max_whole_digits")
    field = forms.DecimalField(
        min_value=0,
        max_value=most,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(keys, words),
        **options,
    )
    for validator in field.validators:
        if hasattr(validator, "limit_value"):
            validator.message = words
    return field


class ReviewForm(PageForm):
    """`of`: the indicator's points."""

    verdict = forms.ChoiceField(
        label="评审结果",
        choices=[(POINTS, "打分"), (NOT_APPLIED, "不适用于该支部")],
        initial=POINTS,
        widget=forms.RadioSelect,
        help_text="不适用的，这项不计入总分。",
    )
    evidence = text_field("依据", "看了什么、听了谁的意见。", most=1000)
    reason = text_field(
        "理由", "改动系统计算的结果或者原来的得分、认定不适用的，必须写明。", most=500, required=False, rows=2
    )
    file = FilesField(label="佐证材料（选填）")
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("verdict", "evidence", "reason", "file")

    def __init__(self, *args: Any, of: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_fields({"points": points_field(of, label="得分", required=False, help_text=f"满分 {figure(of)} 分。")})
        self.order_fields(["verdict", "points", "evidence", "reason", "file"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("verdict") == POINTS and values.get("points") is None and "points" not in self.errors:
            self.add_error("points", "请填写得分。")
        return values

    def given(self) -> Given:
        values = self.cleaned_data
        points = values["points"] if values["verdict"] == POINTS else None
        return Given(points, values["evidence"], values["reason"], values["file"])


class ConfirmForm(PageForm):
    agreed = forms.ChoiceField(
        label="复核意见",
        choices=[(YES, "同意"), (NO, "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意还是不同意。"},
    )
    words = text_field("说明", "不同意的必须写明。", most=500, required=False)
    wide = ("agreed", "words")


class SelfAssessForm(PageForm):
    """A pair of fields for each indicator that the data does not answer; none has to be filled in."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = [indicator.code for indicator in indicators]
        for indicator in indicators:
            self.add_fields(
                {
                    f"points_{indicator.code}": points_field(
                        indicator.points,
                        label=f"{indicator} 自评得分",
                        required=False,
                        help_text=f"选填，满分 {figure(indicator.points)} 分。",
                    ),
                    f"text_{indicator.code}": text_field(
                        f"{indicator} 说明", indicator.evidence or "选填", most=500, required=False, rows=2
                    ),
                }
            )

    def entries(self) -> dict[str, dict[str, str]]:
        values = self.cleaned_data
        return {
            code: {
                "points": "" if values[f"points_{code}"] is None else f"{values[f'points_{code}']:.2f}",
                "text": values[f"text_{code}"].strip(),
            }
            for code in self._codes
        }


def initial_of(row: SelfAssessment | None) -> dict[str, Any]:
    entries = row.entries if row else {}
    found: dict[str, Any] = {"version": row.version if row else 0}
    for code, words in entries.items():
        found |= {f"points_{code}": words["points"], f"text_{code}": words["text"]}
    return found


def as_typed(row: SelfAssessment, codes: Sequence[str]) -> SelfAssessment:
    """The saved row with its entries under the names of the form, to be compared with it."""
    for code in codes:
        words = row.entries.get(code, {})
        setattr(row, f"points_{code}", words.get("points", ""))
        setattr(row, f"text_{code}", words.get("text", ""))
    return row
