"""Files of every format, made for tests."""

from __future__ import annotations

import io
import tarfile
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import docx
import odfdo
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TITLE = "قصف القاعدة الجوية"
BODY = "أعلنت القيادة المركزية أن طائرة مسيرة استهدفت القاعدة الجوية غرب الأنبار فجر اليوم."


def html(*, title: str = TITLE, body: str = BODY, head: str = "") -> str:
    return (
        f"<html dir=rtl><head><title>{title} - وكالة</title>{head}</head>"
        "<body><nav><a href=/>الرئيسية</a><a href=/x>رياضة</a></nav>"
        f"<article><h1>{title}</h1><p>{body}</p><p>{body}</p></article><footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def word(paragraphs: Sequence[str], *, title: str = "", author: str = "", cells: Sequence[str] = ()) -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        table = document.add_table(1, len(cells))
        for place, cell in enumerate(cells):
            table.cell(0, place).text = cell
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def opendocument(paragraphs: Sequence[str], *, title: str = "", author: str = "") -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.meta.title, document.meta.initial_creator = title, author
    for paragraph in paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rich_text(title: str, paragraphs: Iterable[str]) -> bytes:
    lines = "\\par\n".join("".join(f"\\'{byte:02x}" for byte in text.encode("cp1256")) for text in paragraphs)
    named = "".join(f"\\'{byte:02x}" for byte in title.encode("cp1256"))
    info = f"{{\\info{{\\title {named}}}{{\\author Ali}}}}" if title else ""
    return f"{{\\rtf1\\ansi\\ansicpg1256 {info}{lines}}}".encode("ascii")


def mail(subject: str, text: str, *, html_text: str = "", attachments: Mapping[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "مكتب بغداد <desk@example.org>", "all@example.org"
    message["Date"] = "Sat, 20 Jan 2024 23:30:00 +0300"
    if text:
        message.set_content(text)
    if html_text:
        (message.add_alternative if text else message.set_content)(html_text, subtype="html")
    for name, content in (attachments or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(members: Mapping[str, bytes], *, mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]  # a mode that is no literal
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def pdf(pages: Iterable[Sequence[str]], *, title: str = "", turned: bool = True, picture: bool = False) -> bytes:
    """Pages of lines, each letter at its place. `turned`: letters are written from left to right, else as they are read.

    `picture`: each page bears a picture, as scanned ones do.
    """
    pages = list(pages)
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    # 1 the catalog, 2 the pages, 3 the font, 4 its table of letters, 5 what the file says of itself, 6 a picture, 7 the glyph
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: _bytes(f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{8 + 2 * n} 0 R' for n in range(len(pages)))}]>>"),
        3: _bytes(
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 500 800]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</g 7 0 R>>"
            f"/Encoding<</Type/Encoding/Differences[1{'/g' * 255}]>>"
            f"/FirstChar 1/LastChar 255/Widths[{'500 ' * 255}]/ToUnicode 4 0 R>>"
        ),
        4: _stream(_to_unicode(codes)),
        5: _bytes(f"<</Title<feff{title.encode('utf-16-be').hex()}>/Author(Ali)/CreationDate(D:20240121090000Z)>>"),
        6: _stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
        7: _stream(b"500 0 0 0 500 800 d1 0 0 500 800 re f"),
    }
    for number, lines in enumerate(pages):
        content = b"".join(_line(line, codes, 780 - 24 * row, turned=turned) for row, line in enumerate(lines))
        content += b"q 500 0 0 700 50 50 cm /I Do Q\n" if picture else b""
        resources = "<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>"
        objects[8 + 2 * number] = _bytes(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 820]/Resources{resources}/Contents {9 + 2 * number} 0 R>>"
        )
        objects[9 + 2 * number] = _stream(content)
    return _assembled(objects)


def _line(line: str, codes: Mapping[str, int], y: int, *, turned: bool) -> bytes:
    places = [(560 - 6 * place, codes[letter]) for place, letter in enumerate(line)]
    ordered = sorted(places) if turned else places
    return b"".join(b"BT /F 12 Tf 1 0 0 1 %d %d Tm <%02x> Tj ET\n" % (x, y, code) for x, code in ordered)


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for letter, code in codes.items())
    begin = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n1 begincodespacerange <00> <ff>"
    return _bytes(f"{begin} endcodespacerange\n{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap end end")


def _bytes(text: str) -> bytes:
    return text.encode("ascii")


def _stream(content: bytes, more: str = "") -> bytes:
    return _bytes(f"<<{more}/Length {len(content)}>>\nstream\n") + content + b"\nendstream"


def _assembled(objects: Mapping[int, bytes]) -> bytes:
    file = b"%PDF-1.7\n"
    places = {}
    for number in sorted(objects):
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    size = len(places) + 1
    return file + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(file),
    )  # fmt: skip
