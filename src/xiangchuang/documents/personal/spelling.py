"""One text in the ways a number can hide in it: full-width, split, spelled in Chinese, English or pinyin."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from stdnum.cn import uscc

_IGNORED: Final = {"Cf", "Mn", "Cc"}
_NUMERALS: Final = (
    "〇零○◯洞",
    "一壹弌幺",
    "二贰弍貳两",
    "三叁弎參",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒拐",
    "八捌",
    "九玖勾",
)
_CHINESE: Final = {ord(sign): str(digit) for digit, signs in enumerate(_NUMERALS) for sign in signs}
_WORDS: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ling": "0", "yao": "1", "yi": "1", "er": "2", "liang": "2",
    "san": "3", "si": "4", "wu": "5", "liu": "6", "qi": "7", "ba": "8", "jiu": "9", "double": "",
}  # fmt: skip
_WORD: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
# A single "one" is a word; seven in a row are a number read aloud.
_READ_ALOUD: Final = re.compile(rf"(?:(?:{_WORD}|[0-9])[\s\-,.·、]{{0,3}}){{7,}}", re.IGNORECASE)
_LOOKALIKES: Final = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "Z": "2"})
_LIKE_DIGITS: Final = re.compile(r"(?<![A-Za-z])[0-9OoQlI|Z](?:[\s\-.]{0,2}[0-9OoQlI|Z]){9,}")
_USCC: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")
_DIGEST: Final = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])")
_DIGITS_TO_BE_A_NUMBER: Final = 3


def plain(text: str) -> str:
    """Return the text with compatible signs as ASCII and invisible ones gone; line ends become spaces."""
    folded = unicodedata.normalize("NFKC", re.sub(r"\s", " ", text))
    return "".join(
        str(unicodedata.digit(c)) if not c.isascii() and unicodedata.digit(c, None) is not None else c
        for c in folded
        if unicodedata.category(c) not in _IGNORED
    )


def readings(text: str) -> Iterator[str]:
    """Yield the plain text, and with every spelled digit written as one, where that makes a difference.

    Codes of organisations (GB 32100, by their check sign) and digests are no personal data: they are blanked,
    lest a run of digits inside them be taken for a number.
    """
    first = _without_codes(plain(text))
    yield first
    second = _READ_ALOUD.sub(_read, first).translate(_CHINESE)
    if second != first:
        yield second
    third = _LIKE_DIGITS.sub(_as_digits, second)
    if third != second:
        yield third


def _without_codes(text: str) -> str:
    blanked = _DIGEST.sub(" # ", text)
    return _USCC.sub(lambda m: " # " if _is_code_of_an_organisation(m.group()) else m.group(), blanked)


def _is_code_of_an_organisation(signs: str) -> bool:
    # A code of digits alone could be an identity number as well; that is for its own check to say.
    return not signs.isdigit() and not signs[:17].isdigit() and uscc.is_valid(signs)


def _read(match: re.Match[str]) -> str:
    return re.sub(_WORD, lambda word: _WORDS[word.group().lower()], match.group(), flags=re.IGNORECASE)


def _as_digits(match: re.Match[str]) -> str:
    written = match.group()
    if sum(sign.isdigit() for sign in written) < _DIGITS_TO_BE_A_NUMBER:
        return written
    return written.translate(_LOOKALIKES)
