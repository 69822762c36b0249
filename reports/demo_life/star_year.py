"""Last year's stars of the demo court: plates from before, applications, points by review, the rating, what came of it;
and the first applications for this year."""

from datetime import date, timedelta
from typing import Any

from assessments.choices import PlateAct
from assessments.models import Assessment, Rating, StarRating
from assessments.periods import Span
from assessments.selectors.duty import secretary_on
from assessments.services.applications import star_apply
from assessments.services.plates import plate_record
from assessments.services.publication import rating_publish
from assessments.services.ratings import rate_year
from assessments.services.workflow import assessment_close, assessment_publish
from branches.models import Branch
from rectification import services as rectification
from rectification.models import Problem
from reports.demo_life import registers
from reports.demo_life.star_desk import Desk, ten
from reports.demo_life.star_standards import ON_PAPER

# Branch's place → the plate that was given, and in how many years before the one that is rated; a second year: when it
# was taken again.
AWARDED, TAKEN = PlateAct.AWARDED, PlateAct.TAKEN
BEFORE = (
    (0, 4, ((2, AWARDED),)),
    (1, 4, ((1, AWARDED),)),
    (2, 3, ((2, AWARDED),)),
    (3, 5, ((3, AWARDED), (1, TAKEN))),
    (4, 5, ((1, AWARDED),)),
    (5, 4, ((1, AWARDED),)),
    (7, 3, ((1, AWARDED),)),
)
# Branch's place → what it applied for, and its points in the five aspects. The third one did not apply; the first and
# the sixth have equal points.
RATED = {
    0: (5, ("19", "19.5", "18.5", "18", "19")),
    1: (5, ("18", "18", "17.5", "17", "17.5")),
    2: (None, ("12", "10", "12", "14", "11")),
    3: (5, ("19.5", "19.5", "19", "18.5", "19")),
    4: (5, ("17", "16.5", "16", "17", "16.5")),
    5: (5, ("19", "19", "18.5", "18.5", "19")),
    6: (3, ("15.5", "16", "15.5", "16", "15")),
    7: (3, ("13", "12.5", "14", "13.5", "13")),
    8: (3, ("15", "15", "14.5", "15", "14.5")),
    9: (4, ("16.5", "17", "16", "15.5", "16.5")),
}
# Who has applied for this year already.
APPLIED = ((0, 5, "全年任务按序时推进，上季度短板已补齐。"), (3, 5, ""), (6, 4, "力争进位。"))


def load(desk: Desk) -> None:
    """The rating is published in January; what it asked for is done by the end of March."""
    january = date(desk.year, 1, 1)
    for place, stars, acts in BEFORE:
        for back, act in acts:
            _hang(desk, desk.branches[place], desk.year - 1 - back, act, stars)
    _apply(desk, january)
    assessment = _assess(desk, january)
    facts: dict[str, Any] = {"by": desk.committee, "on": january + timedelta(19)}
    rating = rate_year(court=desk.court, year=desk.year - 1, at=ten(facts["on"]), **facts)
    _close(desk, assessment, january)
    published_on = january + timedelta(24)
    rating = rating_publish(
        rating=rating, version=rating.version, by=desk.committee, on=published_on, at=ten(published_on)
    )
    _follow(desk, rating, published_on)
    for place, stars, text in APPLIED:
        branch, on = desk.branches[place], desk.on - timedelta(2 + place)
        star_apply(branch=branch, year=desk.year, stars=stars, text=text, on=on, by=desk.officers[branch.pk])


def _hang(desk: Desk, branch: Branch, year: int, act: str, stars: int) -> None:
    """From before the product; a plate bears its number."""
    happened_on = date(year + 1, 1, 28)
    words = {"plate_number": f"云中法星〔{year}〕{branch.order}号", "text": "据纸质授牌登记补录"}
    plate_record(
        branch=branch, year=year, act=act, stars=stars, happened_on=happened_on, on=desk.on, by=desk.committee, **words
    )


def _apply(desk: Desk, january: date) -> None:
    for place, branch in desk.there_on(january - timedelta(1)):
        stars, _ = RATED[place]
        if stars is not None:
            on = january - timedelta(12 - place)
            star_apply(branch=branch, year=desk.year - 1, stars=stars, on=on, by=desk.officers[branch.pk])


def _assess(desk: Desk, january: date) -> Assessment:
    """Everything by the papers of the year."""
    made = desk.compute(Span(desk.year - 1), january + timedelta(9))
    for place, branch in desk.there_on(january - timedelta(1)):
        for (code, _, evidence), points in zip(ON_PAPER, RATED[place][1], strict=True):
            desk.give(made, branch, f"{code}1", points, evidence, on=january + timedelta(11))
    return made


def _close(desk: Desk, assessment: Assessment, january: date) -> None:
    assessment.refresh_from_db()
    on = january + timedelta(13)
    facts: dict[str, Any] = {"assessment": assessment, "by": desk.committee}
    assessment = assessment_publish(version=assessment.version, on=on, at=ten(on), **facts)
    assessment_close(version=assessment.version, on=on + timedelta(10), **facts)


def _follow(desk: Desk, rating: Rating, published_on: date) -> None:
    """The branch that did not apply puts it right; the secretary of the one with two stars is talked to."""
    rows = StarRating.objects.within(desk.court).filter(rating=rating).select_related("branch__court", "problem")
    for row in rows:
        if row.problem is not None:
            _put_right(desk, row.branch, row.problem, published_on)
        elif row.stars == 2:
            _talk(desk, row.branch, published_on + timedelta(6))


def _put_right(desk: Desk, branch: Branch, problem: Problem, from_on: date) -> None:
    own: dict[str, Any] = {"by": desk.officers[branch.pk], "acting": branch}
    rectification.problem_claim(problem=problem, branch=branch, on=from_on + timedelta(3), by=own["by"])
    facts: dict[str, Any] = {"text": "对照星级标准逐项查找差距，制定年度创星计划", "branch": branch}
    measure = rectification.measure_add(
        problem=problem, on=from_on + timedelta(5), first_due_on=from_on + timedelta(30), **own, **facts
    )
    done_on = from_on + timedelta(28)
    words = "已召开支委会研究，创星计划报机关党委。"
    rectification.measure_done(measure=measure, text=words, done_on=done_on, on=done_on, at=ten(done_on), **own)
    rectification.close_out_ask(problem=problem, text="差距已逐项列出并落实责任人。", on=done_on, **own)
    rectification.close_out_approve(problem=problem, on=done_on + timedelta(5), by=desk.committee)


def _talk(desk: Desk, branch: Branch, on: date) -> None:
    values = {
        "talk_form": "REMINDER",
        "talked_by": "机关党委书记",
        "grounds": "年度星级评定低于三星",
        "asked": "对照未达标的指标逐项整改，每季度向机关党委报告一次",
    }
    days = (desk.on - on).days
    registers.Desk(desk.court, desk.on).add("INTERVIEW", branch, days, member=secretary_on(branch, on), values=values)
