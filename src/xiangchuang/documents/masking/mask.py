"""A mask over text: names found however they are spelled, and codes, numbers and addresses by their form."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xiangchuang.documents.masking.folding import fold, folded, half_width

_BETWEEN: Final = r"[\s\-–—]*"
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "code": re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}[0-9]{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])"),
    "contact": re.compile(
        r"[A-Za-z0-9][\w.+-]*\s*@\s*[A-Za-z0-9][\w-]*(?:\s*\.\s*[A-Za-z0-9-]+)+"
        r"|(?:https?://|www\.)[^\s,;，。；、（）()【】“”\"<>]+"
        rf"|(?<!\d)(?:\+?86{_BETWEEN})?1[3-9](?:{_BETWEEN}\d){{9}}(?!\d)"
        rf"|(?<![\d.])\(?0\d{{2,3}}\)?{_BETWEEN}\d{{3,4}}{_BETWEEN}\d{{4}}(?![\d.])",
        re.ASCII,
    ),
}
"""USCC (GB 32100: authority, category, six digits of the place), mailboxes, web addresses, telephones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The text from `start` to `end`, and what stands in its place."""

    start: int
    end: int
    shown: str


class Mask:
    """Replaces names by tokens; longer names go first. The same mask gives the same text the same words."""

    def __init__(self, tokens: Mapping[str, str], *, code: str = "", contact: str = "") -> None:
        """`tokens` name → what is shown. `code`, `contact`: for what is found by its form; "" leaves it."""
        self.tokens = {folded(name): token for name, token in tokens.items() if folded(name)}
        self._by_form = {"code": code, "contact": contact}
        longest = sorted(self.tokens, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(map(re.escape, longest))) if longest else None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all that is replaced and by what: two masks of one digest show the same."""
        told = repr((sorted(self.tokens.items()), sorted(self._by_form.items())))
        return hashlib.sha256(told.encode()).hexdigest()

    def text(self, text: str) -> str:
        """Return the text with every name replaced."""
        shown, end = [], 0
        for piece in self.pieces(text):
            shown += [text[end : piece.start], piece.shown]
            end = piece.end
        return "".join([*shown, text[end:]])

    def pieces(self, text: str) -> list[Piece]:
        """Return what is replaced, in order; of two that overlap the earlier one, then the longer."""
        found = sorted([*self._named(text), *self._formed(text)], key=lambda p: (p.start, -p.end))
        kept: list[Piece] = []
        for piece in found:
            if kept and piece.start < kept[-1].end:
                # A name that reaches out of a longer find is not left half standing.
                last = kept[-1]
                kept[-1] = Piece(last.start, max(last.end, piece.end), last.shown)
            else:
                kept.append(piece)
        return kept

    def original(self, text: str, shown: str) -> str:
        """Return the passage of `text` that reads `shown` under this mask; "" where none does.

        Spaces and line breaks do not count. A name that is only touched comes back whole.
        """
        signs, places = self._shown_signs(text)
        wanted = re.sub(r"\s+", "", shown)
        at = "".join(signs).find(wanted) if wanted else -1
        if at < 0:
            return ""
        first, last = places[at], places[at + len(wanted) - 1]
        return text[first[0] : last[1]]

    def _shown_signs(self, text: str) -> tuple[list[str], list[tuple[int, int]]]:
        """Return the signs shown, without spaces, each with the stretch of `text` it stands for."""
        signs: list[str] = []
        places: list[tuple[int, int]] = []

        def add(run: str, stretch: tuple[int, int] | None, start: int) -> None:
            for n, sign in enumerate(run):
                if not sign.isspace():
                    signs.append(sign)
                    places.append(stretch or (start + n, start + n + 1))

        end = 0
        for piece in self.pieces(text):
            add(text[end : piece.start], None, end)
            add(piece.shown, (piece.start, piece.end), piece.start)
            end = piece.end
        add(text[end:], None, end)
        return signs, places

    def _named(self, text: str) -> Iterator[Piece]:
        if self._names is None:
            return
        signs, places = fold(text)
        at = 0
        while (match := self._names.search(signs, at)) is not None:
            first, last = places[match.start()], places[match.end() - 1] + 1
            if _is_word(text, first, last):
                yield Piece(first, last, self.tokens[match.group()])
                at = match.end()
            else:
                at = match.start() + 1

    def _formed(self, text: str) -> Iterator[Piece]:
        plain = half_width(text)
        for kind, form in _FORMS.items():
            if token := self._by_form[kind]:
                yield from (Piece(m.start(), m.end(), token) for m in form.finditer(plain))


def _is_word(text: str, first: int, last: int) -> bool:
    """Whether a find is not the middle of a Latin word: 株洲 TMT is no TM."""
    return not (_joins(text[first - 1 : first], text[first]) or _joins(text[last - 1], text[last : last + 1]))


def _joins(left: str, right: str) -> bool:
    return bool(left) and bool(right) and (left + right).isascii() and (left + right).isalnum()
