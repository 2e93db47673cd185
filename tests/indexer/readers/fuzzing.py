"""A fuzzer for the readers: whole files of every format, damaged at random from a seed, read in this process.

`python fuzzing.py SEED ROUNDS [FORMAT…]` prints a JSON line for each case that breaks what `read_path` promises. It has a limit of
memory, and ends with the traceback of what hangs. The name of each case is on standard error before it is read, so that a
crash has one.
"""

from __future__ import annotations

import bz2
import faulthandler
import gzip
import io
import json
import lzma
import random
import resource
import sys
import tempfile
import traceback
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from made_files import BODY, TITLE, html, mail, opendocument, pdf, rich_text, tarred, word, workbook, zipped

from indexer.readers.registry import READERS, read_path
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SECONDS: Final = 30
"""For one case; each is of a few kilobytes. A limit against hanging, not a measure."""

MEMORY: Final = 3 << 30
"""Addresses, of which the libraries of all formats take the most."""

_TABLE = f"title,text,date\n{TITLE},{BODY},2024-01-20\n{TITLE},{BODY},2024-01-21\n"
_JSON = json.dumps({"title": TITLE, "text": BODY, "date": "2024-01-20", "actors": ["a"], "metadata": {"b": 1}})
_MAIL = mail(TITLE, BODY, html_text=html(), attachments={"a.zip": zipped({"a.txt": BODY.encode()}), "b.csv": _TABLE.encode()})
_MEMBERS = {"a.txt": BODY.encode(), "b/c.csv": _TABLE.encode(), "d.zip": zipped({"e.json": _JSON.encode()})}
_PICTURES = {
    "png": bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    ),
    "jpeg": bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"),
    "tiff": b"II*\0\x08\0\0\0\0\0\0\0\0\0",
}

_WHOLE_BY_MODULE: Final[Mapping[str, bytes]] = {
    "image": _PICTURES["png"],
    "json_file": f"[{_JSON},{_JSON}]".encode(),
    "jsonl": f"{_JSON}\n{_JSON}\n".encode(),
    "mail": _MAIL,
    "markdown": f"---\ntitle: {TITLE}\ndate: 2024-01-20\nactors: [a, b]\n---\n\n# {TITLE}\n\n{BODY}\n".encode(),
    "mbox": b"".join(b"From a@example.org Sat Jan 20 23:30:00 2024\n" + _MAIL + b"\n\n" for _ in range(2)),
    "opendocument": opendocument([TITLE, "", BODY], title=TITLE, author="Ali"),
    "page": html(head='<meta charset="utf-8"><meta name=author content=Ali>').encode(),
    "pdf": pdf([[TITLE], [BODY]], title=TITLE, picture=True),
    "plain": f"{TITLE}\n\n{BODY}\n".encode(),
    "rich_text": rich_text(TITLE, [BODY, BODY]),
    "table": _TABLE.encode(),
    "word": word([TITLE, "", BODY], title=TITLE, cells=["أ", "ب"]),
    "workbook": workbook({"a": [["text", "date", "n"], [BODY, "2024-01-20", 4]], "b": [["c"], ["d"]]}),
    "zip_archive": zipped(_MEMBERS),
}

_TOKENS: Final = tuple(
    b"\0|\xff\xff\xff\xff|\x7f\xff\xff\xff|-1|99999999999999999999|1e999|NaN|[|{|}|]|\\|\"|'|<|>|&#0;|&#x110000;|&a;|<![CDATA[|]]>|<!--|"
    b"\\u-1|\\u32?|\\bin99999 |\\'|\\'zz|{\\*|\\ansicpg99999|\\ucZ|=?utf-8?b?|=?x?q?=FF?=|"
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n|Content-Transfer-Encoding: base64\n|"
    b"Content-Type: text/plain; charset=\xff\n|charset=punycode|charset=idna|charset=utf-7|"
    b"\r\n|\n\n|\xe2\x80\xa8|\xed\xa0\x80|\xd9|\xef\xbb\xbf|\xff\xfe|---\n|: |*a|&a |!!python/object |From a 1:00\n|"
    b"/Length 99999999|0 R|endobj|/Kids[2 0 R]|/Count -1|"
    b"xmlns:a=\"b\"|</w:p>|<w:p>|<w:tc>|r=\"A99999999\"|t=\"s\"|t=\"d\"|<v>999999</v>".split(b"|")
)  # fmt: skip
"""What formats make something of."""


