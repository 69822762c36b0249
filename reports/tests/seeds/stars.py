"""Seed 003: star ratings of a court over four years: the cap of 30 %, who fell behind, talks, the year's standard.

Not stated: ranks of another year (2019) and the 320 members of one action, who are no figure of the year reported on.
"""

from datetime import date

from assessments.models import Assessment, Review
from assessments.periods import Span
from assessments.tests.factories import assessed, reviewed, standard
from assessments.tests.rated import PLAIN, Place
from branches.tests import factories as people
from registers.choices import Subject
from registers.tests.factories import kind as register
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.tests.seeds.desk import Desk, Stated, drafted, persons, rows, said

KIND, AS_OF = ReportKind.YEAR, date(2021, 1, 31)
YEAR, SINCE = 2020, 2017
BEHIND = 2  # branches that did not apply, in each of the years before
# Aspect → how many of the 29 indicators it has.
ASPECTS = {"A": 6, "B": 8, "C": 5, "D": 5, "E": 5}

TEXTS = {
    SectionCode.STARS: """
        本年标准设{星级标准·方面}方面、{星级标准·指标}量化指标。
        全院{党支部数}党支部，五星名额{五星名额}，评出五星{五星级党支部}。
        2017年以来要求限期整改{列为后进党支部@2017}，约谈书记{约谈@2017}，表彰党务干部{五星级支部党务干部表彰@2017}，
        培训党务干部{党务干部培训人次@2017}。
    """,
}
FIGURES = (
    Stated("标准5个方面", "星级标准·方面", "5个", said("5 个方面")),
    Stated("29项量化指标", "星级标准·指标", "29项", said("29 项，共")),
    Stated("34个党支部", "党支部数", "34个", rows),
    Stated("五星不超过30%", "五星名额", "10个", said("五星名额 10 个（34 个支部的 30%")),
    Stated("五星级支部", "五星级党支部", "10个", lambda page: len(page.context["rows"])),
    Stated("6个落后党支部限期整改", "列为后进党支部@2017", "6个次", rows),
    Stated("约谈5名书记", "约谈@2017", "5人次", rows),
    Stated("表彰党务干部15人次", "五星级支部党务干部表彰@2017", "15人次", rows),
    Stated("培训党务干部110人次", "党务干部培训人次@2017", "110人次", persons),
)


def build() -> Desk:
    place = Place(34, people.court("某市中级人民法院"))
    desk = desk_of(place)
    _before(desk, place)
    _rate(desk, place)
    _talks(desk)
    return desk


def write(desk: Desk) -> Report:
    return drafted(desk, TEXTS, KIND, AS_OF)


def rated(branches: int) -> Desk:
    """A smaller court in the year of the report alone."""
    place = Place(branches, people.court(f"{branches}个党支部的法院"))
    desk = desk_of(place)
    _rate(desk, place)
    return desk


def desk_of(place: Place) -> Desk:
    return Desk(place.court, date(YEAR, 1, 1), date(YEAR, 12, 31), date(2021, 2, 5), place.branches)


def _rate(desk: Desk, place: Place) -> None:
    """All qualify for five stars; so many get them as may."""
    indicators = {f"{code}{number}": reviewed(2) for code, many in ASPECTS.items() for number in range(1, many + 1)}
    standard(place.court, YEAR, indicators)
    made = assessed(place.court, Span(YEAR), on=date(2021, 1, 10), by=desk.committee)
    _review(desk, made, dict.fromkeys(indicators, 2))
    place.apply(*(5 for _ in place.branches), year=YEAR)
    place.publish(place.rate(YEAR), on=date(2021, 1, 20))


def _before(desk: Desk, place: Place) -> None:
    """Ratings of the years before, published in the January after, with two branches behind each time."""
    for year in range(SINCE, YEAR):
        standard(desk.court, year, PLAIN)
        made = assessed(desk.court, Span(year), on=date(year + 1, 1, 10), by=desk.committee)
        _review(desk, made, {"C6": 85})
        place.apply(*(None if at < BEHIND else 4 for at in range(len(desk.branches))), year=year)
        place.publish(place.rate(year), on=date(year + 1, 1, 20))


def _review(desk: Desk, of: Assessment, points: dict[str, int]) -> None:
    given = {
        "court": desk.court,
        "assessment": of,
        "evidence": "实地查看",
        "on": of.as_of,
        "recorded_by": desk.committee,
    }
    Review.objects.bulk_create(
        Review(branch=branch, code=code, points=each, **given)
        for branch in desk.branches
        for code, each in points.items()
    )


def _talks(desk: Desk) -> None:
    members = [people.member(branch) for branch in desk.branches]
    for number, year in enumerate((2018, 2018, 2019, 2020, 2020)):
        desk.enter(register("INTERVIEW"), date(year, 3, 1 + number), member=members[number])
    praised = desk.register("五星级支部党务干部表彰", subject=Subject.PERSON, person_label="党务干部")
    for number in range(15):
        desk.enter(praised, date(2018 + number % 3, 7, 1), member=members[number])
    training = desk.kind("党务干部培训")
    for year, present in ((2017, 24), (2018, 26), (2019, 28), (2020, 32)):
        desk.held(training, date(year, 4, 8), due=34, present=present)
