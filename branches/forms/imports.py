"""Forms of the import pages: the upload, what the user says of columns and words, what is applied, why it is undone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from branches.choices import ImportSubject, MembershipEnd, RosterChange
from branches.models import ImportJob
from branches.services.imports.registry import importer_of
from core.editing import DateInput, PageForm
from core.spreadsheets.limits import MAX_FILE_BYTES
from core.spreadsheets.spec import LEFT_OUT

MEGABYTE = 1024 * 1024
ACCEPTED = ".xlsx,.xls,.csv"
# What is asked beside columns and words, by subject.
ASKED: dict[str, tuple[str, ...]] = {
    ImportSubject.MEMBERS: ("create_branches",),
    ImportSubject.ACTIVITIES: ("covers_from", "covers_until"),
}
TOO_LARGE = f"文件超过 {MAX_FILE_BYTES // MEGABYTE} MB，太大了。请拆分后分别导入。"


class UploadForm(PageForm):
    """One file; `subjects` are what the user may import here."""

    subject = forms.ChoiceField(
        label="内容", widget=forms.RadioSelect, error_messages={"required": "请选择文件里是什么内容。"}
    )
    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        error_messages={
            "required": "请选择要导入的文件。",
            "empty": "文件是空的，没有任何内容。请检查是否选错了文件。",
        },
        help_text=f".xlsx、.xls 或 .csv，最大 {MAX_FILE_BYTES // MEGABYTE} MB。表头叫法不必统一，下一步可以对照。",
    )

    def __init__(self, *args: Any, subjects: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, ImportSubject(code).label) for code in subjects]
        self.fields["subject"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if len(choices) == 1:
            self.fields["subject"].initial = subjects[0]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class MappingForm(PageForm):
    """A select for every column and for every word that could not be placed, as the job's report has them."""

    create_branches = forms.BooleanField(label="表中没有登记过的党支部，一律新建", required=False)
    covers_from = forms.DateField(label="台账从", required=False, widget=DateInput)
    covers_until = forms.DateField(
        label="到",
        required=False,
        widget=DateInput,
        help_text="台账记全了哪段时间。不填时，按台账涉及的自然年。",
    )

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        self.job = job
        spec = importer_of(job.subject).spec_of(job.court)
        covers = job.choices.get("covers") or (None, None)
        initial = {
            "create_branches": job.choices.get("create_branches"),
            "covers_from": covers[0],
            "covers_until": covers[1],
        }
        super().__init__(*args, initial=initial, **kwargs)
        asked = ASKED.get(job.subject, ())
        for name in ("create_branches", "covers_from", "covers_until"):
            if name not in asked:
                del self.fields[name]
        self._targets = [("", "请选择"), (LEFT_OUT, "不导入"), *((one.code, one.label) for one in spec.fields)]
        self._columns = {f"column-{place}": key for place, key in enumerate(_column_keys(job))}
        self._words = {f"word-{place}": pair for place, pair in enumerate(_words(job))}
        self._add_columns()
        self._add_words()

    def _add_columns(self) -> None:
        placed = {column["key"]: column.get("field", "") for column in reversed(list(_columns(self.job)))}
        for name, key in self._columns.items():
            self.fields[name] = _select(key, self._targets, placed[key])

    def _add_words(self) -> None:
        near = {(each["code"], each["word"]): each["near"] for each in self.job.report.get("words", ())}
        for name, (code, word) in self._words.items():
            targets = [(value, label) for value, label in self.job.report.get("targets", {}).get(code, ())]
            likely = [pair for pair in targets if pair[1] in near.get((code, word), ())]
            choices: list[Any] = [("", "请选择")]
            choices += [("可能是", likely), ("全部", targets)] if likely else targets
            self.fields[name] = _select(word, choices, _placed_words(self.job).get(code, {}).get(word, ""))

    def clean(self) -> None:
        first, last = self.cleaned_data.get("covers_from"), self.cleaned_data.get("covers_until")
        if bool(first) != bool(last):
            self.add_error("covers_until", "起止日期要么都填，要么都不填。")
        elif first and last and last < first:
            self.add_error("covers_until", "截止日期早于起始日期。")

    def choices(self) -> dict[str, Any]:
        """What the user said, as the job keeps it."""
        said = self.cleaned_data
        words: dict[str, dict[str, str]] = {}
        for name, (code, word) in self._words.items():
            if said[name]:
                words.setdefault(code, {})[word] = said[name]
        first: date | None = said.get("covers_from")
        return {
            "columns": {key: said[name] for name, key in self._columns.items() if said[name]},
            "words": words,
            "create_branches": bool(said.get("create_branches")),
            "covers": [first.isoformat(), said["covers_until"].isoformat()] if first else None,
        }

    def sheets(self) -> Iterator[dict[str, Any]]:
        """Each sheet with its columns and the select of each; one that an earlier sheet has, too, stands there."""
        names = {key: name for name, key in self._columns.items()}
        shown: set[str] = set()
        for sheet in self.job.report.get("sheets", ()):
            columns = []
            for column in sheet["columns"]:
                is_new = column["key"] not in shown
                shown.add(column["key"])
                columns.append({**column, "select": self[names[column["key"]]] if is_new else None})
            yield {**sheet, "columns": columns}

    def words(self) -> list[dict[str, Any]]:
        """Each word with its select, the label of its field and in how many rows it stands (None: it is placed)."""
        told = {(each["code"], each["word"]): each for each in self.job.report.get("words", ())}
        spec = importer_of(self.job.subject).spec
        return [
            {
                "word": word,
                "label": spec.field(code).label,
                "times": told.get((code, word), {}).get("times"),
                "select": self[name],
            }
            for name, (code, word) in self._words.items()
        ]


