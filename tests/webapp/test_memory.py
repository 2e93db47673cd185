"""A server's memory does not grow with the number of requests: whatever it remembers has a bound."""

from __future__ import annotations

import gc
import random
import tracemalloc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient

REQUESTS = 500
MOST_GROWTH = 6 << 20
"""Bytes. The words that an analyzer remembers are all there is to grow, up to their bound: some kilobytes a request."""


def asked(chance: random.Random, number: int) -> str:
    word = chance.choice(["قصف", "غارة", "تقرير", "بغداد", "qasf", f"كلمة{number}"])
    return chance.choice(
        [
            f"/ar/search?q={word}",
            f"/en/search?q={word}&actor=value{number}",
            f"/api/v1/search?q={word} {number}&facet_size={number % 500 + 1}",
            f"/api/v1/suggest?q={word[:3]}",
            f"/en/document/plain-{number % 12 + 1}?q={word}",
            f"/en/nothing/{number}",
            f"/ar/search?q={word}*&date=2022-03",
            "/metrics",
            "/ar/",
        ]
    )


def test_five_hundred_requests_leave_nothing_behind(real_client: FlaskClient) -> None:
    chance = random.Random(7)
    for number in range(150):
        real_client.get(asked(chance, number))
    gc.collect()
    tracemalloc.start()
    for number in range(150, 150 + REQUESTS):
        assert real_client.get(asked(chance, number)).status_code in {200, 404}, number
    gc.collect()
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < MOST_GROWTH, f"{left:,} bytes"
