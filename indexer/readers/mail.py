"""`.eml`: a mail's text and its attachments, each of which is a document of its own."""

from __future__ import annotations

import email
import email.utils
import io
from email.policy import EmailPolicy
from typing import TYPE_CHECKING, Final, cast

from indexer.encoding import EncodingError, decode
from indexer.fields import build
from indexer.readers.inside import Skipped, read_inside
from indexer.readers.opened import BadFileError, described
from indexer.readers.page import main_text
from indexer.values import ReadError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from email.message import EmailMessage, MIMEPart
    from email.policy import Policy

    from indexer.readers.opened import OpenFile
    from indexer.readers.registry import Item
    from indexer.values import SourceDocument

_UNNAMED: Final = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "application/pdf": ".pdf"}
"""Extensions of attachments without a name."""

MAX_HEADER: Final = 64 << 10
MAX_CONTENT_HEADER: Final = 4 << 10
"""Letters. The first is two thousand addressees, the second the longest name of a file many times over."""


class _ShortHeaders(EmailPolicy):
    """Takes longer headers for empty: the standard library reads them in a time that grows with the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        longest = MAX_CONTENT_HEADER if name.lower().startswith("content-") else MAX_HEADER
        return name, value if len(value) <= longest else ""


_POLICY: Final = cast("Policy[EmailMessage]", _ShortHeaders())


def read(file: OpenFile) -> Iterator[Item]:
    """The documents of a mail."""
    yield from read_message(file.read(), file)


def read_message(raw: bytes, file: OpenFile) -> Iterator[Item]:
    """The mail itself, then what is attached to it."""
    try:
        yield from _read_message(email.message_from_bytes(raw, policy=_POLICY), file)
    except RecursionError as error:
        what = "parts within parts, or brackets in a header, too deep"
        raise BadFileError(what, next_="save its texts and attachments") from error


def _read_message(message: EmailMessage, file: OpenFile) -> Iterator[Item]:
    if not message.keys():
        raise BadFileError("is no mail: it begins with no header")
    body = message.get_body(("plain", "html"))
    text = _text(body, file) if body is not None else ""
    subject = _header(message, "Subject")
    attachments = list(message.iter_attachments())
    if subject or text.strip():
        yield _document(message, subject, text)
    elif not attachments:
        raise BadFileError("holds no text")
    skipped = Skipped()
    for number, part in enumerate(attachments, start=1):
        yield from _attachment(part, number, file, skipped)
    yield from skipped.notices(file.path)


def _document(message: EmailMessage, subject: str, text: str) -> SourceDocument:
    name, address = email.utils.parseaddr(_header(message, "From"))
    day = _day(message)
    return build(
        {
            "title": subject,
            "text": text,
            "date": day.isoformat() if day else None,
            "source": name or address,
            "metadata": described(author=f"{name} <{address}>" if name and address else address, to=_header(message, "To")),
        }
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError):  # headers that the standard library stumbles over
        return ""


def _day(message: EmailMessage) -> dt.date | None:
    """The day in the sender's own time zone."""
    try:
        return email.utils.parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, OverflowError):
        return None


def _text(part: MIMEPart, file: OpenFile) -> str:
    """A part's text: in the encoding that it names, if it is right about that, else by what the bytes tell."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    named = str(part.get_content_charset() or "")
    text = _decoded(content, "" if named in ("us-ascii", "utf-8") else named, file)
    return main_text(text) if part.get_content_type() == "text/html" else text


def _decoded(content: bytes, named: str, file: OpenFile) -> str:
    try:
        return decode(content, told=file.options.encoding or named)
    except (LookupError, EncodingError):
        return decode(content, told=file.options.encoding)


def _attachment(part: EmailMessage, number: int, file: OpenFile, skipped: Skipped) -> Iterator[Item]:
    name = part.get_filename() or f"attachment-{number}{_UNNAMED.get(part.get_content_type(), '')}"
    if not skipped.takes(name):
        return
    try:
        content = part.get_payload(decode=True)
        if part.get_content_type() == "message/rfc822":
            content = part.get_content().as_bytes()
    except (ValueError, KeyError, AttributeError) as error:
        yield ReadError(file.path, f"can not be unpacked: {error}", name)
        return
    raw = content if isinstance(content, bytes) else b""
    file.allowance.take(size=len(raw), packed=len(raw))
    yield from read_inside(file, io.BytesIO(raw), name)
