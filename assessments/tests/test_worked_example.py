"""A worked example with a known answer: 10 branches, 29 indicators, the arithmetic written out; then gates, ties and
the cap. What each branch did stands in TOLD, what follows from it by hand in POINTS."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.selectors.compute import sums_of
from assessments.selectors.overlay import entries_of, reviews_standing
from assessments.selectors.standards import rulebook_of
from assessments.services.compute import assess
from assessments.services.ratings import rate_year
from assessments.tests.factories import at, score_of
from assessments.tests.worked import END, YEAR, Told, Year

pytestmark = pytest.mark.django_db

ON = date(2025, 1, 10)

TOLD = {
    # Everything, with two applicants talked with in time and a probation discussed in time.
    "一": Told(talks_to_applicants=(2, 2), confirmed_on=date(2024, 6, 20)),
    # Nobody on the way to membership from here on: C3 and C4 don't apply. A topic in 3 quarters of 4, studied 5 of 6.
    "二": Told(on_topic=3, studied=5),
    # Served once of twice: as many points lost as by the second, but none of 责任落实.
    "三": Told(served=1),
    # The same as the second in everything.
    "四": Told(on_topic=3, studied=5),
    # One committee meeting was held without a quorum: a gate.
    "五": Told(without_quorum=1),
    # Records are kept here since April only: three months nobody can tell.
    "六": Told(since=date(2024, 4, 1)),
    # Everything, but it asked for four stars.
    "七": Told(applied_for=4),
    # Little of anything.
    "八": Told(
        on_topic=1,
        duty="POOR",
        measures=1,
        items=0,
        assemblies=2,
        committee=6,
        group_months=12,
        lectures=2,
        theme_days=6,
        life_meeting=False,
        excellent=None,
        talked=4,
        studied=3,
        trained=1,
        talks_to_applicants=(1, 2),
        confirmed_on=date(2024, 8, 20),
        in_term=False,
        has_worker=False,
        served=0,
        closed=1,
        reviews={"A4": "1", "C5": "0.5", "C6": "1", "D3": "1.5", "D4": "1", "E1": "1", "E4": "1", "E5": "1"},
    ),
    # It did not apply. 3 of 8 were graded 优秀, more than a third; one review is lower.
    "九": Told(excellent=3, duty="FAIR", reviews={"C6": "2.5"}, applied_for=None),
    # Retired: committee, groups and theme day once a quarter. One of four committee meetings was not held.
    "十": Told(kind="RETIRED", committee=3, group_months=8, theme_days=4, applied_for=3),
}

# The points of an indicator where everything was done.
ALL_DONE = {
    **{"A1": "4", "A2": "4", "A3": "4", "A4": "3", "A5": "3"},
    **{"B1": "5", "B2": "5", "B3": "4", "B4": "3", "B5": "4", "B6": "4", "B7": "4", "B8": "3", "B9": "4"},
    **{"C1": "3", "C2": "3", "C3": "4", "C4": "3", "C5": "2", "C6": "3"},
    **{"D1": "4", "D2": "3", "D3": "3", "D4": "2"},
    **{"E1": "4", "E2": "3", "E3": "3", "E4": "3", "E5": "3"},
}
NO_FILES = {"C3": None, "C4": None}  # out of the total, which is 100 - 4 - 3 = 93
UNKNOWN = "不详"

# What differs from everything done, each with its arithmetic, rounded half up to two places.
POINTS: dict[str, dict[str, str | None]] = {
    "一": {},
    "二": {
        **NO_FILES,
        "A1": "3.00",  # 4 x 3/4
        "C1": "2.50",  # 3 x 5/6
    },
    "三": {
        **NO_FILES,
        "E2": "1.50",  # 3 x 1/2
    },
    "四": {**NO_FILES, "A1": "3.00", "C1": "2.50"},
    "五": {
        **NO_FILES,
        "B2": "4.58",  # 5 x 11/12 = 4.5833
        "B9": "3.76",  # 4 x 16/17 = 3.7647: 4 assemblies, 11 of 12 committee meetings, the organisation-life meeting
    },
    "六": {
        **NO_FILES,
        # The first quarter, or a month of it, is outside of what is kept; so is the year of the yearly ones. What was
        # planned and is on record as held, and the quorum of what is on record, are known.
        **dict.fromkeys(("A1", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"), UNKNOWN),
    },
    "七": NO_FILES,
    "八": {
        "A1": "1.00",  # 4 x 1/4
        "A2": "0.00",  # 差
        "A3": "1.00",  # 4 x 1/4
        "A4": "1.00",
        "A5": "0.00",  # 3 x 0/3
        "B1": "3.75",  # 5 x 3/4: two, and the one that discussed the confirmation
        "B2": "2.50",  # 5 x 6/12
        "B3": "2.00",  # 4 x 12/24
        "B4": "1.50",  # 3 x 2/4
        "B5": "2.00",  # 4 x 6/12
        "B6": "0.00",
        "B7": "0.00",
        "B8": "1.50",  # 3 x 4/8
        "B9": "4.00",  # 4 x 9/9: what was held had its quorum
        "C1": "1.50",  # 3 x 3/6
        "C2": "1.00",  # 3 x 1/3
        "C3": "2.67",  # 4 x 2/3: one of two talks, and the application for confirmation
        "C4": "0.00",  # 3 x 0/1
        "C5": "0.50",
        "C6": "1.00",
        "D1": "0.00",
        "D2": "2.25",  # 3 x 3/4: secretary and two commissioners, no party worker
        "D3": "1.50",
        "D4": "1.00",
        "E1": "1.00",
        "E2": "0.00",  # 3 x 0/2
        "E3": "1.50",  # 3 x 1/2
        "E4": "1.00",
        "E5": "1.00",
    },
    "九": {
        **NO_FILES,
        "A2": "3.00",  # 较好
        "B7": "0.00",  # 3 of 8 is more than a third
        "C6": "2.50",
    },
    "十": {
        **NO_FILES,
        "A1": "3.00",  # 4 x 3/4: no meeting in the last quarter
        "B2": "3.75",  # 5 x 3/4
    },
}

# Points, of what applies, of what is known; by hand from the above.
SUMS = {
    "一": ("100.00", "100", "100"),
    "二": ("91.50", "93", "93"),  # 93 - 1 - 0.5
    "三": ("91.50", "93", "93"),  # 93 - 1.5
    "四": ("91.50", "93", "93"),
    "五": ("92.34", "93", "93"),  # 93 - 0.42 - 0.24
    # Not known: 4 + 5 + 5 + 4 + 3 + 4 + 4 + 4 + 3 = 36
    "六": ("57.00", "93", "57"),
    "七": ("93.00", "93", "93"),
    # A 3, B 17.25, C 6.67, D 4.75, E 4.5
    "八": ("36.17", "100", "100"),
    "九": ("87.50", "93", "93"),  # 93 - 1 - 4 - 0.5
    "十": ("90.75", "93", "93"),  # 93 - 1 - 1.25
}


def test_worked_example():
    """One court for all: it takes some seconds to make."""
    year = Year({f"第{name}支部": told for name, told in TOLD.items()})
    (assessment,) = assess(court=year.court, span=YEAR, as_of=END, by=None, on=ON, at=at(ON))
    year.review(assessment)
    standing = reviews_standing([assessment])
    found = {name: entries_of(score_of(assessment, year.branches[f"第{name}支部"]), standing) for name in TOLD}
    lines = rulebook_of(assessment.standard).lines
    assert [line.code for line in lines] == list(ALL_DONE)
    check_indicators(found)
    check_sums(found)
    check_stars(year)


Found = dict[str, dict[str, dict]]


def check_indicators(found: Found) -> None:
    for name, differing in POINTS.items():
        for code, points in {**ALL_DONE, **differing}.items():
            entry = found[name][code]
            told = (name, code, entry)
            if points is None:
                assert entry["state"] == "NOT_APPLIED", told
            elif points == UNKNOWN:
                assert (entry["state"], entry["points"]) == ("NOT_KNOWN", None), told
            else:
                assert entry["state"] == "SCORED", told
                assert Decimal(entry["points"]) == Decimal(points), told


def check_sums(found: Found) -> None:
    for name, (points, of, known_of) in SUMS.items():
        sums = sums_of(found[name].values())
        assert (sums.points, sums.of, sums.known_of) == (Decimal(points), Decimal(of), Decimal(known_of)), name


def check_stars(year: Year) -> None:
    """10 branches: 30 % are 3 with five stars. 一 100; 五 and 六 lack a gate; 七 asked for four. 二, 三 and 四 have
    91.5 of 93 = 98.39 each, for two places: all are full in 制度执行, 三 leads in 责任落实, 二 stands before 四."""
    rating = rate_year(court=year.court, year=2024, by=None, on=ON, at=at(ON))
    assert rating.cap == 3
    rows = {row.branch.name[1]: row for row in rating.stars.select_related("branch")}
    stars = {name: row.stars for name, row in rows.items()}
    assert stars == {
        **{"一": 5, "二": 5, "三": 5, "四": 4, "五": 3, "六": 3, "七": 4},
        **{"八": 1, "九": None, "十": 3},
    }
    assert str(rows["二"].points) == "98.39"
    assert [rows[name].position for name in "一三二四"] == sorted(rows[name].position for name in "一三二四")
    assert rows["五"].gates_failed == ["B2"]
    assert set(rows["六"].gates_unknown) == {"B1", "B2", "B3", "B4", "B5", "B6", "B7"}
    assert rows["六"].provisional
    assert rows["八"].gates_failed == ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "D1"]
    assert "约谈支部书记" in rows["八"].consequences
    assert "后进党支部" in rows["九"].consequences
    assert any("五星名额" in reason and "党支部顺序" in reason for reason in rows["四"].reasons)
