"""A table becomes figures: what is read, what is a fault, and that importing again adds nothing."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from branches.models import ImportBatch, ImportJob
from branches.services.file_imports import RefusedFile
from branches.services.imports.jobs import job_correct, job_create, job_run, job_start
from branches.services.imports.undo import batch_undo
from branches.tests import factories as people
from branches.tests.roster_files import run
from core.errors import Refused
from core.exports import workbook_response
from core.models import AuditEvent
from core.spreadsheets import UsageError
from core.tests.spreadsheet_files import csv_bytes, xlsx
from metrics.models import MetricFigure
from metrics.selectors.figures import figures_of
from metrics.services import figure_void
from metrics.services.metric_import import MetricChoices, import_metrics
from metrics.tests.factories import NOON, figure, metric, own_metric
from metrics.views.figures import EXPORTED

pytestmark = pytest.mark.django_db

HEAD = ["指标", "支部", "时段", "分子", "分母", "数值", "单位", "来源", "备注"]
RATE = ["结案率", "", "2024年", 3157, 3302, "95.61%", "", "司法统计", "全年"]
TABLE = [
    HEAD,
    RATE,
    ["结案率", "立案庭党支部", "2024年第一季度", "50件", "60件", "", "", "", ""],
    ["审结一年以上长期未结案件", "全院", "2024年1-5月", "", "", 689, "件", "", ""],
    ["发放执行案款", "", "2024年3月", "", "", "13.5万元", "", "", ""],
    ["发放执行案款", "", "2024年4月", "", "", 2.5, "亿元", "", ""],
    ["结案率全国排名", "", "2024年上半年", "", "", "第3位", "", "", ""],
    ["一审服判息诉率", "", "2024年", "", "", "97%", "", "", ""],
]


@pytest.fixture
def court():
    found = people.court()
    people.branch(found, "立案庭党支部")
    return found


def bring(court, rows, **choices):
    more = {name: choices.pop(name) for name in ("dry_run",) if name in choices}
    content = rows if isinstance(rows, bytes) else csv_bytes(rows)
    name = "表.csv" if isinstance(rows, list) else "表.xlsx"
    chosen = MetricChoices(**choices)
    return import_metrics(court=court, source=content, filename=name, choices=chosen, by=None, at=NOON, **more)


def rows_of(court):
    found = MetricFigure.objects.within(court).select_related("metric", "branch").order_by("pk")
    return [(row.metric.name, row.whom, row.period.label, row.number) for row in found]


def faults(court, *rows, head=HEAD):
    with pytest.raises(RefusedFile) as refused:
        bring(court, [head, *rows])
    assert not MetricFigure.objects.within(court).exists()
    return [(fault.heading, fault.message) for fault in refused.value.loaded.faults]


def changed(**cells):
    """RATE with some cells changed, by their heading."""
    return [cells.get(name, value) for name, value in zip(HEAD, RATE, strict=True)]


class TestRead:
    def test_a_table(self, court):
        outcome = bring(court, TABLE)
        assert outcome.counts == ["业务数据 7 个（5 个指标）"]
        assert rows_of(court) == [
            ("结案率", "全院", "2024年", Decimal("95.61")),
            ("结案率", "立案庭党支部", "2024年第一季度", Decimal("83.33")),
            ("审结一年以上长期未结案件", "全院", "2024年1—5月", 689),
            ("发放执行案款", "全院", "2024年3月", 135000),
            ("发放执行案款", "全院", "2024年4月", 250_000_000),
            ("结案率全国排名", "全院", "2024年上半年", 3),
            ("一审服判息诉率", "全院", "2024年", 97),
        ]
        row = MetricFigure.objects.within(court).order_by("pk").first()
        assert (row.source, row.note, row.source_row, row.form) == ("司法统计", "全年", 2, "RATIO")
        assert row.import_batch == outcome.batch
        assert AuditEvent.objects.get(action="metrics.figure_import").detail["counts"] == outcome.counts

    def test_again_it_adds_nothing(self, court):
        bring(court, TABLE)
        again = bring(court, TABLE)
        assert (again.counts, again.known_count, again.batch) == ([], 7, None)
        assert str(again) == "文件中的 7 行都已登记过，没有新增。"
        assert ImportBatch.objects.within(court).count() == 1

    def test_a_dry_run_writes_nothing(self, court):
        outcome = bring(court, TABLE, dry_run=True)
        assert str(outcome).startswith("试运行，没有写入：将新增业务数据 7 个（5 个指标）")
        assert rows_of(court) == []

    def test_year_and_month_apart_or_beginning_and_end(self, court):
        bring(court, [["指标", "年度", "月份", "数值"], ["结案率全国排名", 2024, "3月", 5]])
        bring(court, [["名称", "起", "止", "排名"], ["结案率全国排名", "2024年1月", "2024-06-30", 7]])
        assert [label for _, _, label, _ in rows_of(court)] == ["2024年3月", "2024年上半年"]

    def test_other_headings_and_words_are_placed(self, court):
        rows = [["指标", "时段", "审执结", "受理"], ["综合结案率", "2024年", 1, 2]]
        columns = {"审执结": "numerator", "受理": "denominator"}
        bring(court, rows, columns=columns, metrics={"综合结案率": "结案率"})
        assert rows_of(court) == [("结案率", "全院", "2024年", 50)]
        with pytest.raises(UsageError):
            bring(court, rows, metrics={"综合结案率": "没有的"})

    @pytest.mark.parametrize(
        ("name", "head", "number"),
        [
            ("发放执行案款（万元）", "数值", 13.5),
            ("发放执行案款", "数值（万元）", "13.5"),
            ("发放执行案款 (单位：万元)", "数值", 13.5),
            ("发放执行案款（元）", "数值", "13.5万"),
            ("发放执行案款", "数值（必填）", "13.5万元"),
        ],
    )
    def test_a_unit_in_brackets(self, court, name, head, number):
        bring(court, [["指标", "时段", head], [name, "2024年", number]])
        assert rows_of(court) == [("发放执行案款", "全院", "2024年", 135000)]

    def test_another_word_in_brackets_may_mean_another_metric(self, court):
        rows = [["指标", "时段", "数值"], ["结案率全国排名（同比）", "2024年", 3]]
        assert "不是已有的指标" in faults(court, rows[1], head=rows[0])[0][1]
        bring(court, rows, metrics={"结案率全国排名（同比）": "结案率全国排名"})
        assert [number for *_, number in rows_of(court)] == [3]

    def test_a_court_s_own_metric(self, court):
        own_metric(court)
        bring(court, [HEAD, ["裁判文书上网数", "", "2024年", "", "", "120篇", "", "", ""]])
        assert rows_of(court) == [("裁判文书上网数", "全院", "2024年", 120)]

    def test_what_was_voided_is_left_out(self, court):
        outcome = bring(court, [[*HEAD, "作废原因"], [*RATE, "登错"], [*changed(时段="2023年"), ""]])
        assert rows_of(court) == [("结案率", "全院", "2023年", Decimal("95.61"))]
        assert "1 行写有作废原因，没有导入。" in outcome.remarks


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "heading", "words"),
        [
            ({"指标": "结案比"}, "指标", "不是已有的指标"),
            ({"指标": "结案率、信访化解率"}, "指标", "一行只能写一个指标"),
            ({"支部": "民庭党支部"}, "支部", "不是本院的党支部"),
            ({"时段": ""}, "时段", "没有写时段"),
            ({"时段": "2024年2-4月"}, "时段", "时段应是"),
            ({"时段": "2026年"}, "时段", "还没有结束"),
            ({"分子": ""}, "分子", "要写审执结案件（分子）"),
            ({"分子": "不少"}, "分子", "不是数"),
            ({"分母": 3000}, "数值", "写的是 95.61%，按 3157/3000 算是 105.23%"),
            ({"分母": 3000, "数值": ""}, "分子", "不能多于受理案件"),
            ({"数值": "95.16%"}, "数值", "写的是 95.16%，按 3157/3302 算是 95.61%，请核对"),
            ({"指标": "结案率全国排名"}, "分子", "没有分子、分母"),
            ({"指标": "结案率全国排名", "分子": "", "分母": "", "数值": ""}, "数值", "没有写数值"),
            ({"指标": "结案率全国排名", "分子": "", "分母": "", "数值": "3件"}, "数值", "单位是“件”"),
            ({"指标": "一审服判息诉率", "分子": "", "分母": "", "数值": 1}, "数值", "分不清是 1% 还是 100%"),
            ({"指标": "一审服判息诉率", "分子": "", "分母": "", "数值": "9件"}, "数值", "这里应是百分比"),
            ({"备注": "长" * 201}, "备注", "最多 200 个字"),
        ],
    )
    def test_each_is_named_with_its_cell(self, court, cells, heading, words):
        found = faults(court, changed(**cells))
        assert [head for head, _ in found] == [heading]
        assert words in found[0][1]

    @pytest.mark.parametrize("percent", ["95.61%", "95.6%", "96%", 95.61, 0.9561, "95.60973%"])
    def test_a_percent_that_agrees_to_its_digits(self, court, percent):
        if percent == "95.60973%":
            assert "算是 95.61%" in faults(court, changed(数值=percent))[0][1]
        else:
            bring(court, [HEAD, changed(数值=percent)])

    def test_a_cell_that_is_shown_as_percent(self, court):
        bring(court, [HEAD, changed(分子=5, 分母=5, 数值=1), changed(时段="2023年", 分子=0, 分母=5, 数值=0)])
        assert len(rows_of(court)) == 2

    @pytest.mark.parametrize(
        ("number", "words"), [(0.5, "0.5% 还是 50%"), (1.03, "1.03% 还是 103%"), (0.97, "0.97% 还是 97%")]
    )
    def test_a_small_number_without_a_sign_is_asked_about(self, court, number, words):
        said = changed(指标="一审服判息诉率", 分子="", 分母="", 数值=number)
        assert f"分不清是 {words}" in faults(court, said)[0][1]

    @pytest.mark.parametrize("unit", ["", "%"])
    @pytest.mark.parametrize("shown", ["0%", "0.00%", '0.0"约"%'])
    def test_a_cell_of_a_workbook_tells_by_its_format(self, court, shown, unit):
        """0.005 that is shown as 0.5%, 1.03 shown as 103%, and 97.5 as it stands, also beside a column of units."""
        book = Workbook()
        book.active.append(HEAD)
        for number, year in ((0.005, 2022), (1.03, 2023), (97.5, 2024)):
            book.active.append(["一审服判息诉率", "", f"{year}年", "", "", number, unit, "", ""])
        for row in (2, 3):
            book.active.cell(row, 6).number_format = shown
        content = BytesIO()
        book.save(content)
        bring(court, content.getvalue())
        assert [each.value for each in figures_of(court)] == [Decimal("0.5"), 103, Decimal("97.5")]

    def test_a_sum_below_the_table_is_no_row_and_no_count(self, court):
        outcome = bring(court, [HEAD, RATE, ["合计", "", "", 3157, 3302, "", "", "", ""]])
        assert outcome.row_count == 1
        assert outcome.remarks == []

    def test_two_branches_in_a_row_and_rows_twice(self, court):
        people.branch(court, "刑庭党支部")
        assert "只能写一个党支部" in faults(court, changed(支部="立案庭党支部、刑庭党支部"))[0][1]
        assert "与第 2 行是同一个指标、同一个时段" in faults(court, RATE, changed(备注=""))[0][1]

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (["结案率全国排名", "2024年3月", "", "", 5], ""),
            (["结案率全国排名", "2024年3月", "2024年3月", "2024年3月", 5], ""),
            (["结案率全国排名", "", "2024年3月", "", 5], "要么都写"),
            (["结案率全国排名", "2024年", "2024年3月", "2024年3月", 5], "时段是2024年，起止却是2024年3月"),
            (["结案率全国排名", "", "2024年3月", "2024年2月", 5], "止早于起"),
        ],
    )
    def test_spans_in_two_ways(self, court, row, words):
        head = ["指标", "时段", "起", "止", "名次"]
        if words:
            assert words in faults(court, row, head=head)[0][1]
        else:
            bring(court, [head, row])

    def test_another_number_than_is_entered(self, court):
        figure("CLOSING_RATE", court, 2024, "Y", 3100, 3302)
        figure("CLOSING_RANK", court, 2024, "Y", 5)
        rank = changed(指标="结案率全国排名", 分子="", 分母="", 数值=6)
        with pytest.raises(RefusedFile) as refused:
            bring(court, [HEAD, RATE, rank])
        told = [fault.message for fault in refused.value.loaded.faults]
        assert "2024年的“结案率”已登记为 3100/3302，与文件不同" in told[0]
        assert "已登记为 第 5 位" in told[1]


class TestPages:
    def checked(self, court, rows=TABLE):
        facts = {"court": court, "branch": None, "subject": "METRICS", "filename": "业务数据.csv"}
        by = people.committee_account(court)
        return self.run(job_create(**facts, content=csv_bytes(rows), by=by, at=NOON))

    def run(self, job):
        job_run(job_id=job.pk, on=NOON.date(), at=NOON)
        return ImportJob.objects.unscoped("a test").select_related("court", "branch", "batch").get(pk=job.pk)

    def imported(self, court):
        job = self.checked(court)
        return self.run(job_start(job=job, choices={}, by=job.created_by, at=NOON)).batch

    def test_checked_put_right_and_imported(self, court):
        rows = [HEAD, changed(指标="结案比"), changed(支部="立案庭支部")]
        job = self.checked(court, rows)
        assert {(each["code"], each["word"]) for each in job.report["words"]} == {
            ("metric", "结案比"),
            ("branch", "立案庭支部"),
        }
        words = {"metric": {"结案比": "结案率"}, "branch": {"立案庭支部": "立案庭党支部"}}
        job = self.run(job_correct(job=job, choices={"words": words}, by=job.created_by, at=NOON))
        assert job.report["counts"] == ["业务数据 2 个（1 个指标）"]

    def test_taken_back_whole(self, court):
        batch = self.imported(court)
        batch_undo(batch=batch, reason="传错了", by=None, at=NOON)
        assert rows_of(court) == []
        assert self.imported(court).created_count == 7

    def test_not_once_something_was_corrected_or_voided(self, court):
        batch = self.imported(court)
        row = figures_of(court).get(metric=metric("CLOSING_RANK"))
        figure_void(figure=row, version=1, reason="错", by=None, at=NOON)
        with pytest.raises(Refused, match="更正或作废过"):
            batch_undo(batch=batch, reason="传错了", by=None, at=NOON)
        assert len(rows_of(court)) == 7

    def test_the_list_leads_to_the_upload(self, court, client):
        client.force_login(people.committee_account(court))
        address = f"{reverse('branches:import_new', args=[court.pk])}?subject=METRICS"
        for page in ("/metrics/", "/branches/imports/"):
            assert address in client.get(page).content.decode()


class TestCommand:
    def test_imported_and_refused(self, court, tmp_path):
        code, said, _ = run(tmp_path, xlsx(TABLE), "import_metrics", "--court", court.name)
        assert (code, said.strip()) == (0, "新增业务数据 7 个（5 个指标）。")
        code, _, told = run(
            tmp_path, csv_bytes([HEAD, changed(指标="结案比")]), "import_metrics", "--court", court.name, name="表.csv"
        )
        assert code == 1
        assert "第 2 行 A 列（指标）" in told
        assert "--metric 结案比=" in told


class TestProperty:
    spans = st.sampled_from(["M01", "M02", "Q1", "H1", "Y", "C05", "C11"])
    ratios = st.tuples(st.integers(0, 5000), st.integers(1, 5000)).map(lambda pair: (min(pair), max(pair)))

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rates=st.dictionaries(st.tuples(st.integers(2020, 2025), spans), ratios, max_size=6),
        money=st.dictionaries(spans, st.decimals(0, 10**9, places=2), max_size=3),
        text=st.text(st.characters(categories=["L", "N"]), max_size=20),
    )
    def test_what_was_exported_comes_in_whole_and_again_adds_nothing(self, rates, money, text):
        court, other = (people.court() for _ in range(2))
        for (year, span), parts in rates.items():
            figure("CLOSING_RATE", court, year, span, *parts, note=text)
        for span, value in money.items():
            figure("ENFORCEMENT_PAID", court, 2025, span, value)
        rows = list(figures_of(court))
        content = workbook_response("数据.xlsx", "数据", EXPORTED, rows).content
        if not rows:
            return
        assert bring(court, content).counts == []
        bring(other, content)
        numbers = [
            list(figures_of(each).values_list("metric", "start", "end", "numerator", "denominator", "value"))
            for each in (court, other)
        ]
        assert numbers[0] == numbers[1]
        assert bring(other, BytesIO(content).getvalue()).counts == []
