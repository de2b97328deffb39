"""Document numbers (GB/T 9704-2012, 7.2.5) and verification codes."""

import re
import unicodedata

from .errors import NumberingError

# 31 signs, none of which is taken for another in print or by voice (no 0/O, 1/I/L). 31 is prime, so the
# weighted sum below catches every single wrong sign and every swap of two neighbours.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BASE = len(ALPHABET)
_BODY = 11
_GROUP = 4
_ENTROPY_BYTES = 16
_FORM = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}")


def number_text(year: int, serial: int, prefix: str) -> str:
    """湘科发〔2026〕1号: six-cornered brackets, neither 第 nor a leading zero (GB/T 9704, 7.2.5).

    Raises NumberingError when the year has not four digits, the serial is below one or the prefix is blank.
    """
    prefix = unicodedata.normalize("NFC", prefix).strip()
    if not prefix:
        raise NumberingError("发文机关代字为空，无法编号。填写机关代字（如“湘科发”）后再编号。")
    if not 1000 <= year <= 9999:
        raise NumberingError(f"发文年份 {year} 不是四位数。改为四位年份后再编号。")
    if serial < 1:
        raise NumberingError(f"发文顺序号 {serial} 小于 1。顺序号从 1 起按年编排。")
    return f"{prefix}〔{year}〕{serial}号"


def verification_code(entropy: bytes) -> str:
    """A code XXXX-XXXX-XXXX: eleven random signs (54 bits) and a check sign.

    `entropy` is at least 16 bytes from `secrets.token_bytes`; so many make the remainder of the division
    even over the alphabet. Raises NumberingError when fewer are given.
    """
    if len(entropy) < _ENTROPY_BYTES:
        raise NumberingError(f"生成验证码至少需要 {_ENTROPY_BYTES} 字节随机数，收到 {len(entropy)} 字节。")
    rest = int.from_bytes(entropy, "big")
    signs = []
    for _ in range(_BODY):
        rest, index = divmod(rest, _BASE)
        signs.append(ALPHABET[index])
    return _grouped("".join(signs) + _check_sign("".join(signs)))


def normalized_code(text: str) -> str | None:
    """What a person typed or read out, as a code in its one spelling; None when it is not a code."""
    signs = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    code = _grouped(signs)
    return code if is_well_formed(code) else None


def is_well_formed(code: str) -> bool:
    """Whether `code` is spelled XXXX-XXXX-XXXX and its check sign is right; says nothing of its existence."""
    if not _FORM.fullmatch(code):
        return False
    signs = code.replace("-", "")
    return signs[_BODY] == _check_sign(signs[:_BODY])


def _check_sign(body: str) -> str:
    total = sum(ALPHABET.index(sign) * pow(3, place, _BASE) for place, sign in enumerate(body, start=1))
    return ALPHABET[-total % _BASE]


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + _GROUP] for i in range(0, len(signs), _GROUP))
