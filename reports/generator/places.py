"""Names of courts, branches and departments. Places are put together by the syllable; one may happen to exist."""

from random import Random

from branches.choices import CourtLevel

SUPREME = "最高人民法院"

_FIRST = "安宁永清和兴平泰昌景宜嘉庆福瑞长广顺仁德信义明远文武星辰月霞岚松柏梅兰竹菊石金银"
_CITY = "州城阳江陵海川源山原泽林河湖"
_PROVINCE = "岭湘河海原川江陵"
_DISTRICT = "东南西北中新上下高临"
_DISTRICT_END = "江城湖山门桥塘泉"

_NUMERALS = "零一二三四五六七八九"

SERVING_DEPARTMENTS = (
    *("立案庭", "刑事审判第一庭", "刑事审判第二庭", "民事审判第一庭", "民事审判第二庭", "民事审判第三庭"),
    *("行政审判庭", "环境资源审判庭", "审判监督庭", "执行局", "办公室", "政治部", "研究室", "审判管理办公室"),
    *("督察室", "司法警察支队", "司法技术处", "行政装备处", "少年审判庭", "知识产权审判庭", "破产审判庭"),
    *("速裁庭", "信访接待室", "诉讼服务中心", "国家赔偿办公室", "机关党委办公室", "信息化处", "执行指挥中心"),
)
_BENCH_DUTIES = ("庭长", "副庭长", "审判员", "审判员", "审判员", "法官助理", "法官助理", "书记员")
_OFFICE_DUTIES = ("主任", "副主任", "一级主任科员", "三级主任科员", "科员", "科员")
ROOMS = ("党员活动室", "第一会议室", "第二会议室", "第三会议室", "三楼会议室", "五楼会议室", "党建活动中心")
OUTINGS = ("云水革命纪念馆", "烈士陵园", "城北社区", "廉政教育基地", "乡村振兴示范村", "诉讼服务中心大厅")

RETIRED_BRANCH = "离退休党支部"


def department_and_duty(rng: Random) -> str:
    """Judges and their assistants sit in divisions (庭), everybody else in offices."""
    department = rng.choice(SERVING_DEPARTMENTS)
    return f"{department} {rng.choice(_BENCH_DUTIES if department.endswith('庭') else _OFFICE_DUTIES)}"


def numeral(number: int) -> str:
    """1–100 as in 第十二党支部."""
    if number == 100:
        return "一百"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones or not tens else "")


def branch_names(count: int, *, by_department: bool) -> list[str]:
    """Names of the serving branches of a court: by number, or by department as far as there are any."""
    if by_department and count <= len(SERVING_DEPARTMENTS):
        return [f"{department}党支部" for department in SERVING_DEPARTMENTS[:count]]
    return [f"第{numeral(number)}党支部" for number in range(1, count + 1)]


def court_name(level: str, place: str) -> str:
    """The name of a court of `place`; a basic court's place names its city too."""
    if level == CourtLevel.SUPREME:
        return SUPREME
    kind = {CourtLevel.HIGH: "高级", CourtLevel.INTERMEDIATE: "中级", CourtLevel.BASIC: ""}[CourtLevel(level)]
    return f"{place}{kind}人民法院"


def province(number: int) -> str:
    """`number` from 0; no two alike."""
    return f"{_pair(_FIRST, _PROVINCE, number)}省"


def city(number: int) -> str:
    return f"{_pair(_FIRST, _CITY, number)}市"


def district(number: int) -> str:
    """The `number`-th district or county of its city."""
    end = "区" if number % 2 == 0 else "县"
    return f"{_pair(_DISTRICT, _DISTRICT_END, number)}{end}"


def _pair(heads: str, tails: str, number: int) -> str:
    """Heads and tails in step, then shifted: neighbours differ in both characters."""
    head = heads[number % len(heads)]
    tail = tails[(number + number // len(heads)) % len(tails)]
    return head + tail
