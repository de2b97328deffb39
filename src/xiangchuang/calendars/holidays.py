"""The first filling of the holiday table, from the chinesecalendar package."""

from datetime import date
from importlib.metadata import version

from chinese_calendar.constants import holidays, workdays


def seed_from_chinesecalendar() -> list[tuple[date, bool, str]]:
    """Return (day, is_workday, source) for each day the yearly notices name, oldest first.

    The package transcribes the State Council's notices; it knows the years from 2004 to that of its release
    (1.11: 2026). Later years are loaded into the table when their notice appears.
    """
    source = f"chinesecalendar {version('chinesecalendar')}"
    rest = [(day, False, source) for day in holidays]
    work = [(day, True, source) for day in workdays]
    return sorted(rest + work)
