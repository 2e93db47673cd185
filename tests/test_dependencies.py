"""What Kashf installs: pinned with hashes, and under licences that go with its own. Works without a network."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = ("requirements.txt", "requirements-test.txt", "requirements-dev.txt")

COMPATIBLE = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0-or-later", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-or-later", "MIT",
    "MIT-0", "MPL-2.0", "PSF-2.0", "Unlicense", "ZPL-2.1",
}  # fmt: skip
"""With GPL-3.0-or-later, by the Free Software Foundation's list."""

OTHER_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "GPL": "GPL-3.0-or-later",
    "MIT License": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "ZPL 2.1": "ZPL-2.1",
    "Zope Public License": "ZPL-2.1",
}
"""What metadata says of licences, besides their identifiers."""

REVIEWED = {
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause; PDFium in it is Apache-2.0 and BSD-3-Clause",
    "regex": "its own part is Apache-2.0, the rest is of Python 1.6 (CNRI); asked for by dateparser (of trafilatura)",
    "axe-playwright-python": "MIT, which its metadata leaves out; for tests alone",
}
"""What metadata does not tell, with what was found by reading."""


def pinned(name: str) -> dict[str, str]:
    """Distributions of a requirements file, and their versions."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, re.MULTILINE))


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def said(name: str) -> str:
    """The licence that a distribution's metadata names; "" for none."""
    found = metadata.metadata(name)
    classifiers = [each.split(" :: ")[-1] for each in found.get_all("Classifier") or () if each.startswith("License ::")]
    short = (found.get("License") or "").strip()
    return found.get("License-Expression") or (short if 0 < len(short) < 80 else " AND ".join(classifiers))


def compatible(licence: str) -> bool:
    """Whether an expression allows a licence of COMPATIBLE: each part of an AND, one part of an OR."""
    inner = licence.strip()
    if inner in COMPATIBLE or OTHER_NAMES.get(inner, "") in COMPATIBLE:
        return True
    if inner in OTHER_NAMES:
        return compatible(OTHER_NAMES[inner])
    if bracketed := re.search(r"\(([^()]*)\)", inner):
        answer = "MIT" if compatible(bracketed[1]) else "none"
        return "(" in inner and compatible(inner[: bracketed.start()] + answer + inner[bracketed.end() :])
    for word, of in ((" OR ", any), (" AND ", all)):
        if word in inner:
            return of(compatible(part) for part in inner.split(word))
    return False


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_hashes_and_comes_from_an_index(name: str) -> None:
    lines = re.sub(r"\s*\\\n\s*", " ", (ROOT / name).read_text("utf-8")).splitlines()
    requirements = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(requirements) > 20
    for line in requirements:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+$", line.strip()), line[:100]


def test_nothing_that_is_installed_to_build_is_unpinned() -> None:
    for requirement in PROJECT["build-system"]["requires"]:
        assert re.fullmatch(r"[a-z0-9._-]+==[0-9][0-9.a-z]*", requirement), requirement


def test_every_dependency_is_in_the_requirements() -> None:
    wanted = {normalized(re.split(r"[<>=!~\[ ;]", each)[0]) for each in PROJECT["project"]["dependencies"]}
    assert wanted <= {normalized(name) for name in pinned("requirements.txt")}
    assert pinned("requirements.txt").items() <= pinned("requirements-test.txt").items() <= pinned("requirements-dev.txt").items()


@pytest.mark.parametrize("name", sorted({name for file in FILES for name in pinned(file)}))
def test_licences_go_with_our_own(name: str) -> None:
    try:
        licence = said(name)
    except metadata.PackageNotFoundError:
        pytest.skip("for another system, or for development")
    assert compatible(licence) or name in REVIEWED, f"{name}: {licence or 'its metadata names no licence'}"


def test_what_was_reviewed_had_to_be() -> None:
    listed = {name for file in FILES for name in pinned(file)}
    assert set(REVIEWED) <= listed


@pytest.mark.parametrize(
    ("licence", "goes"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-2.0-only", False),
        ("Apache-2.0 AND CNRI-Python", False),
        ("MIT AND (GPL-2.0-only OR CNRI-Python)", False),
        ("Other/Proprietary License", False),
        ("", False),
    ],
)
def test_expressions(licence: str, goes: bool) -> None:
    assert compatible(licence) is goes
