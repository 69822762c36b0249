"""A page with a form: what a service refuses stands at its field, and nothing typed is ever lost."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from core.dates import EARLIEST, LATEST
from core.errors import EditConflict, Refused

CONFLICT, UNPROCESSABLE = 409, 422


class DateInput(forms.DateInput):
    """A date of the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def bound_days(field: forms.Field) -> None:
    """Refuse days so far off that the day before or after them is none (year 1 or 9999, mostly a slip of the pen)."""
    if isinstance(field, forms.DateField):
        early = MinValueValidator(EARLIEST, f"日期早于 {EARLIEST:%Y-%m-%d}，请检查年份。")
        late = MaxValueValidator(LATEST, f"日期晚于 {LATEST:%Y-%m-%d}，请检查年份。")
        field.validators = [*field.validators, early, late]


_WIDGET_CLASSES = (
    ((forms.RadioSelect, forms.HiddenInput), ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    ((forms.Textarea, forms.widgets.Input), "form-control"),
)


class PageForm(forms.Form):
    """A form laid out in two columns by the field component; fields in `wide` take the whole width."""

    wide: tuple[str, ...] = ()
    # Fields whose stored value is shown nowhere, not even beside what was typed.
    unshown: tuple[str, ...] = ()
    conflict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_fields(self.fields)

    def add_fields(self, fields: Mapping[str, forms.Field]) -> None:
        """Put `fields` behind those there are, dressed like them."""
        self.fields |= fields
        for field in fields.values():
            bound_days(field)
            for kind, css in _WIDGET_CLASSES:
                if isinstance(field.widget, kind):
                    field.widget.attrs.setdefault("class", css)
                    break

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = False  # the summary above and the field component show them
        shown = (field.name for field in self.visible_fields())
        helper.layout = Layout(Div(*map(self._laid_out, shown), css_class="form-grid"))
        return helper

    def _laid_out(self, name: str) -> Any:
        field = Field(name, template="components/field.html")
        return Div(field, css_class="field-wide") if name in self.wide else field


def reason_field(label: str, *, help_text: str = "", most: int = 200) -> forms.CharField:
    """Why something is taken back or put off; never left empty."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": f"请写明{label}。"},
    )


@dataclass(frozen=True)
class Difference:
    """A field where the form and the saved row do not agree."""

    label: str
    saved: str
    typed: str


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the values of a POST, even of an empty one."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_on(form: PageForm) -> Iterator[None]:
    """Put what a service refuses on the form: at the field it names, or at the top."""
    try:
        yield
    except Refused as refusal:
        form.conflict = isinstance(refusal, EditConflict)
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, list(refusal.reasons))
    except ValidationError as fault:
        for reason in fault.messages:
            form.add_error(None, reason)


def form_page(  # one page is described by so much
    request: HttpRequest,
    form: PageForm,
    save: Callable[[dict[str, Any]], Any],
    *,
    done: str | Callable[[Any], str],
    said: str | Callable[[Any], str],
    template: str = "core/form_page.html",
    saved_row: Callable[[], models.Model] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show `form`; on POST call `save` with its values, say `said` and go to `done` (words, an address, or
    what makes them of the result).

    What is refused is shown with the text as typed: 422, or 409 where somebody else saved first; then `saved_row` reads
    the row as it is now, its differences are shown, and saving once more overwrites them knowingly.
    """
    status = 200
    if request.method == "POST":
        if form.is_valid():
            result = None
            with refusals_on(form):
                result = save(form.cleaned_data)
            if not form.errors:
                messages.success(request, said(result) if callable(said) else said)
                return redirect(done(result) if callable(done) else done)
        status = CONFLICT if form.conflict else UNPROCESSABLE
        if status == CONFLICT and saved_row:
            with suppress(ObjectDoesNotExist):  # gone: the words say so, and there is nothing to compare with
                context["differences"] = take_up(form, saved_row())
    return render(request, template, {"form": form, **context}, status=status)


def take_up(form: PageForm, row: models.Model) -> list[Difference]:
    """Give the form the version of `row` as it is now, and say where the two differ."""
    data = cast(QueryDict, form.data).copy()  # with all values of a name: the boxes that were ticked
    data["version"] = row.version  # type: ignore[attr-defined]  # only Versioned rows are saved over
    form.data = data
    differences = []
    for name, field in form.fields.items():
        if name in ("version", *form.unshown) or not hasattr(row, name):
            continue
        saved, typed = getattr(row, name), form.cleaned_data.get(name)
        typed = list(typed) if isinstance(typed, models.QuerySet) else typed
        if (saved or None) != (typed or None):
            differences.append(Difference(str(field.label), _shown(row, name), _label(field, typed)))
    return differences


def _shown(row: models.Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return _label(None, value)


def _label(field: forms.Field | None, value: Any) -> str:
    if value in (None, ""):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        labels = dict(field.widget.choices) if isinstance(field, forms.MultipleChoiceField) else {}
        return "、".join(str(labels.get(each, each)) for each in value) or "（空）"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.widget.choices).get(value, value))
    return str(value)
