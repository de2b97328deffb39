"""Whether two names mean nearly the same: the common pairs of neighbouring characters. Pure Python."""

import re
import unicodedata
from collections import Counter

_STOCK = re.compile(
    r"国家|湖南省|湖南|省级|省|市级|示例|重点实验室|工程技术研究中心|工程研究中心|临床医学研究中心"
    r"|制造业创新中心|企业技术中心|技术创新中心|创新中心|研究中心|实验室|中心"
)
_WHOLE = 100


def core_of(name: str) -> str:
    """Return what a name says beside the stock words of every platform, lower case, without punctuation."""
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())
    return _STOCK.sub("", plain) or plain


def likeness(one: str, other: str) -> int:
    """Return how alike two names are, 0 to 100: twice the common pairs over all pairs, rounded down."""
    first, second = _pairs(core_of(one)), _pairs(core_of(other))
    both = first.total() + second.total()
    return 2 * (first & second).total() * _WHOLE // both if both else 0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) if len(text) > 1 else Counter([text])
