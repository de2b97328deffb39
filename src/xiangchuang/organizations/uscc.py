"""Unified social credit codes (GB 32100): read as people write them, refused with the place of the fault."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import uscc as gb32100

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line

_LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Places 3 to 8 are the registering area of GB/T 2260, digits only; letters may stand before and after.
_AREA = slice(2, 8)
# Characters people take for one another when they copy a licence by hand.
_PAIRS = "8B 0D 0Q DQ 17 1T 1L 6G 5G 38 HN MN UW XY EF"
_ALIKE = frozenset(frozenset(pair) for pair in _PAIRS.split())


@dataclass(frozen=True)
class NearCode:
    """A valid code one character away: at `place` (from 1) stands `found`, and `instead` should."""

    code: str
    place: int
    found: str
    instead: str

    @property
    def looks_alike(self) -> bool:
        """Whether the two characters are easily taken for one another."""
        return frozenset((self.found, self.instead)) in _ALIKE


def bare_code(value: str) -> str:
    """Return what was typed without spaces and hyphens, full width made ASCII, in capitals; not checked."""
    return re.sub(r"[\s\-]", "", normalise_line(value)).upper()


def near_codes(value: str) -> list[NearCode]:
    """Return every valid code that one changed character would make of `value`; none unless it has 18."""
    code = bare_code(value)
    strange = [place for place, character in enumerate(code) if character not in _ALPHABET]
    if len(code) != _LENGTH or len(strange) > 1:
        return []
    found = []
    for place in strange or range(_LENGTH):
        for instead in "0123456789" if _AREA.start <= place < _AREA.stop else _ALPHABET:
            candidate = code[:place] + instead + code[place + 1 :]
            if instead != code[place] and is_uscc(candidate):
                found.append(NearCode(candidate, place + 1, code[place], instead))
    return found


def is_uscc(code: str) -> bool:
    """Return whether 18 ASCII capitals are a code with the right check digit."""
    try:
        return normalise_uscc(code) == code
    except Invalid:
        return False


def normalise_uscc(value: str) -> str:
    """Return the 18 characters of a code: ASCII capitals, without spaces and hyphens.

    Raises Invalid that names the length, the place and character, or the check digit that is wrong.
    """
    code = bare_code(value)
    if len(code) != _LENGTH:
        raise _refusal(
            _("应为 18 位，现为 %(length)d 位。") % {"length": len(code)},
            _("对照营业执照补全或删去多余字符。"),
        )
    for place, character in enumerate(code, start=1):
        if character not in _ALPHABET:
            raise _refusal(
                _("第 %(place)d 位“%(character)s”不是代码用字：代码只用数字和大写字母，不用 I、O、S、V、Z。")
                % {"place": place, "character": character},
                _("核对是否把 1 写成 I、0 写成 O、5 写成 S、2 写成 Z。"),
            )
    for place, character in enumerate(code[_AREA], start=_AREA.start + 1):
        if not character.isdigit():
            raise _refusal(
                _("第 %(place)d 位“%(character)s”应为数字：第 3 至 8 位是登记机关行政区划码。")
                % {"place": place, "character": character},
                _("对照营业执照改正。"),
            )
    expected = gb32100.calc_check_digit(code[:-1])
    if code[-1] != expected:
        raise _refusal(
            _("按前 17 位计算，第 18 位校验码应为“%(expected)s”，现为“%(found)s”。")
            % {"expected": expected, "found": code[-1]},
            _("逐位对照营业执照：通常是其中一位抄错。"),
        )
    return code


def _refusal(what: str, remedy: str) -> Invalid:
    return Invalid(_("统一社会信用代码有误：") + what, remedy=remedy)
