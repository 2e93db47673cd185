import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.editing import within_edits

LETTERS = st.text("ابتabc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("قصف", "قصف", 0),
        ("قصف", "قفص", 1),
        ("قصف", "قصر", 1),
        ("قصف", "قصفت", 1),
        ("قصف", "القصف", 2),
        ("abc", "ca", 3),
        ("", "ab", 2),
    ],
)
def test_edits(one: str, other: str, edits: int) -> None:
    assert [within_edits(one, other, most) for most in range(4)] == [most >= edits for most in range(4)]


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_either_way_is_as_far(one: str, other: str, most: int) -> None:
    assert within_edits(one, other, most) == within_edits(other, one, most)