def whole(extension: str) -> bytes:
    """A sound file of a format."""
    module = READERS[extension]
    if module == "tar_archive":
        packing = {"tgz": "gz", "tbz2": "bz2", "txz": "xz", "tar": ""}.get(extension.rsplit(".", 1)[1], extension.rsplit(".", 1)[1])
        return tarred(_MEMBERS, mode=f"w:{packing}")
    if module == "image":
        return next(picture for name, picture in _PICTURES.items() if name[0] == extension[1])
    return _WHOLE_BY_MODULE[module]


def mutated(content: bytes, extension: str, chance: random.Random) -> bytes:
    """A file with damage: on its surface, or in what it packs, which is packed again as it should be."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(content, lambda member: _damaged(member, chance), chance)
    for magic, unpack, pack in _PACKINGS:
        if content.startswith(magic) and chance.random() < 0.7:
            return pack(_damaged(unpack(content), chance))
    return _damaged(content, chance)


_PACKINGS: Final[tuple[tuple[bytes, Callable[[bytes], bytes], Callable[[bytes], bytes]], ...]] = (
    (b"\x1f\x8b", gzip.decompress, gzip.compress),
    (b"BZh", bz2.decompress, bz2.compress),
    (b"\xfd7zXZ\0", lzma.decompress, lzma.compress),
)


def _repacked(content: bytes, change: Callable[[bytes], bytes], chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        changed = set(chance.sample(names, min(len(names), chance.choice([1, 1, 2, 9]))))
        for name in names:
            kept = old.read(name)
            new.writestr(name, change(kept) if name in changed else kept)
    return stream.getvalue()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        place = chance.randrange(len(data) + 1)
        length = chance.choice([1, 2, 8, 64, 512])
        match chance.randrange(7):
            case 0 if place < len(data):
                data[place] ^= 1 << chance.randrange(8)
            case 1:
                data[place : place + length] = chance.randbytes(length)
            case 2:
                del data[place : place + length]
            case 3:
                data[place:place] = data[place : place + length] * chance.choice([1, 2, 50])
            case 4:
                data[place:place] = chance.choice(_TOKENS)
            case 5:
                data[place:place] = chance.choice(_TOKENS) * chance.choice([2, 30, 1_000])
            case _ if chance.random() < 0.2:
                del data[place:]
            case _:
                other = chance.randrange(len(data) + 1)
                data[place : place + length] = data[other : other + length]
    return bytes(data)


def complaint(path: Path) -> str:
    """What `read_path` does that it promises not to do; "" for nothing."""
    try:
        items = list(read_path(str(path)))
    except BaseException:  # noqa: BLE001  # all of it is what is looked for
        return traceback.format_exc()
    for item in items:
        if not isinstance(item, SourceDocument | ReadError | Notice):
            return f"gives {item!r}"
        if isinstance(item, ReadError) and not (item.what and item.path == str(path)):
            return f"an error that does not say what or where: {item!r}"
        try:
            "".join((item.title, item.text) if isinstance(item, SourceDocument) else ()).encode()
        except UnicodeEncodeError:
            return f"text that is none: {item!r}"
    return "" if items else "neither a document nor an error"


def failures(seed: int, rounds: int, extensions: list[str]) -> Iterator[tuple[str, str]]:
    """The cases of a seed that break a promise."""
    with tempfile.TemporaryDirectory() as folder:
        for extension in extensions:
            sound = whole(extension)
            for number in range(rounds):
                case = f"{extension} seed {seed} round {number}"
                path = Path(folder, f"a{extension}")
                path.write_bytes(mutated(sound, extension, random.Random(case)))
                sys.stderr.write(case + "\n")
                faulthandler.dump_traceback_later(SECONDS, exit=True)
                if found := complaint(path):
                    yield case, found
                faulthandler.cancel_dump_traceback_later()


def main(seed: str, rounds: str, *extensions: str) -> None:
    """Run as a program. Warnings are failures, but for those of compiling a package: they come wherever no `.pyc` was written."""
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", "invalid escape sequence")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for case, found in failures(int(seed), int(rounds), list(extensions) or sorted(READERS)):
        sys.stdout.write(json.dumps({"case": case, "found": found}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
