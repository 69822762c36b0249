"""The record of a meeting as a paper: what a court's own template may use, and sample data to try it on."""

from typing import Any

from core.documents import PaperKind, register

CODE = "RECORD"

FIELDS = (
    ("title", "标题，如“支部党员大会记录”"),
    ("place_of", "法院、支部、党小组连在一起"),
    ("court、branch", "法院名称、支部名称"),
    ("held_on", "时间，含星期"),
    ("place", "地点"),
    ("chair、recorder", "主持人、记录人"),
    ("due、present", "应到、实到人数"),
    ("present_names", "出席人员姓名"),
    ("absent", "缺席人员及原因"),
    ("sitting_in", "列席人员"),
    ("more", "其他事项的列表，每项有 label（名称）、value（内容）"),
    ("topics", "议题的列表"),
    ("minutes", "会议内容的列表，一段一项"),
    ("resolutions", "决议的列表，每项有 text、votes_for、votes_against、abstentions、result"),
    ("corrections", "更正的列表，每项有 what（何时由谁更正）、before（更正前）、after（更正后）"),
    ("signatures", "签名人的列表"),
)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    return {
        "title": "支部党员大会记录",
        "court": "示例法院",
        "branch": "第一党支部",
        "place_of": "示例法院　第一党支部",
        "held_on": "2024年5月8日（星期三） 15:00",
        "place": "三楼会议室",
        "chair": "张三",
        "recorder": "李四",
        "due": "12人",
        "present": "11人",
        "present_names": "张三、李四",
        "absent": "王五（出差）",
        "sitting_in": "赵六",
        "more": [{"label": "学时", "value": "2学时"}],
        "topics": ["学习文件", "讨论工作"],
        "minutes": ["张三主持会议。", "会议讨论了全年工作。"],
        "resolutions": [
            {"text": "通过年度计划", "votes_for": "11", "votes_against": "0", "abstentions": "0", "result": "通过"}
        ],
        "corrections": [{"what": "2024年5月9日 张三 更正地点", "before": "二楼会议室", "after": "三楼会议室"}],
        "signatures": ["主持人", "记录人"],
    }


def _template() -> bytes:
    from activities.paper_template import record_template  # noqa: PLC0415  # python-docx is slow to load

    return record_template()


register(PaperKind(CODE, "会议记录", "record.typ", _template, sample, FIELDS))
