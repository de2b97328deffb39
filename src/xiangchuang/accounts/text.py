"""Text as people paste it, made into text as the registers keep it. Pure Python."""

import re
import unicodedata

_FULL_WIDTH_ALPHANUMERICS = {
    full: full - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for full in range(first, last + 1)
}
# Invisible characters that make two names look alike, or turn a line round: zero-width, bidi controls,
# soft hyphen, BOM. Variation selectors stay: rare names are written with them.
_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x061C, 0x180E, 0xFEFF, 0xFFFE, 0xFFFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xD800, 0xE000),
    )
)
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A))
_TRANSLATION: dict[int, int | str | None] = {
    **_FULL_WIDTH_ALPHANUMERICS,
    **_INVISIBLE,
    **_CONTROLS,
    0x00A0: " ",
    0x3000: " ",
    0x2028: "\n",
    0x2029: "\n",
}


def normalise_text(value: str) -> str:
    """Return `value` in NFC, full-width letters and digits as ASCII, invisible characters gone, trimmed.

    Line breaks and Chinese full-width punctuation stay as written.
    """
    broken = value.replace("\r\n", "\n").replace("\r", "\n").translate(_TRANSLATION)
    lines = unicodedata.normalize("NFC", broken).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def normalise_line(value: str) -> str:
    """Return `value` normalised as one line: each run of white space becomes one space."""
    return re.sub(r"\s+", " ", normalise_text(value)).strip()
