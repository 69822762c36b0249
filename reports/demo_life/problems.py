"""The problems of the demo court. Days are counted back from the last day of the demo; negative ones are to come."""

from dataclasses import dataclass

from rectification.choices import Nature

NOW, LASTING = Nature.NOW.value, Nature.LASTING.value


@dataclass(frozen=True)
class Planned:
    """A measure due `due` days ago (None: goes on for good), done `done` days ago. `said`: (days ago, progress);
    `asked`: days ago, put off until, whether it was agreed to."""

    text: str
    due: int | None
    nature: str = NOW
    done: int | None = None
    said: tuple[tuple[int, str], ...] = ()
    asked: tuple[int, int, bool] | None = None
    result: str = ""


@dataclass(frozen=True)
class Found:
    """A problem found `days` ago. `asked`: when the close-out was applied for; `closed`, `refused`, `reopened`: how it
    was answered, and that the problem returned."""

    title: str
    source: str
    leader: str
    branches: tuple[str, ...]
    days: int
    due: int
    measures: tuple[Planned, ...] = ()
    detail: str = ""
    is_offered: bool = False
    unclaimed: bool = False
    effect: str = "措施全部落实，问题已经解决，党员群众评价满意。"
    asked: tuple[int, ...] = ()
    closed: int | None = None
    refused: tuple[int, str] | None = None
    reopened: tuple[int, str] | None = None


