from hypothesis import given
from hypothesis import strategies as st

from search.occurrences import Occurrence
from search.snippets import ELLIPSIS, LENGTH, make_snippet, mark_all

WORD = st.text(st.sampled_from("ابتثج\u064b<&"), min_size=1, max_size=9)


def occurrence(text: str, word: str, part: int = 0) -> Occurrence:
    start = text.index(word)
    return Occurrence(start, start + len(word), part, "exact")


def test_the_passage_with_most_of_the_query_is_shown() -> None:
    filler = "كلمة " * 200
    text = f"قصف {filler}قصف قاعدة {filler}"
    found = [Occurrence(0, 3, 0, "exact"), occurrence(text[4:], "قصف"), occurrence(text, "قاعدة", 1)]
    second = text.index("قصف", 4)
    found[1] = Occurrence(second, second + 3, 0, "exact")
    snippet = make_snippet(text, found)
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["قصف", "قاعدة"]
    assert snippet.text.startswith(ELLIPSIS)
    assert snippet.text.endswith(ELLIPSIS)
    assert len(snippet.text) <= LENGTH + 2


def test_a_short_text_is_shown_whole_and_breaks_become_spaces() -> None:
    snippet = make_snippet("عين\nالأسد", [Occurrence(0, 9, 0, "stem")])
    assert (snippet.text, snippet.spans) == ("عين الأسد", ((0, 9),))


def test_overlapping_marks_are_one() -> None:
    title = mark_all("قاعدة عين الأسد", [Occurrence(0, 9, 0, "stem"), Occurrence(6, 15, 1, "stem"), Occurrence(6, 9, 2, "exact")])
    assert title.spans == ((0, 15),)


@given(st.lists(WORD, max_size=300), st.data())
def test_marks_are_the_words_that_were_found(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:index]) for index in range(len(words))]
    chosen = sorted(data.draw(st.sets(st.integers(0, max(0, len(words) - 1)), max_size=20))) if words else []
    found = [Occurrence(starts[index], starts[index] + len(words[index]), index % 3, "exact") for index in chosen]
    snippet = make_snippet(text, found)
    assert len(snippet.text) <= LENGTH + 2
    if found:
        assert snippet.spans
    for start, end in snippet.spans:
        assert snippet.text[start:end] in {words[index] for index in chosen}
