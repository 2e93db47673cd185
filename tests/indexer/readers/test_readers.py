"""indexer.readers: each format, and each of its faults."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from indexer.readers.registry import READERS, read_path
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.readers.registry import Item


def read(folder: Path, name: str, content: str | bytes) -> list[Item]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_path(str(path)))


def one(folder: Path, name: str, content: str | bytes) -> SourceDocument:
    (item,) = read(folder, name, content)
    assert isinstance(item, SourceDocument), item
    return item


def error(folder: Path, name: str, content: str | bytes) -> ReadError:
    (item,) = read(folder, name, content)
    assert isinstance(item, ReadError), item
    assert item.path == str(folder / name)
    return item


# ---- .txt


def test_txt_takes_a_short_first_line_for_the_title(tmp_path: Path) -> None:
    document = one(tmp_path, "2024-01-20-a.txt", "قصف الحلة\r\n\r\nأعلن الجيش\r\nاليوم.\r\n")
    assert (document.title, document.text) == ("قصف الحلة", "أعلن الجيش\nاليوم.")
    assert (document.date, document.date_found) == (dt.date(2024, 1, 20), "file name")


@pytest.mark.parametrize("text", ["سطر واحد", "سطر\nثان", "ا" * 201 + "\n\nنص"])
def test_txt_without_such_a_line_has_no_title(tmp_path: Path, text: str) -> None:
    document = one(tmp_path, "a.txt", text)
    assert (document.title, document.text, document.date) == ("", text, None)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_empty_txt_is_an_error(tmp_path: Path, content: bytes) -> None:
    assert error(tmp_path, "a.txt", content).what == "is empty"


def test_txt_in_an_unknown_encoding_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    found = error(tmp_path, "a.txt", "قصف".encode("cp1256"))
    assert "not UTF-8" in found.message
    assert "iconv" in found.message


# ---- .md

FRONT = """---
title: "قصف: الحلة"
date: 2024-01-20
source: وكالة
country: NO
actors:
  - الحشد الشعبي
locations: [بابل, جرف النصر]
---

# عنوان داخلي

النص.
"""


def test_md_front_matter_names_the_fields(tmp_path: Path) -> None:
    document = one(tmp_path, "2020-01-01.md", FRONT)
    assert (document.title, document.source) == ("قصف: الحلة", "وكالة")
    assert document.text == "# عنوان داخلي\n\nالنص."
    assert (document.date, document.date_found) == (dt.date(2024, 1, 20), "field")
    assert (document.actors, document.locations) == (("الحشد الشعبي",), ("بابل", "جرف النصر"))
    assert document.metadata == {"country": "NO"}


def test_md_without_front_matter_takes_the_first_heading(tmp_path: Path) -> None:
    document = one(tmp_path, "a.md", "# قصف الحلة #\n\nالنص.\n\n## فرع\n")
    assert (document.title, document.text) == ("قصف الحلة", "النص.\n\n## فرع")


def test_md_with_a_rule_first_is_no_front_matter(tmp_path: Path) -> None:
    assert one(tmp_path, "a.md", "--- \nنص").text == "--- \nنص"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("---\ntitle: قصف: الحلة\n---\nنص", "line 2: front matter: mapping values are not allowed here"),
        ("---\na: &a [x, x]\nb: [*a, *a]\n---\nنص", "line 3: front matter: aliases"),
        ("---\n- a\n---\nنص", "expected lines of"),
        ("---\ntitle:\n---\n", "neither title nor text"),
        ("---\ntitle: a\ndate: soon\n---\nنص", "date: 'soon' is no day"),
    ],
)
def test_md_faults(tmp_path: Path, content: str, message: str) -> None:
    assert message in error(tmp_path, "a.md", content).message


# ---- .jsonl


def test_jsonl_reads_on_after_bad_lines(tmp_path: Path) -> None:
    lines = ['{"text": "أ", "id": "1"}', "{", "", "[1]", '{"title": ""}', '{"text": "ب\u2028ب"}', "{" * 100_000]
    items = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert [item.text if isinstance(item, SourceDocument) else item.where for item in items] == [
        "أ", "line 2", "line 4", "line 5", "ب\u2028ب", "line 7",
    ]  # fmt: skip


def test_jsonl_reports_the_line_that_is_not_utf_8(tmp_path: Path) -> None:
    good = json.dumps({"text": "قصف على القاعدة"}, ensure_ascii=False).encode()
    items = read(tmp_path, "a.jsonl", b"\n".join([good, b'{"text": "\xc7\xe1"}', good]))
    assert [getattr(item, "where", "") for item in items] == ["", "line 2", ""]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_jsonl_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    line = json.dumps({"text": "قصف على القاعدة الجوية غرب الأنبار"}, ensure_ascii=False)
    assert one(tmp_path, "a.jsonl", f"{line}\n".encode(encoding)).text == "قصف على القاعدة الجوية غرب الأنبار"


# ---- .csv


def test_csv_columns_may_be_named_in_arabic(tmp_path: Path) -> None:
    content = 'العنوان;النص;التاريخ;المصدر;المحافظة\nقصف;"سطر\nوسطر; ""هنا""";20/1/2024;وكالة;بابل\n;نص بلا عنوان\n'
    first, second = read(tmp_path, "a.csv", content.encode("utf-8-sig"))
    assert isinstance(first, SourceDocument)
    assert isinstance(second, SourceDocument)
    assert (first.title, first.text, first.source) == ("قصف", 'سطر\nوسطر; "هنا"', "وكالة")
    assert (first.date, dict(first.metadata)) == (dt.date(2024, 1, 20), {"المحافظة": "بابل"})
    assert (second.title, second.text) == ("", "نص بلا عنوان")


