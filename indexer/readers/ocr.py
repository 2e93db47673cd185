"""Pictures of pages → text, by Tesseract's Arabic model, where the machine has both."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Final

LANGUAGE: Final = "ara"
SECONDS: Final = 180
"""For one page; a picture that takes longer is no page of text."""

INSTALL: Final = "install Tesseract with its Arabic model (Debian: tesseract-ocr-ara) and index again"


TRY_ANOTHER: Final = "save the pages as PNG, or have another program read them"


class OcrError(Exception):
    """A picture can not be read. The message says why."""


@cache
def can_read_pictures() -> bool:
    """Whether Tesseract and its Arabic model are there."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return LANGUAGE in listed.stdout.split()


def read_picture(picture: bytes) -> str:
    """The text of a picture in a format that Tesseract knows. Raises OcrError."""
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired as error:
        raise OcrError(f"Tesseract took more than {SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OcrError(f"Tesseract can not read it: {said[-1] if said else error.returncode}") from error
    return done.stdout.decode("utf-8", "replace").replace("\f", "").strip()
