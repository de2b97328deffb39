"""The draw of a batch as its page shows it: a line for each panel, with who was drawn."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.document import read_document
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.panel import PanelRule
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.draws.draw_lines import by_rule
from xiangchuang.reviews.draws.drawn_list import DrawnList, panel_key
from xiangchuang.reviews.models import Panel, PanelDraw


@dataclass(frozen=True)
class BatchDrawPage:
    """What all may read who know of draws; the odds of each person stand on the page of each case."""

    draw: PanelDraw
    table: ListTable
    people: int
    seed_source: str
    number: str


def batch_draw_page(draw: PanelDraw, rule: PanelRule) -> BatchDrawPage:
    """Return the draw with a line a panel; one query, however many panels and people."""
    document = read_document(draw.document)
    names: dict[str, str] = dict(document.rules["names"])
    labels = _labels(rule)
    drawn: defaultdict[str, list[str]] = defaultdict(list)
    for key, person, kind in json.loads(draw.record)["seats"] if draw.record else ():
        drawn[key].append(_("%(name)s（%(kind)s）") % {"name": names[person], "kind": labels[kind]})
    columns = [Column(_("方案"), is_lead=True), Column(_("抽取的席位")), Column(_("抽中的专家"))]
    seats = {panel.key: panel.seats for panel in document.panels}
    panels = list(draw.panels.select_related("case", "run").order_by("case__number"))
    lines = [
        Row(
            [
                f"{panel.case.number} {panel.case.title}",
                _seat_words(seats[panel_key(panel)], labels),
                _("、").join(drawn[panel_key(panel)]),
            ],
            reverse("reviews:draw", args=[panel.case.number]),
        )
        for panel in panels
    ]
    table = ListTable(columns, lines, _("各方案的抽取"))
    source = str(document.rules["seed_source"])
    return BatchDrawPage(draw, table, len(document.candidates), source, panels[0].case.number)


def batch_preview(panels: Iterable[Panel], listed: DrawnList, rule: PanelRule) -> dict[str, Any]:
    """Return what a commitment for the batch would hold: seats and who is left out, panel by panel."""
    from xiangchuang.assignment.draw.odds import seats_by_kind

    labels = _labels(rule)
    by_key = {proposal.key: proposal for proposal in listed.round.proposals}
    columns = [Column(_("方案"), is_lead=True), Column(_("抽取的席位")), Column(_("排除情况"))]
    lines = []
    for panel in panels:
        key = panel_key(panel)
        out = by_rule(tuple(one for one in listed.exclusions if one.proposal == key), rule)
        told = [_("%(rule)s %(count)d 人") % {"rule": label, "count": count} for label, count in out]
        lines.append(
            Row(
                [
                    f"{panel.case.number} {panel.case.title}",
                    _seat_words(seats_by_kind(listed.round.rules, by_key[key]), labels),
                    _("、").join(told),
                ],
                reverse("reviews:panel", args=[panel.case.number]),
            )
        )
    free = listed.by_kind
    return {
        "table": ListTable(columns, lines, _("各方案的抽取")),
        "free": [(label, free[kind]) for kind, label in labels.items()],
    }


def _labels(rule: PanelRule) -> dict[str, str]:
    return {kind.code: words(kind.label) for kind in rule.kinds}


def _seat_words(seats: Mapping[str, int], labels: Mapping[str, str]) -> str:
    return _("、").join(f"{label} {seats[kind]}" for kind, label in labels.items() if seats.get(kind))
