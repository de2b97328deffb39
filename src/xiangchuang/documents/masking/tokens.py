"""Numbers as tokens write them: 共建单位一, 人员二十三."""

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese, above it in figures. Raises ValueError below 1."""
    if number < 1:
        raise ValueError(f"{number} is not counted")
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
