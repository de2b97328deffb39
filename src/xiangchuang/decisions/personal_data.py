"""Finds personal data in a text before it is published: identity numbers, phones, cards, addresses, mail.

Pure Python. Formats: GB 11643-1999 (citizen identity number, check digit by ISO 7064 MOD 11-2), mobile
numbers of mainland China, bank cards by Luhn (GB/T 19584).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Kind = Literal["identity_number", "mobile_phone", "bank_card", "address", "mail"]

LABELS: Final[dict[Kind, str]] = {
    "identity_number": "身份证号码",
    "mobile_phone": "手机号码",
    "bank_card": "银行卡号",
    "address": "详细住址",
    "mail": "电子邮箱",
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# People break long numbers up so that they can be read: 4301 0219 …, 138-0013-8000, 138.0013.8000.
_GAP = r"[\s\-‐‑–—_.·•,，、/()（）]{0,3}"
_DIGITS = re.compile(rf"(?<![0-9A-Za-z])\+?[0-9](?:{_GAP}[0-9]){{9,22}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_ADDRESS = re.compile(
    r"[0-9一二三四五六七八九十百〇零两]+\s*(?:号楼|栋|幢|单元|楼层|弄|室|号院|号附|组\s*[0-9]+\s*号)"
    r"|[路街巷道村]\s*[0-9]+\s*号"
)
_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_IGNORED = {"Cf", "Mn"}


@dataclass(frozen=True)
class PersonalData:
    """One find: its kind and the passage as written, shortened so that the message itself leaks nothing."""

    kind: Kind
    masked: str

    @property
    def label(self) -> str:
        """Return the kind in words."""
        return LABELS[self.kind]


def find_personal_data(text: str) -> list[PersonalData]:
    """Return what in `text` looks like personal data, in reading order within each kind.

    Full-width and other Unicode digits, zero-width characters and separators inside a number hide nothing.
    """
    plain = _plain(text)
    found = list(_numbers(plain))
    found += [PersonalData("address", _masked(m.group())) for m in _ADDRESS.finditer(plain)]
    found += [PersonalData("mail", _masked(m.group())) for m in _MAIL.finditer(plain)]
    return found


def _plain(text: str) -> str:
    """Return the text with compatible digits as ASCII and invisible characters gone."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.digit(c)) if not c.isascii() and unicodedata.digit(c, None) is not None else c
        for c in folded
        if unicodedata.category(c) not in _IGNORED
    )


def _numbers(plain: str) -> Iterator[PersonalData]:
    for match in _DIGITS.finditer(plain):
        written = match.group()
        kind = _kind_of("".join(c for c in written if c.isdigit() or c in "xX").upper())
        if kind:
            yield PersonalData(kind, _masked(written))


def _kind_of(signs: str) -> Kind | None:
    if _is_identity_number(signs):
        return "identity_number"
    if re.fullmatch(r"(?:0{0,2}86)?1[3-9]\d{9}", signs):
        return "mobile_phone"
    if re.fullmatch(r"[3-6]\d{15,18}", signs) and _luhn(signs):
        return "bank_card"
    return _inside(signs)


def _inside(signs: str) -> Kind | None:
    """Numbers written one after another run together: look for one inside the run."""
    digits = signs.rstrip("X")
    for start in range(len(signs) - 17):
        if _is_identity_number(signs[start : start + 18]):
            return "identity_number"
    # Only two numbers side by side are long enough; a shorter run would be a chance hit inside a code.
    if len(digits) == 22 and re.fullmatch(r"(?:1[3-9]\d{9}){2}", digits):
        return "mobile_phone"
    return None


def _is_identity_number(signs: str) -> bool:
    if not re.fullmatch(r"[1-9]\d{16}[0-9X]", signs):
        return False
    try:
        date(int(signs[6:10]), int(signs[10:12]), int(signs[12:14]))
    except ValueError:
        return False
    total = sum(int(sign) * weight for sign, weight in zip(signs, _WEIGHTS, strict=False))
    return signs[17] == _CHECK[total % 11]


def _luhn(digits: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _masked(written: str) -> str:
    """Return the first and last two signs; the middle must not be printed again in an error message."""
    text = written.strip()
    return f"{text[:3]}…{text[-2:]}" if len(text) > 6 else f"{text[:1]}…"
