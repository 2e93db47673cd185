"""indexer.readers: the formats of programs (web pages, office files, PDF, mails, archives), and each of their faults."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import zipfile
from typing import TYPE_CHECKING

import pytest
from made_files import BODY, TITLE, html, mail, opendocument, pdf, rich_text, tarred, word, workbook, zipped

from indexer.readers import inside, ocr, opened
from indexer.readers import pdf as pdf_reader
from indexer.readers.registry import READERS, read_path, reader
from indexer.values import Notice, ReadError, ReadOptions, SourceDocument

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.readers.registry import Item

DAY = dt.date(2024, 1, 20)
OTHER = "وقال مصدر أمني إن الهجوم لم يسفر عن خسائر بشرية وإن التحقيق بدأ لمعرفة الجهة التي تقف وراءه."


def read(folder: Path, name: str, content: str | bytes, options: ReadOptions | None = None) -> list[Item]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_path(str(path), options or ReadOptions()))


def one(folder: Path, name: str, content: str | bytes, options: ReadOptions | None = None) -> SourceDocument:
    (item,) = read(folder, name, content, options)
    assert isinstance(item, SourceDocument), item
    return item


def error(folder: Path, name: str, content: str | bytes) -> str:
    (item,) = read(folder, name, content)
    assert isinstance(item, ReadError), item
    return item.message


def test_every_reader_is_there() -> None:
    for module in set(READERS.values()):
        assert callable(reader(module))


# ---- .html

HEAD = (
    '<meta name=author content="علي حسن"><meta property="article:published_time" content="2024-01-20T10:00:00+03:00">'
    '<meta property="og:site_name" content="وكالة"><meta property="og:title" content="قصف القاعدة الجوية">'
)


def test_html_gives_the_main_content_and_what_the_page_says_of_itself(tmp_path: Path) -> None:
    document = one(tmp_path, "a.html", html(body=f"{BODY}</p><p>{OTHER}", head=HEAD))
    assert (document.title, document.source, document.date) == (TITLE, "وكالة", DAY)
    assert document.metadata["author"] == "علي حسن"
    assert BODY in document.text
    assert OTHER in document.text
    assert "رياضة" not in document.text
    assert "محفوظة" not in document.text
    assert not document.text.startswith(TITLE)


def test_html_of_a_few_words_is_read_whole(tmp_path: Path) -> None:
    document = one(tmp_path, "a.htm", "<title>خبر &amp; بيان</title><body><nav>قائمة</nav><p>قصف</p><script>x()</script><p>الحلة")
    assert (document.title, document.text) == ("خبر & بيان", "قصف\nالحلة")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6", "utf-16"])
def test_html_in_the_encoding_that_it_says_or_shows(tmp_path: Path, encoding: str) -> None:
    page = html(title="قصف", body="قصف الحلة", head=f'<meta charset="{encoding}">')
    assert "قصف الحلة" in one(tmp_path, "a.html", page.encode(encoding)).text


def test_html_faults(tmp_path: Path) -> None:
    assert "holds no text" in error(tmp_path, "a.html", "<html><body><script>x()</script></body></html>")
    page = "<meta charset=klingon><p>قصف".encode("cp1256")
    assert "klingon, which is no encoding" in error(tmp_path, "a.html", page)


# ---- .json


def test_json_is_an_object_or_a_list_of_them(tmp_path: Path) -> None:
    assert one(tmp_path, "a.json", json.dumps({"text": BODY, "date": "2024-01-20"})).date == DAY
    items = read(tmp_path, "b.json", json.dumps([{"text": "أ"}, 3, {"title": ""}, {"text": "ب"}]))
    assert [item.text if isinstance(item, SourceDocument) else getattr(item, "where", "") for item in items] == [
        "أ", "document 2", "document 3", "ب",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: not JSON"),
        ('{"text": "أ"}\n{"text": "ب"}', "line 2: not JSON: Extra data"),
        ("3", "neither an object nor a list"),
        ("[" * 100_000, "can not be read"),
        ("{}", "neither title nor text"),
    ],
)
def test_json_faults(tmp_path: Path, content: str, message: str) -> None:
    assert message in error(tmp_path, "a.json", content)


# ---- .xlsx


def test_xlsx_rows_are_documents(tmp_path: Path) -> None:
    rows = [
        [],
        ["المعرف", "العنوان", "النص", "التاريخ", "العدد"],
        [7, TITLE, BODY, dt.datetime(2024, 1, 20), 2.0],  # noqa: DTZ001  # cells have no time zone
        [],
        [8, "", "", None, 1],
    ]
    first, second = read(tmp_path, "a.xlsx", workbook({"تقارير": rows}))
    assert isinstance(first, SourceDocument)
    assert (first.id, first.title, first.text, first.date, dict(first.metadata)) == ("7", TITLE, BODY, DAY, {"العدد": "2"})
    assert isinstance(second, ReadError)
    assert second.where == "sheet تقارير, line 5"


def test_xlsx_sheets_without_reports_are_told_of(tmp_path: Path) -> None:
    sheets = {"reports": [["text"], ["قصف"]], "notes": [["a"], ["b"]], "empty": []}
    document, notice = read(tmp_path, "a.xlsx", workbook(sheets))
    assert isinstance(document, SourceDocument)
    assert isinstance(notice, Notice)
    assert "sheet notes" in notice.text


def test_xlsx_faults(tmp_path: Path) -> None:
    assert "sheet notes, line 1: no column is named" in error(tmp_path, "a.xlsx", workbook({"notes": [["a"], ["b"]]}))
    assert "is empty" in error(tmp_path, "b.xlsx", workbook({"notes": []}))
    assert "damaged" in error(tmp_path, "c.xlsx", zipped({"a.txt": b"a"}))
    assert "beyond the 1 named" in read(tmp_path, "d.xlsx", workbook({"a": [["text"], ["قصف", "x"]]}))[0].message  # type: ignore[union-attr]


# ---- columns


def test_columns_are_guessed_and_what_was_guessed_is_told(tmp_path: Path) -> None:
    document, notice = read(tmp_path, "a.csv", f"الرقم,نص الخبر,تاريخ النشر\n1,{BODY},2024-01-20\n")
    assert isinstance(document, SourceDocument)
    assert (document.text, document.date, dict(document.metadata)) == (BODY, DAY, {"الرقم": "1"})
    assert isinstance(notice, Notice)
    assert "text = نص الخبر، date = تاريخ النشر" in notice.text
    assert "--map" in notice.text


def test_the_column_of_long_cells_is_the_text(tmp_path: Path) -> None:
    document, notice = read(tmp_path, "a.csv", f"a,b\n1,{BODY}\n")
    assert isinstance(document, SourceDocument)
    assert document.text == BODY
    assert isinstance(notice, Notice)


def test_what_the_user_says_of_columns_stands(tmp_path: Path) -> None:
    options = ReadOptions(columns=(("text", "ملخص"), ("title", "رمز")))
    document = one(tmp_path, "a.csv", "رمز,النص,ملخص\nس,ص,ع\n", options)
    assert (document.title, document.text, dict(document.metadata)) == ("س", "ع", {"النص": "ص"})
    (item,) = read(tmp_path, "b.csv", "text\nس\n", options)
    assert isinstance(item, ReadError)
    assert "no column is named ملخص (found: text)" in item.message


def test_a_first_row_of_reports_is_no_header(tmp_path: Path) -> None:
    assert "the first row holds no names" in error(tmp_path, "a.csv", f"1,{BODY} {OTHER}\n2,{OTHER}\n")


# ---- .docx, .odt, .rtf


def test_docx_gives_paragraphs_and_tables(tmp_path: Path) -> None:
    document = one(tmp_path, "2024-01-20.docx", word([TITLE, "", BODY], author="علي", cells=["أ", "ب"]))
    assert (document.title, document.text) == (TITLE, f"{BODY}\nأ\nب")
    assert (document.date, document.date_found) == (DAY, "file name")
    assert document.metadata["author"] == "علي"


def test_docx_has_its_own_title(tmp_path: Path) -> None:
    document = one(tmp_path, "a.docx", word([BODY, "", OTHER], title=TITLE))
    assert (document.title, document.text) == (TITLE, f"{BODY}\n\n{OTHER}")


def test_odt_gives_paragraphs(tmp_path: Path) -> None:
    document = one(tmp_path, "a.odt", opendocument([TITLE, "", BODY], author="علي"))
    assert (document.title, document.text, document.metadata["author"]) == (TITLE, BODY, "علي")
    assert one(tmp_path, "b.odt", opendocument([BODY], title=TITLE)).title == TITLE


def test_rtf_in_its_code_page(tmp_path: Path) -> None:
    document = one(tmp_path, "a.rtf", rich_text(TITLE, [BODY, OTHER]))
    assert (document.title, document.text, document.metadata["author"]) == (TITLE, f"{BODY}\n{OTHER}", "Ali")
    assert one(tmp_path, "b.rtf", "{\\rtf1\\ansi \\u1602?\\u1589?\\u1601?}").text == "قصف"


@pytest.mark.parametrize("extension", ["docx", "odt", "xlsx"])
def test_office_files_that_are_none_or_bombs(tmp_path: Path, extension: str) -> None:
    assert "damaged" in error(tmp_path, f"a.{extension}", b"PK\3\4 nothing")
    assert "damaged" in error(tmp_path, f"b.{extension}", zipped({"mimetype": b"x"}))
    assert "a bomb" in error(tmp_path, f"c.{extension}", zipped({"word/document.xml": b"\0" * (8 << 20)}))


@pytest.mark.parametrize(("name", "content"), [("a.docx", word([])), ("a.odt", opendocument([])), ("a.rtf", b"{\\rtf1 }")])
def test_office_files_without_text(tmp_path: Path, name: str, content: bytes) -> None:
    assert "holds no text" in error(tmp_path, name, content)


def test_what_is_called_rtf_and_is_none(tmp_path: Path) -> None:
    assert "no rich text" in error(tmp_path, "a.rtf", BODY)


# ---- .pdf

LINE = "في 20/1/2024 استهدفت طائرة القاعدة"


@pytest.mark.parametrize("turned", [True, False])
def test_pdf_is_read_in_order_however_it_was_written(tmp_path: Path, turned: bool) -> None:
    # Numbers stand from left to right on the page, whatever the order of the file.
    shown = LINE.replace("20/1/2024", "4202/1/02")
    document = one(tmp_path, "a.pdf", pdf([["قصف", shown], ["صفحة ثانية"]], title=TITLE, turned=turned))
    assert (document.title, document.text) == (TITLE, f"قصف\n{LINE}\n\nصفحة ثانية")
    assert dict(document.metadata) == {"author": "Ali", "created": "2024-01-21", "pages": f"0 {len('قصف') + 1 + len(LINE) + 2}"}
    assert document.date is None  # when the file was made is no report's date


def test_titles_that_programs_make_up_are_none(tmp_path: Path) -> None:
    assert one(tmp_path, "a.pdf", pdf([["قصف"]], title="Microsoft Word - x.docx")).title == ""


def test_pages_that_are_pictures_are_told_of_where_they_can_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "can_read_pictures", lambda: False)
    document, failure = read(tmp_path, "scan.pdf", pdf([["قصف"], []], picture=True))
    assert isinstance(document, SourceDocument)
    assert (document.text, document.metadata["text_quality"], document.metadata["text_faults"]) == ("قصف\n\n", "unread", "not read")
    assert isinstance(failure, ReadError)
    assert "pages 2: pages that are pictures" in failure.message
    assert "Tesseract" in failure.message
    scan, _ = read(tmp_path, "scan2.pdf", pdf([[]], picture=True))
    assert isinstance(scan, SourceDocument)
    assert (scan.title, scan.text) == ("scan2", "")


def test_pages_that_are_pictures_are_read_where_they_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures: list[bytes] = []

    def see(picture: bytes) -> str:
        pictures.append(picture)
        return BODY

    monkeypatch.setattr(pdf_reader, "can_read_pictures", lambda: True)
    monkeypatch.setattr(pdf_reader, "read_picture", see)
    document = one(tmp_path, "scan.pdf", pdf([[]], picture=True))
    assert (document.text, document.metadata["text_quality"], document.metadata["text_faults"]) == (BODY, "doubtful", "read by OCR")
    (picture,) = pictures
    header, pixels = picture[:17], picture[17:]
    assert header.startswith(b"P5 2500 3417 255\n")
    assert len(pixels) == 2500 * 3417


def test_pdf_faults(tmp_path: Path) -> None:
    assert "no PDF" in error(tmp_path, "a.pdf", b"%PDF-1.7 nothing")
    assert "holds no text" in error(tmp_path, "b.pdf", pdf([[]]))


# ---- pictures


def test_pictures_are_marked_where_they_can_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.readers.image.can_read_pictures", lambda: False)
    document, failure = read(tmp_path, "بيان.png", b"\x89PNG")
    assert isinstance(document, SourceDocument)
    assert (document.title, document.metadata["text_quality"]) == ("بيان", "unread")
    assert isinstance(failure, ReadError)
    assert "install Tesseract" in failure.message


@pytest.mark.skipif(not ocr.can_read_pictures(), reason="Tesseract with its Arabic model is not installed")
def test_a_picture_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert "Tesseract can not read it" in error(tmp_path, "a.png", b"\x89PNG nothing")


# ---- .eml, .mbox


def test_a_mail_and_its_attachments(tmp_path: Path) -> None:
    content = mail(TITLE, BODY, attachments={"تقرير.txt": OTHER.encode(), "a.docx": word([BODY]), "x.exe": b"MZ", "b.json": b"["})
    first, text, office, bad, notice = read(tmp_path, "a.eml", content)
    assert isinstance(first, SourceDocument)
    assert (first.title, first.text.strip(), first.source, first.date) == (TITLE, BODY, "مكتب بغداد", DAY)
    assert first.metadata["author"] == "مكتب بغداد <desk@example.org>"
    assert isinstance(text, SourceDocument)
    assert (text.text, text.metadata["member"]) == (OTHER, "تقرير.txt")
    assert isinstance(office, SourceDocument)
    assert office.text == BODY
    assert isinstance(bad, ReadError)
    assert bad.where == "b.json: line 1"
    assert isinstance(notice, Notice)
    assert "1 .exe" in notice.text


def test_a_mail_of_html_alone(tmp_path: Path) -> None:
    assert BODY in one(tmp_path, "a.eml", mail(TITLE, "", html_text=html(body=BODY))).text


def test_a_mail_that_is_wrong_about_its_encoding(tmp_path: Path) -> None:
    header = b"Subject: report\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    assert one(tmp_path, "a.eml", header + BODY.encode("cp1256")).text == BODY


def test_a_mailbox(tmp_path: Path) -> None:
    mails = [mail(TITLE, BODY), b"\n", mail("ثان", "قصف\n>From here\n")]
    box = b"".join(b"From desk@example.org Sat Jan 20 10:00:00 2024\n" + content + b"\n" for content in mails)
    first, bad, third = read(tmp_path, "a.mbox", box)
    assert isinstance(first, SourceDocument)
    assert isinstance(bad, ReadError)
    assert bad.where == "mail 2"
    assert isinstance(third, SourceDocument)
    assert third.title == "ثان"
    assert "no mailbox" in error(tmp_path, "b.mbox", "قصف")
    assert "holds no mail" in error(tmp_path, "c.mbox", "")
    assert "no mail" in error(tmp_path, "d.eml", "")


# ---- archives

MEMBERS = {
    "a/2024-01-20.txt": BODY.encode(),
    "../../b.md": "# قصف\n\nنص".encode(),
    "c.json": b'[{"text": "x"}, 3]',
    ".hidden.txt": b"x",
    "__MACOSX/c.txt": b"x",
    "d.exe": b"MZ",
    "e.zip": zipped({"f.csv": "text\nقصف\n".encode()}),
}


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar.gz", tarred)])
def test_archives_are_folders(tmp_path: Path, name: str, pack: object) -> None:
    items = read(tmp_path, name, pack(MEMBERS))  # type: ignore[operator]  # one of two functions
    documents = {item.metadata["member"]: item for item in items if isinstance(item, SourceDocument)}
    assert list(documents) == ["a/2024-01-20.txt", "../../b.md", "c.json", "e.zip/f.csv"]
    assert documents["a/2024-01-20.txt"].date == DAY
    assert [item.message for item in items if isinstance(item, ReadError)] == [
        "c.json: document 2: not an object; make each report an object with a text"
    ]
    assert [item.text for item in items if isinstance(item, Notice)] == ["files inside without a reader: 1 .exe"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_archives_however_packed(tmp_path: Path, mode: str) -> None:
    extension = {"w": "tar", "w:gz": "tgz", "w:bz2": "tar.bz2", "w:xz": "txz"}[mode]
    assert one(tmp_path, f"a.{extension}", tarred({"a.txt": BODY.encode()}, mode=mode)).text == BODY


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tgz", tarred)])
def test_bombs_are_refused(tmp_path: Path, name: str, pack: object) -> None:
    assert "a bomb" in error(tmp_path, name, pack({"a.txt": b" " * (16 << 20)}))  # type: ignore[operator]  # as above


def test_archives_in_archives_end(tmp_path: Path) -> None:
    content = zipped({"a.txt": BODY.encode()})
    for depth in range(opened.MAX_DEPTH):
        content = zipped({f"{depth}.zip": content})
    assert "files deep" in error(tmp_path, "a.zip", content)


def test_archives_of_too_many_or_too_large_files_are_refused(tmp_path: Path) -> None:
    few = opened.Allowance(members=1)
    few.take(size=1, packed=1)
    with pytest.raises(opened.BadFileError, match="more than"):
        few.take(size=1, packed=1)
    with pytest.raises(opened.BadFileError, match="unpacks to more"):
        opened.Allowance(size=10).take(size=11, packed=11)


def test_what_is_wrong_with_a_member_leaves_the_others(tmp_path: Path) -> None:
    content = zipped({"a.txt": BODY.encode() * 9, "b.txt": b"x"})
    place = content.index(b"a.txt") + len(b"a.txt") + 5
    broken = content[:place] + b"\xff\xff\xff" + content[place + 3 :]
    bad, good = read(tmp_path, "a.zip", broken)
    assert isinstance(bad, ReadError)
    assert "a.txt: can not be unpacked" in bad.message
    assert isinstance(good, SourceDocument)


def test_locked_members_are_told_of(tmp_path: Path) -> None:
    stream = io.BytesIO(zipped({"a.txt": b"x"}))
    with zipfile.ZipFile(stream) as archive:
        place = archive.start_dir + 8
    content = bytearray(stream.getvalue())
    content[place] |= 1
    assert "a.txt: is locked with a password" in error(tmp_path, "a.zip", bytes(content))


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.tar.xz"])
def test_archives_that_are_none(tmp_path: Path, name: str) -> None:
    assert "is damaged, or no" in error(tmp_path, name, b"nothing of the kind" * 99)


@pytest.mark.parametrize(
    ("name", "hidden"), [("a/b.txt", False), ("../a.txt", False), ("a/.b.txt", True), ("__MACOSX/a.txt", True), ("../", True)]
)
def test_hidden_members(name: str, hidden: bool) -> None:
    assert inside.is_hidden(name) is hidden


# ---- damage

WHOLE = {
    "a.docx": word([TITLE, "", BODY], cells=["أ", "ب"]),
    "a.odt": opendocument([TITLE, "", BODY]),
    "a.xlsx": workbook({"a": [["text", "date"], [BODY, "2024-01-20"]]}),
    "a.rtf": rich_text(TITLE, [BODY]),
    "a.pdf": pdf([[TITLE], [BODY]], title=TITLE),
    "a.eml": mail(TITLE, BODY, html_text=html(), attachments={"a.zip": zipped({"a.txt": b"x"})}),
    "a.zip": zipped({"a.txt": BODY.encode(), "b.csv": b"text\nx"}),
    "a.tgz": tarred({"a.txt": BODY.encode()}),
    "a.html": html().encode(),
}


@pytest.mark.parametrize("name", list(WHOLE))
def test_no_damage_raises(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(25):
        damaged = bytearray(WHOLE[name])
        for _ in range(chance.choice([1, 3, 20])):
            place = chance.randrange(len(damaged))
            if chance.random() < 0.7:
                damaged[place] = chance.randrange(256)
            else:
                del damaged[place : place + chance.randrange(1, 40)]
        assert read(tmp_path, name, bytes(damaged))
