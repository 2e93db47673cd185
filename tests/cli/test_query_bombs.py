"""Queries that are made to cost much: the API and the command answer each within a limit, and say what they did not read."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from itertools import count, pairwise
from typing import TYPE_CHECKING

import pytest

from search.values import MAX_QUERY_LENGTH
from webapp import create_app
from webapp.state import MAX_FACET_SIZE, MAX_FILTERS, MAX_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.cli.conftest import Kashf

SECONDS = 20.0
"""Of the processor's time, for one answer. A limit against hanging: the slowest takes half a second."""

WORDS = ("قصف", "غارة", "بغداد", "حلب", "هجوم", "جيش", "قوات", "طائرة", "قتلى", "مدينة")
PAIRS = tuple(pairwise(WORDS))
BOMBS = {
    "words": " ".join(WORDS * 200),
    "beginnings of words": " ".join(f"{word[:2]}* " for word in WORDS * 300),
    "beginnings of one letter": " ".join(f"{chr(97 + number % 26)}*" for number in range(3_000)),
    "one common beginning": "ال* " * 2_500,
    "beginnings in phrases": '"قصف ال*" ' * 900,
    "words that differ": " ".join(f"{word}~2" for word in WORDS * 200),
    "long words that differ": " ".join(f"{'مستشفيات' * 30}~2" for _ in range(40)),
    "a word of 5,000 letters that differs": f"{'ب' * 4_990}~2 " * 2,
    "a phrase of 2,000 words": f'"{" ".join(WORDS * 200)}"',
    "2,000 words near each other": f'"{" ".join(WORDS * 200)}"~50',
    "words near each other": '"قصف بغداد"~50 ' * 600,
    "pairs at every distance": " ".join(f'"{a} {b}"~{near}' for near in range(50) for a, b in PAIRS),
    "exact words": '="قصف" ' * 1_200,
    "excluded words": " ".join(f"-{word}" for word in WORDS * 150),
    "excluded beginnings": "-ال* " * 2_000,
    "brackets that open and close": "(" * 5_000 + "قصف" + ")" * 4_000,
    "brackets that open": "(قصف " * 1_500,
    "brackets to the bound": ("(" * 8 + "قصف أو غارة" + ")" * 8 + " ") * 300,
    "brackets that exclude": "-(" * 3_000 + "قصف",
    "200 alternatives": "(" + " أو ".join(f"{word}{number}" for number in range(20) for word in WORDS) + ")",
    "alternatives": "|".join(WORDS * 200),
    "alternative beginnings": "|".join(f"{word[:2]}*" for word in WORDS * 300),
    "titles": "title:قصف " * 900,
    "phrases of titles": 'title:"قصف بغداد" ' * 450,
    "a value of 10,000 letters": f'actor:"{"ا" * 9_900}"',
    "values": "actor:جيش " * 800,
    "places": "location:IQ " * 700,
    "alternative values": "|".join(["actor:جيش"] * 900),
    "dates": "date:2024-01-01..2024-12-31 " * 300,
    "a date of digits": "date:" + "1" * 9_900,
    "a date of points": "date:" + "." * 9_900,
    **{f"nothing but {sign}": sign * MAX_QUERY_LENGTH for sign in ('"', "*", "~", "-", "|", "(", ")", "=", ":", "🙂", "\u200f")},
    "all signs": '(-"=~*:|)' * 1_100,
    "one Latin word": "a" * MAX_QUERY_LENGTH,
    "one Arabic word": "ا" * MAX_QUERY_LENGTH,
    "nothing but proclitics": "وال" * 3_300,
    "Latin for Arabic": "qasf " * 2_000,
    "marks on one letter": "ق" + "\u064b" * 9_990,
    "lengthened letters": "قـ" * 5_000,
    "joiners": "ق\u200d" * 5_000,
    "digits": "1234567890" * 1_000,
    "longer than is read": "قصف " * 5_000,
}  # fmt: skip


@contextmanager
def limit(seconds: float = SECONDS) -> Iterator[None]:
    def fail(*_: object) -> None:
        raise AssertionError(f"no answer within {seconds:g} s of the processor's time")

    before = signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture
def client(filled: Kashf) -> FlaskClient:
    return create_app(filled.engine, known=lambda _: None).test_client()


def test_the_limit_ends_what_goes_on() -> None:
    with pytest.raises(AssertionError, match="no answer"), limit(0.05):
        any(number < 0 for number in count())


def test_queries_on_the_api(client: FlaskClient) -> None:
    for name, text in BOMBS.items():
        with limit():
            answer = client.get("/api/v1/search", query_string={"q": text})
        assert answer.status_code == 200, name
        assert answer.json is not None
        assert len(text) <= MAX_QUERY_LENGTH or "query_cut" in str(answer.json), name


def test_queries_on_pages_in_the_other_order(client: FlaskClient) -> None:
    """A page tells the query in words, marks its words, and says what leads on from none."""
    for name, text in list(BOMBS.items())[::3]:
        with limit():
            assert client.get("/ar/search", query_string={"q": text, "sort": "event_newest"}).status_code == 200, name


def test_queries_on_the_command(filled: Kashf) -> None:
    for text in BOMBS.values():
        with limit():
            filled("search", "--json", "--", text)


def test_suggestions(client: FlaskClient) -> None:
    letters = [text[:length] for text in BOMBS.values() for length in (1, 7, 200)]
    for text in [*letters, "\0", "%", "_", "\\", "ال" * 100, "a b " * 50, ".*" * 100, "(a+)+$"]:
        with limit():
            answer = client.get("/api/v1/suggest", query_string={"q": text, "limit": "20"})
        assert answer.status_code == 200, text
        assert len(answer.json["suggestions"]) <= 20  # type: ignore[index]  # what has no suggestions fails as well


def test_the_most_values_and_the_largest_facets(client: FlaskClient) -> None:
    fields = ("actor", "location", "source", "type", "country")
    for facet_size in (MAX_FACET_SIZE, MAX_FACET_SIZE * 1_000):
        values = [(field, f"value {number}") for field in fields for number in range(MAX_VALUES)][: MAX_FILTERS - 1]
        with limit():
            answer = client.get("/api/v1/search", query_string=[("q", "قصف"), ("facet_size", str(facet_size)), *values])
        assert answer.status_code in {200, 400}
        assert (answer.status_code == 200) == (facet_size <= MAX_FACET_SIZE)
