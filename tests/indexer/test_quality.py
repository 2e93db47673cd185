"""indexer.quality and indexer.mojibake: what is repaired, what is flagged, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mojibake import WRONG, undone
from indexer.quality import FAULTS, QUALITY, Fault, Improved, flagged, improve, improved
from indexer.values import SourceDocument
from indexer.visual_order import logical

TEXT = "أعلنت القيادة المركزية في 20/1/2024 أن طائرة مسيرة (من طراز MQ-9) استهدفت القاعدة الجوية غرب الأنبار، فجر اليوم الثلاثاء."
WORDS = "أعلنت القيادة المركزية أن طائرة مسيرة استهدفت القاعدة الجوية"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "قال رسول الله ﷺ ﴿الحمد لله﴾",
        "شكون لي دار هاد الشي، واش نتا بعقلك ولا لا",
        "دەستپێکردنی شەڕ لە نزیک شاری کۆبانێ و هاتنی هێزەکانی پێشمەرگە بۆ ناوچەکە",
        "Le général a été tué à Alep, près de l'hôpital où l'armée était déployée",
        "Der Überläufer erzählte — naïve façade, señor, straße, ÄÖÜ",
        "و أ ب",
        "سؤال؟ ماذا؟! لماذا؟؟",
        "https://example.org/a?b=ج&c=٥ و/أو (1) [2]",
        "",
        "\n",
    ],
)
def test_good_texts_are_left_as_they_are(text: str) -> None:
    assert improved(text) == Improved(text)


def test_letters_stand_for_their_shapes() -> None:
    shaped = "ﺃﻋﻠﻨﺖ ﺍﻟﻘﻴﺎﺩﺓ ﺍﻟﻤﺮﻛﺰﻳﺔ ﻻ ﻣُﺤَﻤَّﺪ"
    assert improved(shaped) == Improved("أعلنت القيادة المركزية لا مُحَمَّد", frozenset((Fault.PRESENTATION_FORMS,)))


def as_shown(line: str) -> str:
    """A line as it stands on the page: the inverse of `logical` for lines of Arabic with numbers and Latin."""
    shown = logical(list(line))
    assert logical(list(shown)) == line
    return shown


@pytest.mark.parametrize("text", [WORDS, f"{WORDS} في عام 2024", f"{TEXT}\nقصف\n{TEXT}"])
def test_turned_lines_are_turned_back(text: str) -> None:
    shown = "\n".join(map(as_shown, text.split("\n")))
    assert improved(shown) == Improved(text, frozenset((Fault.REVERSED,)))


def test_lines_turned_letter_by_letter_are_told_by_their_years() -> None:
    text = f"في عام 2024 {WORDS}"
    assert improved(text[::-1]) == Improved(text, frozenset((Fault.REVERSED,)))


def test_ligatures_taken_apart_the_wrong_way_round() -> None:
    assert improved("قال االتحاد واألنبار") == Improved("قال الاتحاد والأنبار", frozenset((Fault.REVERSED,)))


def test_letters_apart_are_joined_where_words_are_still_apart() -> None:
    spaced = "   ".join(" ".join(word) for word in WORDS.split())
    assert improved(spaced) == Improved(WORDS, frozenset((Fault.LETTERS_APART,)))
    assert improved(spaced[::-1]) == Improved(WORDS, frozenset((Fault.LETTERS_APART, Fault.REVERSED)))


def test_letters_apart_are_flagged_where_words_are_not() -> None:
    spaced = " ".join(WORDS.replace(" ", ""))
    assert improved(spaced) == Improved(spaced, doubted=frozenset((Fault.LETTERS_APART,)))


def as_byte_by_byte(raw: bytes, encoding: str) -> str:
    """As programs decode: bytes without a meaning in the encoding pass as they are."""
    return "".join(bytes((byte,)).decode(encoding, "ignore") or chr(byte) for byte in raw)


@pytest.mark.parametrize(("taken_for", "own"), [*WRONG, ("latin-1", "utf-8"), ("latin-1", "cp1256")])
def test_mojibake_is_undone(taken_for: str, own: str) -> None:
    text = TEXT if own != "iso-8859-6" else TEXT.replace("،", ",")
    assert improved(as_byte_by_byte(text.encode(own), taken_for)) == Improved(text, frozenset((Fault.MOJIBAKE,)))


def test_mojibake_of_mojibake_is_undone() -> None:
    once = as_byte_by_byte(WORDS.encode(), "cp1252")
    assert undone(as_byte_by_byte(once.encode(), "cp1252")) == WORDS


def test_mojibake_is_undone_line_by_line() -> None:
    assert undone(f"{TEXT}\n{as_byte_by_byte(WORDS.encode(), 'cp1256')}\nété") == f"{TEXT}\n{WORDS}\nété"


def test_noise_and_losses_are_flagged() -> None:
    noisy = "أعل#نت القي1دة المر؟كزية أن طا!ئرة مسي%رة است^هدفت الق|اعدة الجو~ية غرب المدينة"
    assert improved(noisy) == Improved(noisy, doubted=frozenset((Fault.NOISE,)))
    lost = f"{WORDS} ???? ?????? \ufffd\ufffd"
    assert improved(lost) == Improved(lost, doubted=frozenset((Fault.LOST_CHARACTERS,)))


def test_a_document_says_what_was_wrong_with_it() -> None:
    document = improve(SourceDocument(title=as_shown(WORDS), text="ﻻ", metadata={"a": "b"}))
    assert (document.title, document.text) == (WORDS, "لا")
    assert document.metadata == {"a": "b", QUALITY: "repaired", FAULTS: "presentation forms, reversed order"}
    good = SourceDocument(title="", text=TEXT)
    assert improve(good) is good


def test_the_worst_fault_stands() -> None:
    document = flagged(SourceDocument("", ""), doubted=[Fault.NOT_READ])
    document = flagged(document, repaired=[Fault.MOJIBAKE])
    assert document.metadata == {QUALITY: "unread", FAULTS: "mojibake, not read"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet="ابتلمنوأ \n12(ظØÙ§„ﻻﺎ?#"))
def test_no_text_raises_and_what_is_improved_is_not_improved_again(text: str) -> None:
    once = improved(text)
    assert improved(once.text).text == once.text
