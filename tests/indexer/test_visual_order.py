"""indexer.visual_order: lines as they stand on the page → lines as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.visual_order import logical


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("ةلحلا فصق", "قصف الحلة"),
        ("(MQ-9 زارط نم) ةرئاط", "طائرة (من طراز MQ-9)"),
        ("20/1/2024 يف", "في 20/1/2024"),
        ("ح 20-01-2024 يف", "في 2024-01-20 ح"),
        ("٢٠٢٤ رياني ٢٠", "٢٠ يناير ٢٠٢٤"),
        ("%50 ةبسنب 50%", "50% بنسبة 50%"),
        ("رالود 1,500$", "1,500$ دولار"),
        ("3.5 :1", "1: 3.5"),
        ("Ain al-Asad base", "Ain al-Asad base"),
        ("a raid on ةلحلا فصق there", "a raid on قصف الحلة there"),
        ("«مالسلا»", "«السلام»"),
        ("", ""),
    ],
)
def test_lines_are_turned_as_they_are_read(shown: str, read: str) -> None:
    assert logical(list(shown)) == read


def test_a_ligature_is_turned_as_one() -> None:
    assert logical(["م", "لا", "س"]) == "سلام"


@given(st.text(alphabet="ابتثجلم .(5A٣-/%\u064b«é"))
def test_nothing_is_lost(line: str) -> None:
    brackets = str.maketrans("()«»", "((««")
    assert sorted(logical(list(line)).translate(brackets)) == sorted(line.translate(brackets))


@given(st.text(alphabet="ابتثجلم ", max_size=40))
def test_arabic_alone_turns_back(line: str) -> None:
    assert logical(list(logical(list(line)))) == line
