"""The password of the web application: a file with its hash, never with the password itself."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

from werkzeug.security import check_password_hash, generate_password_hash

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST: Final = 12
"""Characters. There is one password for all, and nothing else behind it."""

LONGEST: Final = 1_000
"""Characters that are looked at: hashing more is work for an attacker to give."""

_METHOD: Final = "scrypt:65536:8:1"
"""64 MB and a fifth of a second for each guess (OWASP asks for half of that at least)."""


class PasswordError(Exception):
    """A password or its file that can not be used. Says what, where, and what to do next."""


class Password:
    """The one password, by its hash."""

    def __init__(self, hashed: str) -> None:
        self._hashed = hashed
        self._one_at_a_time = threading.Lock()

    def matches(self, given: str) -> bool:
        """Whether this is the password. One at a time: each takes memory and a processor."""
        if len(given) > LONGEST:
            return False
        with self._one_at_a_time:
            return check_password_hash(self._hashed, given)


def hash_password(password: str) -> str:
    """The line for the file. Raises PasswordError for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordError(f"a password has {SHORTEST} characters or more; several words that belong to nothing are good ones")
    return generate_password_hash(password, _METHOD)


def write_password(path: Path, password: str) -> None:
    """Keep a password's hash in a file that its owner alone can read."""
    line = hash_password(password) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(line)
        new.replace(path)
    except OSError as error:
        raise PasswordError(f"the password can not be kept in {path}: {error.strerror}; name another file") from error


def read_password(path: Path) -> Password:
    """The password whose hash a file holds. Raises PasswordError."""
    advice = "make it with kashf password FILE"
    try:
        line = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise PasswordError(f"no password can be read from {path}: {reason}; {advice}") from error
    if not line.startswith("scrypt:") or line.count("$") != 2:  # never quoted: it may be a password as it is
        raise PasswordError(f"{path} holds no hash of a password; {advice}")
    return Password(line)
