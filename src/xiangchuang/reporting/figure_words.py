"""Figures in the words of a report: numbers with their unit, and what changed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from xiangchuang.centers.figures import Unit
from xiangchuang.pages import figures

NONE = figures.NOTHING


def unit_text(unit: Unit) -> str:
    """Return the unit that stands beside a figure's name."""
    return {
        "fen": _("万元"), "count": _("个"), "hours": _("小时"), "basis_points": "%", "hundredths": _("分"),
    }[unit]  # fmt: skip


def value_text(unit: Unit, value: int | None) -> str:
    """Return the value as its column writes it; a dash where there is none."""
    if value is None:
        return NONE
    if unit == "fen":
        return figures.wan_number(value)
    if unit in ("basis_points", "hundredths"):
        return f"{Decimal(value) / 100:.2f}"
    return f"{value:,}"


def change_text(unit: Unit, value: int | None, before: int | None) -> str:
    """Return the difference with its sign, and the share of the year before: "+3（+50.0%）"."""
    if value is None or before is None:
        return NONE
    difference = value - before
    said = _signed(value_text(unit, abs(difference)), difference)
    if before <= 0 or not difference:
        return said
    share = f"{Decimal(abs(difference)) * 100 / before:.1f}%"
    return _("%(change)s（%(share)s）") % {"change": said, "share": _signed(share, difference)}


def _signed(text: str, difference: int) -> str:
    return f"+{text}" if difference > 0 else f"−{text}" if difference < 0 else text
