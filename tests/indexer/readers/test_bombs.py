"""Small files that would fill the memory, take hours, or tell of files beside them. Each is read in a process with a limit."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_files import mail, opendocument, tarred, word, workbook, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[3]
SECONDS = 60
"""A limit against hanging, not a measure: each takes less than a second when nothing else runs, but for those of 10,000 parts."""

MANY = 100_000
ALL_HERE = """
import json, resource, sys
from indexer.readers.registry import read_path
from indexer.values import Notice
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
for name in sys.argv[1:]:
    items = [item for item in read_path(name) if not isinstance(item, Notice)]
    print(json.dumps([len(items), *(getattr(item, "message", None) or item.title + "|" + item.text for item in items[:3])]))
"""
"""Reads the files that it is given; a line for each: how many documents and errors, and the first of them."""


def read(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-c", ALL_HERE, *(str(folder / name) for name in files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    lines = done.stdout.splitlines()
    assert len(lines) == len(files)
    return {name: " ".join(map(str, json.loads(line))) for name, line in zip(files, lines, strict=True)}


def changed(package: bytes, member: str, pattern: str, replacement: str) -> bytes:
    """An office file with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == member:
                text, count = re.subn(pattern, lambda _: replacement, content.decode(), flags=re.DOTALL)
                assert count
                content = text.encode()
            new.writestr(name, content)
    return stream.getvalue()


def with_entity(package: bytes, member: str, doctype: str) -> bytes:
    """An office file in which MARK is an entity that the part itself declares."""
    declared = changed(package, member, r"\A(<\?xml[^>]*\?>)?", f"<?xml version='1.0' encoding='UTF-8'?>{doctype}")
    return changed(declared, member, "MARK", "before&k;after")


SECRET = "the content of a file beside"
LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY a "lol lol lol ">{LAUGHS}]>'


@pytest.mark.parametrize("kind", ["laughs", "external"])
def test_entities_of_xml(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    doctype = BILLION_LAUGHS if kind == "laughs" else f'<!DOCTYPE x [<!ENTITY k SYSTEM "{secret.as_uri()}">]>'
    page = f'<?xml version="1.0"?>{doctype}<html><body><p>before&k;after</p></body></html>'
    found = read(
        tmp_path,
        {
            "text.docx": with_entity(word(["MARK"]), "word/document.xml", doctype),
            "said.docx": with_entity(word(["text"], title="MARK"), "docProps/core.xml", doctype),
            "text.odt": with_entity(opendocument(["MARK"]), "content.xml", doctype),
            "said.odt": with_entity(opendocument(["text"], title="MARK"), "meta.xml", doctype),
            "text.xlsx": with_entity(workbook({"a": [["text"], ["MARK"]]}), "xl/worksheets/sheet1.xml", doctype),
            "text.xhtml": page.encode(),
        },
    )
    for name, said in found.items():
        assert SECRET not in said, name
        assert "lol lol" not in said.replace('"lol lol lol "', ""), name
        assert len(said) < 2_000, name
    assert "damaged" in found["text.odt"]
    assert "damaged" in found["text.xlsx"]


def test_nesting(tmp_path: Path) -> None:
    multipart = b"".join(b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(3_000))
    nested = "<w:p>" * 240 + "<w:r><w:t>x</w:t></w:r>" * 20_000 + "</w:p>" * 240
    found = read(
        tmp_path,
        {
            "a.json": b"[" * MANY + b"]" * MANY,
            "b.json": b'{"text":' * MANY + b"1" + b"}" * MANY,
            "c.jsonl": b'{"text":"x","metadata":' + b"[" * MANY + b"]" * MANY + b"}",
            "d.html": b"<div>" * MANY + b"text",
            "e.html": b"<ul><li><b>" * MANY + b"text",
            "f.html": b"<title>" * MANY + b"text",
            "g.html": b"<p " + b" ".join(b"a%d=1" % n for n in range(MANY)) + b">text</p>",
            "h.rtf": b"{\\rtf1" + b"{" * MANY + b"text" + b"}" * MANY + b"}",
            "i.rtf": b"{\\rtf1" + b"{\\title " * MANY,
            "j.md": b"---\na: " + b"[" * MANY + b"\n---\ntext",
            "k.md": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(2_000)) + b"---\ntext",
            "l.eml": b"From: a@example.org\nSubject: s\n" + multipart + b"\nx",
            "m.eml": b"From: a@example.org\n" + b"Content-Type: message/rfc822\n\nFrom: a@example.org\n" * 3_000 + b"\nx",
            "n.eml": b"From: " + b"(" * 20_000 + b"\nSubject: x\n\ntext",
            "o.docx": changed(word(["MARK"]), "word/document.xml", r"<w:p>.*MARK.*?</w:p>", nested),
        },
    )
    for name in ("a.json", "b.json", "c.jsonl"):
        assert "JSON that can not be read" in found[name], name
    for name in ("d.html", "e.html", "f.html", "i.rtf"):
        assert "holds no text" in found[name], name
    assert "a tag with more than 5,000 attributes" in found["g.html"]
    assert found["h.rtf"] == "1 |text"
    for name in ("j.md", "k.md"):
        assert "front matter: lists within lists, too deep" in found[name], name
    for name in ("l.eml", "m.eml", "n.eml"):
        assert "too deep" in found[name], name
    assert "xxx" in found["o.docx"]


