"""What `scale.py` measured, drawn: cost by the number of reports.

pip install -e '.[bench]'
python benchmarks/plot.py scale-10k.json scale-100k.json scale-1m.json --svg docs/images/scale.svg
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "kashf"  # the same figures give the same file
mpl.rcParams["svg.fonttype"] = "none"  # letters stay letters: a third of the size, and they can be read out and searched for
mpl.rcParams["font.family"] = "sans-serif"

import matplotlib.pyplot as plt  # noqa: E402  # after the choice above
from matplotlib.ticker import FuncFormatter, LogLocator  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

Figures = dict[str, Any]

ANSWERS: Final = ("a word", "two words", "a phrase", "a prefix", "a misspelt word", "everything")
PANELS: Final[Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]] = {
    ("A word with three facets, p50", "p50"): {
        "Kashf's engine": ("engine_ms", "a word, 3 facets"),
        "tantivy alone": ("own_layer", "tantivy_ms"),
        "Elasticsearch, plain": ("elasticsearch", "a word, 3 facets"),
        "SQLite FTS5, two facets": ("fts5", "a word, 2 facets"),
    },
    ("The whole answer, p50", "p50"): {kind: ("answer_ms", kind) for kind in ANSWERS},
    ("Pages and suggestions, p95", "p95"): {
        "search": ("page_ms", "search"),
        "search for everything": ("page_ms", "everything"),
        "overview": ("page_ms", "beginning"),
        "a report": ("page_ms", "document"),
        "suggestions": ("suggestions_ms", "1 to 5 letters"),
    },
}


def draw(axis: Axes, sizes: Sequence[Figures], kinds: Mapping[str, tuple[str, ...]], percentile: str) -> None:
    """One panel; what was not measured at a size is left out of its line."""
    for kind, path in kinds.items():
        known = [(size["documents"], found[percentile]) for size in sizes if (found := _at(size, path))]
        if known:
            axis.plot(*zip(*known, strict=True), marker="o", markersize=4, label=kind)
    axis.set(xscale="log", yscale="log", xlabel="reports", ylabel="ms")
    axis.set_xticks([size["documents"] for size in sizes])
    axis.minorticks_off()
    axis.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:g}"))
    axis.grid(visible=True, alpha=0.25)
    axis.legend(fontsize="small")


def _at(figures: Figures, path: Sequence[str]) -> dict[str, float] | None:
    found: Any = figures
    for name in path:
        found = found.get(name) if found else None
    return found


def main() -> None:
    """Read, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--svg", type=Path, required=True)
    options = parser.parse_args()
    sizes: list[Figures] = [json.loads(path.read_text(encoding="utf-8")) for path in options.figures]
    sizes.sort(key=lambda figures: figures["documents"])
    figure, axes = plt.subplots(1, len(PANELS), figsize=(14, 4.8), layout="constrained")
    for axis, ((title, percentile), kinds) in zip(axes, PANELS.items(), strict=True):
        draw(axis, sizes, kinds, percentile)
        axis.set_title(title, fontsize="medium")
    about = sizes[-1]
    figure.suptitle(f"Embedded engine, {about['date']}, {about['machine']}, {about['words']} words a report", fontsize="medium")
    figure.savefig(options.svg, metadata={"Date": None, "Title": "Kashf: time of an answer by the number of reports"})


if __name__ == "__main__":
    main()
