"""Maps: which places are drawn, where circles and names stand, and the page that shows them."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from engines.base import Label
from search.values import KnownEntity
from tests.webapp.test_pages import Page, get
from webapp import projection
from webapp.maps import HEIGHT, LARGEST, LETTER_WIDTH, MOST_CIRCLES, SMALLEST, WIDE_LETTERS, WIDTH, Counted, at_detail, map_view

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def place(path: str, count: int = 1, lat: float | None = 33.0, lon: float | None = 44.0) -> Counted:
    ids = tuple(path.split("/"))
    return Counted(KnownEntity("location", ids[-1], Label(ids[-1], ids[-1]), ids, "town", ids[0], lat, lon), count)


TREE = [
    place("IQ", 9),
    place("IQ/BB", 5),
    place("IQ/BB/jurf", 4),
    place("IQ/NI", 3),
    place("SY", 2),
    place("YE", 2),
    place("YE/TA", 1),
]


def ids(places: list[Counted]) -> list[str]:
    return [place.known.id for place in places]


def test_one_level_is_drawn_at_a_time() -> None:
    assert ids(at_detail(TREE, "country")) == ["IQ", "SY", "YE"]
    assert ids(at_detail(TREE, "unit")) == ["BB", "NI", "SY", "TA"]  # a country without units stands for itself
    assert ids(at_detail(TREE, "place")) == ["jurf", "NI", "SY", "TA"]


def test_a_place_that_is_looked_into_shows_what_lies_in_it() -> None:
    assert ids(at_detail(TREE, "unit", "IQ")) == ["BB", "NI"]
    assert ids(at_detail(TREE, "country", "IQ")) == ["BB", "NI"]
    assert ids(at_detail(TREE, "unit", "BB")) == ["jurf"]
    assert ids(at_detail(TREE, "unit", "jurf")) == ["jurf"]  # nothing in it: itself
    assert at_detail(TREE, "unit", "unheard-of") == []


points = st.tuples(
    st.floats(projection.SOUTH, projection.NORTH), st.floats(projection.WEST, projection.EAST), st.integers(1, 10**6)
)


@given(st.lists(points, max_size=40))
@example([(45.0, 0.0, 1), (-4.0, 0.0, 1)])
def test_circles_lie_in_the_frame_and_names_do_not_meet(found: list[tuple[float, float, int]]) -> None:
    places = [place(f"p{number}", count, lat, lon) for number, (lat, lon, count) in enumerate(found)]
    drawn = map_view(places, lambda known: f"/{known.id}").circles
    assert len(drawn) == len(places)
    assert all(-0.1 <= circle.x <= WIDTH + 0.1 and -0.1 <= circle.y <= HEIGHT + 0.1 for circle in drawn)
    assert all(SMALLEST <= circle.radius <= LARGEST for circle in drawn)
    assert [circle.radius for circle in drawn] == sorted((circle.radius for circle in drawn), reverse=True)
    boxes = [
        (c.x - len(c.label) * WIDE_LETTERS * LETTER_WIDTH / 2, c.name_y, c.x + len(c.label) * WIDE_LETTERS * LETTER_WIDTH / 2)
        for c in drawn
        if c.name_y
    ]
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or abs(one[1] - other[1]) >= WIDE_LETTERS


def test_the_outlines_lie_where_the_circles_are() -> None:
    shown = map_view([place("a", 1, 33.3, 44.4), place("b", 1, 15.4, 44.2)], lambda known: known.id)
    x, y, width, height = shown.image
    circle = next(circle for circle in shown.circles if circle.id == "a")
    assert abs(x + width * projection.x_of(44.4) / projection.WIDTH - circle.x) < 0.2
    assert abs(y + height * projection.y_of(33.3) / projection.HEIGHT - circle.y) < 0.2


def test_what_the_map_does_not_reach_is_counted() -> None:
    shown = map_view(
        [place("a"), place("b", 1, 51.5, -0.1), place("c", 1, 64.0, 20.0), place("d", 1, None, None)], lambda known: known.id
    )
    assert ([circle.id for circle in shown.circles], shown.outside) == (["a"], 2 + 1)


def test_the_largest_are_drawn_where_there_are_too_many() -> None:
    shown = map_view([place(f"p{number}", number) for number in range(1, 200)], lambda known: known.id)
    assert len(shown.circles) == MOST_CIRCLES
    assert shown.circles[0].count == 199


def test_the_page_has_the_same_places_as_links_and_as_a_table(client: FlaskClient) -> None:
    html = get(client, "/en/map?by=unit")
    page = Page(html)
    assert [link["aria-label"] for link in page.links if (link.get("aria-label") or "").startswith("Babil")] == ["Babil: 2"]
    assert any(link["href"] == "/en/search?location=IQ-BB" for link in page.links)
    assert re.search(r'<th scope="row"><a href="/en/place/IQ-BB"><bdi>Babil</bdi></a></th>', html)
    assert "Boundaries are indicative" in html


def test_the_map_looks_into_a_place_and_keeps_the_search(client: FlaskClient) -> None:
    page = Page(get(client, "/en/map?q=Shelling&at=IQ-BB&by=place"))
    assert any(link["href"] == "/en/map?q=Shelling&at=IQ-BB&by=unit" for link in page.links)
    assert any(link["href"] == "/en/search?q=Shelling&location=jurf" for link in page.links)
    assert any(link["href"] == "/en/search?q=Shelling" for link in page.links)
    assert "No place is named" in get(client, "/en/map?at=unheard-of&by=nonsense")