PROBLEMS = (
    Found(
        "理论学习与审判业务结合不紧",
        "主题教育检视",
        "陈立新",
        ("第一党支部",),
        240,
        60,
        (
            Planned("每季度开展一次“学习+案例”研讨，院庭长带头讲", 120, done=125, result="已开展两期，形成研讨记录。"),
            Planned("把新颁布的法律和司法解释列入主题党日学习计划", 150, done=160),
            Planned("支部书记每季度讲一次联系实际的党课", 100, LASTING, done=108),
            Planned("建立青年干警理论学习小组，双周一学", 90, LASTING, done=96, result="已成立并开展六次学习。"),
        ),
        asked=(80,),
        closed=76,
    ),
    Found(
        "诉讼服务窗口排队时间长，群众有意见",
        "群众来信",
        "陈立新",
        ("第一党支部",),
        130,
        -30,
        (
            Planned("窗口实行党员示范岗、错峰值班，中午不断岗", 80, done=85, result="中午值班表已公示并执行。"),
            Planned(
                "开通网上预约取号，引导线上立案",
                -12,
                said=((30, "取号系统已完成测试，正在培训引导员。"), (6, "试运行一周，预约率三成。")),
            ),
            Planned("增设老年人、残疾人优先窗口", 70, done=72),
            Planned("每月汇总意见簿，逐条回复当事人", None, LASTING, said=((20, "十月意见 7 条，全部回复。"),)),
        ),
        detail="8 月以来收到群众来信 3 件，反映上午窗口等候超过一小时。",
    ),
    Found(
        "“三会一课”记录不规范，有的缺少讨论情况",
        "季度检查",
        "周正平",
        ("第三党支部",),
        150,
        20,
        (
            Planned("对照记录规范逐次补正上半年会议记录", 60, said=((70, "已补正一季度 5 次记录。"),)),
            Planned("组织支委和记录员学习会议记录规范", 100, done=104),
            Planned("支部书记每月检查一次记录并签名", 15, LASTING),
            Planned("会议记录列入支委述职内容", -35, LASTING),
        ),
    ),
    Found(
        "主题党日形式单一，年轻党员参与不高",
        "组织生活会",
        "周正平",
        ("第三党支部",),
        95,
        -40,
        (
            Planned("与对口社区共同开展普法进社区主题党日", 8, said=((25, "已与社区商定日期和内容。"),)),
            Planned("每季度请党员出题、年轻党员主讲一次", -50, LASTING),
            Planned(
                "建立主题党日需求清单，年初征求意见",
                5,
                asked=(3, -25, False),
                said=((12, "征求意见表已发放，收回 18 份。"),),
            ),
        ),
    ),
    Found(
        "长期未结案件清理不力",
        "巡察反馈",
        "吴建国",
        ("第五党支部", "第六党支部"),
        200,
        10,
        (
            Planned("成立党员清案攻坚组，逐案明确承办人和时限", 150, done=158, result="47 件逐案建档，责任到人。"),
            Planned("每周通报进度，院领导包案督办", 60, done=62),
            Planned("一年以上未结案件全部办结", -20, said=((45, "已办结 31 件。"), (10, "已办结 40 件，余 7 件。"))),
            Planned("完善审限预警和延长审批制度", 12, LASTING, said=((50, "制度初稿征求意见中。"),)),
        ),
        detail="巡察反馈一年以上未结案件 47 件，其中两年以上 9 件。",
    ),
    Found(
        "执行工作作风不实，回应当事人不及时",
        "巡察反馈",
        "吴建国",
        ("第五党支部",),
        200,
        30,
        (
            Planned("设立执行接待日，庭长轮流接访", 120, done=130),
            Planned(
                "当事人来电 24 小时内回复并留痕", 110, LASTING, done=112, result="已上线回复登记，抽查 50 件全部按时。"
            ),
            Planned("执行干警集中学习作风建设案例", 140, done=141),
            Planned("开展执行作风专项检查，通报典型问题", 50, done=48),
        ),
        asked=(4,),
    ),
    Found(
        "党员教育培训学时不足",
        "季度检查",
        "何敏",
        ("第八党支部",),
        110,
        -25,
        (
            Planned("制定补学计划，缺学时的党员逐人对账", 55, done=57),
            Planned("与院培训计划衔接，集中培训两期", 3, said=((40, "第一期已办，22 人参加。"),)),
            Planned("指定学习联络员，每月提醒一次", 70, LASTING, done=71),
            Planned("学时季度公示，纳入民主评议", -38, LASTING),
        ),
    ),
    Found(
        "庭审礼仪和着装不够规范",
        "随机抽查",
        "何敏",
        ("第二党支部",),
        85,
        15,
        (
            Planned("对照法官行为规范开展自查自纠", 55, done=60),
            Planned("制作庭审礼仪提示卡，每个法庭一份", 45, done=43),
        ),
        asked=(30, 12),
        refused=(27, "提示卡只放了三个法庭，请全部放到位，并附抽查结果。"),
        closed=9,
    ),
    Found(
        "支部服务基层调研不够，调研成果转化少",
        "调研发现",
        "林海",
        ("第四党支部",),
        160,
        20,
        (
            Planned("每名支委联系一个基层法庭，每季度到点一次", 90, LASTING, done=93),
            Planned("形成涉企案件调研报告并提出司法建议", 40, done=45, result="报告已报院党组，发出司法建议 2 份。"),
            Planned("调研成果在全院交流", 30, done=33),
            Planned("调研报告列入年度考核", 35, LASTING, done=38),
        ),
        asked=(28,),
        closed=25,
        reopened=(6, "回访发现两个季度没有到基层法庭，联系点制度没有坚持。"),
    ),
    Found(
        "老党员参加组织生活困难，送学上门不够经常",
        "组织生活会",
        "林海",
        ("离退休党支部",),
        75,
        -60,
        (
            Planned("为行动不便的老党员建立结对名册", 40, done=44),
            Planned("每月送学上门一次，带去学习资料", None, LASTING, said=((35, "走访 6 人。"), (4, "走访 5 人。"))),
            Planned("开设线上组织生活，方便外地居住的党员", -15),
        ),
    ),
    Found(
        "新任支委党务知识不熟",
        "民主评议",
        "何敏",
        ("第九党支部",),
        60,
        -45,
        (
            Planned("请机关党委办公室上一堂党务实务课", 25, done=27),
            Planned("与第七党支部结对，列席两次支委会", -10, said=((9, "已列席一次。"),), asked=(20, -40, True)),
            Planned("支委分工到人，列出年度任务", 30, done=32),
            Planned("编写支部工作口袋书", -70, LASTING),
        ),
    ),
    Found(
        "志愿服务与审判特点结合不够，品牌不突出",
        "主题教育检视",
        "陈立新",
        (),
        25,
        -90,
        is_offered=True,
        detail="各支部志愿服务以保洁、值守为主，普法、调解的特色不明显。请有条件的支部认领，共同打造品牌。",
    ),
    Found(
        "党费收缴台账更新不及时",
        "专题检查",
        "周正平",
        ("第七党支部",),
        12,
        -50,
        unclaimed=True,
    ),
)
