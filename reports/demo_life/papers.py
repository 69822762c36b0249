"""Files beside some records of the first branch: photos of its theme days, the signing-in of its lectures."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.utils.timezone import make_aware
from openpyxl import Workbook
from PIL import Image, ImageDraw

from accounts.models import User
from activities.choices import ActivityState
from activities.models import Activity, Attendance
from activities.services.attachments import record_attach
from branches.choices import Role
from branches.models import Branch, Court

BRANCH = "第一党支部"
PHOTOS, SHEETS = 3, 2
SIZE = (640, 420)
WALL, FLOOR, BANNER = "#e9e4da", "#b9a98f", "#b3261e"
COATS = ("#3a4a5c", "#5c4a3a", "#44546a", "#6a5a44")


def load(court: Court, on: date) -> None:
    branch = Branch.objects.within(court).filter(name=BRANCH).first()
    writer = User.objects.filter(appointments__role=Role.SECRETARY, appointments__branch=branch).first()
    if branch is None or writer is None:
        return
    for record in _latest(branch, "THEME_DAY", on)[:PHOTOS]:
        _attach(record, "活动照片.jpg", _photo(record.pk), writer)
    for record in _latest(branch, "PARTY_LECTURE", on)[:SHEETS]:
        _attach(record, "签到表.xlsx", _signing_in(record), writer)


def _latest(branch: Branch, kind: str, on: date) -> list[Activity]:
    rows = Activity.objects.within(branch).filter(kind__code=kind, group=None, state=ActivityState.SUBMITTED)
    return list(rows.filter(held_on__lt=on).select_related("court").order_by("-held_on", "-pk"))


def _attach(record: Activity, name: str, content: bytes, writer: User) -> None:
    at = make_aware(datetime.combine(record.held_on + timedelta(days=1), time(10)))
    record_attach(activity=record, name=name, content=content, by=writer, at=at)


def _photo(number: int) -> bytes:
    """A room with a banner and people, drawn here: no picture is shipped."""
    width, height = SIZE
    scene = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, height * 2 // 3, width, height), fill=FLOOR)
    pen.rectangle((80, 50, width - 80, 110), fill=BANNER)
    for place in range(7):
        left, top = 60 + place * 78, 230 + (place + number) % 2 * 24
        pen.ellipse((left + 14, top, left + 46, top + 34), fill="#d8b79a")
        pen.rounded_rectangle((left, top + 36, left + 60, top + 130), 18, fill=COATS[(place + number) % len(COATS)])
    made = BytesIO()
    scene.save(made, "JPEG", quality=80)
    return made.getvalue()


def _signing_in(record: Activity) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"{record} 签到表"])
    sheet.append(["序号", "姓名", "签到"])
    rows = Attendance.objects.within(record.court).filter(activity=record).select_related("member")
    for number, row in enumerate(rows, 1):
        sheet.append([number, row.member.name, "√" if row.present else ""])
    made = BytesIO()
    book.save(made)
    return made.getvalue()
