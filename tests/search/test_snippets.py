from hypothesis import given
from hypothesis import strategies as st

from search.occurrences import Occurrence
from search.snippets import ELLIPSIS, LENGTH, MAX_FRAGMENTS, make_snippet, mark_all

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


def test_words_far_apart_are_shown_in_up_to_three_passages() -> None:
    filler = "كلمة " * 100
    text = f"{filler}قصف {filler}قاعدة {filler}بابل {filler}حلب {filler}"
    found = [occurrence(text, word, part) for part, word in enumerate(("قصف", "قاعدة", "بابل", "حلب"))]
    three = make_snippet(text, found[:3])
    assert [three.text[start:end] for start, end in three.spans] == ["قصف", "قاعدة", "بابل"]
    assert three.text.count(f" {ELLIPSIS} ") == 2
    assert len(three.text) <= LENGTH + 2 + 6
    assert len(make_snippet(text, found).spans) == MAX_FRAGMENTS
    assert make_snippet(text, found[:1]).text.count(ELLIPSIS) == 2


def test_one_passage_with_everything_is_enough() -> None:
    filler = "كلمة " * 100
    text = f"قصف {filler}قاعدة {filler}قصف قاعدة {filler}"
    last = text.rindex("قصف")
    found = [
        Occurrence(0, 3, 0, "exact"),
        occurrence(text, "قاعدة", 1),
        Occurrence(last, last + 3, 0, "stem"),
        Occurrence(last + 4, last + 9, 1, "folded"),
    ]
    snippet = make_snippet(text, found)
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["قصف", "قاعدة"]
    assert snippet.how == ("stem", "folded")


def test_a_phrase_is_not_cut_at_the_end_of_a_passage() -> None:
    text = "قصف " + "ك" * 268 + " عين الأسد الجوية " + "كلمة " * 50
    phrase = text.index("عين")
    snippet = make_snippet(text, [Occurrence(0, 3, 0, "exact"), Occurrence(phrase, phrase + 9, 1, "exact")])
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["قصف", "عين الأسد"]


def test_no_mark_or_emoji_is_parted_from_its_letter() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for unit in ("بَّ", family):
        snippet = make_snippet(unit * 400, ())
        shown = snippet.text.removesuffix(ELLIPSIS)
        assert shown == unit * (len(shown) // len(unit))


def test_how_each_mark_matches_is_said() -> None:
    text = "قصف القصف"
    assert mark_all(text, [Occurrence(0, 3, 0, "stem"), Occurrence(4, 9, 0, "exact")]).how == ("stem", "exact")
    assert mark_all(text, [Occurrence(0, 9, 1, "stem"), Occurrence(4, 9, 0, "exact")]).how == ("exact",)


@given(st.lists(WORD, max_size=300), st.data())
def test_marks_are_the_words_that_were_found(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:index]) for index in range(len(words))]
    chosen = sorted(data.draw(st.sets(st.integers(0, max(0, len(words) - 1)), max_size=20))) if words else []
    found = [Occurrence(starts[index], starts[index] + len(words[index]), index % 3, "exact") for index in chosen]
    snippet = make_snippet(text, found)
    assert len(snippet.text) <= LENGTH + 2 + 3 * (MAX_FRAGMENTS - 1) + 10 * MAX_FRAGMENTS
    if found:
        assert snippet.spans
    for start, end in snippet.spans:
        assert snippet.text[start:end] in {words[index] for index in chosen}
