"""Make lexicon, names, towns and outlines anew and write their hashes: `python -m build_hook`, after a wanted change to one."""

from __future__ import annotations

import json

from build_hook.lexicon import build_lexicon
from build_hook.names import build_names
from build_hook.towns import build_towns
from hatch_build import HASHES, LEXICON, NAMES, OUTLINES, ROOT, TOWNS, content_hash, fetch_vendor


def main() -> None:
    """In this order: names ask the stemmer, which asks the lexicon."""
    hashes = {}
    for path, build in ((LEXICON, build_lexicon), (NAMES, build_names), (TOWNS, build_towns)):
        build(path)
        hashes[str(path.relative_to(ROOT))] = content_hash(path)
    fetch_vendor()
    hashes[str(OUTLINES.relative_to(ROOT))] = content_hash(OUTLINES)
    HASHES.write_text(json.dumps(hashes, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
