"""What the page parts are fed with: values a view composes and a template tag draws. No queries here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils.html import format_html

StepState = Literal["done", "current", "waiting", "skipped", "stopped"]


@dataclass(frozen=True)
class DueReading:
    """A last day as a person should read it.

    working_days_left: working days that remain; 0 on the day itself, negative when past, None: not counted.
    provisional: the holidays of a year it touches are not yet published.
    closes_at: the instant it really ends, when that is not 24:00 of the day; with it the page counts down.
    """

    day: date
    working_days_left: int | None = None
    provisional: bool = False
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One station of the process rail; `round` is shown from the second on.

    origin: the practice a stage without a clause of its own ("default") comes from.
    """

    label: str
    state: StepState
    clause: str = ""
    origin: str = ""
    url: str = ""
    round: int = 1


@dataclass(frozen=True)
class Action:
    """Something the person may do here: a link (method "get") or a button that posts.

    reason: why it cannot be done yet, in words; such an action is drawn disabled. An action the person may
    not do at all is left out by the view. fields: hidden values posted with it, the row's version above all.
    """

    label: str
    url: str
    method: Literal["get", "post"] = "post"
    kind: Literal["primary", "plain", "danger"] = "plain"
    reason: str = ""
    fields: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One thing that holds the case up, and the one thing that unblocks it."""

    text: str
    clause: str = ""
    remedy: str = ""
    url: str = ""


@dataclass(frozen=True)
class Now:
    """The box "现在": for what the case waits, who holds it, until when, on which clause, what blocks it."""

    waiting: str
    holder: str = ""
    due: DueReading | None = None
    clause: str = ""
    origin: str = ""
    blocks: Sequence[Block] = ()
    actions: Sequence[Action] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    who: str
    what: str
    clause: str = ""
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """One tab: a link, with a count when the number says something."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class FileLine:
    """One file of a list; size in bytes, sha256 in hexadecimal, `note` such as the file's purpose."""

    name: str
    url: str = ""
    size: int | None = None
    sha256: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A column head; `unit` is written beside the label, `sort_url` makes the head a link.

    is_lead: the column that names the row; on a narrow screen it stands above the others.
    is_short: a word or two, which no longer column beside it may break apart.
    """

    label: str
    unit: str = ""
    is_number: bool = False
    is_lead: bool = False
    is_short: bool = False
    sort_url: str = ""
    sorted_as: Literal["", "ascending", "descending"] = ""


class Linked(str):
    """A cell that opens what it counts; a download holds the words alone."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, text: object, url: str) -> Linked:
        """Return the words with the address they lead to."""
        made = super().__new__(cls, text)
        made.url = url
        return made

    def __html__(self) -> str:
        """The cell as a page draws it."""
        return format_html('<a href="{}">{}</a>', self.url, str(self))


@dataclass(frozen=True)
class Row:
    """One row: cells in the order of the columns; `url` makes the whole row a link on its lead cell."""

    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True)
class ListTable:
    """A list: a table at 1280 px, definition lists at 390 px. `caption` is read, `show_caption` seen."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str
    show_caption: bool = False
    dense: bool = False


@dataclass(frozen=True)
class ChoiceFilter:
    """One choice above a list: (code, label), or (group, choices of the group); "" stands for all."""

    name: str
    label: str
    choices: Sequence[tuple[str, Any]]
    chosen: str = ""

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """The choices under their groups; those outside of any stand under ""."""
        found: dict[str, list[tuple[str, Any]]] = {}
        for name, label in self.choices:
            if isinstance(label, list | tuple):
                found[name] = list(label)
            else:
                found.setdefault("", []).append((name, label))
        return list(found.items())


@dataclass(frozen=True)
class FilterBar:
    """What narrows a list: a search in words and choices; `more` folded away. State lives in the address.

    kept: parameters that stay when the filters are cleared, such as the view or the order.
    """

    search_label: str
    text: str = ""
    choices: Sequence[ChoiceFilter] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    more: Sequence[ChoiceFilter] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether something other than the whole list is shown."""
        return bool(self.text) or any(choice.chosen for choice in [*self.choices, *self.more])

    @property
    def shows_more(self) -> bool:
        """Whether what is folded away narrows the list, and so must be seen."""
        return any(choice.chosen for choice in self.more)

    @property
    def clear_url(self) -> str:
        """The address of the whole list."""
        return f"?{urlencode(self.kept)}"
