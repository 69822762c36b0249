"""Seed 001: the year of a court with seven branches and their brands: honours, people developed, cases, deeds.

Not stated: clicks (6000万次), functions of another system (16项), and single prizes, which are entries by their names.
"""

from datetime import date
from decimal import Decimal

from assessments.choices import HonourKind
from assessments.services.honours import honour_record
from branches.choices import CourtLevel
from branches.tests import factories as people
from development.choices import StepKind
from development.tests.factories import file
from metrics.tests.factories import own_metric
from registers.tests.factories import kind as register
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.tests.seeds.desk import Desk, Stated, column, drafted, metric, rows, summed

KIND = ReportKind.YEAR
YEAR = 2024
# Of each quarter: red flag branches, model groups, pioneer posts.
QUARTERS = ((1, 1, 2), (1, 1, 3), (2, 1, 2), (1, 2, 3))
NUMERALS = "一二三四"
KINDS = (HonourKind.RED_FLAG_BRANCH, HonourKind.MODEL_GROUP, HonourKind.PIONEER_POST)

entered = metric("2024年")
TEXTS = {
    SectionCode.OVERVIEW: "全院党支部{党支部数}，党小组{党小组数}。",
    SectionCode.HONOURS: "\n".join(
        f"第{quarter}季度：" + "、".join(f"{kind.label}{{{kind.label}·第{quarter}季度}}" for kind in KINDS) + "。"
        for quarter in NUMERALS
    )
    + """
        各支部建成品牌{新增支部品牌}，连同全院品牌{支部品牌}；先进集体{院外荣誉·集体}，先进个人{院外荣誉·个人}。
        记功嘉奖：集体{记功嘉奖·集体}、个人{记功嘉奖·个人}。
    """,
    SectionCode.DEVELOPMENT: "吸收党员{新发展党员}，入党积极分子{入党积极分子}。",
    SectionCode.WORK: """
        制定制度{制度}；传统教育{传统教育·场次≈}，讲堂{干部讲堂·场次≈}，青年学习{青年沙龙·场次}，送法进校{法治进校园·场次}。
        文化活动{文化活动}，志愿服务{志愿服务·志愿者≈}，扶持{共建活动·投入资金}，走访困难群众{走访慰问}，
        青年座谈{青年座谈}。
    """,
    SectionCode.METRICS: """
        收案{结案率·受理案件}，结案{结案率·审执结案件}，结案率{结案率}；诉讼案件收{诉讼案件结案率·受理诉讼案件}，
        结{诉讼案件结案率·审结诉讼案件}，法定期限内结案率{法定期限内结案率}；执行收{执行案件结案率·受理执行案件}，
        结{执行案件结案率·执结案件}，结案率{执行案件结案率}，到位{执结到位资金}。
        推送纪法{纪法推送≈}，发布信息{新媒体信息≈}，化解信访{信访化解}，展示风采{风采展播}，青年小组{青年理论学习小组}，
        互助保险{互助保险金≈}，经验交流{经验交流≈}，联系率{联系交流率}。
    """,
}


def _quarters() -> list[Stated]:
    """The honours awarded every quarter: the seed names the three, here with so many each."""
    return [
        Stated(f"每季度{kind.label}", f"{kind.label}·第{quarter}季度", f"{number}个", rows)
        for quarter, numbers in zip(NUMERALS, QUARTERS, strict=True)
        for kind, number in zip(KINDS, numbers, strict=True)
    ]


