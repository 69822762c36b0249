"""What a roster's import did to the court's people, row by row: an image before, one after, and their difference."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from branches.choices import HELD_BY_ONE
from branches.models import Branch, Court, ImportBatch, ImportJournal, Member, Membership, PartyGroup, Post
from core.fields import EncryptedTextField
from core.models import Versioned

# In the order in which they may be made; taken away the other way round.
WATCHED: tuple[type[Any], ...] = (Branch, PartyGroup, Member, Membership, Post)
# Rises with every change and never goes back: a form that was opened before must be refused.
UNWATCHED = ("id", "version")

# Model label -> key -> column -> value as JSON has it; numbers that are stored encrypted stay so.
Image = dict[str, dict[int, dict[str, Any]]]
Entry = dict[str, Any]
Touched = dict[type[Any], set[int]]


def image_of(court: Court) -> Image:
    """Every watched row of the court."""
    return {model._meta.label_lower: _rows(model, court) for model in WATCHED}


def _rows(model: type[Any], court: Court) -> dict[int, dict[str, Any]]:
    names = _watched_columns(model)
    sealed = {f"raw_{name}": name for name in names if isinstance(model._meta.get_field(name), EncryptedTextField)}
    raw = {alias: Cast(name, TextField()) for alias, name in sealed.items()}
    plain = [name for name in names if name not in sealed.values()]
    rows = model.objects.within(court).annotate(**raw).values("id", *plain, *raw)
    images = {row.pop("id"): {sealed.get(name, name): value for name, value in row.items()} for row in rows}
    as_json = json.loads(json.dumps(images, cls=DjangoJSONEncoder))
    return {int(key): row for key, row in as_json.items()}


def _watched_columns(model: type[Any]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in UNWATCHED]


def journal_write(*, batch: ImportBatch, before: Image) -> ImportJournal:
    """Keep what became of the court's rows since `before`."""
    entries = list(_differences(before, image_of(batch.court)))
    return ImportJournal.objects.create(court=batch.court, branch=batch.branch, batch=batch, entries=entries)


def _differences(before: Image, after: Image) -> Iterable[Entry]:
    """`{"model", "pk", "before", "after"}`; None for a row that was not, or is no more, there."""
    for label, rows in after.items():
        for pk in before[label].keys() | rows.keys():
            was, now = before[label].get(pk), rows.get(pk)
            if was is None or now is None:
                yield {"model": label, "pk": pk, "before": was, "after": now}
            elif was != now:
                changed = [name for name in now if now[name] != was[name]]
                yield {
                    "model": label,
                    "pk": pk,
                    "before": {name: was[name] for name in changed},
                    "after": {name: now[name] for name in changed},
                }


def lock_rows(entries: Iterable[Entry], court: Court) -> None:
    """Hold what is left of the rows: whoever changes one of them meanwhile waits, and finds it turned back."""
    for model, keys in _keys(entries).items():
        list(model.objects.within(court).filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk"))


def altered_since(entries: Iterable[Entry], present: Image) -> Touched:
    """Rows that are not as the import left them."""
    return _keys(entry for entry in entries if not _is_as_left(entry, present[entry["model"]].get(entry["pk"])))


def begun_since(entries: Iterable[Entry], present: Image) -> Touched:
    """Rows that somebody made since, for days of a person or an office that turning back gives to another row: who left
    has come back, or a post that ended has a new holder."""
    found: Touched = {}
    for model, whose in ((Membership, _person), (Post, _office)):
        rows = present[model._meta.label_lower]
        touched = {entry["pk"]: entry["before"] for entry in _of(model, entries)}
        restored: defaultdict[Any, list[Mapping[str, Any]]] = defaultdict(list)
        for pk, before in touched.items():
            if before is not None:
                row = {**rows.get(pk, {}), **before}
                restored[whose(row)].append(row)
        others = {pk: row for pk, row in rows.items() if pk not in touched}
        found[model] = {pk for pk, row in others.items() if any(_overlap(row, each) for each in restored[whose(row)])}
    return found


def _person(membership: Mapping[str, Any]) -> Any:
    return membership["member_id"]


def _office(post: Mapping[str, Any]) -> Any:
    """An office that one person holds; any other post is its holder's own."""
    office = (post["kind"], post["branch_id"], post["group_id"])
    return office if post["kind"] in HELD_BY_ONE else (*office, post["title"], post["member_id"])


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Days are written as in JSON, which orders them as they are."""
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(row: Mapping[str, Any]) -> str:
    return row["starts_on"] or ""


def _last(row: Mapping[str, Any]) -> str:
    return row["ends_on"] or date.max.isoformat()


def moved_by(entries: Iterable[Entry]) -> dict[int, int]:
    """Keys of the members whom the import led to another branch, with the branch that they were in."""
    changed = (entry for entry in _of(Member, entries) if entry["before"] and entry["after"])
    return {entry["pk"]: entry["before"]["branch_id"] for entry in changed if "branch_id" in entry["before"]}


def _is_as_left(entry: Entry, row: Mapping[str, Any] | None) -> bool:
    after = entry["after"]
    if row is None or after is None:
        return row is None and after is None
    return all(row.get(name) == value for name, value in after.items())


def made_by(entries: Iterable[Entry]) -> Touched:
    """Keys of the rows that the import made, by model."""
    return _keys(entry for entry in entries if entry["before"] is None)


def led_elsewhere_by(entries: Iterable[Entry]) -> Touched:
    """Keys of the rows that the import made point to something else."""
    changed = (entry for entry in entries if entry["before"] and entry["after"])
    return _keys(entry for entry in changed if any(name.endswith("_id") for name in entry["after"]))


def _keys(entries: Iterable[Entry]) -> Touched:
    by_label = {model._meta.label_lower: model for model in WATCHED}
    keys: Touched = {model: set() for model in WATCHED}
    for entry in entries:
        keys[by_label[entry["model"]]].add(entry["pk"])
    return keys


def turn_back(entries: list[Entry], court: Court) -> None:
    """Take away what was made, put back what was changed or deleted: people leave new branches before those go."""
    for leaf in (Post, Membership, Member):
        _take_away(leaf, entries, court)
    for model in WATCHED:
        for entry in _of(model, entries):
            if entry["before"] is not None:
                _put_back(model, entry, court)
    for place in (PartyGroup, Branch):
        _take_away(place, entries, court)


def _take_away(model: type[Any], entries: list[Entry], court: Court) -> None:
    keys = [entry["pk"] for entry in _of(model, entries) if entry["before"] is None]
    model.objects.within(court).filter(pk__in=keys).delete()


def _put_back(model: type[Any], entry: Entry, court: Court) -> None:
    values = {name: _value(model, name, value) for name, value in entry["before"].items()}
    if entry["after"] is None:
        model.objects.create(pk=entry["pk"], **values)
        return
    if issubclass(model, Versioned):
        values["version"] = F("version") + 1
    model.objects.within(court).filter(pk=entry["pk"]).update(**values)


def _of(model: type[Any], entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry["model"] == model._meta.label_lower]


def _value(model: type[Any], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, EncryptedTextField):
        return Value(value, output_field=TextField())
    return field.to_python(value) if not field.is_relation else value
