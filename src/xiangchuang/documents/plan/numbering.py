"""The numbers that authors type before a heading: `1.1`, `1．1`, `一、`, `（一）`, `1、`, `(1)`, `第一章`."""

import re
import unicodedata
from dataclasses import dataclass

DIGITS = "零一二三四五六七八九"
CHINESE = r"[零〇一二三四五六七八九十]+"
# Order matters: the first pattern that fits names the habit.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"^第\s*({CHINESE}|\d+)\s*(?:章|部分|篇)\s*[、.:]?\s*")),
    ("section", re.compile(rf"^第\s*({CHINESE}|\d+)\s*节\s*[、.:]?\s*")),
    ("annex", re.compile(r"^A\.(\d+(?:\.\d+)*)\s*[、.]?\s*")),
    ("dotted", re.compile(r"^(\d{1,2}(?:\s*[.]\s*\d{1,2})+)\s*[、.)]?\s*(?![\d%])")),
    ("bracket", re.compile(rf"^\(\s*({CHINESE})\s*\)\s*[、.]?\s*")),
    ("bracket-digit", re.compile(r"^\(\s*(\d{1,2})\s*\)\s*[、.]?\s*")),
    ("chinese", re.compile(rf"^({CHINESE})\s*[、.]\s*")),
    ("digit", re.compile(r"^(\d{1,2})\s*(?:[、)]|[.](?!\d))\s*")),
    ("digit-space", re.compile(r"^(\d{1,2})\s+(?=[\u4e00-\u9fff])")),
    ("circled", re.compile(r"^([①-⑳])\s*")),
)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number found before a heading: `habit` names its form, `path` its value, `rest` the text after it."""

    habit: str
    path: tuple[int, ...]
    rest: str


def halved(text: str) -> str:
    """NFC, full-width letters, digits and points as ASCII, spaces of any kind as one space, trimmed."""
    # NFKC would also turn ① into 1 and ㎡ into m2, so only the full-width block is mapped.
    mapped = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", mapped).replace("．", ".")).strip()


def typed_number(text: str) -> TypedNumber:
    """The number at the start of `text`; habit "" and an empty path when there is none."""
    plain = halved(text)
    for habit, pattern in PATTERNS:
        found = pattern.match(plain)
        if found:
            return TypedNumber(habit, _path(found[1]), plain[found.end() :].strip())
    return TypedNumber("", (), plain)


def _path(number: str) -> tuple[int, ...]:
    if number[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return (ord(number[0]) - ord("①") + 1,)
    if number[0].isdecimal():
        return tuple(int(piece) for piece in re.split(r"\s*\.\s*", number))
    return (chinese_value(number),)


def chinese_value(number: str) -> int:
    """The value of a Chinese numeral below 100, such as 二十一."""
    tens, has_ten, ones = number.replace("〇", "零").partition("十")
    value = DIGITS.find(tens) if tens else (1 if has_ten else 0)
    return (value * 10 if has_ten else value) + (max(DIGITS.find(ones), 0) if ones else 0)
