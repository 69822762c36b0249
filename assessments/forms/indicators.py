"""One indicator. What is asked depends on the way and on what is counted; the rules stand in the services."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from assessments.choices import WAYS_OF, DutyGrade, Way
from assessments.models import Aspect, Indicator, Standard
from assessments.rulebook import line_of
from assessments.selectors.inputs import InputKind, input_kinds
from assessments.selectors.inputs.registry import Param, ParamType
from assessments.selectors.sentences import sentence
from assessments.selectors.standard_page import rule_of
from assessments.selectors.vocabulary import Vocabulary
from assessments.services.indicator_rules import MOST_STEPS, faults_of
from branches.choices import Mark
from core.editing import PageForm

FIRST_STEPS = 3
BETWEEN_WORDS = re.compile(r"[、,，;；\s]+")
# Faults of these are said when the form is saved; a sentence can be made without.
NOT_OF_THE_RULE = ("code", "name")
FIRST = ("aspect", "code", "name", "points")
LAST = ("is_gate", "yearly", "evidence", "basis", "mark")


class IndicatorForm(PageForm):
    """`how` are the fields of the rule; of `steps` the page has rows."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    aspect = forms.ModelChoiceField(None, label="方面", empty_label=None, error_messages={"required": "请选择方面。"})
    code = forms.CharField(
        label="代码", max_length=6, help_text="例如 B1。", error_messages={"required": "请填写代码。"}
    )
    name = forms.CharField(label="指标", max_length=60, error_messages={"required": "请填写指标名称。"})
    points = forms.DecimalField(
        label="分值", max_digits=5, decimal_places=2, error_messages={"required": "请填写分值。"}
    )
    way = forms.ChoiceField(label="计分方式", choices=Way.choices)
    is_gate = forms.BooleanField(label="否决性条件：申报四星、五星须得满分", required=False)
    yearly = forms.BooleanField(label="只在年终考评", required=False)
    evidence = forms.CharField(
        label="评审看什么", required=False, max_length=300, help_text="评审打分或核实情况时看什么；不要求支部另报材料。"
    )
    basis = forms.CharField(label="依据", required=False, max_length=200, help_text="文件和条款。")
    mark = forms.ChoiceField(label="性质", choices=Mark.choices)
    wide = ("evidence",)

    def __init__(
        self, data: Any = None, *, standard: Standard, vocabulary: Vocabulary, of: Indicator | None = None, **more: Any
    ) -> None:
        more["initial"] = {**(_initial_of(of) if of else {"mark": Mark.LOCAL}), **more.get("initial", {})}
        super().__init__(data, **more)
        self.vocabulary, self.standard, self.of = vocabulary, standard, of
        self.fields["aspect"].queryset = standard.aspects.all()
        self.way = str(data.get("way", "") if data is not None else self.initial.get("way", Way.SHARE))
        asked = str(data.get("input", "") if data is not None else self.initial.get("input", ""))
        self.kind = next((kind for kind in input_kinds() if kind.code == asked), None)
        self.steps = _typed_steps(data) if data is not None else [*map(_step_told, _steps_of(of))]
        before = set(self.fields)
        self.add_fields(dict(self._rule_fields()))
        self.rule_names = ["way", *(name for name in self.fields if name not in before)]

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in FIRST]

    @property
    def how(self) -> list[Any]:
        return [self[name] for name in self.rule_names]

    @property
    def last(self) -> list[Any]:
        return [self[name] for name in LAST]

    @property
    def step_rows(self) -> list[tuple[str, str]]:
        """None where the way has no steps; else with an empty one at the end."""
        if self.way != Way.STEPS:
            return []
        return [*self.steps, *[("", "")] * max(1, FIRST_STEPS - len(self.steps))]

    def _rule_fields(self) -> Iterator[tuple[str, forms.Field]]:
        if self.way in Way.values and self.way != Way.REVIEW:
            yield "input", _input_field(Way(self.way), self.kind)
            for param in self.kind.params if self.kind else ():
                yield f"param_{param.name}", _param_field(param, self.vocabulary)
        if self.way in (Way.COUNT, Way.DEDUCT):
            unit = self.kind.unit if self.kind else "个"
            yield "each", _figure_field(f"每{unit}{'得' if self.way == Way.COUNT else '扣'}几分")
        if self.way == Way.GRADE:
            for grade in DutyGrade:
                yield f"grade_{grade}", _figure_field(f"“{grade.label}”得几分")

    def facts(self) -> dict[str, Any]:
        """What was typed, as far as it can be read."""
        values = self.cleaned_data
        plain = {name: values.get(name, "") for name in ("code", "name", "evidence", "basis", "mark")}
        params = self.kind.params if self.kind and "input" in self.fields else ()
        return {
            **plain,
            "points": values.get("points"),
            "way": self.way,
            "input": values.get("input", ""),
            "params": {param.name: self._param(param) for param in params},
            "table": self._table(),
            "is_gate": values.get("is_gate", False),
            "yearly": values.get("yearly", False),
        }

    @property
    def rule(self) -> tuple[str, list[str]]:
        """The sentence of what is kept or typed, or why there is none yet."""
        if not self.is_bound:
            return (rule_of(self.of, self.vocabulary.names), []) if self.of else ("", [])
        self.is_valid()
        aspect = self.cleaned_data.get("aspect") or Aspect(code="")
        indicator = Indicator(standard=self.standard, aspect=aspect, **self.facts())
        faults = [words for field, words in faults_of(indicator, self.vocabulary) if field not in NOT_OF_THE_RULE]
        return ("", faults) if faults else (sentence(line_of(indicator), self.vocabulary.names), [])

    def quiet(self) -> None:
        """Say nothing of what is missing while somebody still types."""
        self._errors = ErrorDict()

    def _param(self, param: Param) -> Any:
        value = self.cleaned_data.get(f"param_{param.name}")
        if param.type is ParamType.WORDS:
            return [word for word in BETWEEN_WORDS.split(value or "") if word]
        return list(value or []) if param.type is ParamType.KINDS else value

    def _table(self) -> Any:
        values = self.cleaned_data
        if self.way == Way.STEPS:
            return [[_number(least), _number(points)] for least, points in self.steps]
        if self.way == Way.GRADE:
            grades = ((str(grade), values.get(f"grade_{grade}")) for grade in DutyGrade)
            return {grade: plain_number(points) for grade, points in grades if points is not None}
        if self.way in (Way.COUNT, Way.DEDUCT):
            each = values.get("each")
            return {} if each is None else {"each": plain_number(each)}
        return {}


