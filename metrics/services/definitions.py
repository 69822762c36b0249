"""A court's own metrics: added, changed, taken out of use and back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from branches.models import Court
from core import audit
from core.changes import save_change
from core.errors import Refused
from metrics.choices import UNITS, Better, Form
from metrics.models import Metric, MetricFigure
from metrics.selectors.definitions import metrics_of

OWN_COME_AFTER = 1000
# What figures that are there rest on.
FIXED = ("form", "unit", "digits", "numerator_name", "denominator_name", "is_share", "is_stock")


@dataclass(frozen=True)
class MetricFacts:
    """What a court says of a metric of its own."""

    name: str
    form: str
    unit: str = ""
    digits: int = 2
    better: str = Better.NONE
    numerator_name: str = ""
    denominator_name: str = ""
    is_share: bool = False
    is_stock: bool = False
    description: str = ""

    def columns(self) -> dict[str, Any]:
        """The values of the row; what its form does not ask is left empty."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found = {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
        if self.form == Form.RATIO:
            return found | {"is_stock": False}
        found |= {"numerator_name": "", "denominator_name": "", "is_share": False}
        if self.form == Form.RATE:
            return found | {"unit": "", "is_stock": False}
        if self.form == Form.RANK:
            return found | {"unit": UNITS[Form.RANK], "digits": 0, "is_stock": False}
        if self.form == Form.MONEY:
            return found | {"unit": UNITS[Form.MONEY], "digits": 2}
        return found


@transaction.atomic
def metric_add(*, court: Court, facts: MetricFacts, by: Any) -> Metric:
    """A metric of this court and of those below it; its code never changes."""
    _hold(court)
    columns = _checked(court, facts)
    number = Metric.objects.within(court).count() + 1
    metric = Metric(court=court, code=f"M{court.pk}_{number}", order=OWN_COME_AFTER + number, **columns)
    metric.full_clean()
    metric.save()
    audit.record(actor=by, action="metrics.metric_add", subject=metric)
    return metric


@transaction.atomic
def metric_change(*, metric: Metric, version: int, facts: MetricFacts, by: Any) -> Metric:
    """Change a court's own metric. What its figures rest on stays once there is one."""
    court = _court_of(metric)
    _hold(court)
    columns = _checked(court, facts, besides=metric)
    has_figures = MetricFigure.objects.within(court, with_below=True).filter(metric=metric).exists()
    changed = next((name for name in FIXED if columns[name] != getattr(metric, name)), None)
    if has_figures and changed:
        raise Refused(
            "已经登记过数据，形式、单位、小数位数、分子和分母、是否时点数不能再改；请停用后另设一个", field=changed
        )
    rows = Metric.objects.within(court)
    save_change(metric, rows, values=columns, by=by, action="metrics.metric_change", version=version)
    return metric


@transaction.atomic
def metric_retire(*, metric: Metric, version: int, by: Any) -> Metric:
    """Nothing new is entered under it; what is there stays."""
    return _switch(metric, version, by, is_active=False, action="metrics.metric_retire")


@transaction.atomic
def metric_resume(*, metric: Metric, version: int, by: Any) -> Metric:
    return _switch(metric, version, by, is_active=True, action="metrics.metric_resume")


def _switch(metric: Metric, version: int, by: Any, *, is_active: bool, action: str) -> Metric:
    rows = Metric.objects.within(_court_of(metric))
    save_change(metric, rows, values={"is_active": is_active}, by=by, action=action, version=version)
    return metric


def _court_of(metric: Metric) -> Court:
    if metric.court is None:
        raise Refused("通用的指标不能修改或停用")
    return metric.court


def names_that_meet(court: Court, parent: Court) -> str:
    """Why a court can't come under `parent`: a metric of its own, or of a court below it, has the name of one there."""
    _hold(court, parent)
    there = metrics_of(parent).filter(court__isnull=False)
    own = Metric.objects.within(court, with_below=True).filter(name__in=there.values("name")).exclude(pk__in=there)
    found = own.select_related("court").first()
    if found is None:
        return ""
    above = there.select_related("court").get(name=found.name)
    return (
        f"{found.court}和{above.court}都自设了指标“{found.name}”，到了一条线上会混在一起。"
        f"请先在“指标设置”里把其中一个改名，再调整上级法院。"
    )


def _hold(*courts: Court) -> None:
    """Let only one at a time set metrics in a court and in those above: of two with one name the second is told.

    A court that was moved meanwhile stands where it stands now.
    """
    around = [int(part) for court in courts for part in (court.path or "").strip("/").split("/") if part]
    rows = Court.objects.unscoped("a court's metrics are those of the courts below it, too").filter(pk__in=around)
    paths = {row.pk: row.path for row in rows.order_by("path").select_for_update(no_key=True)}
    moved = [court for court in courts if paths.get(court.pk, court.path) != court.path]
    for court in moved:
        court.path = paths[court.pk]
    if moved:
        _hold(*courts)


def _checked(court: Court, facts: MetricFacts, besides: Metric | None = None) -> dict[str, Any]:
    columns = facts.columns()
    if not columns["name"]:
        raise Refused("请填写名称", field="name")
    same = metrics_of(court).filter(name=columns["name"])
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise Refused(f"已有名为“{columns['name']}”的指标", field="name")
    below = Metric.objects.within(court, with_below=True).exclude(court=court).filter(name=columns["name"])
    if found := below.select_related("court").first():
        raise Refused(f"{found.court}已自设名为“{columns['name']}”的指标，请另取名称，以免混淆", field="name")
    if columns["form"] == Form.RATIO:
        for name, label in (("numerator_name", "分子"), ("denominator_name", "分母")):
            if not columns[name]:
                raise Refused(f"请写明{label}是什么", field=name)
    if columns["form"] == Form.COUNT and not columns["unit"]:
        raise Refused("请填写单位，例如 件、人次", field="unit")
    return columns
