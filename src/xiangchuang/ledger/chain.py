"""The hash chain and its check: pure Python, needing neither server nor database.

An entry's hash is SM3 over its canonical JSON (keys sorted, UTF-8, no spaces), which contains its seq and the
hash of the entry before it. So an edit breaks its own hash, a missing, added or moved entry the sequence, and
a tail rewritten or cut off with correct hashes misses the anchors noted earlier.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

# Not `canonical_json`: a check must find a spelling for whatever a rewritten entry may hold, even NaN.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Link(NamedTuple):
    """One sealed entry: `content` is all that is hashed except seq and previous_hash."""

    seq: int
    previous_hash: str
    hash: str
    content: Mapping[str, object]


class Anchor(NamedTuple):
    """The hash that the entry `seq` had when it was noted."""

    seq: int
    hash: str


class Break(NamedTuple):
    """The first place where the chain does not hold, and why, in Chinese."""

    seq: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What a check found: entries that hold, the last of them, and the first break if there is one."""

    verified: int
    last_hash: str
    broken: Break | None

    @property
    def holds(self) -> bool:
        """Whether nothing is broken."""
        return self.broken is None


def canonical(content: Mapping[str, object]) -> str:
    """Return the one spelling of `content` that is hashed."""
    return _encode(content)


def link_hash(content: Mapping[str, object], *, seq: int, previous_hash: str) -> str:
    """Return the SM3 hash, 64 hexadecimal digits, that seals `content` as entry `seq`."""
    digest = hashes.Hash(hashes.SM3())
    text = _encode({**content, "seq": seq, "previous_hash": previous_hash})
    digest.update(text.encode("utf-8", "surrogatepass"))  # half a pair is a change to find, not to fail on
    return digest.finalize().hex()


def verify(links: Iterable[Link], anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check `links`, given in order of seq, against one another and against `anchors`.

    Stops at the first break. One pass, constant memory beside the anchors.
    """
    noted: dict[int, set[str]] = {}
    for anchor in anchors:
        noted.setdefault(anchor.seq, set()).add(anchor.hash)
    count, last_hash = 0, GENESIS
    for link in links:
        reason = _fault(link, expected=count + 1, last_hash=last_hash, noted=noted.get(count + 1, set()))
        if reason:
            return Verdict(count, last_hash, Break(count + 1, reason))
        count, last_hash = count + 1, link.hash
    if beyond := [seq for seq in noted if not 1 <= seq <= count]:
        reason = f"链止于第 {count} 条，而锚点记有第 {min(beyond)} 条：尾部被截断"
        return Verdict(count, last_hash, Break(count + 1, reason))
    return Verdict(count, last_hash, None)


def _fault(link: Link, *, expected: int, last_hash: str, noted: set[str]) -> str:
    """Return why `link` does not follow, or an empty string."""
    if link.seq > expected:
        return f"缺第 {expected} 条，下一条是第 {link.seq} 条：有条目被删除"
    if link.seq < expected:
        return f"此处应为第 {expected} 条，却是第 {link.seq} 条：有条目被插入或换位"
    if link.previous_hash != last_hash:
        return "所记前一条的散列值与前一条不符：有条目被删除、插入或换位"
    if link_hash(link.content, seq=link.seq, previous_hash=link.previous_hash) != link.hash:
        return "内容与散列值不符：条目被改动"
    if noted - {link.hash}:
        return "散列值与锚点不符：锚点之前的链被整体改写"
    return ""
