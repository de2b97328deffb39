"""Figures of several sizes as tables, with the ratios by which they grow; knows no Django."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.figures import ratio

Figures = dict[str, Any]
# Growth that noise on a shared machine does not explain.
GROWN = 2.0


def tables(run: Figures) -> str:
    """Return the whole run as Markdown."""
    machine = run["machine"]
    parts = [
        f"{run['date']} · {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB · "
        f"load average at the start {machine['load']} · `{run['command']}`"
    ]
    for database, sizes in run["databases"].items():
        parts += [f"### {database}", _load_table(sizes), _page_table(sizes), _verb_table(sizes)]
        parts += [_ground(size) for size in sizes if "verifying" in size]
        parts.append(_verdicts(sizes))
    parts += [f"Not run: {reason}" for reason in run["not_run"]]
    return "\n\n".join(parts) + "\n"


def grown_queries(sizes: Sequence[Figures]) -> list[str]:
    """Return the pages and verbs that ask more often at a larger size than at the smallest.

    Fewer is no fault: an old case that is on the page has no due day to be read against the calendar.
    """
    found = []
    for kind in ("pages", "verbs"):
        for name in sizes[0][kind]:
            counts = [size[kind][name]["queries"] for size in sizes]
            if max(counts) > counts[0]:
                found.append(f"{name}: {' → '.join(map(str, counts))}")
    return found


def _load_table(sizes: Sequence[Figures]) -> str:
    head = [
        "many clients",
        *(f"{s['cases']:,}: req/s" for s in sizes),
        *(f"{s['cases']:,}: p95 ms" for s in sizes),
    ]
    rows = []
    for name in sizes[0]["load"]:
        loads = [size["load"][name] for size in sizes]
        faults = sum(sum(load["faults"].values()) for load in loads)
        rows.append(
            [
                name, *(f"{load['per_second']:.0f}" for load in loads),
                *(f"{load['p95']:.0f}" for load in loads),
                *_ratios([load["p50"] for load in loads]), str(faults),
            ]
        )  # fmt: skip
    return _table([*head, *_ratio_heads(sizes, "p50"), "errors"], rows)


def _page_table(sizes: Sequence[Figures]) -> str:
    return _timing_table("one page, no load", "pages", sizes)


def _verb_table(sizes: Sequence[Figures]) -> str:
    return _timing_table("verb", "verbs", sizes)


def _timing_table(title: str, kind: str, sizes: Sequence[Figures]) -> str:
    head = [title, *(f"{s['cases']:,}: ms" for s in sizes), *_ratio_heads(sizes, "ms"), "queries"]
    rows = []
    for name in sizes[0][kind]:
        timings = [size[kind][name] for size in sizes]
        counts = [timing["queries"] for timing in timings]
        said = str(counts[0]) if len(set(counts)) == 1 else "**" + " → ".join(map(str, counts)) + "**"
        rows.append([name, *(f"{t['ms']:.1f}" for t in timings), *_ratios([t["ms"] for t in timings]), said])
    return _table(head, rows)


def _ground(size: Figures) -> str:
    sealing, verifying, papers = size["sealing"], size["verifying"], size["papers"]
    checked = f"{verifying['entries']:,} entries in {{:.1f}} s"
    first, following = papers["pdf_first_seconds"], papers["pdf_seconds"]
    rows = [
        ["ledger verified in the database", checked.format(verifying["seconds_database"])],
        ["ledger verified from an export", checked.format(verifying["seconds_file"])],
        ["ledger exported", checked.format(verifying["seconds_export"])],
        ["ledger sealed", f"{sealing['per_second']:,.0f} entries/s"],
        ["plan of the example read", f"{papers['plan_read_seconds']:.2f} s"],
        ["official PDF, the first / the next", f"{first:.2f} s / {following:.2f} s"],
        ["official Word file", f"{papers['word_seconds']:.2f} s"],
        ["cases written by the builder", f"{size['cases']:,} in {size['populate_seconds']:.1f} s"],
    ]
    return _table(["ground", "figure"], rows)


def _verdicts(sizes: Sequence[Figures]) -> str:
    grown = grown_queries(sizes)
    lines = ["Query counts: " + ("; ".join(grown) if grown else "none grows.")]
    smallest, largest = sizes[0]["pages"], sizes[-1]["pages"]
    slower = [
        f"{name} {factor:.1f}×"
        for name in smallest
        if (factor := ratio(largest[name]["ms"], smallest[name]["ms"]) or 0) > GROWN
    ]
    if len(sizes) > 1:
        lines.append(
            f"Pages more than {GROWN:.0f}× slower at {sizes[-1]['cases']:,}: {'; '.join(slower) or 'none'}."
        )
    return "\n".join(lines)


def _ratio_heads(sizes: Sequence[Figures], what: str) -> list[str]:
    return [f"{what} {size['cases']:,}/{sizes[0]['cases']:,}" for size in sizes[1:]]


def _ratios(values: Sequence[float]) -> list[str]:
    factors = (ratio(value, values[0]) for value in values[1:])
    return ["–" if factor is None else f"{factor:.2f}" for factor in factors]


def _table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    spelled: Callable[[Iterable[str]], str] = lambda cells: "| " + " | ".join(cells) + " |"  # noqa: E731
    columns = list(head)
    rule = ["---", *["--:"] * (len(columns) - 1)]
    return "\n".join([spelled(columns), spelled(rule), *(spelled(row) for row in rows)])
