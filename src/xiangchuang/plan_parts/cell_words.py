"""A cell as people read it in a table, and as they type it into a form."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from xiangchuang.pages.figures import iso_day
from xiangchuang.plan_parts.columns import Cell, Line, TableColumn
from xiangchuang.policy.plan_parts import PartRule

FEN_PER_WAN = 1_000_000
NOTHING = "—"


def is_money(rule: PartRule, column: TableColumn, line: Line) -> bool:
    """Whether this cell holds fen: a benefit's figure does by the kind its row has chosen."""
    if column.kind != "figure":
        return column.kind == "money"
    kind = rule.kind(str(line.get("kind") or ""))
    return kind is None or kind.measure == "money"


def read_words(rule: PartRule, column: TableColumn, line: Line) -> str:
    """Return the cell for a reader: money in 万元 with two decimals or more, days, words for codes."""
    value = line.get(column.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return iso_day(value)
    if isinstance(value, int):
        return wan_words(value) if is_money(rule, column, line) else f"{value:,}"
    return str(column.choices.get(value, value)) if column.choices else value


def wan_words(fen: int) -> str:
    """Return fen as 万元 without the unit, at least two decimals and never rounded: "7,200.00"."""
    text = f"{Decimal(fen) / FEN_PER_WAN:,.6f}".rstrip("0")
    whole, _point, fraction = text.partition(".")
    return f"{whole}.{fraction:0<2}"


def typed_words(rule: PartRule, column: TableColumn, line: Line) -> str:
    """Return the cell as its input shows it: what typed again gives the same value."""
    value: Cell = line.get(column.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and is_money(rule, column, line):
        return fen_words(value)
    return str(value)


def fen_words(fen: int | None) -> str:
    """Return fen as 万元 is typed: "7200.5", "" for None."""
    if fen is None:
        return ""
    text = f"{Decimal(fen) / FEN_PER_WAN:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
