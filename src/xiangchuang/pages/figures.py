"""How money, days, moments and sizes are written for people."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from xiangchuang.pages.parts import DueReading

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
_CENT = Decimal("0.01")


def _grouped(value: Decimal) -> str:
    # Down, not half-up: 39,999,999.99 yuan must never read as the 4,000.00 万元 of a threshold.
    text = f"{abs(value).quantize(_CENT, rounding=ROUND_DOWN):,}"
    return f"−{text}" if value < 0 else text


def wan_number(fen: int) -> str:
    """Return fen as 万元 without the unit, for a column whose head says 万元: "4,000.00"."""
    return _grouped(Decimal(fen) / FEN_PER_YUAN / YUAN_PER_WAN)


def yuan_number(fen: int) -> str:
    """Return fen as yuan without the unit, for a column whose head says 元: "1,200.00"."""
    return _grouped(Decimal(fen) / FEN_PER_YUAN)


def yuan_text(fen: int) -> str:
    """Return fen as exact yuan: "39,999,999.99 元"."""
    return _("%(number)s 元") % {"number": yuan_number(fen)}


def money_text(fen: int) -> str:
    """Return fen as "4,000.00 万元", or in yuan below one 万元; never rounded up."""
    if abs(fen) < FEN_PER_YUAN * YUAN_PER_WAN:
        return yuan_text(fen)
    return _("%(number)s 万元") % {"number": wan_number(fen)}


def share_text(basis_points: int) -> str:
    """Return basis points as per cent with two decimals: 3000 → "30.00%"."""
    return f"{_grouped(Decimal(basis_points) / 100)}%"


def _local(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def day_text(value: date | datetime) -> str:
    """Return the Shanghai day as a sentence writes it: 2026年11月23日, in English 23 November 2026."""
    day = _local(value)
    if _is_english():
        return dateformat.format(day, "j F Y")
    return f"{day.year}年{day.month}月{day.day}日"


def short_day_text(value: date | datetime) -> str:
    """Return the day without its year: 11月26日."""
    day = _local(value)
    return dateformat.format(day, "j F") if _is_english() else f"{day.month}月{day.day}日"


def iso_day(value: date | datetime) -> str:
    """Return the Shanghai day as a table writes it: 2026-11-23."""
    return _local(value).isoformat()


def moment_text(value: datetime) -> str:
    """Return the Shanghai time to the second: 2026-11-23 14:03:22."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def size_text(size: int) -> str:
    """Return bytes as people say them: "812 B", "34.5 KB", "2.1 MB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.1f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def left_text(due: DueReading) -> str:
    """Return how long is left, in working days: "还剩 3 个工作日"; empty when not counted."""
    left = due.working_days_left
    if left is None:
        return ""
    if left == 0:
        return _("今天截止")
    if left < 0:
        return ngettext("已逾期 %(count)d 个工作日", "已逾期 %(count)d 个工作日", -left) % {"count": -left}
    return ngettext("还剩 %(count)d 个工作日", "还剩 %(count)d 个工作日", left) % {"count": left}


def closing_text(due: DueReading, today: date) -> str:
    """Return when it ends: "11月26日 24:00 截止", with the year when it is not the year of `today`."""
    if due.closes_at is not None:
        local = due.closes_at.astimezone(SHANGHAI)
        day, time = local.date(), local.strftime("%H:%M")
    else:
        day, time = due.day, "24:00"
    written = short_day_text(day) if day.year == today.year else day_text(day)
    return _("%(day)s %(time)s 截止") % {"day": written, "time": time}
