"""Two hundred ways to write personal data of nobody, for tests of pages, feeds and exports."""

from collections.abc import Iterator
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FULL_WIDTH: Final = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
_CHINESE: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_RINGS: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_BANKERS: Final = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
_LETTERS: Final = str.maketrans("01", "Ol")
_ENGLISH: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PINYIN: Final = ("ling", "yao", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_LONG: Final = "本中心围绕关键共性技术攻关、成果转化和产业服务开展工作，"


def identity_number(sequence: int) -> str:
    """Return a check-digit-valid citizen's number of nobody, born on 1 January 1990 in 430102."""
    body = f"43010219900101{sequence:03d}"
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, _WEIGHTS, strict=True)) % 11]


def _card(body: str) -> str:
    for check in "0123456789":
        digits = [int(sign) for sign in body + check]
        doubled = [d * 2 - 9 if d * 2 > 9 else d * 2 for d in digits[-2::-2]]
        if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0:
            return body + check
    raise AssertionError


IDENTITIES: Final = tuple(identity_number(n) for n in (7, 23, 118))
PHONES: Final = ("13800138000", "15907310001", "18673100021")
CARDS: Final = (_card("621700129999999991"), _card("453201511283036"))
PASSPORTS: Final = ("E12345678", "G87654321", "EA1234567", "H0123456789")
PLATES: Final = ("湘A12345", "湘AD12345", "京B8K7L6")
ADDRESSES: Final = (
    "岳麓区麓谷大道658号", "示例小区3栋2单元501室", "示例花园十二栋", "天心区示例路八十八号", "示例村12号",
    "Room 501, Building 3", "No. 658 Lugu Avenue", "示例公寓A3栋",
)  # fmt: skip
MAILS: Final = (
    "li.ming@example.cn", "ｌｉ＠ｅｘａｍｐｌｅ．ｃｎ", "li @ example.cn", "li[at]example.cn",
    "li(at)example(dot)cn", "li艾特example点com", "li at example dot cn", "微信：liming1990", "QQ 123456789",
)  # fmt: skip


def _spelled(digits: str) -> Iterator[str]:
    yield digits
    yield digits.translate(_FULL_WIDTH)
    yield " ".join(digits)
    yield "\u200b".join(digits)
    yield f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    yield f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
    yield f"{digits[:6]}\n{digits[6:]}"
    yield digits.translate(_CHINESE)
    yield digits.translate(_RINGS)
    yield digits.translate(_BANKERS)
    yield digits.translate(_LETTERS)
    if digits.isdigit():
        yield " ".join(_ENGLISH[int(sign)] for sign in digits)
        yield "-".join(_PINYIN[int(sign)] for sign in digits)


def _texts() -> Iterator[str]:
    for number in (*IDENTITIES, *PHONES, *CARDS):
        for place, written in enumerate(_spelled(number)):
            yield written
            yield (f"{_LONG}联系{written}。{_LONG}", f"编号12 {written} 号", f"A{written}")[place % 2]
    for passport in PASSPORTS:
        yield f"护照{passport}"
        yield passport.translate(_FULL_WIDTH)
    for plate in PLATES:
        yield f"车号{plate}，"
        yield plate.translate(_RINGS)
        yield f"{plate[:2]}·{plate[2:]}"
    for text in (*ADDRESSES, *MAILS):
        yield text
        yield _LONG + text + "，" + _LONG


PERSONAL_TEXTS: Final = tuple(dict.fromkeys(_texts()))
"""At least 200 different texts, each with personal data in it."""
