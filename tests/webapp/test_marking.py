"""Marks never lose or change a character, whatever the spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.marking import Piece, Run, paragraphs, runs

spans = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)
texts = st.text(alphabet="ab \n\rقصف\u2028", max_size=30)


def joined(marked: tuple[Run, ...]) -> str:
    return "".join(piece.text for run in marked for piece in run.pieces)


@given(texts, spans, spans)
def test_joined_runs_equal_the_text(text: str, targets: list[tuple[int, int]], hits: list[tuple[int, int]]) -> None:
    marked = runs(text, targets, hits)
    assert joined(marked) == text
    assert all(piece.text for run in marked for piece in run.pieces)
    assert all(run.target is None or 0 <= run.target < len(targets) for run in marked)


@given(texts, spans)
def test_every_hit_is_marked_and_nothing_else(text: str, hits: list[tuple[int, int]]) -> None:
    lit: list[bool] = []
    for run in runs(text, [(1, 4)], hits):
        for piece in run.pieces:
            lit += [piece.hit] * len(piece.text)
    assert lit == [any(start <= at < end for start, end in hits) for at in range(len(text))]


@given(texts, spans, spans)
def test_paragraphs_are_the_lines_that_are_not_blank(
    text: str, targets: list[tuple[int, int]], hits: list[tuple[int, int]]
) -> None:
    lines = [line.rstrip("\r\n") for line in text.splitlines(keepends=True)]
    assert [joined(marked) for marked in paragraphs(text, targets, hits)] == [line for line in lines if line.strip()]


def test_a_hit_inside_a_target_cuts_it_and_keeps_one_link() -> None:
    assert runs("قاعدة عين الأسد", [(0, 15)], [(10, 15)]) == (Run(0, (Piece("قاعدة عين ", False), Piece("الأسد", True, 1))),)


def test_the_longest_of_overlapping_targets_wins() -> None:
    marked = runs("كتائب حزب الله", [(6, 14), (0, 14), (0, 5)])
    assert [(run.target, joined((run,))) for run in marked] == [(1, "كتائب حزب الله")]


def test_a_hit_over_the_border_of_a_target_is_marked_on_both_sides() -> None:
    assert runs("abcd", [(0, 2)], [(1, 3)]) == (
        Run(0, (Piece("a", False), Piece("b", True, 1))),
        Run(None, (Piece("c", True), Piece("d", False))),
    )


def test_a_target_over_a_line_break_is_marked_on_both_lines() -> None:
    first, second = paragraphs("عين\r\nالأسد هنا", [(0, 10)])
    assert [run.target for run in first] == [0]
    assert [(run.target, joined((run,))) for run in second] == [(0, "الأسد"), (None, " هنا")]


def test_no_text_has_no_runs() -> None:
    assert runs("", [(0, 1)], [(0, 1)]) == ()


def test_hits_are_counted_through_the_lines_of_a_text() -> None:
    lines = paragraphs("أ ب\nب أ", hits=[(2, 3), (4, 5)])
    numbers = [piece.number for line in lines for run in line for piece in run.pieces if piece.hit]
    assert numbers == [1, 2]
    over_a_break = paragraphs("عين\nالأسد", hits=[(0, 9)])
    assert [piece.number for line in over_a_break for run in line for piece in run.pieces] == [1, 0]
