"""Bars of the date chart: gaps filled, time in the direction of the page."""

from __future__ import annotations

from webapp.chart import MOST_YEARS, PLOT_HEIGHT, WIDTH, bars


def test_years_without_reports_have_their_place() -> None:
    drawn = bars({"2020": 4, "2023": 2, "none": 9}, "", right_to_left=False)
    assert [(bar.value, bar.count) for bar in drawn] == [("2020", 4), ("2021", 0), ("2022", 0), ("2023", 2)]
    assert [bar.height for bar in drawn] == [PLOT_HEIGHT, 0, 0, PLOT_HEIGHT / 2]
    assert all(bar.y + bar.height == PLOT_HEIGHT for bar in drawn)


def test_time_runs_from_right_to_left_in_arabic() -> None:
    latin = bars({"2020": 1, "2024": 1}, "", right_to_left=False)
    arabic = bars({"2020": 1, "2024": 1}, "", right_to_left=True)
    assert latin[0].x == 0
    assert arabic[0].x == WIDTH - arabic[0].width
    assert [bar.x for bar in arabic] == [bar.x for bar in reversed(latin)]


def test_a_year_is_shown_by_month_and_a_month_by_day() -> None:
    counts = {"2024": 3, "2024-02": 3, "2024-02-29": 3}
    assert len(bars(counts, "2024", right_to_left=False)) == 12
    days = bars(counts, "2024-02", right_to_left=False)
    assert len(days) == 29
    assert days[-1].count == 3


def test_one_year_or_none_is_no_chart() -> None:
    assert bars({"2024": 3}, "", right_to_left=True) == ()
    assert bars({"none": 3}, "", right_to_left=True) == ()


def test_very_many_years_are_cut_to_the_latest() -> None:
    drawn = bars({"1916": 1, "2024": 5}, "", right_to_left=False)
    assert len(drawn) == MOST_YEARS
    assert drawn[-1].value == "2024"


def test_a_small_count_beside_a_large_one_can_be_seen() -> None:
    assert bars({"2023": 1, "2024": 100_000}, "", right_to_left=False)[0].height == 2


def test_first_middle_and_last_have_a_label() -> None:
    drawn = bars({"2024-03": 1}, "2024", right_to_left=False)
    assert [bar.tick for bar in drawn if bar.tick] == ["1", "7", "12"]