def plain_number(value: Decimal) -> int | float:
    """For JSON: whole numbers without places."""
    return int(value) if value == value.to_integral_value() else float(value)


def _initial_of(indicator: Indicator) -> dict[str, Any]:
    names = (*FIRST, *LAST, "way", "input", "version")
    facts = {name: getattr(indicator, name) for name in names}
    types = {param.name: param.type for kind in input_kinds() if kind.code == indicator.input for param in kind.params}
    for name, value in indicator.params.items():
        facts[f"param_{name}"] = "、".join(value) if types.get(name) is ParamType.WORDS else value
    if isinstance(indicator.table, dict):
        facts |= {"each" if name == "each" else f"grade_{name}": value for name, value in indicator.table.items()}
    return facts


def _steps_of(indicator: Indicator | None) -> list[Any]:
    return indicator.table if indicator and isinstance(indicator.table, list) else []


def _step_told(step: Any) -> tuple[str, str]:
    return str(step[0]), str(step[1])


def _typed_steps(data: Any) -> list[tuple[str, str]]:
    pairs = zip(data.getlist("least"), data.getlist("gains"), strict=False)
    told = [(least.strip()[:10], points.strip()[:10]) for least, points in pairs]
    return [pair for pair in told if any(pair)][: MOST_STEPS + 1]


def _number(text: str) -> Any:
    """A number; what is none stays as it is, and is refused in words."""
    try:
        value = Decimal(text.rstrip("%％分"))
    except InvalidOperation:
        return text
    return plain_number(value) if value.is_finite() else text


def _input_field(way: Way, kind: InputKind | None) -> forms.Field:
    fitting = [(each.code, each.label) for each in input_kinds() if way in WAYS_OF[each.shape]]
    return forms.ChoiceField(
        label="计分依据",
        choices=[("", "（请选择）"), *fitting],
        required=False,
        help_text=kind.help if kind else "由系统的记录得出，支部不用填报。",
        error_messages={"invalid_choice": f"这项依据不能“{way.label}”，请重新选择。"},
    )


def _param_field(param: Param, vocabulary: Vocabulary) -> forms.Field:
    plain = {"label": param.label, "required": False}
    match param.type:
        case ParamType.KINDS:
            return forms.MultipleChoiceField(
                choices=list(vocabulary.kinds.items()), widget=forms.CheckboxSelectMultiple, **plain
            )
        case ParamType.WORDS:
            return forms.CharField(max_length=200, help_text="有其中一个就算；几个词用顿号隔开。", **plain)
        case _:
            return forms.ChoiceField(choices=[("", "（请选择）"), *vocabulary.of(param.type).items()], **plain)


def _figure_field(label: str) -> forms.Field:
    return forms.DecimalField(label=label, max_digits=5, decimal_places=2, required=False)
