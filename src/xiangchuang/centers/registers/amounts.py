"""Money and shares as columns: whole fen and basis points in the database, 万元, 元 and per cent on pages."""

import re
from decimal import Decimal
from typing import Any, Final, Literal

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line

MoneyUnit = Literal["wan", "yuan"]
FEN_PER_UNIT: Final[dict[MoneyUnit, int]] = {"wan": 1_000_000, "yuan": 100}
LARGEST_FEN: Final = 10**16
"""A hundred trillion yuan: sums of many such columns still fit a BIGINT."""
_NUMBER: Final = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d*))?")


def unit_word(unit: MoneyUnit) -> str:
    """Return 万元 or 元."""
    return _("万元") if unit == "wan" else _("元")


def _labelled(name: object, unit: str) -> str:
    return str(name) + _("（%(unit)s）") % {"unit": unit}


def read_decimal(typed: str, units: tuple[str, ...]) -> Decimal:
    """Return the number typed, with or without one of `units`; raises ValidationError in words."""
    text = normalise_line(typed).replace("，", ",").replace(" ", "").replace("％", "%")
    for word in units:
        text = text.removesuffix(word)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise forms.ValidationError(
            _("“%(typed)s”不是数。只填数字，单位见栏目名。") % {"typed": typed[:40]}, code="not_a_number"
        )
    return Decimal(f"{found[1].replace(',', '')}.{found[2] or '0'}")


class MoneyInput(forms.CharField):
    """Takes “4,000.00”, full-width digits, a unit behind; cleans to whole fen or None."""

    def __init__(self, *, unit: MoneyUnit = "wan", allow_negative: bool = False, **kwargs: Any) -> None:
        self.unit, self.allow_negative = unit, allow_negative
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        fen = read_decimal(text, ("万元", "元", "万")) * FEN_PER_UNIT[self.unit]
        if fen % 1:
            raise forms.ValidationError(_("金额最多精确到分。"), code="too_fine")
        if abs(fen) > LARGEST_FEN:
            raise forms.ValidationError(_("数太大：核对单位是万元还是元。"), code="too_large")
        if fen < 0 and not self.allow_negative:
            raise forms.ValidationError(_("这一项不会是负数：核对后再填。"), code="negative")
        return int(fen)

    def prepare_value(self, value: Any) -> Any:
        """Show stored fen in the unit of the field; what was typed stays as typed."""
        if not isinstance(value, int):
            return value
        number = Decimal(value) / FEN_PER_UNIT[self.unit]
        return f"{number:f}"


class ShareInput(forms.CharField):
    """Takes “30”, “30%”, “12.5”; cleans to basis points or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        points = read_decimal(text, ("%",)) * 100
        if points % 1:
            raise forms.ValidationError(_("百分比最多两位小数。"), code="too_fine")
        if not 0 <= points <= 10_000:
            raise forms.ValidationError(_("百分比在 0 到 100 之间。"), code="outside")
        return int(points)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:f}" if isinstance(value, int) else value


class MoneyField(models.BigIntegerField[Any, Any]):
    """Fen. `unit` is what people type and read: 万元, or 元 for prices."""

    def __init__(
        self, *args: Any, unit: MoneyUnit = "wan", allow_negative: bool = False, **kwargs: Any
    ) -> None:
        self.unit, self.allow_negative = unit, allow_negative
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return MoneyInput(
            unit=self.unit,
            allow_negative=self.allow_negative,
            label=kwargs.get("label", _labelled(self.verbose_name, unit_word(self.unit))),
            required=not self.blank,
            help_text=self.help_text,
            initial=self.default if self.has_default() else None,
        )


class ShareField(models.PositiveIntegerField[Any, Any]):
    """Basis points, typed and read as per cent."""

    def formfield(self, **kwargs: Any) -> Any:
        return ShareInput(
            label=kwargs.get("label", _labelled(self.verbose_name, "%")),
            required=not self.blank,
            help_text=self.help_text,
        )
