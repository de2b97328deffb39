"""Where things stand in the drawing of a schedule: plain geometry, in the units of the drawing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center
from xiangchuang.research.schedule import OwnerGroup, Schedule, Stop, TaskLine

WIDTH = 1000
LABELS = 240
"""Where the time axis begins; to its left stand the names of the tasks."""
WORDS = 895
"""Where the time axis ends; to its right stands each task's state in words."""
HEAD = 34
ROW = 30
NAME_LENGTH = 17
SHAPES = {"reached": "full", "reached_late": "full", "late": "triangle", "soon": "half", "ahead": "ring"}
_MARK = 6


@dataclass(frozen=True)
class Tick:
    """A line of the axis with its word; years are drawn stronger than quarters."""

    x: int
    label: str
    is_year: bool


@dataclass(frozen=True)
class Mark:
    """A milestone: `shape` is full, half, ring or triangle, drawn in a box of 12 whose corner is x, y."""

    x: int
    y: int
    shape: str
    title: str


@dataclass(frozen=True)
class Bar:
    """A task's bar with its marks; `text_y` is the line its words stand on."""

    line: TaskLine
    label: str
    y: int
    text_y: int
    x: int
    width: int
    tint: str
    marks: tuple[Mark, ...]
    words: str
    shape: str


@dataclass(frozen=True)
class Drawing:
    """One group's drawing."""

    group: OwnerGroup
    height: int
    ticks: tuple[Tick, ...]
    today_x: int | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Return where a day stands, held inside the axis."""
        span = (self.last - self.first).days or 1
        at = LABELS + (day - self.first).days * (WORDS - LABELS) // span
        return max(LABELS, min(WORDS, at))


def draw(schedule: Schedule, center: Center) -> list[Drawing]:
    """Return a drawing for each open group, all on one scale: the cycle, and what lies before or after it."""
    tasks = [line.task for group in schedule.groups for line in group.lines]
    first = min([center.cycle_starts_on, *(task.starts_on for task in tasks)]).replace(day=1)
    last = max([center.cycle_ends_on, *(task.ends_on for task in tasks)])
    scale = _Scale(first, last)
    ticks = _ticks(scale)
    today_x = scale.x(schedule.today) if first <= schedule.today <= last else None
    return [
        Drawing(
            group, HEAD + ROW * len(group.lines) + 6, ticks, today_x,
            tuple(_bar(line, n, scale) for n, line in enumerate(group.lines)),
        )
        for group in schedule.groups
        if group.is_open
    ]  # fmt: skip


def _bar(line: TaskLine, number: int, scale: _Scale) -> Bar:
    y = HEAD + ROW * number
    start, end = scale.x(line.task.starts_on), scale.x(line.task.ends_on)
    words, shape, tint = _standing(line)
    return Bar(
        line, _short(str(line.task)), y + 8, y + 20, start, max(2, end - start), tint,
        tuple(_mark(stop, y, scale) for stop in line.stops), words, shape,
    )  # fmt: skip


def _standing(line: TaskLine) -> tuple[str, str, str]:
    """Return the task's state in words, its shape and the tint of its bar."""
    if line.late:
        return _("逾期 %(count)d 项") % {"count": line.late}, "triangle", "late"
    if line.soon:
        return _("临近 %(count)d 项") % {"count": line.soon}, "half", "soon"
    if line.stops and line.reached == len(line.stops):
        return _("已完成"), "full", "done"
    if not line.stops:
        return _("没有里程碑"), "ring", "ahead"
    return _("按期"), "ring", "ahead"


def _mark(stop: Stop, y: int, scale: _Scale) -> Mark:
    title = f"{stop.name} {stop.due_on} {stop.words}"
    return Mark(scale.x(stop.due_on) - _MARK, y + 9, SHAPES[stop.state], title)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Return the quarters of the axis; where the years are many, the years alone."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    ticks = []
    for index in range(months + 1):
        year, month = divmod(scale.first.year * 12 + scale.first.month - 1 + index, 12)
        day = date(year, month + 1, 1)
        if month == 0 or index == 0:
            ticks.append(Tick(scale.x(day), str(year), is_year=True))
        elif month % 3 == 0 and months <= 60:
            ticks.append(Tick(scale.x(day), _("%(month)d月") % {"month": month + 1}, is_year=False))
    # The axis begins where it begins: a quarter that follows at once would write over the first year.
    return tuple(t for n, t in enumerate(ticks) if n == 0 or t.is_year or t.x - ticks[n - 1].x >= 34)


def _short(text: str) -> str:
    return text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1]}…"
