"""Work notices of the demo court: four months of them, a campaign's own, what the branches said; and two bulletins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils.timezone import make_aware

from accounts.models import User
from branches.choices import PostKind, Role
from branches.models import Appointment, Branch, Court, Post
from branches.services.appointments import account_open
from campaigns.models import Campaign
from core.dates import months_after
from notices import services
from notices.choices import ItemSource
from notices.models import Notice, NoticeItem, NoticeReceipt, Series
from notices.selectors.answers import answers_of
from notices.services import ItemFacts
from notices.services.drafting import notice_draft

MONTHS = 4
DRAFT_DAY, BULLETIN_DAY = 25, 3
# The one whose secretary tries the demo has still to acknowledge this month's; two are always behind.
FIRST, BEHIND = 0, (2, 7)
EXPLANATION = "因集中开庭推迟，已另行安排补开，并将于近日补报记录。"


@dataclass(frozen=True)
class Written:
    """A notice written by hand, issued and due so many days from the last day of the demo."""

    title: str
    text: str
    issued: int
    due: int
    items: tuple[ItemFacts, ...]


CAMPAIGNS_OWN = (
    Written(
        "扎实开展调查研究",
        "请各支部结合审判执行工作选准题目，深入一线调研，形成可用的成果。",
        *(-45, -12),
        (
            ItemFacts("报送调研题目", target=1, unit="个"),
            ItemFacts("走访基层和企业", target=2, unit="次"),
            ItemFacts("撰写调研报告", target=1, unit="篇"),
        ),
    ),
    Written(
        "做好问题检视整改",
        "请对照调研发现的问题，列出清单、明确责任、限期整改。",
        *(-6, 12),
        (
            ItemFacts("列出问题清单", target=1, unit="份"),
            ItemFacts("报送整改信息", target=2, unit="条"),
        ),
    ),
)
WAITING = Written(
    "做好年度组织生活会准备",
    "请各支部提前安排组织生活会和民主评议党员的时间，开展谈心谈话，征求意见建议。",
    *(0, 20),
    (ItemFacts("报送组织生活会方案", target=1, unit="份"), ItemFacts("征求意见", target=5, unit="条")),
)


def load(court: Court, on: date) -> None:
    """Notices up to `on`; one by hand waits to be issued."""
    story = Story(court, on)
    first = on.replace(day=1)
    for back in range(MONTHS - 1, -1, -1):
        story.monthly(months_after(first, -back))
    campaign = Campaign.objects.within(court).order_by("pk").first()
    if campaign is not None:
        for written in CAMPAIGNS_OWN:
            story.issue(story.write(written, campaign), on + timedelta(written.issued))
    story.write(WAITING, None)
    story.bulletins(first)


class Story:
    """Drafts, issues, and lets the branches answer."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        self.branches = list(Branch.objects.within(court).select_related("court").order_by("order", "pk"))
        held = Appointment.objects.within(court).filter(group=None).select_related("user")
        self.officers = {each.branch_id: each.user for each in held if each.role == Role.SECRETARY}
        self.committee = next(each.user for each in held if each.role == Role.COMMITTEE)
        for number, branch in enumerate(self.branches, 1):
            if branch.pk not in self.officers:
                self.officers[branch.pk] = self._open_account(branch, number)

    def _open_account(self, branch: Branch, number: int) -> User:
        """Every branch has a secretary who signs for it; nobody knows the password of this one."""
        post = Post.objects.within(branch).filter(kind=PostKind.SECRETARY, ends_on=None).first()
        member = post.member if post and post.member.user_id is None else None
        return account_open(
            username=f"zhibu{number}",
            password=f"Demo-{uuid4()}",
            role=Role.SECRETARY,
            at=_ten(self.on - timedelta(200)),
            name="" if member else f"{branch.name}书记",
            member=member,
            branch=branch,
        )

    def monthly(self, month: date) -> None:
        """The scheduled draft, issued the day after; of a month that is over everybody has answered."""
        drafted_on = months_after(month, -1).replace(day=DRAFT_DAY)
        notice = notice_draft(court=self.court, month=month, on=drafted_on, at=_ten(drafted_on))
        if notice is not None:
            self.issue(notice, drafted_on + timedelta(1))

    def bulletins(self, first: date) -> None:
        """Of the month before the last one, issued; the last one's waits for somebody to read it."""
        for back in (2, 1):
            on = min(months_after(first, 1 - back).replace(day=BULLETIN_DAY), self.on)
            bulletin = services.bulletin_draft(court=self.court, month=months_after(first, -back), on=on, at=_ten(on))
            if back > 1:
                services.bulletin_issue(
                    bulletin=bulletin, version=bulletin.version, by=self.committee, on=on, at=_ten(on)
                )

    def write(self, written: Written, campaign: Campaign | None) -> Notice:
        series = services.campaign_series(campaign) if campaign else self._own_series()
        return services.notice_create(
            series=series,
            items=written.items,
            by=self.committee,
            title=written.title,
            text=written.text,
            due_on=self.on + timedelta(written.due),
        )

    def _own_series(self) -> Series:
        return services.series_create(court=self.court, name="专项工作提示", by=self.committee)

    def issue(self, notice: Notice, on: date) -> None:
        services.notice_issue(notice=notice, version=notice.version, by=self.committee, on=on, at=_ten(on))
        notice.refresh_from_db()
        receipts = {row.branch_id: row for row in NoticeReceipt.objects.within(self.court).filter(notice=notice)}
        for number, branch in enumerate(self.branches):
            if branch.pk in receipts and not self._is_behind(notice, number):
                self._answer(receipts[branch.pk], on + timedelta(1 + number % 4))

    def _is_behind(self, notice: Notice, number: int) -> bool:
        is_over = notice.due_on is not None and notice.due_on < self.on
        return number in BEHIND[is_over:] or (number == FIRST and not is_over)

    def _answer(self, receipt: NoticeReceipt, on: date) -> None:
        """Acknowledge, and say something to what asks for it; of what goes on not everything is done yet."""
        if on > self.on:
            return
        by = self.officers[receipt.branch_id]
        services.notice_acknowledge(receipt=receipt, by=by, on=on, at=_ten(on))
        for item in self._open_items(receipt, on):
            later = min(on + timedelta(5 + item.order), self.on)
            is_partly = item.source == ItemSource.REPLY and (receipt.branch_id + item.order) % 3 == 0
            count = None if item.is_left else item.target - 1 if is_partly and item.target > 1 else item.target
            text = EXPLANATION if item.is_left else "已报机关党委"
            services.item_reply(receipt=receipt, item=item, text=text, count=count, by=by, on=later, at=_ten(later))

    def _open_items(self, receipt: NoticeReceipt, on: date) -> Sequence[NoticeItem]:
        items = list(NoticeItem.objects.within(self.court).filter(notice=receipt.notice).select_related("notice"))
        answers = answers_of(self.court, items, [receipt.branch], on)
        asked = [item for item in items if item.takes_reply and (item.pk, receipt.branch_id) in answers]
        return [item for item in asked if not answers[item.pk, receipt.branch_id].is_settled]


def _ten(on: date) -> datetime:
    return make_aware(datetime.combine(on, time(10)))
