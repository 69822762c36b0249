"""A table with a column for each metric, as courts keep them: what is read of it, and what is told of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from branches.models import ImportJob
from branches.services.file_imports import RefusedFile
from branches.services.imports.jobs import job_correct, job_create, job_run, job_start
from branches.services.imports.undo import batch_undo
from branches.tests import factories as people
from core.tests.spreadsheet_files import csv_bytes, xlsx
from metrics.services import metric_retire
from metrics.tests.factories import NOON, own_metric
from metrics.tests.test_import import bring, rows_of

pytestmark = pytest.mark.django_db

HEAD = ["序号", "支部", "受理案件（件）", "审执结案件", "结案率", "发放执行案款（万元）", "结案率全国排名"]
TABLE = [
    ["2024年第一季度各党支部办案情况统计表", "", "", "", "", "", ""],
    HEAD,
    [1, "立案庭党支部", 60, 50, "83.33%", 13.5, ""],
    [2, "刑庭党支部", "", "", "", "2亿元", ""],
    [3, "全院", 200, 190, 0.95, "—", 3],
    ["合计", "", 260, 240, "", 13.5, ""],
]


@pytest.fixture
def court():
    found = people.court()
    for name in ("立案庭党支部", "刑庭党支部"):
        people.branch(found, name)
    return found


def faults(court, rows):
    with pytest.raises(RefusedFile) as refused:
        bring(court, rows)
    assert rows_of(court) == []
    return [(fault.row, fault.column, fault.message) for fault in refused.value.loaded.faults]


def changed(row, *cells, head=HEAD):
    """TABLE with other cells in a row, each given as (column, what stands there)."""
    rows = [list(each) for each in [TABLE[0], head, *TABLE[2:]]]
    for column, value in cells:
        rows[row - 1][column] = value
    return rows


class TestRead:
    @pytest.mark.parametrize("content", [TABLE, xlsx(TABLE)])
    def test_each_cell_is_a_figure(self, court, content):
        outcome = bring(court, content)
        assert outcome.counts == ["业务数据 5 个（3 个指标）"]
        assert rows_of(court) == [
            ("结案率", "立案庭党支部", "2024年第一季度", Decimal("83.33")),
            ("发放执行案款", "立案庭党支部", "2024年第一季度", 135_000),
            ("发放执行案款", "刑庭党支部", "2024年第一季度", 200_000_000),
            ("结案率", "全院", "2024年第一季度", 95),
            ("结案率全国排名", "全院", "2024年第一季度", 3),
        ]
        assert "都读作2024年1月至3月的数" in outcome.remarks[-1]
        again = bring(court, content)
        assert (again.row_count, again.known_count, again.counts) == (3, 3, [])

    def test_the_span_of_each_row(self, court):
        bring(court, [["月份", "受理案件", "审执结案件"], ["2024年1月", 10, 5], ["2024年2月", 8, 8]])
        assert [(label, number) for _, _, label, number in rows_of(court)] == [("2024年1月", 50), ("2024年2月", 100)]

    def test_a_name_with_brackets_of_its_own(self, court):
        own_metric(court, "结案数（民事）", unit="件")
        bring(court, [["支部", "时段", "结案数（民事）"], ["全院", "2024年", 5]])
        assert rows_of(court) == [("结案数（民事）", "全院", "2024年", 5)]

    @pytest.mark.parametrize(
        ("above", "head", "told", "number"),
        [
            ("单位：万元", "发放执行案款", 13.5, 135_000),
            ("（金额单位: 人民币万元）", "发放执行案款", "13.5", 135_000),
            ("单位：件、亿元", "发放执行案款", 2, 200_000_000),
            ("单位：万元", "发放执行案款（元）", 13.5, Decimal("13.5")),
            ("单位：万元", "发放执行案款", "20元", 20),
            ("单位：元", "发放执行案款", 20, 20),
            ("单位：万元", "结案率全国排名", 3, 3),
            ("填报单位：立案庭", "发放执行案款", 20, 20),
        ],
    )
    def test_the_unit_over_a_table(self, court, above, head, told, number):
        outcome = bring(court, [["统计表", "", above], ["支部", "时段", head], ["全院", "2024年", told]])
        assert [each for *_, each in rows_of(court)] == [number]
        assert any("按标题行上面写的" in each for each in outcome.remarks) == (number in (135_000, 200_000_000))

    def test_other_headings_are_placed_and_a_column_serves_two_metrics(self, court):
        own_metric(
            court, "调解率", form="RATIO", unit="件", digits=2, numerator_name="调解", denominator_name="受理案件"
        )
        head = ["支部", "时段", "收案", "审执结案件", "调解", "去年同期"]
        rows = [head, ["全院", "2024年", 10, 5, 2, 99]]
        columns = {"收案": "受理案件", "去年同期": "-"}
        assert bring(court, rows, columns=columns).counts == ["业务数据 2 个（2 个指标）"]
        assert [(name, number) for name, _, _, number in rows_of(court)] == [("结案率", 50), ("调解率", 20)]


class TestFaults:
    @pytest.mark.parametrize(
        ("rows", "place", "words"),
        [
            (changed(3, (1, "民庭党支部")), (3, "B"), "不是本院的党支部"),
            (changed(3, (2, 40), (4, "")), (3, "D"), "审执结案件不能多于受理案件"),
            (changed(3, (3, "")), (3, "D"), "要写审执结案件（分子）"),
            (changed(3, (4, "38.33%")), (3, "E"), "写的是 38.33%，按 50/60 算是 83.33%"),
            (changed(5, (6, "不少")), (5, "G"), "不是数"),
            (changed(4, (1, "立案庭党支部")), (4, "F"), "与第 3 行是同一个指标、同一个时段"),
            (changed(1, (0, "各党支部办案情况统计表")), (2, ""), "没有写是哪个时段的数"),
            (changed(1, (0, "2024年1月1日至3月31日办案情况")), (2, ""), "没有写是哪个时段的数"),
            (changed(2, (3, "办结")), (2, "D"), "放不到任何字段"),
            (changed(2, (6, "结案率排名同比")), (2, "G"), "放不到任何字段"),
            (changed(2, (6, "结案率全国排名（同比）")), (5, "G"), "单位是“同比”"),
            (changed(2, (2, "受理案件（同比）")), (3, "C"), "单位是“同比”"),
            ([["支部", "时段", "一审服判息诉率（同比）"], ["全院", "2024年", "5.2%"]], (2, "C"), "单位是“同比”"),
            (changed(1, (0, "2024年前5个月办案情况")), (2, ""), "没有写是哪个时段的数"),
            (changed(2, (6, "单位"), head=list(HEAD)), (2, "G"), "“单位”列说的是哪一个分不清"),
        ],
    )
    def test_each_is_named_with_its_cell(self, court, rows, place, words):
        assert [(row, column) for row, column, message in faults(court, rows) if words in message][:1] == [place]

    def test_a_branch_that_is_not_known_is_told_of_once(self, court):
        told = faults(court, changed(3, (1, "民庭党支部")))
        assert [(row, column, "处" in message) for row, column, message in told] == [(3, "B", False)]

    def test_a_part_alone_and_a_percent_alone(self, court):
        head = ["支部", "时段", "受理案件", "信访化解率"]
        told = faults(court, [head, ["全院", "2024年", 10, "90%"]])
        assert [(row, column) for row, column, _ in told][:2] == [(1, "C"), (1, "D")]
        assert "“结案率”要按分子、分母登记，还缺“审执结案件”列" in told[0][2]
        assert "还缺“已化解信访案件”“应化解信访案件”列" in told[1][2]

    def test_a_column_of_a_metric_in_a_table_of_one_figure_a_row(self, court):
        told = faults(court, [["指标", "时段", "数值", "受理案件"], ["结案率全国排名", "2024年", 3, 10]])
        assert [(row, column) for row, column, _ in told] == [(1, "D")]
        assert "表里已有“指标”列，" in told[0][2]

    def test_the_column_of_branches_that_is_called_as_one_of_metrics(self, court):
        told = faults(court, [["2024年3月", ""], ["项目", "一审服判息诉率"], ["立案庭党支部", "90%"]])
        assert "表里的“项目”列读作指标（是党支部的，请改选）" in told[0][2]
        outcome = bring(
            court, [["2024年3月", ""], ["项目", "一审服判息诉率"], ["立案庭党支部", "90%"]], columns={"项目": "党支部"}
        )
        assert "都读作2024年3月的数" in outcome.remarks[0]


class TestPages:
    def run(self, job):
        job_run(job_id=job.pk, on=NOON.date(), at=NOON)
        return ImportJob.objects.unscoped("a test").select_related("court", "branch", "batch").get(pk=job.pk)

    def test_previewed_imported_and_taken_back(self, court, client):
        by = people.committee_account(court)
        facts = {"court": court, "branch": None, "subject": "METRICS", "filename": "办案情况.csv"}
        job = self.run(job_create(**facts, content=csv_bytes(changed(2, (3, "办结"))), by=by, at=NOON))
        client.force_login(by)
        address = reverse("branches:import_job", args=[job.pk])
        assert '<option value="of:审执结案件">审执结案件</option>' in client.get(address).content.decode()
        choices = {"columns": {"办结": "of:审执结案件"}}
        job = self.run(job_correct(job=job, choices=choices, by=by, at=NOON))
        assert job.report["counts"] == ["业务数据 5 个（3 个指标）"]
        assert "审执结案件" in client.get(address).context["previews"][0]["heads"]
        batch = self.run(job_start(job=job, choices=job.choices, by=by, at=NOON)).batch
        assert (batch.created_count, batch.row_count) == (5, 3)
        batch_undo(batch=batch, reason="传错了", by=None, at=NOON)
        assert rows_of(court) == []

    def test_a_metric_goes_out_of_use_between_check_and_import(self, court, client):
        metric = own_metric(court)
        by = people.committee_account(court)
        facts = {"court": court, "branch": None, "subject": "METRICS", "filename": "办案情况.csv"}
        rows = [["支部", "时段", "上网"], ["全院", "2024年", 120]]
        job = self.run(job_create(**facts, content=csv_bytes(rows), by=by, at=NOON))
        job = self.run(job_correct(job=job, choices={"columns": {"上网": f"of:{metric.name}"}}, by=by, at=NOON))
        assert job.report["counts"] == ["业务数据 1 个（1 个指标）"]
        metric_retire(metric=metric, version=metric.version, by=None)
        job = self.run(job_start(job=job, choices=job.choices, by=by, at=NOON))
        assert (job.state, "没有“of:裁判文书上网数”这个字段" in job.report["refusal"][0]) == ("CHECKED", True)
        client.force_login(by)
        assert client.get(reverse("branches:import_job", args=[job.pk])).status_code == 200
