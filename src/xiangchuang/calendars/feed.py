"""A calendar as other programs subscribe to it: iCalendar (RFC 5545), days without hours. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

# RFC 5545 3.1: lines of at most 75 octets, ended by CR LF, continued by a space.
_MOST_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class FeedDay:
    """One entry: a day, or several with `last` (inside).

    uid: the same for as long as it is the same matter. url: absolute.
    """

    uid: str
    title: str
    first: date
    last: date | None = None
    text: str = ""
    url: str = ""
    place: str = ""


def write_feed(name: str, days: Iterable[FeedDay], *, stamp: datetime, refresh: timedelta) -> str:
    """Return the calendar as text, the same bytes for the same entries and stamp.

    stamp: aware; what RFC 5545 calls DTSTAMP. refresh: how often subscribers should ask again.
    """
    every = f"PT{int(refresh.total_seconds() // 60)}M"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xiangchuang//Calendar//ZH", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", "X-WR-TIMEZONE:Asia/Shanghai",
        f"REFRESH-INTERVAL;VALUE=DURATION:{every}", f"X-PUBLISHED-TTL:{every}",
    ]  # fmt: skip
    stamped = stamp.astimezone(UTC)
    for day in days:
        lines += _event(day, f"{stamped:%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(day: FeedDay, stamp: str) -> list[str]:
    end = (day.last or day.first) + timedelta(days=1)  # DTEND lies outside
    lines = [
        "BEGIN:VEVENT", f"UID:{_text(day.uid)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}", f"SUMMARY:{_text(day.title)}", "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    if day.text:
        lines.append(f"DESCRIPTION:{_text(day.text)}")
    if day.place:
        lines.append(f"LOCATION:{_text(day.place)}")
    if day.url:
        lines.append(f"URL:{_plain(day.url)}")
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    broken = value.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPES)
    return _plain(broken)


def _plain(value: str) -> str:
    """No control character ends a line of ours."""
    return "".join(sign for sign in value if sign >= " " and sign != "\x7f")


def _folded(line: str) -> list[str]:
    """Cut the line so that no piece is too long and no character is cut in two."""
    pieces, piece, size = list[str](), "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _MOST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return [*pieces, piece]
