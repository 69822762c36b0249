"""Seed 000: a high court half-way through its theme education, as of 1 June: rectification and the court's business."""

from datetime import date

from branches.choices import BranchKind, CourtLevel
from branches.tests import factories as people
from metrics.tests.factories import own_metric
from rectification import services
from rectification.models import Measure, Problem
from registers.tests.factories import kind as register
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.tests.seeds.desk import Desk, Stated, at, drafted, metric, persons, rows, said, summed

KIND, AS_OF = ReportKind.OTHER, date(2023, 6, 1)
OPENED, DUE = date(2023, 4, 20), date(2023, 8, 31)
# How many measures each problem has, and how many of them were done by the first of June; the first is closed.
MEASURES = ((4, 4), (4, 2), (4, 2), (4, 1), (4, 1), (4, 1), (4, 0), *((3, 0),) * 6)

entered = metric("2023年1—5月")
TEXTS = {
    SectionCode.OVERVIEW: "全院设党支部{党支部数}，其中离退休干部党支部{离退休党支部数}。",
    SectionCode.WORK: """
        举办读书班{读书班}，召集支部书记开推进会{支部书记推进会}，赴基层调研{调研人次≈}，开展志愿服务{志愿服务}。
        帮村助农：出资{共建活动·投入资金}，认领耕地{共建活动·认领、种植}；为妇女儿童捐款{募捐·金额≈}。
    """,
    SectionCode.RECTIFICATION: """
        到6月1日，问题台账上有{检视问题}，销号{已销号问题}。
        对应措施{整改措施}，其中办结{已完成措施}、按时序推进{序时推进措施}、超期{未按时完成措施}。
    """,
    SectionCode.METRICS: """
        结案率列全国{结案率全国排名}。清结一年以上未结案{审结一年以上长期未结案件}，还剩{剩余一年以上长期未结案件}，
        环比{剩余一年以上长期未结案件·环比}。
        不服判决的来信来访{不服判决信访完成率·应办结不服判决信访}，办结{不服判决信访完成率·已办结不服判决信访}，
        完成率{不服判决信访完成率≈}。
        执行信访{执行信访化解率·执行信访案件}，化解{执行信访化解率·化解执行信访}，化解率{执行信访化解率}。
        发放执行案款{发放执行案款}。
    """,
}
FIGURES = (
    Stated("34个党支部", "党支部数", "34个", rows),
    Stated("4个离退休干部党支部", "离退休党支部数", "4个", rows),
    Stated("两期读书班", "读书班", "2次", rows),
    Stated("两次书记推进会", "支部书记推进会", "2次", rows),
    Stated("调研80余人次", "调研人次≈", "80余人次", persons, "86人次"),
    Stated("志愿服务5批次（一批一条记录）", "志愿服务", "5次", rows),
    Stated("筹集资金13.5万元", "共建活动·投入资金", "13.5万元", summed("投入资金"), "135000元"),
    Stated("认领耕地54亩", "共建活动·认领、种植", "54亩", summed("认领")),
    Stated("募捐3.2万余元", "募捐·金额≈", "3.2万余元", summed("金额"), "32640元"),
    Stated("13个问题", "检视问题", "13个", rows),
    Stated("已销号1个", "已销号问题", "1个", rows),
    Stated("46个整改措施", "整改措施", "46个", rows),
    Stated("已完成11个", "已完成措施", "11个", rows),
    Stated("序时推进35个", "序时推进措施", "35个", rows),
    Stated("未按时完成0个", "未按时完成措施", "0个", rows),
    Stated("结案率全国第6位", "结案率全国排名", "第6位", entered("第6位")),
    Stated("审结长期未结1449件", "审结一年以上长期未结案件", "1449件", entered("1449件")),
    Stated("剩余689件", "剩余一年以上长期未结案件", "689件", entered("689件")),
    Stated("环比下降9.34%", "剩余一年以上长期未结案件·环比", "下降9.34%", said("9.34%")),
    Stated("信访121件", "不服判决信访完成率·应办结不服判决信访", "121件", entered("85.95%104/121", 121)),
    Stated("已完成104件", "不服判决信访完成率·已办结不服判决信访", "104件", entered("85.95%104/121", 104)),
    Stated("完成率86%", "不服判决信访完成率≈", "86%", entered("85.95%"), "85.95%"),
    Stated("执行信访50件", "执行信访化解率·执行信访案件", "50件", entered("74.00%37/50", 50)),
    Stated("已化解37件", "执行信访化解率·化解执行信访", "37件", entered("74.00%37/50", 37)),
    Stated("化解率74%", "执行信访化解率", "74%", entered("74.00%")),
    Stated("案款47.68亿元", "发放执行案款", "47.68亿元", entered("47.68亿元", 4_768_000_000), "4768000000元"),
)


