"""Made-up data for the living page (/design/): every component in each of its states."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from core.heat import Heat, HeatCell, HeatRow, heat_table
from core.listing import Chip, Count, Head, Page
from core.pinyin import search_keys

_MONTHS = [f"{month}月" for month in range(1, 13)]
_NAMES = ("张伟", "王芳", "李静", "刘洋", "陈敏", "杨帆", "赵磊", "周婷", "吴刚", "郑爽", "孙丽", "曾强")
_REASONS = (("HEARING", "开庭"), ("TRIP", "出差"), ("SICK", "病假"), ("LEAVE", "事假"), ("TRAINING", "培训"))
_DAY = date(2024, 3, 6)
_MOMENT = datetime(2024, 3, 6, 16, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


class SampleForm(forms.Form):
    """One field of each sort, with widgets as pages use them."""

    held_on = forms.DateField(
        label="日期",
        help_text="会议实际召开的日期。",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control", "data-weekday": ""}, format="%Y-%m-%d"),
    )
    place = forms.CharField(
        label="地点",
        error_messages={"required": "请填写会议地点，例如：第一会议室"},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    chair = forms.ChoiceField(
        label="主持人",
        choices=[("", "")] + [(number, name) for number, name in enumerate(_NAMES, 1)],
        widget=forms.Select(
            attrs={"class": "form-select", "data-person-picker": "", "data-people": "people-of-branch"}
        ),
    )
    manner = forms.ChoiceField(
        label="表决方式",
        choices=[("HANDS", "举手"), ("BALLOT", "无记名投票"), ("ORAL", "口头")],
        widget=forms.RadioSelect,
    )
    topics = forms.CharField(
        label="议题", help_text="每行一项。", widget=forms.Textarea(attrs={"class": "form-control", "rows": 3})
    )


class SampleFilter(forms.Form):
    """What a list is filtered by."""

    kind = forms.ChoiceField(
        label="类型",
        required=False,
        choices=[("", "全部"), ("COMMITTEE_MEETING", "支委会"), ("PARTY_LECTURE", "党课")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    since = forms.DateField(
        label="起始日期", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )


def sample_context() -> dict[str, Any]:
    """Everything core/design.html shows."""
    return {
        "crumbs": [("党支部", "#"), ("第一党支部", "#")],
        "menu": [
            {"label": "导出 Excel", "url": "#", "icon": "download"},
            {"label": "打印", "url": "#", "icon": "printer"},
        ],
        "filter_form": SampleFilter({"kind": "COMMITTEE_MEETING"}),
        "chips": [Chip("类型", "支委会", "?"), Chip("日期", "2024-01-01 至 2024-03-31", "?")],
        "heads": [Head("日期", "?sort=-held_on", "ascending", False), Head("类型", "?sort=kind", "", False)]
        + [Head("出席", "", "", True), Head("状态", "", "", False)],
        "page": Page(rows=_meetings(), count=Count(1000, True), previous="?page=1", next="?page=3"),
        "heat": heat_table(
            caption="各支部各月支委会", corner="党支部", periods=_MONTHS, rows=_heat_rows(), total="已开/应开"
        ),
        "events": _events(),
        "form": SampleForm(
            {"held_on": f"{_DAY + timedelta(days=3)}", "place": "", "chair": "3", "topics": "研究发展党员工作"}
        ),
        "groups": _groups(),
        "reasons": (*_REASONS, ("OTHER", "其他")),
        "people": [{"id": number, "keys": search_keys(name), "group": ""} for number, name in enumerate(_NAMES, 1)],
        "saved_at": _MOMENT,
        "missing": ["请填写会议地点", "郑爽缺席，请选择原因"],
        "chart": _chart(),
        "bars": [("35岁及以下", 120, "#"), ("36至45岁", 64, "#"), ("不详", 0, "")],
        "soon": _DAY,
    }


def _meetings() -> list[dict[str, Any]]:
    states = (
        ("已提交", "success"),
        ("已退回", "warning"),
        ("已撤回", "neutral"),
        ("草稿", "info"),
        ("未达半数", "error"),
    )
    return [
        {
            "held_on": _DAY + timedelta(days=at),
            "kind": "支委会",
            "present": 4 + at % 2,
            "due": 5,
            "label": label,
            "tag": tag,
        }
        for at, (label, tag) in enumerate(states)
    ]


def _heat_rows() -> list[HeatRow]:
    met, short = HeatCell(Heat.MET, "1/1", "#"), HeatCell(Heat.UNMET, "0/1", "#", "还差 1 次")
    partly, running = HeatCell(Heat.PARTLY, "2/3", "#"), HeatCell(Heat.OPEN, "0/1", "#")
    unknown, blank = HeatCell(Heat.UNKNOWN, "不详"), HeatCell(Heat.NOT_DUE)
    return [
        HeatRow("第一党支部", [met] * 10 + [running, blank], "#", "10/10"),
        HeatRow("第二党支部", [met, short, met, partly] + [met] * 6 + [running, blank], "#", "9/10"),
        HeatRow("执行局党支部", [unknown] * 3 + [met] * 5 + [short] * 2 + [running, blank], "#", "5/7"),
        HeatRow("离退休党支部", [blank] * 2 + [met, blank, blank] * 3 + [blank], "#", "3/3"),
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {"at": _MOMENT, "who": "机关党委 周婷", "what": "退回", "kind": "warning", "note": "请补充表决结果。"},
        {"at": _MOMENT - timedelta(hours=5), "who": "支部书记 李静", "what": "提交会议记录", "kind": "success"},
        {"at": _MOMENT - timedelta(days=1), "who": "支部书记 李静", "what": "建立草稿"},
    ]


def _groups() -> list[dict[str, Any]]:
    people = [
        {"id": number, "name": name, "note": "预备党员" if number == 5 else "", "counts": number != 5}
        for number, name in enumerate(_NAMES, 1)
    ]
    people[1] |= {"absent": True, "reason": "HEARING"}
    people[9] |= {"absent": True}
    return [{"label": "第一党小组", "people": people[:6]}, {"label": "第二党小组", "people": people[6:]}]


def _chart() -> dict[str, Any]:
    held, due = [1, 1, 2, 1, 1, 0, 1, 1, 1, 1, 1, 1], [1] * 12
    return {
        "id": "months-of-committee",
        "title": "各月支委会：已开与应开",
        "option": {
            "legend": {},
            "xAxis": {"type": "category", "data": _MONTHS},
            "yAxis": {"type": "value", "name": "次", "minInterval": 1},
            "series": [
                {"name": "已开", "type": "bar", "barMaxWidth": 28, "data": held},
                {"name": "应开", "type": "line", "step": "middle", "symbol": "none", "data": due},
            ],
        },
        "head": ["月份", "已开", "应开"],
        "rows": [list(row) for row in zip(_MONTHS, held, due, strict=True)],
    }