def test_numbers_that_stand_for_much(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    far = '<row r="2000000000"><c r="ZZZ2000000000" t="inlineStr"><is><t>x</t></is></c></row>'
    wide = "".join(f'<row r="{n}"><c r="XFD{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(2, 200))
    sheet = (workbook({"a": [["text"], ["x"]]}), "xl/worksheets/sheet1.xml", r"<sheetData>.*</sheetData>")
    found = read(
        tmp_path,
        {
            "far.xlsx": changed(*sheet, f"<sheetData>{cells}{far}</sheetData>"),
            "wide.xlsx": changed(*sheet, f"<sheetData>{cells}{wide}</sheetData>"),
            "spaces.odt": changed(opendocument(["MARK"]), "content.xml", "MARK", '<text:s text:c="2000000000"/>text'),
            "digits.json": b'{"text":"x","n":' + b"9" * 10_000 + b"}",
            "binary.rtf": b"{\\rtf1 \\bin99999999999 text}",
            "skipped.rtf": b"{\\rtf1 \\uc999999999 \\u1575?text}",
            "columns.csv": b"text," + b",".join(b"c%d" % n for n in range(MANY)) + b"\nx\n",
        },
    )
    assert found["far.xlsx"] == "0"
    assert "beyond the 1 named columns" in found["wide.xlsx"]
    assert found["spaces.odt"] == "1 | text"
    assert "JSON that can not be read" in found["digits.json"]
    assert found["columns.csv"] == "1 |x"


def test_a_cell_of_a_table_that_does_not_end(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.csv": b"text,id\n" + b"x" * (65 << 20) + b",1\n"})
    assert "the table breaks off: field larger than field limit" in found["a.csv"]


def test_mails_of_many_parts_and_long_headers(tmp_path: Path) -> None:
    part = b"--B\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a%d.txt\n\nx%d\n"
    head = b"From: a@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=B\n\n"
    found = read(
        tmp_path,
        {
            "parts.eml": head + b"".join(part % (n, n) for n in range(10_000)) + b"--B--\n",
            "names.eml": b"From: " + b'"a" <a@example.org>,' * 20_000 + b"\nSubject: s\n\ntext",
            "words.eml": b"From: x\nSubject: " + b"=?utf-8?b?2LQ=?= " * 20_000 + b"\n\ntext",
            "settings.eml": b"From: x\nSubject: s\nContent-Type: text/plain; " + b'a*0*="x";' * 5_000 + b"\n\ntext",
        },
    )
    assert found["parts.eml"].startswith("10001 s| |x0 |x1")
    for name in ("names.eml", "settings.eml"):
        assert found[name] == "1 s|text", name
    assert found["words.eml"] == "1 |text"


def linked(kind: bytes, name: str, target: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        archive.addfile(member)
    return stream.getvalue()


def test_members_that_lead_out_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    target = str(tmp_path / "secret.txt")
    kinds = {"soft": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "pipe": tarfile.FIFOTYPE, "device": tarfile.CHRTYPE}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, target)
    names = [
        "/etc/a.txt",
        "../../a.txt",
        "..\\..\\a.txt",
        "C:\\a.txt",
        '"a".txt',
        "'; rm -rf a.txt",
        "a\n.txt",
        "%2e%2e%2fa.txt",
        "a" * 5_000 + ".txt",
    ]
    before = set(tmp_path.iterdir())
    found = read(
        tmp_path,
        {
            **{f"{name}.tgz": linked(kind, "a.txt", target) for name, kind in kinds.items()},
            "link.zip": stream.getvalue(),
            "names.zip": zipped(dict.fromkeys(names, b"text")),
            "names.tgz": tarred(dict.fromkeys(names, b"text")),
        },
    )
    assert SECRET not in str(found)
    assert [found[f"{name}.tgz"] for name in kinds] == ["0"] * len(kinds)
    assert found["link.zip"] == f"1 |{target}"  # what the link says, which is all that a zip holds of it
    assert found["names.zip"].split()[0] == found["names.tgz"].split()[0] == str(len(names))
    assert set(tmp_path.iterdir()) - before == {tmp_path / name for name in found}


def _pdf(objects: Mapping[int, bytes]) -> bytes:
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in objects.items()) + b"trailer<</Root 1 0 R>>\n%%EOF"


def test_pdfs_that_contain_themselves_or_too_much(tmp_path: Path) -> None:
    root = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>"}
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Contents 4 0 R>>"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 6>>\nstream\n/X Do \nendstream"
    packed = b"0 0 0 rg " * (1 << 20)
    for _ in range(3):
        packed = zlib.compress(packed, 9)
    stream = b"<</Filter[/FlateDecode/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
    found = read(
        tmp_path,
        {
            "kids.pdf": _pdf({1: root[1], 2: b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>"}),
            "count.pdf": _pdf({1: root[1], 2: b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", 3: page}),
            "form.pdf": _pdf({**root, 3: page, 4: form}),
            "arrays.pdf": _pdf({1: b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * MANY + b">>"}),
            "packed.pdf": _pdf({**root, 3: page, 4: stream}),
        },
    )
    assert "is damaged" in found["kids.pdf"]
    assert "is damaged, or no PDF" in found["arrays.pdf"]
    for name in ("count.pdf", "form.pdf", "packed.pdf"):
        assert "holds no text" in found[name], name


def test_archives_of_bombs(tmp_path: Path) -> None:
    zeros = zipped({"a.txt": b" " * (16 << 20)})
    quine = zipped({f"{n}.zip": zeros for n in range(20)})
    document = word(["x"])
    found = read(
        tmp_path,
        {
            "a.zip": zipped({"a.zip": zeros}),
            "b.zip": zipped({"a.zip": quine}),
            "c.tgz": tarred({"a.zip": zeros}),
            "d.eml": mail("s", "text", attachments={"a.zip": zeros}),
            "e.docx": zipped({"word/document.xml": b" " * (16 << 20)}),
            "f.docx": document[:-22] + zeros,
        },
    )
    for name in ("a.zip", "b.zip", "c.tgz", "d.eml", "e.docx"):
        assert "a bomb, not reports" in found[name], (name, found[name])
    assert found["f.docx"].startswith("1 ")