def build() -> Desk:
    court = people.court("某省高级人民法院", level=CourtLevel.HIGH)
    desk = Desk(court, date(2023, 1, 1), date(2023, 5, 31), date(2023, 6, 5))
    for number in range(1, 35):
        kind = BranchKind.SERVING if number <= 30 else BranchKind.RETIRED
        desk.branch(f"第{number}党支部", kind=kind)
    _rectify(desk)
    _act(desk)
    _measure(desk)
    return desk


def write(desk: Desk) -> Report:
    return drafted(desk, TEXTS, KIND, AS_OF)


def _rectify(desk: Desk) -> None:
    for number, (measures, done) in enumerate(MEASURES, start=1):
        branch = desk.branches[number - 1]
        facts = {"title": f"检视发现的第{number}个问题", "source": "主题教育检视", "opened_on": OPENED}
        problem = services.problem_open(
            court=desk.court, branches=[branch], on=OPENED, by=desk.committee, is_offered=False, **facts
        )
        services.problem_claim(problem=problem, branch=branch, on=OPENED, by=None)
        made = [
            services.measure_add(
                problem=problem,
                on=OPENED,
                by=desk.committee,
                text=f"第{each}项措施",
                first_due_on=DUE,
                branch=branch,
                owner_name="张三",
            )
            for each in range(1, measures + 1)
        ]
        for each in made[:done]:
            _done(each)
        if number == 1:
            _close(desk, problem)
    _done(made[-1], on=date(2023, 6, 3))  # after the day of the report


def _done(measure: Measure, on: date = date(2023, 5, 25)) -> None:
    services.measure_done(measure=measure, text="已办结", done_on=on, on=on, by=None, at=at(on), acting=measure.branch)


def _close(desk: Desk, problem: Problem) -> None:
    asked = {"problem": problem, "on": date(2023, 5, 30)}
    services.close_out_ask(text="成效明显", by=people.secretary(desk.branches[0]), acting=desk.branches[0], **asked)
    services.close_out_approve(by=desk.committee, **asked)


def _act(desk: Desk) -> None:
    for day in (date(2023, 4, 10), date(2023, 5, 8)):
        desk.held("READING_CLASS", day)
    meeting = desk.kind("支部书记推进会")
    for day in (date(2023, 4, 12), date(2023, 5, 15)):
        desk.held(meeting, day)
    for number in range(2):
        desk.held("RESEARCH", date(2023, 5, 10 + number), due=43, present=43)
    for number in range(5):
        desk.held("VOLUNTEER", date(2023, 5, 1 + number))
    desk.held("DONATION", date(2023, 5, 20), details={"amount": "32640.00"})
    pairing = desk.enter(register("PAIRING"), date(2023, 3, 1), desk.branches[0], title="某村")
    values = {"funds": "135000.00", "land": "54"}
    desk.enter(register("PAIRING_VISIT"), date(2023, 4, 8), desk.branches[0], parent=pairing, values=values)


def _measure(desk: Desk) -> None:
    desk.metric("CLOSING_RANK", "C05", 6)
    desk.metric("LONG_PENDING_CLOSED", "C05", 1449)
    desk.metric("LONG_PENDING_LEFT", "M12", 760, year=2022)
    desk.metric("LONG_PENDING_LEFT", "C05", 689)
    desk.metric("JUDGMENT_PETITION_RATE", "C05", 104, 121)
    parts = {"numerator_name": "化解执行信访", "denominator_name": "执行信访案件", "is_share": True, "unit": "件"}
    desk.metric(own_metric(desk.court, "执行信访化解率", form="RATIO", digits=2, **parts), "C05", 37, 50)
    desk.metric("ENFORCEMENT_PAID", "C05", "4768000000")
