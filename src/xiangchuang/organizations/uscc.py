"""Unified social credit codes (GB 32100): read as people write them, refused with the place of the fault."""

import re

from django.utils.translation import gettext as _
from stdnum.cn import uscc as gb32100

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line

_LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Places 3 to 8 are the registering area of GB/T 2260, digits only; letters may stand before and after.
_AREA = slice(2, 8)


def normalise_uscc(value: str) -> str:
    """Return the 18 characters of a code: ASCII capitals, without spaces and hyphens.

    Raises Invalid that names the length, the place and character, or the check digit that is wrong.
    """
    code = re.sub(r"[\s\-]", "", normalise_line(value)).upper()
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
