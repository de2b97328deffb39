"""How far the panel of each proposal of a batch has come, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.conclude_review import outcome_words
from xiangchuang.reviews.models import ACTIVE_SEATS, DrawnPanel, Panel, SeatState
from xiangchuang.reviews.panel_matters import panel_rule


@dataclass(frozen=True)
class PanelState:
    """A proposal's newest panel. forming: reading has not opened; waits: a list waits for its seed."""

    panel: Panel
    words: str
    forming: bool
    waits: bool
    have: int
    need: int

    @property
    def is_short(self) -> bool:
        """Whether seats are empty."""
        return self.forming and self.have < self.need


def panel_states(cases: Iterable[Case]) -> dict[int, PanelState]:
    """Return the state of the newest panel of each case (by id); three queries, however many cases."""
    by_case = {case.pk: case for case in cases}
    newest = Panel.objects.filter(case__in=by_case).values("case").annotate(newest=Max("pk"))
    panels = Panel.objects.filter(pk__in=newest.values("newest")).select_related("run").annotate(
        have=Count("seats", filter=Q(seats__state__in=ACTIVE_SEATS)),
        heard=Count("seats", filter=Q(seats__state=SeatState.SUBMITTED)),
    )  # fmt: skip
    rows = list(panels)
    live = DrawnPanel.objects.filter(panel__in=rows, is_live=True, draw__seeded_at=None)
    waits = set(live.values_list("panel", flat=True))
    return {row.case_id: _state(row, by_case[row.case_id], row.pk in waits) for row in rows}


def _state(panel: Panel, case: Case, waits: bool) -> PanelState:
    rule = panel_rule(case, pack_of(case))
    have: int = panel.have  # type: ignore[attr-defined]
    heard: int = panel.heard  # type: ignore[attr-defined]
    need = max(rule.size.min, sum(kind.seats for kind in rule.kinds))
    counts = {"have": have, "need": need, "heard": heard}
    forming = panel.reading_opened_at is None and panel.run.closed_at is None
    if panel.run.closed_at is not None:
        told = outcome_words().get(panel.run.outcome, _("已结束"))
    elif not forming:
        told = _("审阅中，%(heard)d/%(have)d 人已提交") % counts
    elif waits:
        told = _("名单已承诺，等待种子")
    elif have >= need:
        told = _("已组齐 %(have)d 人") % counts
    else:
        told = _("组建中，%(have)d/%(need)d 人") % counts
    return PanelState(panel, told, forming, waits, have, need)