FIGURES = (
    Stated("7个党支部", "党支部数", "7个", rows),
    Stated("党小组9个", "党小组数", "9个", column("groups_count")),
    *_quarters(),
    Stated("7个党支部品牌", "新增支部品牌", "7个", rows),
    Stated("“1+7”品牌体系", "支部品牌", "8个", rows),
    Stated("先进集体7个", "院外荣誉·集体", "7个", rows),
    Stated("先进个人14人", "院外荣誉·个人", "14人次", rows),
    Stated("记功嘉奖2个集体", "记功嘉奖·集体", "2个", rows),
    Stated("记功嘉奖29名个人", "记功嘉奖·个人", "29人次", rows),
    Stated("新发展党员5名", "新发展党员", "5名", rows),
    Stated("入党积极分子18名", "入党积极分子", "18名", rows),
    Stated("11项制度", "制度", "11项", rows),
    Stated("教育20余场次", "传统教育·场次≈", "20余场次", summed("场次"), "24场次"),
    Stated("讲堂30余场次", "干部讲堂·场次≈", "30余场次", summed("场次"), "33场次"),
    Stated("读书班、沙龙13场次", "青年沙龙·场次", "13场次", summed("场次")),
    Stated("进校园18场次", "法治进校园·场次", "18场次", summed("场次")),
    Stated("文化活动36项", "文化活动", "36项", rows),
    Stated("志愿服务4700余人次", "志愿服务·志愿者≈", "4700余人次", summed("志愿者"), "4726人次"),
    Stated("扶持资金13.2万元", "共建活动·投入资金", "13.2万元", summed("投入资金"), "132000元"),
    Stated("帮扶困难群众21次", "走访慰问", "21次", rows),
    Stated("青年座谈会2场次", "青年座谈", "2次", rows),
    Stated("受理3302件", "结案率·受理案件", "3302件", entered("95.61%3157/3302", 3302)),
    Stated("审执结3157件", "结案率·审执结案件", "3157件", entered("95.61%3157/3302", 3157)),
    Stated("结案率95.61%", "结案率", "95.61%", entered("95.61%")),
    Stated("受理诉讼2602件", "诉讼案件结案率·受理诉讼案件", "2602件", entered("94.89%2469/2602", 2602)),
    Stated("审结2469件", "诉讼案件结案率·审结诉讼案件", "2469件", entered("94.89%2469/2602", 2469)),
    Stated("法定期限内99.62%", "法定期限内结案率", "99.62%", entered("99.62%")),
    Stated("受理执行700件", "执行案件结案率·受理执行案件", "700件", entered("98.29%688/700", 700)),
    Stated("执结688件", "执行案件结案率·执结案件", "688件", entered("98.29%688/700", 688)),
    Stated("执行结案率98.29%", "执行案件结案率", "98.29%", entered("98.29%")),
    Stated("到位资金6亿元", "执结到位资金", "6亿元", entered("6亿元", 600_000_000), "600000000元"),
    Stated("小关说纪90余期", "纪法推送≈", "90余期", entered("94期"), "94期"),
    Stated("信息1500余条", "新媒体信息≈", "1500余条", entered("1523条"), "1523条"),
    Stated("化解信访312件", "信访化解", "312件", entered("312件")),
    Stated("48名干警展现风采", "风采展播", "48名", entered("48名")),
    Stated("青年理论学习小组11个", "青年理论学习小组", "11个", entered("11个")),
    Stated("互助保险金5万余元", "互助保险金≈", "5万余元", entered("5.03万元", 50_300), "50300元"),
    Stated("10余项经验交流", "经验交流≈", "10余项", entered("12项"), "12项"),
    Stated("联系交流率100%", "联系交流率", "100%", entered("100%")),
)


def build() -> Desk:
    court = people.court("某市中级人民法院", level=CourtLevel.INTERMEDIATE)
    desk = Desk(court, date(YEAR, 1, 1), date(YEAR, 12, 31), date(2025, 1, 10))
    for number in range(1, 8):
        branch = desk.branch(f"第{number}党支部")
        for place in range(1, 3 if number <= 2 else 2):
            people.group(branch, f"第{place}党小组")
    _praise(desk)
    _develop(desk)
    _act(desk)
    _measure(desk)
    return desk


def write(desk: Desk) -> Report:
    return drafted(desk, TEXTS, KIND)


