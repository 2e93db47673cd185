"""What `scale.py` measured, drawn: cost by the number of reports.

pip install -e '.[bench]'
python benchmarks/plot.py scale-10k.json scale-100k.json scale-1m.json --svg docs/images/scale.svg
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "kashf"  # the same figures give the same file

import matplotlib.pyplot as plt  # noqa: E402  # after the choice above

PANELS: Final = {
    "The whole answer, p50 in ms": (
        "answer_ms",
        ("a word", "a common word", "two words", "a phrase", "a prefix", "a word, two actors, a country", "everything"),
    ),
    "Pages, p95 in ms": ("page_ms", ("search", "everything", "beginning", "document")),
}


def main() -> None:
    """Read, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--svg", type=Path, required=True)
    options = parser.parse_args()
    sizes: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in options.figures]
    sizes.sort(key=lambda figures: figures["documents"])
    figure, axes = plt.subplots(1, len(PANELS), figsize=(11, 4.5), layout="constrained")
    for axis, (title, (table, kinds)) in zip(axes, PANELS.items(), strict=True):
        percentile = "p95" if "p95" in title else "p50"
        for kind in kinds:
            known = [(size["documents"], size[table][kind][percentile]) for size in sizes if kind in size[table]]
            axis.plot(*zip(*known, strict=True), marker="o", label=kind)
        axis.set(xscale="log", yscale="log", xlabel="reports", title=title)
        axis.grid(visible=True, which="both", alpha=0.25)
        axis.legend(fontsize="small")
    about = sizes[-1]
    figure.suptitle(f"Embedded engine, {about['date']}, {about['machine']}, {about['words']} words a report", fontsize="medium")
    figure.savefig(options.svg, metadata={"Date": None})


if __name__ == "__main__":
    main()
