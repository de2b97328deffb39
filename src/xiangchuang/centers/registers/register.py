"""What a register is, and which ones the installed apps have contributed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.registers.entry import Entry

Words = str | Promise

Keeps = Callable[[Actor, Center], HeldAppointment | None]


def whole_file(actor: Actor, center: Center) -> bool:
    """Whoever may open the center's file reads this register too."""
    return True


def any_row(acting: HeldAppointment, entry: Entry) -> bool:
    """Whoever keeps the register writes all of its rows."""
    return True


CHAPTERS: Final[dict[str, Words]] = {
    "overview": _("概览"),
    "governance": _("治理"),
    "consortium": _("联盟"),
    "research": _("任务与成果"),
    "benefits": _("收益"),
    "services": _("服务"),
    "talent": _("人才"),
    "funding": _("资金"),
    "support": _("支持"),
    "reports": _("年报"),
    "evaluation": _("评价"),
    "changes": _("变更"),
}
"""The chapters of a center's file, in the order of its tabs."""


@dataclass(frozen=True)
class Register:
    """A table that a center keeps.

    fields: model fields of the form, in order. columns: those of the list; the first names the row.
    filters: choice fields offered above the list. totals: money fields summed over what is shown.
    parent: the field that ties a row to a row of another register (a milestone to its task).
    required: fields that must be filled here although their column may be empty for another register.
    keeps: the appointment under which a person may write here, or None. writes: whether it carries this very
    row, where several keep one register (who gave the support). reads: who of the file's readers may read it;
    to the others it does not exist.
    """

    code: str
    model: type[Entry]
    label: Words
    row_label: Words
    chapter: str
    clause: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    about: Words = ""
    filters: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    sort: str = "-pk"
    parent: str = ""
    required: tuple[str, ...] = ()
    keeps: Keeps = may_keep
    writes: Callable[[HeldAppointment, Entry], bool] = any_row
    reads: Callable[[Actor, Center], bool] = whole_file
    in_chapter: bool = True
    importable: bool = True

    @property
    def name_field(self) -> str:
        """The field that names a row to people."""
        return self.columns[0]


@dataclass(frozen=True)
class Panel:
    """A part of a chapter's page that is more than a table: a template with its own reading of the center."""

    chapter: str
    template: str
    context: Callable[[Center, Actor], Mapping[str, Any]]
    order: int = 50


@dataclass(frozen=True)
class PageLink:
    """A page of its own under a chapter, taking the center's number: a schedule, a chart, a calculator."""

    chapter: str
    label: Words
    url_name: str
    clause: str = ""
    about: Words = ""
    # Whom the page is for; to others the link would lead to nothing.
    shown: Callable[[Actor, Center], bool] = lambda actor, center: True


Watcher = Callable[[Center, Actor], None]


@dataclass
class Contributions:
    """What the installed apps have contributed to the file of every center."""

    registers: dict[str, Register] = field(default_factory=dict)
    panels: list[Panel] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    watchers: list[Watcher] = field(default_factory=list)


CONTRIBUTED: Final = Contributions()


def contribute_panel(panel: Panel) -> None:
    """Add a part to a chapter's page."""
    if panel not in CONTRIBUTED.panels:
        CONTRIBUTED.panels.append(panel)
        CONTRIBUTED.panels.sort(key=lambda p: p.order)


def contribute_link(link: PageLink) -> None:
    """Add a page to a chapter's list of pages."""
    if link not in CONTRIBUTED.links:
        CONTRIBUTED.links.append(link)


def watch_registers(watcher: Watcher) -> None:
    """Let `watcher` run in the transaction of every write to a register: conditions are re-read there."""
    if watcher not in CONTRIBUTED.watchers:
        CONTRIBUTED.watchers.append(watcher)


def registers_of(chapter: str) -> list[Register]:
    """Return the registers shown on a chapter's page."""
    return [r for r in CONTRIBUTED.registers.values() if r.chapter == chapter and r.in_chapter]


def children_of(register: Register) -> list[Register]:
    """Return the registers whose rows hang on rows of this one."""
    return [
        r
        for r in CONTRIBUTED.registers.values()
        if r.parent and r.model._meta.get_field(r.parent).related_model is register.model
    ]