def test_tsv_with_commas_in_its_header(tmp_path: Path) -> None:
    assert one(tmp_path, "a.tsv", "id\ttext\ttags, all\n1\tنص, نص\tx\n").text == "نص, نص"


def test_csv_takes_long_cells(tmp_path: Path) -> None:
    assert len(one(tmp_path, "a.csv", "text,id\n" + "نص " * 100_000 + ",1\n").text) == 300_000


@pytest.mark.parametrize(
    ("content", "wheres"),
    [
        ("text,id\nأ,1\nب,2,3\n\nج,3\n", ["", "line 3", ""]),
        ('text,id\n"أ\nأ",1\n,2\nج,3\n', ["", "line 4", ""]),
        ("text,date\nأ,2024-01-20\nب,soon\n", ["", "line 3"]),
    ],
)
def test_csv_bad_rows_are_failures_of_their_own(tmp_path: Path, content: str, wheres: list[str]) -> None:
    assert [getattr(item, "where", "") for item in read(tmp_path, "a.csv", content)] == wheres


def test_csv_bytes_that_do_not_decode_fail_their_row(tmp_path: Path) -> None:
    good = "قصف على القاعدة,1\n".encode()
    items = read(tmp_path, "a.csv", b"text,id\n" + good + b"\xc7\xe1,2\n" + good)
    assert [getattr(item, "where", "") for item in items] == ["", "line 3", ""]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no header row"),
        ("a,b\n1,2\n", "no column is named title or text (found: a, b)"),
        ("text,النص\nأ,ب\n", "two columns are named text"),
    ],
)
def test_csv_headers_that_can_not_be_used(tmp_path: Path, content: str, message: str) -> None:
    assert message in error(tmp_path, "a.csv", content).message


# ---- all


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    (item,) = read_path(str(tmp_path / "gone.txt"))
    assert isinstance(item, ReadError)
    assert "No such file" in item.message


def test_a_format_without_a_reader_is_an_error_that_lists_those_with_one(tmp_path: Path) -> None:
    assert ".jsonl" in error(tmp_path, "a.exe", b"MZ").message


def test_names_that_are_not_utf_8_are_shown_escaped(tmp_path: Path) -> None:
    (item,) = read_path(f"{tmp_path}/caf\udce9.txt")
    assert isinstance(item, ReadError)
    assert item.path.endswith("caf\\xe9.txt")


@pytest.mark.parametrize("extension", sorted(READERS))
@pytest.mark.parametrize("content", [b"\0\1\2\xff", b"\xff\xfe\0", b"\xef\xbb\xbf\xff", b"---\n\xd8", bytes(range(256))])
def test_no_content_raises(tmp_path: Path, extension: str, content: bytes) -> None:
    items = read(tmp_path, f"a{extension}", content)
    assert items
    assert not any(isinstance(item, SourceDocument) for item in items)


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", "title,text\n\n , \n"), ("a.tsv", "text"), ("a.jsonl", "\n"), ("a.json", "[]")]
)
def test_a_file_without_documents_is_told_of(tmp_path: Path, name: str, content: str) -> None:
    assert read(tmp_path, name, content) == [Notice(str(tmp_path / name), "holds no document")]
