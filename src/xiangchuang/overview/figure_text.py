"""A figure's whole number as people write it."""

from django.utils.translation import gettext as _

from xiangchuang.centers.figures import Unit
from xiangchuang.pages import figures


def figure_text(value: int | None, unit: Unit) -> str:
    """Return the number with its unit where it has one; "" where nothing is known."""
    if value is None:
        return ""
    if unit == "fen":
        return figures.money_text(value)
    if unit == "basis_points":
        return figures.share_text(value)
    if unit == "hundredths":
        return f"{value // 100}.{value % 100:02d}"
    return f"{value:,}"


def cell_text(value: int | None, unit: Unit) -> str:
    """Return the number for a column whose head says the unit."""
    return figures.wan_number(value) if unit == "fen" and value is not None else figure_text(value, unit)


def unit_words(unit: Unit) -> str:
    """Return the unit as a column's head says it."""
    return {
        "fen": _("万元"), "hours": _("小时"), "basis_points": "%", "hundredths": _("分"),
        "count": _("个、项、家"),
    }[unit]  # fmt: skip
