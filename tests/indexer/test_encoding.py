"""indexer.encoding: what is decoded, and what is refused rather than guessed."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.encoding import EncodingError, broken, decode, mended, open_text

TEXT = "أعلنت القيادة المركزية أن طائرة مسيرة استهدفت القاعدة الجوية غرب الأنبار، فجر اليوم الثلاثاء."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_text_in_a_known_encoding_is_decoded(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["iso-8859-6", "cp720", "mac_arabic"])
def test_another_arabic_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(EncodingError, match="not UTF-8"):
        decode(TEXT.replace("،", ",").encode(encoding, "ignore"))


@pytest.mark.parametrize("text", ["Le général a été tué à Alep près de l'hôpital", "Боевые действия в Алеппо продолжаются сегодня"])
def test_other_scripts_do_not_pass_for_windows_1256(text: str) -> None:
    raw = text.encode("cp1252") if text.startswith("Le") else text.encode("cp1251")
    with pytest.raises(EncodingError, match="windows-1256"):
        decode(raw)


def test_too_few_letters_to_tell_are_refused() -> None:
    with pytest.raises(EncodingError, match="not certainly"):
        decode("قصف الحلة".encode("cp1256"))


@pytest.mark.parametrize("raw", [TEXT.encode("utf-16-le"), b"%PDF-1.4\0\1\2\3", bytes(range(128))])
def test_what_is_not_text_is_refused(raw: bytes) -> None:
    with pytest.raises(EncodingError, match="not text"):
        decode(raw)


def test_half_a_utf_16_character_is_refused() -> None:
    with pytest.raises(EncodingError, match="utf-16"):
        decode(TEXT.encode("utf-16")[:-1])


def test_line_ends_become_one() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


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
