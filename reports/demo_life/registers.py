"""Registers of the demo court: a few entries of each kind across its branches."""

from datetime import date, timedelta
from typing import Any

from branches.models import Branch, Court, Member
from registers.models import RegisterEntry, RegisterKind
from registers.services import EntryFacts, entry_add

# Of the first branches in their order: name and idea of the brand, its level.
BRANDS = (
    ("先锋立案", "让群众少跑一趟、少等一刻", "CITY"),
    ("刑辩同心", "每一个案件都经得起检验", "COURT"),
    ("和风民庭", "多调一件，多暖一家", "COURT"),
    ("金盾执行", "让胜诉当事人早日拿到真金白银", "PROVINCE"),
    ("青枫少审", "以法育人，以情动人", "COURT"),
    ("清风行政", "把矛盾解在庭前", "BRANCH"),
    ("银发余晖", "离岗不离党，退休不褪色", "BRANCH"),
)
HONOURS = (
    ("五星级标准化党支部", "市委市直机关工委", "CITY", None),
    ("先进基层党组织", "市委", "CITY", None),
    ("全省法院党建工作先进集体", "省高级人民法院", "PROVINCE", None),
    ("优秀党务工作者", "市委市直机关工委", "CITY", 0),
    ("优秀共产党员", "区委", "COUNTY", 1),
)
PARTNERS = (
    ("滨江社区", "COMMUNITY", "95.61", "3200.00", 120),
    ("青石村", "VILLAGE", "88.00", "12600.50", 64),
    ("云州一中", "SCHOOL", "100.00", "800.00", 350),
    ("江源科技公司", "COMPANY", "76.50", "0.00", 28),
)
INSTITUTIONS = (
    ("“三会一课”实施办法", "云中法党〔2024〕3号", 700, None),
    ("支部书记述职评议办法", "云中法党〔2024〕9号", 620, None),
    ("主题党日管理规定（试行）", "云中法党〔2023〕6号", 980, 300),
    ("主题党日管理规定", "云中法党〔2025〕2号", 299, None),
)
TOPICS = (
    ("学习贯彻全国两会精神", 60),
    ("学习新修订的纪律处分条例", 110),
    ("学习关于整治形式主义为基层减负的规定", 170),
    ("学习关于基层党组织建设的重要论述", 230),
)
PROMISES = (
    ("一个工作日内完成立案审查", "全年立案一次办结率达到九成五", "GOOD"),
    ("判后答疑件件有回音", "已答疑 46 件，服判息诉率上升", "FAIR"),
    ("每月一次巡回审判", "已开展 8 次", "GOOD"),
    ("积案清零", "还有 3 件正在办理", None),
)


