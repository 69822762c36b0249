"""The words of a table that stand for something of the court: its metrics, its branches."""

from collections.abc import Mapping

from branches.models import Branch, Court
from core.spreadsheets import Loaded, Record, WordMap, place_words
from core.spreadsheets.cells import BRACKETED, half_width
from core.spreadsheets.metric_wordings import WHOLE_COURT
from metrics.models import Metric
from metrics.selectors.definitions import metrics_of
from metrics.services.metric_import.units import bracketed, is_unit_of

# What stands for the court itself, where a branch could stand.
OF_COURT = WHOLE_COURT[0]


class CourtWords:
    """Names of the court's metrics and branches, with the words that the user placed.

    Raises UsageError for a word that was placed on no known metric or branch.
    """

    def __init__(self, court: Court, *, metrics: Mapping[str, str], branches: Mapping[str, str]) -> None:
        self.metrics = {metric.name: metric for metric in metrics_of(court).filter(is_active=True)}
        self.branches = {branch.name: branch for branch in Branch.objects.within(court)}
        self._metric_words = WordMap({name: (name,) for name in self.metrics}, metrics, whole=True)
        of_court = {OF_COURT: (*WHOLE_COURT, court.name)}
        self._branch_words = WordMap({**of_court, **{name: (name,) for name in self.branches}}, branches)

    def place_metrics(self, loaded: Loaded) -> None:
        """Turns the words for metrics into tuples of names; unknown ones become faults."""
        for record in loaded.records:
            self._take_unit(record)
        unknown = "不是已有的指标，请先在“指标设置”里新设，或改为已有的名称"
        place_words(loaded, "metric", self._metric_words, option="--metric", unknown=unknown, names=self.metrics)

    def place_branches(self, loaded: Loaded) -> None:
        """Turns the words for branches into tuples of names; unknown ones become faults."""
        unknown = "不是本院的党支部"
        place_words(loaded, "branch", self._branch_words, option="--branch", unknown=unknown, names=self.branches)

    def _take_unit(self, record: Record) -> None:
        """“发放执行案款（万元）” is the metric and its unit; any other word in brackets may make it another metric."""
        word = record.values["metric"]
        metric = self.metrics.get(self._metric_words.find(BRACKETED.sub("", half_width(word))) or "")
        unit = bracketed(word)
        if unit and metric and is_unit_of(metric, unit) and self._metric_words.find(word) is None:
            record.values["metric"] = metric.name
            record.values["unit"] = record.values["unit"] or unit

    def metric_of(self, record: Record) -> Metric | None:
        """The metric of a row whose words are placed; None where it names several."""
        names = record.values["metric"]
        return self.metrics[names[0]] if len(names) == 1 else None

    def branch_of(self, record: Record) -> tuple[Branch | None, bool]:
        """The branch of a row, None for the court itself; and whether it names one only."""
        names = record.values["branch"] or (OF_COURT,)
        return self.branches.get(names[0]), len(names) == 1
