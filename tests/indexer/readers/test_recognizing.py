"""Standard input: what it is, told by its content."""

from __future__ import annotations

import io
import json

import pytest

from indexer.readers.recognizing import recognized
from indexer.readers.registry import READERS
from indexer.standard_input import read_stream
from indexer.values import ReadError, ReadOptions, SourceDocument
from tests.indexer.readers import made_files

TEXT = "أعلنت القيادة المركزية أن طائرة مسيرة استهدفت القاعدة الجوية غرب الأنبار"
DOCUMENT = {"title": "عنوان", "text": TEXT}
MAIL = f"From: a@example.org\nSubject: عنوان\nDate: Sat, 20 Jan 2024 10:00:00 +0000\n\n{TEXT}\n"

CONTENTS = {
    "json lines": (".jsonl", json.dumps(DOCUMENT)),
    "json lines after an empty one": (".jsonl", f"\n{json.dumps(DOCUMENT)}\n{json.dumps(DOCUMENT)}\n"),
    "json lines, the first one broken": (".jsonl", f'{{"text": }}\n{json.dumps(DOCUMENT)}'),
    "one object": (".json", json.dumps(DOCUMENT, indent=2)),
    "a list": (".json", json.dumps([DOCUMENT])),
    "a list, indented": (".json", json.dumps([DOCUMENT], indent=2)),
    "commas": (".csv", f"title,text,date\nعنوان,{TEXT},2024-01-20\n"),
    "tabs": (".csv", f"title\ttext\nعنوان\t{TEXT}\n"),
    "columns in Arabic": (".csv", f"العنوان;النص;التاريخ\nعنوان;{TEXT};2024-01-20\n"),
    "front matter": (".md", f"---\ntitle: عنوان\n---\n{TEXT}"),
    "a page": (".html", made_files.html()),
    "a page of XML": (
        ".html",
        f"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{TEXT}</p></body></html>",
    ),
    "a mail": (".eml", MAIL),
    "mails": (".mbox", f"From a@example.org Sat Jan 20 10:00:00 2024\n{MAIL}\n"),
    "a page after comments": (".html", f"{'<!-- -->' * 40}<html><body><p>{TEXT}</p></body></html>"),
    "text after comments": (".txt", f"{'<!-- -->' * 40}{TEXT}"),
    "objects within objects": (".jsonl", '{"a":' * 5_000 + "1" + "}" * 5_000),
    "commas, lines ending as on an old Mac": (".csv", f"title,text\rعنوان,{TEXT}\r"),
    "text": (".txt", TEXT),
    "text with a bracket": (".txt", f"[صور] {TEXT}"),
    "text with a comma": (".txt", f"التاريخ, {TEXT}"),
    "text with a colon": (".txt", f"Date: yesterday\n\n{TEXT}"),
    "text with an angle": (".txt", f"<عاجل> {TEXT}"),
    "text with a rule": (".txt", f"{TEXT}\n---\n"),
}

FILES = {
    ".docx": made_files.word([TEXT]),
    ".odt": made_files.opendocument([TEXT]),
    ".xlsx": made_files.workbook({"a": [["title", "text"], ["عنوان", TEXT]]}),
    ".rtf": made_files.rich_text("عنوان", [TEXT]),
    ".zip": made_files.zipped({"a.txt": TEXT.encode()}),
    ".tar.gz": made_files.tarred({"a.txt": TEXT.encode()}),
    ".tar.bz2": made_files.tarred({"a.txt": TEXT.encode()}, mode="w:bz2"),
    ".tar.xz": made_files.tarred({"a.txt": TEXT.encode()}, mode="w:xz"),
    ".tar": made_files.tarred({"a.txt": TEXT.encode()}, mode="w"),
    ".pdf": made_files.pdf([[TEXT]]),
}


def kind(content: bytes, **options: object) -> str:
    stream = io.BytesIO(content)
    found = recognized(stream, ReadOptions(**options))  # type: ignore[arg-type]  # as given
    assert stream.tell() == 0
    assert found in READERS
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("name", CONTENTS)
def test_text_tells_what_it_is(name: str, encoding: str) -> None:
    extension, content = CONTENTS[name]
    assert kind(content.encode(encoding)) == extension


@pytest.mark.parametrize("extension", FILES)
def test_files_of_bytes_are_read_as_what_they_are(extension: str) -> None:
    assert kind(FILES[extension]) == extension
    (document,) = read_stream(io.BytesIO(FILES[extension]))
    assert isinstance(document, SourceDocument)
    assert "القاعدة الجوية" in document.text


@pytest.mark.parametrize(
    ("extension", "content"),
    [(".png", b"\x89PNG\r\n\x1a\n\0"), (".jpg", b"\xff\xd8\xff\xe0"), (".tif", b"II*\0\1"), (".zip", b"PK\x03\x04\0\0")],
)
def test_signs_are_enough(extension: str, content: bytes) -> None:
    assert kind(content) == extension


def test_columns_that_the_user_names_make_a_table() -> None:
    content = f"الخبر,يوم\n{TEXT},2024-01-20\n".encode()
    assert kind(content) == ".txt"
    assert kind(content, columns=(("text", "الخبر"), ("date", "يوم"))) == ".csv"


def test_what_the_user_says_comes_first() -> None:
    content = f"النص\n{TEXT}\n{TEXT} أمس\n".encode()
    assert len(list(read_stream(io.BytesIO(content)))) == 1
    assert len(list(read_stream(io.BytesIO(content), ReadOptions(format="csv")))) == 2


def test_lines_and_one_text() -> None:
    lines = list(read_stream(io.BytesIO('\n{"text": "أ"}\n{"text": "ب"}\n'.encode())))
    assert [item.text for item in lines if isinstance(item, SourceDocument)] == ["أ", "ب"]
    (text,) = read_stream(io.BytesIO("عنوان\n\nنص".encode()))
    assert isinstance(text, SourceDocument)
    assert (text.title, text.text) == ("عنوان", "نص")


def test_errors_are_of_standard_input() -> None:
    for content in (b"", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\x1f\x8b broken"):
        (error,) = read_stream(io.BytesIO(content))
        assert isinstance(error, ReadError)
        assert error.path == "-"
        assert "standard-input" not in error.message
