"""The sheet with the figures of a standard (评星规定), where a workbook has one."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from assessments.models import Aspect, Standard
from assessments.services.standards import FIGURES, check_figures
from core.errors import Refused
from core.spreadsheets import Loaded, Record, load
from core.spreadsheets.cells import plain_heading
from core.spreadsheets.specs import STANDARD_FIGURES

# Fields that the sheet may have, by their names on it.
TOLD = ("name", "note", *FIGURES, "tie_aspects")
LABELS = {name: Standard.called(name) for name in TOLD}
BETWEEN_TIES = str.maketrans("，,；;", "、、、、")


def read_figures(source: bytes | Path, filename: str, loaded: Loaded, aspects: list[Aspect]) -> dict[str, Any]:
    """Fields of the standard; {} where there is no such sheet. What is wrong is added to the faults of `loaded`."""
    own = load(source, filename, STANDARD_FIGURES)
    if not own.mappings:
        return {}
    read = {mapping.sheet for mapping in own.mappings}
    loaded.remarks[:] = [remark for remark in loaded.remarks if not any(f"“{sheet}”没有" in remark for sheet in read)]
    for fault in own.faults:
        loaded.faults.add(fault)
    by_label = {plain_heading(label): name for name, label in LABELS.items()}
    facts: dict[str, Any] = {}
    for record in own.records:
        name = by_label.get(plain_heading(record.values["item"]))
        if name is None:
            loaded.faults.add(
                record.fault("item", f"不认识“{record.values['item']}”，可用的有：{'、'.join(LABELS.values())}。")
            )
            continue
        try:
            facts[name] = _value(name, str(record.values["value"]), aspects)
        except (Refused, ValidationError) as fault:
            words = fault.reasons if isinstance(fault, Refused) else fault.messages
            loaded.faults.add(record.fault("value", " ".join(words)))
    _check(facts, own.records, loaded)
    return facts


def _value(name: str, text: str, aspects: list[Aspect]) -> Any:
    """As the field takes it."""
    if name == "tie_aspects":
        codes = {word: aspect.code for aspect in aspects for word in (aspect.code, aspect.name)}
        parts = [part.strip() for part in text.translate(BETWEEN_TIES).split("、") if part.strip()]
        strangers = [part for part in parts if part not in codes]
        if strangers:
            raise Refused(f"“{'、'.join(strangers)}”不是这份标准的方面，请写方面的代码或名称。")
        return [codes[part] for part in parts]
    field = Standard._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(name)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return field.clean(_number(text), None) if text or not field.null else None
    return field.clean(text, None)


def _number(text: str) -> str:
    """60, “60天”, “30%”."""
    bare = text.rstrip("天分%％星")
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise Refused(f"“{text}”不是数字，请改正。") from error
    return f"{value.normalize():f}" if value.is_finite() else bare


def _check(facts: dict[str, Any], records: list[Record], loaded: Loaded) -> None:
    """Figures beside each other: with the defaults for those that the sheet does not have."""
    plain = Standard()
    whole = {name: facts.get(name, getattr(plain, name)) for name in FIGURES}
    try:
        check_figures(whole)
    except Refused as refused:
        record = next((each for each in records if each.values["item"] == LABELS.get(refused.field or "")), records[0])
        loaded.faults.add(record.fault("value", " ".join(refused.reasons)))
