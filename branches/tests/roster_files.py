"""Small rosters of members as files, and running a command on a file."""

import io
from pathlib import Path

from django.core.management import CommandError, call_command

HEAD = [
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "所在党支部",
    "党小组",
    "党员类别",
    "入党时间",
    "转正时间",
    "党内职务",
    "联系电话",
]
KEYS = ["no", "name", "sex", "born", "branch", "group", "status", "joined", "confirmed", "post", "phone"]
GOOD = {
    "no": 1,
    "name": "梁娜",
    "sex": "女",
    "born": "1987-06-19",
    "branch": "第一党支部",
    "group": "第一党小组",
    "status": "正式党员",
    "joined": "2010年11月17日",
    "confirmed": "2011.11.18",
    "post": None,
    "phone": "13900001818",
}


def person(name: str = "梁娜", **changes: object) -> list[object]:
    """A row of the roster; `changes` by KEYS."""
    row = {**GOOD, "name": name, **changes}
    return [row[key] for key in KEYS]


# Two branches: seven formal members and a probationary one with a committee, and three without posts.
FIRST = [
    person("梁娜", post="书记"),
    person("叶梅英", post="组织委员", group="第二党小组"),
    person("曹博", post="纪检委员"),
    person("黄涛", group="第二党小组"),
    person("汪健"),
    person("杜红", post="党小组组长"),
    person("蔡林", group="第二党小组"),
    person("邹国", status="预备党员", joined="2023-07-01", confirmed=None),
]
SECOND = [person(name, branch="第二党支部", group=None) for name in ("夏思", "何睿", "赵杰")]
ROSTER = [["某法院党员花名册"], HEAD, *FIRST, *SECOND, ["合计", "11人"]]


def run(tmp_path: Path, content: bytes, *arguments: str, name: str = "表.xlsx") -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `arguments[0] FILE …`."""
    path = tmp_path / name
    path.write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    command, *rest = arguments
    try:
        call_command(command, str(path), *rest, stdout=out, stderr=err)
    except SystemExit as left:
        return int(str(left.code)), out.getvalue(), err.getvalue()
    except CommandError as misuse:
        return misuse.returncode, out.getvalue(), str(misuse)
    return 0, out.getvalue(), err.getvalue()
