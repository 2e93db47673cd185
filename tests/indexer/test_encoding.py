"""indexer.encoding: what is decoded, and what is refused rather than guessed."""

from __future__ import annotations

import contextlib
import io
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.encoding import EncodingError, broken, decode, mended, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "أعلنت القيادة المركزية أن طائرة مسيرة استهدفت القاعدة الجوية غرب الأنبار، فجر اليوم الثلاثاء."


SAMPLE = f"""{TEXT}
وقال مصدر أمني إن الهجوم لم يسفر عن خسائر بشرية، وإن التحقيق بدأ لمعرفة الجهة التي تقف وراءه. وكانت ثلاث طائرات قد سقطت
في محيط المطار الأسبوع الماضي بحسب بيان للوزارة؛ ولم تعلن أي جماعة مسؤوليتها حتى الآن.
سكان القرى المجاورة تحدثوا عن سماع دوي انفجارين قبل منتصف الليل، وعن إغلاق الطريق الرئيسي أمام السيارات لساعات. هل يتكرر ذلك؟
أما المحافظ فدعا الأهالي إلى الهدوء وعدم تداول الشائعات، مؤكدا أن القوات تسيطر على الوضع وأن المدارس ستفتح أبوابها غدا.
"""
"""Every letter of it is in each of the encodings."""

SELF_TOLD = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
WORDS = SAMPLE.split()


def excerpts(letters: int) -> Iterator[str]:
    """Whole words of the sample with so many letters, beginning at each in turn."""
    for first in range(len(WORDS)):
        chosen, count, place = [], 0, first
        while count < letters:
            word = WORDS[place % len(WORDS)]
            chosen.append(word)
            count += sum(map(str.isalpha, word))
            place += 1
        yield " ".join(chosen)


def outcomes(encoding: str, letters: int) -> Counter[str]:
    """How excerpts in an encoding come out: right, in doubt, or wrong."""
    found: Counter[str] = Counter()
    for text in excerpts(letters):
        try:
            found["right" if decode(text.encode(encoding)) == text else "wrong"] += 1
        except EncodingError:
            found["doubt"] += 1
    return found


@pytest.mark.parametrize("letters", [5, 10, 20, 40, 80, 300, 5_000])
@pytest.mark.parametrize("encoding", [*SELF_TOLD, "cp1256", "iso-8859-6"])
def test_encodings_are_told_from_little_text_and_never_wrongly(encoding: str, letters: int) -> None:
    found = outcomes(encoding, letters)
    assert not found["wrong"]
    if letters >= 40 or encoding in SELF_TOLD:
        assert found["right"] >= 0.99 * found.total()


@pytest.mark.parametrize("letters", [5, 10, 20, 40, 80, 300, 5_000])
@pytest.mark.parametrize("encoding", ["cp720", "cp864"])
def test_encodings_of_old_systems_are_read_when_told_and_never_taken_for_others(encoding: str, letters: int) -> None:
    for text in excerpts(letters):
        raw = old(text, encoding)
        told = decode(raw, told=encoding)
        assert told == raw.decode(encoding)
        try:
            found = decode(raw)
        except EncodingError as error:
            found = f"{error}; {error.next}"
        # A few words of CP864 may hold only letters that lie at the same places in ISO-8859-6: then the text is right.
        assert "--encoding" in found or found == unicodedata.normalize("NFKC", told)
        assert letters < 300 or f"it reads like {encoding}" in found


def old(text: str, encoding: str) -> bytes:
    """Text as a system with that encoding would write it: CP864 has letters by their shapes."""
    if encoding == "cp720":
        return text.replace("،", ",").replace("؛", ";").replace("؟", "?").encode(encoding)
    shapes = {unicodedata.normalize("NFKC", form): form for form in bytes(range(160, 255)).decode("cp864", "ignore")}
    return "".join(shapes.get(letter, letter) for letter in text).encode("cp864", "ignore")


@pytest.mark.parametrize("encoding", SELF_TOLD)
def test_what_is_told_gives_way_to_what_is_certain(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + TEXT.encode(encoding), told="cp1256") == TEXT


@pytest.mark.parametrize(("told", "encoding"), [("UTF-16LE", "utf-16-le"), ("utf_16_be", "utf-16-be"), ("Windows-1256", "cp1256")])
def test_encodings_are_told_by_any_of_their_names(told: str, encoding: str) -> None:
    assert decode("قصف".encode(encoding), told=told) == "قصف"


def test_what_is_told_and_is_not_so_is_an_error() -> None:
    with pytest.raises(EncodingError, match="said to be iso8859-6"):
        decode(TEXT.encode("cp1256"), told="iso-8859-6")


@pytest.mark.parametrize("text", ["Le général a été tué à Alep près de l'hôpital", "Боевые действия в Алеппо продолжаются сегодня"])
def test_other_scripts_do_not_pass_for_windows_1256(text: str) -> None:
    raw = text.encode("cp1252") if text.startswith("Le") else text.encode("cp1251")
    with pytest.raises(EncodingError, match="windows-1256"):
        decode(raw)


def test_too_few_letters_to_tell_are_refused() -> None:
    with pytest.raises(EncodingError, match="not certainly"):
        decode("قصف الحلة".encode("cp1256"))


@pytest.mark.parametrize("raw", [b"%PDF-1.4\0\1\2\3", bytes(range(128))])
def test_what_is_not_text_is_refused(raw: bytes) -> None:
    with pytest.raises(EncodingError, match="is not text"):
        decode(raw)


def test_half_a_utf_16_character_is_refused() -> None:
    with pytest.raises(EncodingError, match="utf-16"):
        decode(TEXT.encode("utf-16")[:-1])


def test_line_ends_become_one() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    try:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    except EncodingError:  # a few Chinese letters: may be a word in an old encoding
        assert all(character.isascii() or character >= "\u2e80" for character in text)
        assert decode(text.encode(), told="utf-8") == text


@given(st.binary())
def test_decoding_gives_text_or_an_encoding_error(raw: bytes) -> None:
    with contextlib.suppress(EncodingError):
        decode(raw).encode()


def test_one_broken_line_leaves_the_others_readable() -> None:
    raw = f"{TEXT}\nx\n{TEXT}".encode().replace(b"x", b"\xc7\xe1")
    lines = list(open_text(io.BytesIO(raw), newline="\n"))
    assert [broken(line) for line in lines] == [False, True, False]
    assert lines[0].strip() == TEXT


@given(st.text())
def test_mended_text_can_be_stored(text: str) -> None:
    fixed = mended(text + "\ud83d")
    assert len(fixed) == len(text) + 1
    fixed.encode()
    assert mended(fixed) == fixed
