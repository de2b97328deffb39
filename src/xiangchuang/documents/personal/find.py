"""What in a text is personal data: numbers, addresses, mailboxes and accounts, with what is shown of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from .numbers import NumberKind, numbers_in
from .spelling import readings

Kind = Literal[NumberKind, "address", "mail", "account"]
LABELS: Final[dict[Kind, str]] = {
    "identity_number": "身份证号码",
    "mobile_phone": "手机号码",
    "landline": "固定电话",
    "bank_card": "银行卡号",
    "passport": "护照或通行证号码",
    "licence_plate": "车牌号",
    "address": "详细住址",
    "mail": "电子邮箱",
    "account": "即时通信账号",
}
KINDS: Final[tuple[Kind, ...]] = (*get_args(NumberKind), "address", "mail", "account")

_COUNT = r"[0-9一二三四五六七八九十百〇零两壹贰叁肆伍陆柒捌玖拾]+"
_ADDRESS: Final = re.compile(
    rf"{_COUNT}(?:号楼|栋|幢|座(?=[0-9])|单元|楼层|弄|室|号院|号附|组{_COUNT}号|号房|号[0-9]+室)"
    rf"|[路街巷道村里弄]{_COUNT}号|[路街巷道]{_COUNT}-{_COUNT}号"
    rf"|(?:小区|花园|公寓|家园|新村|宿舍|山庄|苑)[A-Za-z]?{_COUNT}(?:栋|幢|座|号|-)"
)
_ENGLISH_ADDRESS: Final = re.compile(
    r"\b(?:room|rm|unit|apt|flat|building|bldg)\.?\s*#?\s*[0-9]+"
    r"|\b(?:no|number)\.?\s*[0-9]+,?\s+(?:[A-Za-z]+\s+){1,3}(?:road|rd|street|st|avenue|ave|lane)\b"
    r"|\b[0-9]+\s+(?:[A-Za-z]+\s+){1,3}(?:road|street|avenue|lane)\b",
    re.IGNORECASE,
)
_AT: Final = r"\s*(?:@|[\[({<]\s*(?:at|@)\s*[\])}>]|艾特|\bat\b)\s*"
_DOT: Final = r"\s*(?:\.|[\[({<]\s*dot\s*[\])}>]|\bdot\b|点|。)\s*"
_MAIL: Final = re.compile(
    rf"[a-z0-9][\w.+-]*(?:{_DOT}[\w+-]+)?{_AT}[a-z0-9][\w-]*(?:{_DOT}[a-z0-9-]+)*{_DOT}"
    r"(?:cn|com|net|org|edu|gov|cc|io|me|top|info|vip|hk|[a-z]{2,6})(?![a-z])",
    re.IGNORECASE | re.ASCII,
)
_ACCOUNT: Final = re.compile(
    r"(?:微信|wechat|weixin|\bvx\b|\bwx\b|QQ|钉钉)\s*(?:号码|号|id)?\s*[:：是为]?\s*[A-Za-z0-9_\-]{5,}",
    re.IGNORECASE,
)

OF_AN_OFFICE: Final[frozenset[Kind]] = frozenset({"landline", "mail"})
"""What an office has as well as a person, and publishes so that it can be reached."""


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
    """Return what in `text` looks like personal data, by kind and within each in reading order.

    Full-width signs, invisible characters, separators, Chinese numerals, digits read aloud and letters in
    place of digits hide nothing.
    """
    found: dict[tuple[Kind, str], None] = {}
    for reading in readings(text):
        for kind, passage in (*numbers_in(reading), *_words(reading)):
            found.setdefault((kind, re.sub(r"[^0-9A-Za-z一-鿿@]", "", passage).upper()))
    return [PersonalData(kind, _masked(passage)) for kind, passage in sorted(found, key=_by_kind)]


def _by_kind(find: tuple[Kind, str]) -> int:
    return KINDS.index(find[0])


def _words(reading: str) -> Iterator[tuple[Kind, str]]:
    closed_up = re.sub(r"\s+", "", reading)
    for match in _ADDRESS.finditer(closed_up):
        yield "address", match.group()
    for match in _ENGLISH_ADDRESS.finditer(reading):
        yield "address", match.group()
    for match in _MAIL.finditer(reading):
        yield "mail", match.group()
    for match in _ACCOUNT.finditer(reading):
        yield "account", match.group()


def _masked(written: str) -> str:
    """Return the first and last signs; the middle must not be printed again in an error message."""
    return f"{written[:3]}…{written[-2:]}" if len(written) > 6 else f"{written[:1]}…"
