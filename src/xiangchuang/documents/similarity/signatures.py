"""MinHash signatures of a section's windows, and which windows of other plans may be alike (LSH)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from xiangchuang.documents.similarity.passage_text import BREAK, SectionText

SHINGLE: Final = 6
"""Signs of a shingle: six Chinese characters in a row are seldom the same by chance."""
WINDOW: Final = 300
"""Signs of a window. Windows, not sections, are signed: one copied paragraph drowns in a long section."""
SLOTS: Final = 64
_BANDS: Final = 32
_SEED: Final = 20201231
# Two slots agree in a band by chance; so many of all have to agree before a pair is looked at.
_LEAST_EQUAL: Final = 5
SCHEME: Final = f"minhash-{RMinHash.ALGORITHM_VERSION}-{SHINGLE}-{WINDOW}-{SLOTS}-{_SEED}"
"""Signatures of another scheme cannot be compared and are made anew."""
_Digests = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Signed:
    """A plan's signatures: how many windows each section has, and 64 slots of 4 bytes for each window."""

    sections: tuple[tuple[str, int], ...]
    digests: bytes


@dataclass(frozen=True, slots=True)
class Alike:
    """A section of the plan that is asked for, and one of another plan, that share a window or more."""

    key: int
    section: str
    other_section: str


def sign(texts: Sequence[SectionText]) -> Signed:
    """The signatures of a plan's sections; a window without any shingle is not signed."""
    sections: list[tuple[str, int]] = []
    windows: list[list[str]] = []
    for text in texts:
        own = [shingles for shingles in _windows(text.plain) if shingles]
        if own:
            sections.append((text.code, len(own)))
            windows += own
    rows = RMinHash.digest_matrix_from_token_sets(windows, SLOTS, _SEED).to_rows() if windows else []
    return Signed(tuple(sections), np.asarray(rows, dtype="<u4").tobytes())


def alike(asked: Signed, others: Iterable[tuple[int, Signed]]) -> list[Alike]:
    """Pairs of sections worth aligning, in the order of the others' keys and of the sections."""
    own = _array(asked.digests)
    if not len(own):
        return []
    own_bands, own_codes = _bands(own), _codes(asked)
    found: dict[Alike, None] = {}
    for key, other in others:
        theirs = _array(other.digests)
        if not len(theirs):
            continue
        codes = _codes(other)
        for mine, their in _meeting(own, own_bands, theirs):
            found[Alike(key, own_codes[mine], codes[their])] = None
    return list(found)


def _meeting(own: _Digests, own_bands: npt.NDArray[np.uint64], theirs: _Digests) -> Iterator[tuple[int, int]]:
    """Windows that agree in a band, and then in enough of all slots."""
    their_bands = _bands(theirs)
    shared = np.zeros((len(own), len(theirs)), dtype=bool)
    for band in range(_BANDS):
        shared |= own_bands[:, band, None] == their_bands[None, :, band]
    for mine, their in zip(*np.nonzero(shared), strict=True):
        if int(np.count_nonzero(own[mine] == theirs[their])) >= _LEAST_EQUAL:
            yield int(mine), int(their)


def _bands(digests: _Digests) -> npt.NDArray[np.uint64]:
    """Each window's bands: two slots of 32 bits read as one number of 64."""
    return np.ascontiguousarray(digests).view("<u8").reshape(len(digests), _BANDS)


def _array(digests: bytes) -> _Digests:
    return np.frombuffer(digests, dtype="<u4").reshape(-1, SLOTS)


def _codes(signed: Signed) -> list[str]:
    return [code for code, count in signed.sections for _ in range(count)]


def _windows(plain: str) -> Iterator[list[str]]:
    for start in range(0, len(plain), WINDOW):
        piece = plain[start : start + WINDOW + SHINGLE - 1]
        grams = (piece[at : at + SHINGLE] for at in range(len(piece) - SHINGLE + 1))
        yield [gram for gram in grams if BREAK not in gram]
