"""The ledger as a file of JSON lines: written from the database, read and checked without one.

The lines: each anchor, each sealed entry in order of seq, and one end line with count and last hash, without
which a file broken off in writing would pass for a shorter ledger.
"""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from xiangchuang.ledger.chain import GENESIS, Anchor, Break, Link, Verdict, canonical, verify


class ExportError(ValueError):
    """A line of the file is not what an export writes; the message names the line, in Chinese."""


def write_export(out: IO[str], links: Iterable[Link], anchors: Iterable[Anchor]) -> int:
    """Write the ledger to `out` (UTF-8) and return the number of entries."""
    for anchor in anchors:
        out.write(canonical({"kind": "anchor", "seq": anchor.seq, "hash": anchor.hash}) + "\n")
    count, last_hash = 0, GENESIS
    for link in links:
        seal = {"kind": "entry", "seq": link.seq, "previous_hash": link.previous_hash, "hash": link.hash}
        out.write(canonical({**link.content, **seal}) + "\n")
        count, last_hash = count + 1, link.hash
    out.write(canonical({"kind": "end", "entries": count, "hash": last_hash}) + "\n")
    return count


def verify_export(lines: Iterable[str], anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check an export, against the anchors it carries and `anchors` noted elsewhere, in one pass.

    Raises ExportError for a line that cannot be read.
    """
    reader = _Reader(lines)
    links = reader.links()
    first = next(links, None)  # the anchors precede the first entry
    rest = links if first is None else _with_first(first, links)
    verdict = verify(rest, [*reader.anchors, *anchors])
    if verdict.holds and reader.end != (verdict.verified, verdict.last_hash):
        return Verdict(
            verdict.verified,
            verdict.last_hash,
            Break(verdict.verified + 1, "结尾行缺失或不符：导出文件不完整"),
        )
    return verdict


def _with_first(first: Link, rest: Iterator[Link]) -> Iterator[Link]:
    yield first
    yield from rest


class _Reader:
    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.anchors: list[Anchor] = []
        self.end: tuple[int, str] | None = None

    def links(self) -> Iterator[Link]:
        for number, line in enumerate(self._lines, start=1):
            try:
                link = self._read(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ExportError(f"第 {number} 行不是留痕导出的内容：改用 export_ledger 重新导出") from error
            if link:
                yield link

    def _read(self, row: dict[str, Any]) -> Link | None:
        kind = row.pop("kind")
        if kind == "entry":
            return Link(int(row.pop("seq")), row.pop("previous_hash"), row.pop("hash"), row)
        if kind == "anchor":
            self.anchors.append(Anchor(int(row["seq"]), row["hash"]))
        elif kind == "end":
            self.end = (int(row["entries"]), row["hash"])
        else:
            raise ValueError(kind)
        return None
