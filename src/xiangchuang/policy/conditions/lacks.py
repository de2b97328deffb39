"""Why a fact has no value: years without a record, no record at all, or a value that proves nothing."""

from __future__ import annotations

from typing import Literal

from xiangchuang.policy.conditions.tongue import CHINESE, Tongue
from xiangchuang.policy.terms import Label, Model


class Lack(Model):
    """``years`` without a record, ``no_record`` of the kind, or a ``value`` on record that proves nothing:
    ``too_small``, or ``above_whole`` when it exceeds the fact it is a part of (``whole``)."""

    kind: Literal["years", "no_record", "too_small", "above_whole"]
    years: tuple[int, ...] = ()
    value: int | None = None
    whole: Label | None = None

    def said(self, tongue: Tongue = CHINESE) -> str:
        """The lack in a few words."""
        _ = tongue.say
        match self.kind:
            case "years":
                return _("缺 %(years)s 年") % {"years": _("、").join(map(str, self.years))}
            case "no_record":
                return _("登记册中没有记录")
            case "too_small":
                return _("登记值 %(value)s 过小，不能作为依据") % {"value": self.value}
            case "above_whole":
                whole = tongue.name(self.whole) if self.whole else ""
                return _("登记值大于%(whole)s，数据待核") % {"whole": whole}