class Desk:
    """Adds entries of the demo, its kinds read once."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        kinds = RegisterKind.objects.unscoped("the demo; a command").filter(court=None).select_related("parent")
        self.kinds = {kind.code: kind for kind in kinds}
        self.branches = list(Branch.objects.within(court).order_by("order", "pk"))
        self.people: dict[int, list[Member]] = {}
        for member in Member.objects.within(court).select_related("branch").order_by("pk"):
            self.people.setdefault(member.branch_id, []).append(member)

    def person(self, branch: Branch, place: int = 0) -> Member:
        return self.people[branch.pk][place]

    def add(self, code: str, branch: Branch | None, days_ago: int, **facts: Any) -> RegisterEntry:
        if (until := facts.pop("until_days_ago", None)) is not None:
            facts["until"] = self.on - timedelta(until)
        said = EntryFacts(on=self.on - timedelta(days_ago), **facts)
        return entry_add(kind=self.kinds[code], court=self.court, branch=branch, facts=said, by=None)


def load(court: Court, on: date) -> None:
    """Some seventy entries, the newest of last week."""
    desk = Desk(court, on)
    for part in (_contact_points, _brands, _honours, _pairings, _promises, _letters, _rooms_and_people, _of_the_court):
        part(desk)


def _contact_points(desk: Desk) -> None:
    """Leaders with their contact branches and visits; the branch that fell behind was talked to."""
    for number, branch in enumerate(desk.branches[:6]):
        leader = desk.person(desk.branches[(number + 3) % 10], 2)
        point = desk.add("CONTACT_POINT", branch, 330, member=leader, values={"duty": "指导支部建设和重点工作"})
        for visit in range(1 + number % 2):
            values = {
                "found": "支部学习抓得紧，青年干警压力较大。",
                "solved": "协调调整了两名书记员的岗位。",
                "people_met": 8 + number,
                "problems_found": 2,
                "problems_solved": 1 + visit,
            }
            desk.add("CONTACT_VISIT", branch, 40 + 90 * visit + number, parent=point, values=values)
    for branch, days, grounds, followed in (
        (desk.branches[2], 75, "两个季度“三会一课”没有按期开展", "已补开支委会，制定了每月会议安排"),
        (desk.branches[7], 48, "主题党日连续两个月没有开展", "书记向机关党委作了书面说明"),
        (desk.branches[2], 9, "整改措施到期没有完成", ""),
    ):
        values = {
            "talk_form": "REMINDER",
            "talked_by": "机关党委书记",
            "grounds": grounds,
            "asked": "限一个月内整改到位",
        }
        desk.add("INTERVIEW", branch, days, member=desk.person(branch), values=_filled(**values, followed=followed))


def _brands(desk: Desk) -> None:
    """One brand of the court with those of its branches below, and a contest."""
    values = {"idea": "一个核心品牌，带动各支部品牌", "level": "COURT"}
    whole = desk.add("BRAND", None, 400, title="1+7 云法先锋", values=values)
    for number, (name, idea, level) in enumerate(BRANDS):
        branch = desk.branches[-1] if name == "银发余晖" else desk.branches[number]
        values = {"idea": idea, "carrier": "党员先锋岗", "level": level}
        brand = desk.add("BRAND", branch, 380 - 9 * number, title=name, parent=whole, values=values)
        if number < 4:
            result = {"level": "COURT", "result": ("一等奖", "二等奖", "二等奖", "优秀奖")[number], "entrants": 7}
            desk.add("BRAND_CONTEST", branch, 95, title="支部品牌擂台赛", parent=brand, values=result)


def _honours(desk: Desk) -> None:
    for number, (title, giver, level, place) in enumerate(HONOURS):
        branch = desk.branches[number]
        member = None if place is None else desk.person(branch, place)
        facts = {"title": title, "member": member, "values": {"giver": giver, "level": level}}
        desk.add("HONOUR", branch, 60 + 80 * number, **facts)


def _pairings(desk: Desk) -> None:
    for number, (title, kind, rate, funds, helped) in enumerate(PARTNERS):
        branch = desk.branches[number]
        pairing = desk.add("PAIRING", branch, 500 - number, title=title, values={"partner_kind": kind})
        values = {"contact_rate": rate, "funds": funds, "helped": helped, "sessions": 2, "households": 10 + number}
        for days, name in ((35 + number, "送法上门"), (150 + number, "走访慰问")):
            desk.add("PAIRING_VISIT", branch, days, title=name, parent=pairing, values=values)


def _promises(desk: Desk) -> None:
    for number, (promise, kept, judged) in enumerate(PROMISES):
        branch = desk.branches[number]
        member = desk.person(branch, 1) if number % 2 else None
        values = _filled(promise=promise, kept=kept, judged=judged)
        desk.add("PROMISE", branch, 250, until_days_ago=-30, member=member, values=values)


def _letters(desk: Desk) -> None:
    for number, letter in enumerate(("PARTY_BUILDING", "INTEGRITY")):
        for branch in desk.branches[:4]:
            values = {"letter": letter, "for_year": desk.on.year, "signed_with": "机关党委"}
            values["signed_by"] = desk.person(branch).name
            desk.add("RESPONSIBILITY_LETTER", branch, 100 + number, values=values)


def _rooms_and_people(desk: Desk) -> None:
    for number, branch in enumerate(desk.branches[:3]):
        values = {"eight_kept": 8 - number, "three_in_one": "YES", "floor": f"{40 + number * 6}.50", "seats": 24}
        equipment = {"equipment": "投影仪一台、书柜两组、党旗和入党誓词牌"}
        desk.add("ROOM", branch, 600, title="党员活动室", values=values | equipment)
        duty = {"duty": "材料报送、活动通知"}
        desk.add("LIAISON", branch, 320, member=desk.person(branch, 3), values=duty)


def _of_the_court(desk: Desk) -> None:
    for title, number, days, ended in INSTITUTIONS:
        desk.add("INSTITUTION", None, days, until_days_ago=ended, title=title, values={"number": number})
    for title, days in TOPICS:
        values = {"speaker": "党组书记", "present": 9, "measures": "各支部一个月内组织学习"}
        desk.add("FIRST_AGENDA", None, days, title=title, values=values)


def _filled(**values: Any) -> dict[str, Any]:
    return {code: value for code, value in values.items() if value}
