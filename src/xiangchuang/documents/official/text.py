"""Text as it may enter a document: normalised, and without signs that no reader sees or no file may hold."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# C0/C1 controls and lone surrogates (XML 1.0 has no place for them), zero-width and bidirectional signs
# (they can make a printed document read otherwise than its text).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_DIGITS = {0: "〇", 1: "一", 2: "二", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


def clean(text: str) -> str:
    """NFC, one kind of line end, no unprintable signs, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).strip()


def lines(text: str) -> list[str]:
    """The non-empty lines of a cleaned text."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def day_text(day: date) -> str:
    """2026年11月23日: Arabic numerals, no leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def instant_text(instant: datetime) -> str:
    """2026年11月23日 14:03:22 in Shanghai. Raises ValueError for a naive datetime: it names no instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    local = instant.astimezone(SHANGHAI)
    return f"{day_text(local.date())} {local:%H:%M:%S}"


def chinese_numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十 (1 to 99); beyond that the Arabic digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def width_in_characters(text: str) -> float:
    """Width in full-width characters: a Latin letter or digit counts half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
