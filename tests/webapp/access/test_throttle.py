"""Waiting: longer with each failure, for one client, and in bounded memory."""

from __future__ import annotations

import pytest

from webapp.access.sessions import LIFETIME, MOST, Sessions
from webapp.access.throttle import FREE, LONGEST_WAIT, REMEMBERED, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_wait_doubles_up_to_its_longest(clock: Clock) -> None:
    throttle = Throttle(clock)
    waits = []
    for _ in range(20):
        assert throttle.begin("192.0.2.1") == 0
        waits.append(throttle._failures["192.0.2.1"].until - clock.now)
        clock.now += waits[-1]
    assert waits[:FREE] == [0] * FREE
    assert waits[FREE : FREE + 4] == [2, 4, 8, 16]
    assert waits[-1] == LONGEST_WAIT


def test_asking_while_waiting_does_not_lengthen_the_wait(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(FREE + 1):
        throttle.begin("a")
    assert [throttle.begin("a") for _ in range(3)] == [2, 2, 2]


def test_success_forgets(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(FREE + 1):
        throttle.begin("a")
    throttle.succeeded("a")
    assert throttle.begin("a") == 0


def test_neighbours_of_one_network_are_one_client(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(FREE + 1):
        throttle.begin(f"2001:db8::{number}")
    assert throttle.begin("2001:db8::ffff:1:2") > 0
    assert throttle.begin("2001:db8:0:1::1") == 0
    assert throttle.begin("::ffff:192.0.2.1") == throttle.begin("192.0.2.1") == 0


def test_only_so_many_are_remembered(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(FREE + 1):
        throttle.begin("10.0.0.1")
    for number in range(REMEMBERED + 10):
        throttle.begin(f"client {number}")
    assert len(throttle._failures) == REMEMBERED


def test_sessions_end_by_time_by_number_and_by_signing_out(clock: Clock) -> None:
    sessions = Sessions(clock)
    first, second = sessions.begin(), sessions.begin()
    assert first != second
    sessions.end(first)
    assert (sessions.is_open(first), sessions.is_open(second)) == (False, True)
    clock.now += LIFETIME
    assert not sessions.is_open(second)
    oldest = sessions.begin()
    assert len({sessions.begin() for _ in range(MOST)}) == MOST
    assert not sessions.is_open(oldest)
    assert not sessions.is_open("")
