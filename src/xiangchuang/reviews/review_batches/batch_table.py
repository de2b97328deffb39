"""The batches and the proposals of one as tables of a page."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.parts import Column, Linked, ListTable, Row
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import BatchedCase, ReviewBatch
from xiangchuang.reviews.review_batches.panel_state import PanelState


def batches_table(rows: Iterable[ReviewBatch]) -> ListTable:
    """Return a line a batch; its size was counted by the query."""
    columns = [
        Column(_("批次"), is_lead=True), Column(_("年度"), is_number=True),
        Column(_("方案"), _("个"), is_number=True),
    ]  # fmt: skip
    lines = [
        Row(
            [row.name, row.year, row.size],  # type: ignore[attr-defined]
            reverse("reviews:batch", args=[row.pk]),
        )
        for row in rows
    ]
    return ListTable(columns, lines, _("论证批次"))


def batch_table(
    rows: Sequence[BatchedCase], states: Mapping[int, PanelState], *, may_take_out: bool
) -> ListTable:
    """Return a line a proposal: stage, state of its panel, and the way out while the panel is formed."""
    columns = [Column(_("方案"), is_lead=True), Column(_("阶段")), Column(_("专家组"))]
    if may_take_out:
        columns.append(Column(_("办理")))
    lines = []
    for row in rows:
        case, state = row.case, states.get(row.case_id)
        stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
        panel: object = ""
        if state is not None:
            panel = state.words
            if state.forming:
                panel = Linked(state.words, reverse("reviews:panel", args=[case.number]))
        cells: list[object] = [f"{case.number} {case.title}", words(stage.label), panel]
        if may_take_out:
            may = state is not None and state.forming and not state.waits
            out = reverse("reviews:take-from-batch", args=[row.batch_id, row.pk])
            cells.append(Linked(_("移出"), out) if may else "")
        lines.append(Row(cells, reverse("workbench:case", args=[case.number])))
    return ListTable(columns, lines, _("本批方案"))
