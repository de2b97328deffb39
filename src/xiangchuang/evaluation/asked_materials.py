"""What a center is asked to supply beside the registers, as the set of its category says (6.5-2)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.evaluation.models import Subject
from xiangchuang.policy.evaluation.indicators import Indicator, IndicatorSet
from xiangchuang.policy.evaluation.primitives import Rubric
from xiangchuang.policy.evaluation.sources import ExpertSource, MaterialSource
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Invalid, NotFound
from xiangchuang.procedure.pack_words import words

LONGEST_NUMBER = 18
"""Digits of a value, its point included; more is a slip of the keyboard."""


@dataclass(frozen=True)
class Asked:
    """One thing asked for: for an indicator that counts it, or for the experts who judge by it.

    choices: (code, words) where the value is a level or yes and no; otherwise it is a number in `unit`.
    """

    indicator: Indicator
    label: str
    ask: str
    proof: str
    unit: str
    choices: tuple[tuple[str, str], ...] = ()
    for_experts: bool = False

    @property
    def code(self) -> str:
        return self.indicator.code

    def said(self, value: str) -> str:
        """Return a value as a person reads it."""
        if self.choices:
            return dict(self.choices).get(value, value)
        return _("%(value)s %(unit)s") % {"value": value, "unit": self.unit} if value else ""


def set_of(subject: Subject, pack: Pack) -> IndicatorSet:
    """Return the indicator set by which the center is evaluated."""
    return pack.indicator_sets[subject.set_code]


def asked_of(found: IndicatorSet) -> tuple[Asked, ...]:
    """Return what the set asks of a center, in its order, bonuses last."""
    return tuple(asked for indicator in found.scored if (asked := _asked(indicator)) is not None)


def asked_for(found: IndicatorSet, code: str) -> Asked:
    """Return what is asked under that indicator; raises NotFound where nothing is."""
    for asked in asked_of(found):
        if asked.code == code:
            return asked
    raise NotFound(_("这项指标不需要中心另交材料。"))


def _asked(indicator: Indicator) -> Asked | None:
    source = indicator.source
    label = words(indicator.label)
    if isinstance(source, MaterialSource):
        return Asked(
            indicator, label, words(source.ask), words(source.proof), indicator.unit, _choices(indicator)
        )
    if isinstance(source, ExpertSource):
        return Asked(indicator, label, words(source.look_at), "", "", for_experts=True)
    return None


def _choices(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    if isinstance(indicator.score, Rubric):
        return tuple((level.code, words(level.label)) for level in indicator.score.levels)
    if indicator.unit == "是否":
        return (("yes", _("是")), ("no", _("否")))
    return ()


def read_material_value(asked: Asked, text: str) -> str:
    """Return the value as the engine reads it, "" for experts' material; raises Invalid."""
    if asked.for_experts:
        return ""
    typed = normalise_line(text)
    if asked.choices:
        if typed not in dict(asked.choices):
            raise Invalid(_("“%(label)s”：选择一项。") % {"label": asked.label})
        return typed
    number = typed.replace(",", "").replace("，", "")
    if not _is_number(number):
        raise Invalid(
            _("“%(label)s”写成以%(unit)s为单位、不小于 0 的数字，例如 12.5。")
            % {"label": asked.label, "unit": asked.unit}
        )
    return number


def _is_number(text: str) -> bool:
    if not text or len(text) > LONGEST_NUMBER or any(letter not in "0123456789." for letter in text):
        return False
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
