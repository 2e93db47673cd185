"""A folder of one file of every format × encoding × fault: indexed, it gives exactly these documents and these failures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_files import BODY, html, mail, opendocument, pdf, rich_text, tarred, word, workbook, zipped

from indexer.quality import FAULTS, QUALITY

if TYPE_CHECKING:
    from tests.indexer.conftest import Index  # type: ignore[import-not-found]  # no package: see pytest's importlib mode

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso-8859-6")
TEXTUAL = ("txt", "md", "html", "json", "jsonl", "csv", "tsv", "eml")
BINARY = ("docx", "odt", "xlsx", "rtf", "pdf", "mbox", "zip", "tar", "tar.gz", "tar.bz2", "tar.xz")

FAULTS_OF_TEXTS = {
    "presentation forms": "ﺃﻋﻠﻨﺖ ﺍﻟﻘﻴﺎﺩﺓ ﺍﻟﻤﺮﻛﺰﻳﺔ",
    "reversed order": BODY[::-1],
    "letters apart": "  ".join(" ".join(each) for each in BODY.split()),
    "mojibake": BODY.encode().decode("cp1256"),
}
"""Each is repaired; what is then read is BODY, or a part of it."""

FAILING = {
    "empty.txt": (b"", "is empty"),
    "empty.csv": (b"", "no header row"),
    "empty.json": (b"", "not JSON"),
    "empty.html": (b"<html></html>", "holds no text"),
    "empty.docx": (word([]), "holds no text"),
    "empty.odt": (opendocument([]), "holds no text"),
    "empty.xlsx": (workbook({"a": []}), "is empty"),
    "empty.pdf": (pdf([[]]), "holds no text"),
    "empty.rtf": (b"{\\rtf1 }", "holds no text"),
    "empty.eml": (b"", "is no mail"),
    "empty.mbox": (b"", "holds no mail"),
    "binary.txt": (bytes(range(256)), "is not"),
    "doubtful.txt": ("قصف".encode("cp1256"), "--encoding"),
    "old.txt": (BODY.encode("cp720", "replace"), "it reads like cp720"),
    "cut.txt": (BODY.encode("utf-16")[:-1], "utf-16"),
    "front.md": ("---\ntitle: a: b\n---\nنص".encode(), "front matter"),
    "date.md": ("---\ndate: soon\n---\nنص".encode(), "is no day"),
    "object.json": (b"3", "neither an object"),
    "line.jsonl": (b"{", "line 1: not JSON"),
    "header.csv": (b"a,b\n1,2\n", "no column is named"),
    "quote.csv": (b'text\n"' + b"x" * 100, "ends inside a quotation"),
    "damaged.docx": (word([BODY])[:900], "damaged"),
    "damaged.odt": (opendocument([BODY])[:900], "damaged"),
    "damaged.xlsx": (workbook({"a": [["text"], [BODY]]})[:900], "damaged"),
    "damaged.pdf": (b"%PDF-1.7 nothing", "no PDF"),
    "damaged.rtf": (b"nothing", "no rich text"),
    "damaged.mbox": (b"nothing", "no mailbox"),
    "damaged.zip": (zipped({"a.txt": BODY.encode()})[:60], "damaged"),
    "damaged.tgz": (tarred({"a.txt": BODY.encode()})[:60], "damaged"),
    "bomb.zip": (zipped({"a.txt": b" " * (16 << 20)}), "a bomb"),
    "bomb.tgz": (tarred({"a.txt": b" " * (16 << 20)}), "a bomb"),
}


@dataclass
class Corpus:
    folder: Path
    texts: list[str] = field(default_factory=list)
    count: int = 0

    def next_text(self) -> str:
        """A text of its own: the same content twice would be one document."""
        self.count += 1
        self.texts.append(f"{BODY} العدد {self.count}")
        return self.texts[-1]

    def write(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)


def textual(kind: str, text: str) -> str:
    match kind:
        case "html":
            return html(body=text).replace(f"<p>{text}</p><p>{text}</p>", f"<p>{text}</p>")
        case "json" | "jsonl":
            return json.dumps({"text": text}, ensure_ascii=False)
        case "csv" | "tsv":
            return f"text\n{text}\n"
        case "eml":
            return f"Subject: report\n\n{text}"
        case _:
            return text


def binary(kind: str, text: str) -> bytes:
    makers = {
        "docx": lambda: word([text]),
        "odt": lambda: opendocument([text]),
        "xlsx": lambda: workbook({"a": [["text"], [text]]}),
        "rtf": lambda: rich_text("", [text]),
        # On a page, a number stands from left to right among words from right to left.
        "pdf": lambda: pdf([[re.sub(r"\d+", lambda number: number[0][::-1], text)]]),
        "mbox": lambda: b"From a\n" + mail("report", text),
        "zip": lambda: zipped({"a.txt": text.encode()}),
    }
    if kind in makers:
        return makers[kind]()
    return tarred({"a.txt": text.encode()}, mode={"tar": "w"}.get(kind, f"w:{kind[4:]}"))


@pytest.fixture
def corpus(reports: Path) -> Corpus:
    made = Corpus(reports)
    for kind in TEXTUAL:
        for encoding in ENCODINGS:
            if (kind == "eml" and "16" in encoding) or (kind, encoding) == ("eml", "utf-8-sig"):
                continue  # the headers of a mail are ASCII
            made.write(f"{encoding}.{kind}", textual(kind, made.next_text()).encode(encoding))
    for kind in BINARY:
        made.write(f"good.{kind}", binary(kind, made.next_text()))
    for name, (content, _) in FAILING.items():
        made.write(name, content)
    return made


def test_every_format_encoding_and_fault(index: Index, corpus: Corpus) -> None:
    report = index.run(corpus.folder)
    assert sorted(document.text.strip() for document in index.documents().values()) == sorted(corpus.texts)
    assert report.added == len(corpus.texts)
    failed = {Path(failure.path).name: failure for failure in report.failed}
    assert sorted(failed) == sorted(FAILING)
    assert len(report.failed) == len(FAILING)
    for name, (_, message) in FAILING.items():
        assert message in failed[name].error, name
        assert failed[name].stage == "read"


def test_a_second_run_does_nothing_again(index: Index, corpus: Corpus) -> None:
    index.run(corpus.folder)
    again = index.run(corpus.folder)
    assert (again.added, again.updated, again.unchanged, again.deleted) == (0, 0, len(corpus.texts), 0)
    assert len(again.failed) == len(FAILING)


@pytest.mark.parametrize("kind", ["txt", "json", "csv", "docx", "odt", "xlsx", "zip"])
@pytest.mark.parametrize("fault", list(FAULTS_OF_TEXTS))
def test_faults_of_texts_are_repaired_in_every_format(index: Index, reports: Path, kind: str, fault: str) -> None:
    text = FAULTS_OF_TEXTS[fault]
    (reports / f"a.{kind}").write_bytes(textual(kind, text).encode() if kind in TEXTUAL else binary(kind, text))
    report = index.run(reports)
    assert not report.failed
    (document,) = index.documents().values()
    assert document.text.split() == BODY.split() or (fault == "presentation forms" and document.text == "أعلنت القيادة المركزية")
    assert (document.metadata[QUALITY], document.metadata[FAULTS]) == ("repaired", fault)