def _praise(desk: Desk) -> None:
    groups = [group for branch in desk.branches for group in branch.groups.all()]
    for quarter, numbers in enumerate(QUARTERS, start=1):
        for kind, number in zip(KINDS, numbers, strict=True):
            for place in range(number):
                facts = {"branch": None, "group": None, "member": None, "title": "", "deeds": "", "number": ""}
                if kind == HonourKind.MODEL_GROUP:
                    facts["group"] = groups[place]
                else:
                    facts["branch"] = desk.branches[place]
                facts["title"] = "立案窗口" if kind == HonourKind.PIONEER_POST else ""
                when = {"year": YEAR, "quarter": quarter, "awarded_on": date(YEAR, quarter * 3, 28)}
                honour_record(court=desk.court, kind=kind, by=desk.committee, on=desk.on, **when, **facts)
    member = people.member(desk.branches[0])
    praised = desk.register("记功嘉奖", person_label="获奖个人")
    for of, collectives, persons in ((register("HONOUR"), 7, 14), (praised, 2, 29)):
        for number in range(collectives + persons):
            whom = {"member": member} if number >= collectives else {}
            desk.enter(of, date(YEAR, 6, 1 + number % 28), desk.branches[0], title=f"第{number}项", **whom)


def _develop(desk: Desk) -> None:
    people.members(desk.branches[0], 3)
    for number in range(23):
        until = StepKind.ADMISSION_APPROVAL if number < 5 else StepKind.ACTIVIST_FIXED
        file(desk.branches[0], until=until, name=f"申请人{number}")


def _act(desk: Desk) -> None:
    brands = register("BRAND")
    whole = desk.enter(brands, date(2023, 5, 4), title="全院品牌")
    for branch in desk.branches:
        desk.enter(brands, date(YEAR, 3, 5), branch, title=f"{branch.name}品牌", parent=whole)
    for number in range(11):
        desk.enter(register("INSTITUTION"), date(YEAR, 2, 1 + number), title=f"第{number + 1}项制度")
    culture = desk.register("文化活动")
    for number in range(36):
        desk.enter(culture, date(YEAR, number % 12 + 1, 8), title=f"第{number + 1}项活动")
    for name, sessions in (("传统教育", 24), ("干部讲堂", 33), ("青年沙龙", 13), ("法治进校园", 18)):
        kind = desk.kind(name, "sessions")
        for month, part in ((4, sessions // 2), (10, sessions - sessions // 2)):
            desk.held(kind, date(YEAR, month, 9), details={"sessions": part})
    for month, volunteers in ((3, 2300), (9, 2426)):
        desk.held("VOLUNTEER", date(YEAR, month, 5), details={"volunteers": volunteers})
    for number in range(21):
        desk.held("VISIT", date(YEAR, number % 12 + 1, 20), due=3, present=3)
    talk = desk.kind("青年座谈")
    for month in (5, 11):
        desk.held(talk, date(YEAR, month, 4))
    pairing = desk.enter(register("PAIRING"), date(YEAR, 1, 8), desk.branches[0], title="某村")
    for funds in ("80000.00", "52000.00"):
        desk.enter(
            register("PAIRING_VISIT"), date(YEAR, 4, 8), desk.branches[0], parent=pairing, values={"funds": funds}
        )


def _measure(desk: Desk) -> None:
    for code, done, came in (
        ("CLOSING_RATE", 3157, 3302),
        ("TRIAL_CLOSING_RATE", 2469, 2602),
        ("IN_TIME_RATE", 3145, 3157),
        ("ENFORCEMENT_CLOSING_RATE", 688, 700),
    ):
        desk.metric(code, "Y", done, came)
    for name, yuan in (("执结到位资金", "600000000"), ("互助保险金", "50300")):
        money = own_metric(desk.court, name, form="MONEY", unit="元", digits=2)
        desk.metric(money, "Y", Decimal(yuan))
    desk.metric(own_metric(desk.court, "联系交流率", form="RATE", unit="", digits=0), "Y", 100)
    desk.counts(纪法推送=(94, "期"), 新媒体信息=(1523, "条"), 信访化解=(312, "件"), 风采展播=(48, "名"))
    desk.counts(青年理论学习小组=(11, "个"), 经验交流=(12, "项"))
