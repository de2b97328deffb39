"""The case list's filters, sort and saved views: all of its state is in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.procedure.models import RUNNING, Case
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.work_list import work_list

# Saved views as tabs: code, label.
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("mine", _("待我办理")),
    ("running", _("办理中")),
    ("ended", _("已办结")),
    ("all", _("全部")),
)
SORTS = {
    "number": ("pk",),
    "-number": ("-pk",),
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "submitted": ("submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
}
_MINE_AT_MOST = 500


@dataclass(frozen=True)
class CaseFilter:
    """What the address asks for; anything unknown in it is as if it were not there."""

    view: str = "running"
    text: str = ""
    stage: str = ""
    prefecture: str = ""
    sort: str = "-number"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "CaseFilter":
        """Read the filter from the address."""
        view, sort = query.get("view", ""), query.get("sort", "")
        return cls(
            view=view if view in dict(VIEWS) else "running",
            text=normalise_line(query.get("q", ""))[:100],
            stage=query.get("stage", "")[:64],
            prefecture=query.get("prefecture", "")[:6],
            sort=sort if sort in SORTS else "-number",
        )

    def rows(self, actor: Actor) -> QuerySet[Case]:
        """Return the cases the actor may see that fit, with what a row shows at hand."""
        rows = _VIEW_ROWS[self.view](visible_to(actor), actor)
        if self.text:
            rows = rows.filter(Q(number__icontains=self.text) | Q(title__icontains=self.text))
        if self.stage:
            rows = rows.filter(stage_code=self.stage)
        if self.prefecture:
            rows = rows.filter(proposal__lead__prefecture=self.prefecture)
        return rows.select_related("proposal__lead", "holder_organization").order_by(*SORTS[self.sort])


def _mine(rows: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    # The nearest few hundred: nobody works down a longer list, and each id is one more comparison.
    waiting = {item.case_id for item in work_list(actor, limit=_MINE_AT_MOST).items}
    return rows.filter(pk__in=waiting)


_VIEW_ROWS: dict[str, Callable[[QuerySet[Case], Actor], QuerySet[Case]]] = {
    "mine": _mine,
    "running": lambda rows, _actor: rows.filter(state__in=RUNNING),
    "ended": lambda rows, _actor: rows.exclude(state__in=RUNNING),
    "all": lambda rows, _actor: rows,
}
