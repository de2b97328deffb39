"""A draw as its page shows it: state, odds of each person, who was left out and why, what came of it."""

import json
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.document import Document, Exclusion, read_document
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import PanelRule
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.candidates import OBSTACLES
from xiangchuang.reviews.draws.drawn_list import ROTATION, DrawnList, panel_key
from xiangchuang.reviews.models import Panel, PanelDraw
from xiangchuang.reviews.panel_matters import panel_rule

SHOWN: Final = 200
"""Rows of one table on a page; the file holds all."""


@dataclass(frozen=True)
class OddsLine:
    """Somebody who may be drawn: for which kind, how likely, and whether it came so."""

    name: str
    employer: str
    kind: str
    odds: str
    is_seated: bool


@dataclass(frozen=True)
class LeftOut:
    """Somebody who may not be drawn, with the rule and the reason."""

    name: str
    rule: str
    reason: str


@dataclass(frozen=True)
class DrawPage:
    """One panel of a draw; `left_out` is empty for those who see no reasons, `left_out_by_rule` never is."""

    draw: PanelDraw
    seats: tuple[tuple[str, int], ...]
    odds: tuple[OddsLine, ...]
    odds_count: int
    left_out: tuple[LeftOut, ...]
    left_out_by_rule: tuple[tuple[str, int], ...]
    left_out_count: int
    passed_over: tuple[tuple[str, str], ...]
    seed_source: str


def draw_page(draw: PanelDraw, panel: Panel, pack: Pack, *, with_reasons: bool) -> DrawPage:
    """Return what the page of a panel (case and run at hand) shows; two queries, however many people."""
    document, rule, key = read_document(draw.document), panel_rule(panel.case, pack), panel_key(panel)
    names: dict[str, str] = dict(document.rules["names"])
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    own = next(at for at, drawn in enumerate(document.panels) if drawn.key == key)
    odds, seats = _odds(draw, document, own, names, labels), document.panels[own].seats
    exclusions = tuple(one for one in document.exclusions if one.proposal == key)
    reasons = left_out(exclusions, names, rule) if with_reasons else ()
    passed = [(names.get(pk, pk), why) for pk, why, at in draw.passed_over if at == key]
    return DrawPage(
        draw,
        tuple((label, count) for kind, label in labels.items() if (count := seats.get(kind, 0))),
        odds[:SHOWN],
        len(odds),
        reasons[:SHOWN],
        by_rule(exclusions, rule),
        len(exclusions),
        tuple(passed) if with_reasons else (),
        str(document.rules["seed_source"]),
    )


def left_out(
    exclusions: tuple[Exclusion, ...], names: dict[str, str], rule: PanelRule
) -> tuple[LeftOut, ...]:
    """Return who may not be drawn, by rule and name."""
    told = _rule_words(rule)
    lines = [LeftOut(names.get(e.person, e.person), told.get(e.rule, e.rule), e.reason) for e in exclusions]
    return tuple(sorted(lines, key=lambda line: (line.rule, line.name)))


def by_rule(exclusions: tuple[Exclusion, ...], rule: PanelRule) -> tuple[tuple[str, int], ...]:
    """Return how many each rule keeps out, most first."""
    told = _rule_words(rule)
    return tuple(Counter(told.get(e.rule, e.rule) for e in exclusions).most_common())


def preview(listed: DrawnList, rule: PanelRule) -> dict[str, Any]:
    """Return what a commitment would hold: people by kind, and who would be left out."""
    free = listed.by_kind
    names = {key: expert.name for key, expert in listed.experts.items()}
    return {
        "free": [(words(kind.label), free[kind.code]) for kind in rule.kinds],
        "left_out": left_out(listed.exclusions, names, rule)[:SHOWN],
        "left_out_count": len(listed.exclusions),
        "shown": SHOWN,
    }


def _odds(
    draw: PanelDraw, document: Document, own: int, names: dict[str, str], labels: dict[str, str]
) -> tuple[OddsLine, ...]:
    whole, key = document.unit * len(document.ways), document.panels[own].key
    units: Counter[tuple[str, str]] = Counter()
    for way in document.ways:
        for odd in way:
            if odd.panel == own:
                units[document.candidates[odd.candidate].key, odd.kind] += odd.units
    people = {int(person) for person, _kind in units}
    experts = Expert.objects.filter(pk__in=people).select_related("employer")
    employers = {str(expert.pk): expert.employer.name for expert in experts}
    seated = (
        {(person, kind) for panel, person, kind in json.loads(draw.record)["seats"] if panel == key}
        if draw.record
        else set()
    )
    order = {code: at for at, code in enumerate(labels)}
    # Who was drawn without odds came as a later number, when all with odds had gone.
    pairs = {**units, **{pair: 0 for pair in seated if pair not in units}}
    ranked = sorted(pairs.items(), key=lambda one: (order[one[0][1]], -one[1], names[one[0][0]]))
    return tuple(
        OddsLine(
            names[person], employers.get(person, ""), labels[kind], _percent(Fraction(count, whole)),
            (person, kind) in seated,
        )
        for (person, kind), count in ranked
    )  # fmt: skip


def _percent(odds: Fraction) -> str:
    return f"{float(odds) * 100:.2f}%"


def _rule_words(rule: PanelRule) -> dict[str, str]:
    told = {conflict.code: words(conflict.label) for conflict in rule.conflicts}
    return told | {code: str(label) for code, label in OBSTACLES.items()} | {ROTATION: _("轮换休息")}