class ApplyForm(PageForm):
    """From which day the ticked differences of a roster hold; the ticks themselves are read from the request."""

    since = forms.DateField(
        label="从哪天起生效",
        widget=DateInput,
        help_text="调入、调出、任免都从这一天算起，不能晚于今天。",
        error_messages={"required": "请写明这些变动从哪天起生效。"},
    )


class UndoForm(PageForm):
    wide = ("reason",)
    reason = forms.CharField(
        label="撤销原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明撤销的原因。"},
    )


# How somebody may have left; "" keeps the person where they are.
LEAVING = [("", "仍在册，不处理")] + [
    (value, label) for value, label in MembershipEnd.choices if value != MembershipEnd.MOVED
]


def ticked_choices(job: ImportJob, since: date | None, posted: Any) -> dict[str, Any]:
    """`since`, keys of ticked lines, and a reason for each leaver's key; only of lines that the report has."""
    lines = job.report.get("lines", ())
    keys = {line["key"] for line in lines if line["kind"] != RosterChange.LEFT}
    reasons = {
        line["key"]: posted.get(f"left-{line['key']}", "") for line in lines if line["kind"] == RosterChange.LEFT
    }
    return {
        "since": since.isoformat() if since else None,
        "keys": sorted(keys & set(posted.getlist("line"))),
        "left": {key: reason for key, reason in reasons.items() if reason in dict(LEAVING) and reason},
    }


def _select(label: str, choices: list[Any], initial: str) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False, widget=widget)


def _columns(job: ImportJob) -> Iterator[dict[str, Any]]:
    for sheet in job.report.get("sheets", ()):
        yield from sheet["columns"]


def _column_keys(job: ImportJob) -> list[str]:
    return list(dict.fromkeys(column["key"] for column in _columns(job)))


def _placed_words(job: ImportJob) -> dict[str, dict[str, str]]:
    placed: dict[str, dict[str, str]] = job.choices.get("words", {})
    return placed


def _words(job: ImportJob) -> list[tuple[str, str]]:
    """(field code, word) of all that could not be placed, and of what the user placed before."""
    unplaced = [(each["code"], each["word"]) for each in job.report.get("words", ())]
    placed = [(code, word) for code, words in _placed_words(job).items() for word in words]
    return list(dict.fromkeys([*unplaced, *placed]))
