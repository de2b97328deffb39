"""Numbers that belong to a person, told by their own rules from those that do not.

GB 11643-1999 (identity number, check digit by ISO 7064 MOD 11-2; 15 digits before 1999), the numbering plan
of mainland China (mobile, fixed line), bank cards by Luhn (GB/T 19584), passports and travel permits, licence
plates (GA 36-2018).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

NumberKind = Literal["identity_number", "mobile_phone", "landline", "bank_card", "passport", "licence_plate"]

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
# GB/T 2260: an identity number begins with the province that issued it.
_PROVINCES: Final = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
# People break long numbers up so that they can be read: 4301 0219 …, 138-0013-8000, 138.0013.8000.
_GAP: Final = r"[\s\-‐‑–—_.·•,，、/()（）*+~]{0,3}"
_RUN: Final = re.compile(rf"\+?[0-9](?:{_GAP}[0-9])*(?:{_GAP}[Xx](?![0-9A-Za-z]))?")
_GROUP: Final = re.compile(r"[0-9]+[Xx]?|[Xx]")
_MOST: Final = 23
_MOBILE: Final = re.compile(r"(?:0{0,2}86|0)?1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"(?:0{0,2}86)?0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_CARD: Final = re.compile(r"[3-6]\d{15,18}")
_ACCOUNT: Final = re.compile(rf"(?:卡号|账号|帐号|账户|银行卡)\D{{0,6}}([0-9](?:{_GAP}[0-9]){{11,20}})")
_PASSPORT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[EG](?:[ \-]?[0-9]){8}|E[A-HJ-NP-Z](?:[ \-]?[0-9]){7}|[HM](?:[ \-]?[0-9]){8,10}"
    r"|[DSP](?:[ \-]?[0-9]){7,8})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_NAMED_PASSPORT: Final = re.compile(
    r"(?:护照|通行证|passport)\W{0,3}(?:号码|号|no\.?|number)?\W{0,4}([A-Z]{0,2}[0-9]{6,10})", re.IGNORECASE
)
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z]\s?[·•.\-]?\s?"
    r"(?=(?:[\s\-]?[A-HJ-NP-Z])*[\s\-]?[0-9])(?:[A-HJ-NP-Z0-9][\s\-]?){4,5}[A-HJ-NP-Z0-9挂学警港澳]",
    re.IGNORECASE,
)


def numbers_in(text: str) -> Iterator[tuple[NumberKind, str]]:
    """Yield (kind, passage as written) of each number, each passage once."""
    for run in _RUN.finditer(text):
        yield from _in_run(run.group())
    for match in _ACCOUNT.finditer(text):
        yield "bank_card", match.group(1)
    for pattern in (_PASSPORT, _NAMED_PASSPORT):
        for match in pattern.finditer(text):
            yield "passport", match.group()
    for match in _PLATE.finditer(text):
        yield "licence_plate", match.group()


def _in_run(written: str) -> Iterator[tuple[NumberKind, str]]:
    """Look at each group of digits and at neighbours taken together; a hit is not looked into again."""
    groups = _GROUP.findall(written)
    start = 0
    while start < len(groups):
        end = found = 0
        for end in range(len(groups), start, -1):
            signs = "".join(groups[start:end]).upper()
            if len(signs) <= _MOST and (kind := kind_of(signs)):
                yield kind, signs
                found = end
                break
        if not found:
            yield from _inside(groups[start].upper())
        start = found or start + 1


def kind_of(signs: str) -> NumberKind | None:
    """Return what the digits are as a whole, or None."""
    if is_identity_number(signs) or _is_old_identity_number(signs):
        return "identity_number"
    if _MOBILE.fullmatch(signs):
        return "mobile_phone"
    if _LANDLINE.fullmatch(signs):
        return "landline"
    if _CARD.fullmatch(signs) and _luhn(signs):
        return "bank_card"
    return None


def _inside(signs: str) -> Iterator[tuple[NumberKind, str]]:
    """Numbers written one after another without a gap: look for one inside the group."""
    for start in range(len(signs) - 17):
        if is_identity_number(signs[start : start + 18]):
            yield "identity_number", signs[start : start + 18]
            return
    # Only numbers side by side are long enough; a shorter one would be a chance hit inside a code.
    if len(signs) >= 22 and re.fullmatch(r"(?:1[3-9]\d{9}){2,}", signs):
        yield "mobile_phone", signs[:11]


def is_identity_number(signs: str) -> bool:
    """Whether the 18 signs are a citizen's identity number: a day of birth and the right check digit."""
    if not re.fullmatch(r"[1-9]\d{16}[0-9X]", signs) or not _is_day(signs[6:14]):
        return False
    total = sum(int(sign) * weight for sign, weight in zip(signs, _WEIGHTS, strict=False))
    return signs[17] == _CHECK[total % 11]


def _is_old_identity_number(signs: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_PROVINCES})\d{{13}}", signs)) and _is_day(f"19{signs[6:12]}")


def _is_day(signs: str) -> bool:
    try:
        date(int(signs[:4]), int(signs[4:6]), int(signs[6:8]))
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
