"""One list, one seed and one draw for all proposals of a batch whose panels have empty seats."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.roles import Role
from xiangchuang.assignment.draw.odds import seats_by_kind
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import text_sha256
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import DrawRule, PanelRule
from xiangchuang.procedure.errors import Blocked, NotPermitted
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import perform
from xiangchuang.reviews.draws.deriving import Derivation
from xiangchuang.reviews.draws.drawn_list import DrawnList, document_of, panel_key, round_list
from xiangchuang.reviews.draws.verbs import (
    COMMIT,
    SEAT_BY_DRAW,
    WITHDRAW,
    give_up,
    keep_commitment,
    note_commitment,
    note_seats,
    refuse_bad_day,
    refuse_drawn,
    refuse_late,
    refuse_unless_waiting,
    take_seed,
)
from xiangchuang.reviews.models import Panel, PanelDraw, ReviewBatch
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.review_batches.keep_batch import claim_batch
from xiangchuang.reviews.review_batches.queries import forming_panels

name_acts({"keep_batch_record": gettext_lazy("留存整批抽取记录")})


def live_batch_draw(batch: ReviewBatch) -> PanelDraw | None:
    """Return the newest draw of the batch that was not withdrawn."""
    draw: PanelDraw | None = batch.draws.filter(withdrawn_at__isnull=True).first()
    return draw


def batch_rule(batch: ReviewBatch) -> tuple[Pack, PanelRule, DrawRule]:
    """Return the pack of the batch with its rules; raises Blocked for an empty batch or without a draw."""
    member = batch.members.select_related("case").first()
    if member is None:
        raise Blocked(_("本批还没有方案。"), remedy=_("先列入正在组建专家组的方案。"))
    pack = pack_of(member.case)
    rule = panel_rule(member.case, pack)
    if rule.draw is None:
        raise Blocked(_("本政策没有规定随机抽取专家。"), remedy=_("从候选专家中逐类选定。"))
    return pack, rule, rule.draw


def batch_list(batch: ReviewBatch) -> tuple[list[Panel], DrawnList]:
    """Return the panels with empty seats and no draw, and their list as it stands now.

    Raises Blocked when no seat is empty, or those seated break a rule.
    """
    pack = batch_rule(batch)[0]
    panels = list(forming_panels(batch).exclude(drawn_panels__is_live=True))
    if panels:
        listed = round_list(panels, pack)
        short = [panel for panel in panels if _is_short(listed, panel_key(panel))]
        if short:
            return short, listed if len(short) == len(panels) else round_list(short, pack)
    raise Blocked(_("本批没有要抽取的席位：专家组已经满员、已有抽取或者已经开始审阅。"))


def _is_short(listed: DrawnList, key: str) -> bool:
    proposal = next(one for one in listed.round.proposals if one.key == key)
    return any(seats_by_kind(listed.round.rules, proposal).values())


def commit_batch_draw(*, actor: Actor, batch: ReviewBatch, seen: int, seed_on: date) -> PanelDraw:
    """Fix one list for all empty seats of the batch, and the day of the seed; an entry in each case's ledger.

    Raises Stale, NotPermitted, Blocked (nothing to draw, people lacking), Invalid for a bad day.
    """
    with _acting(actor, batch, seen):
        _pack, rule, draw_rule = batch_rule(batch)
        refuse_bad_day(draw_rule, seed_on)
        panels, listed = batch_list(batch)
        cases = _locked(panels)
        document = document_of(listed, rule, draw_rule, seed_on)
        draw = keep_commitment(actor, document.text(), seed_on, (), batch)
        for panel in panels:
            case = cases[panel.case_id]
            with perform(COMMIT, actor=actor, case=case, seen=case.version) as step:
                refuse_drawn(panel)
                draw.drawn_panels.create(panel=panel)
                own = next(drawn for drawn in document.panels if drawn.key == panel_key(panel))
                note_commitment(step, draw, draw_rule, own.seats, len(document.candidates))
                step.note(batch=batch.name)
    return draw


def seat_batch_by_draw(
    *, actor: Actor, batch: ReviewBatch, seen: int, value: str, published_in: str
) -> PanelDraw:
    """Derive the seats of all panels from the one list and the public value, and seat them, all or none.

    A case that is no longer under review keeps its place in the list and gets no seats. Raises Stale,
    Blocked without a list or before the day, Invalid for a value spelt otherwise than the pack says.
    """
    with _acting(actor, batch, seen):
        draw = refuse_unless_waiting(live_batch_draw(batch))
        seed = take_seed(batch_rule(batch)[2], draw, value, published_in)
        derivation = Derivation(draw, seed)
        draw.seeded_at, draw.seeded_by = clock.now(), actor.user
        panels = _under_way(draw)
        cases = _locked(panels)
        for panel in panels:
            case = cases[panel.case_id]
            with perform(SEAT_BY_DRAW, actor=actor, case=case, seen=case.version) as step:
                refuse_late(panel)
                note_seats(step, draw, derivation.seat(step, panel))
                step.note(batch=batch.name)
        derivation.keep()
        write_entry(
            actor, verb="keep_batch_record", subject=f"draw:{draw.pk}",
            acting=actor.acting_as([Role.OFFICER]),
            clause="5.2-1", detail={
                "batch": batch.name, "commitment": draw.commitment, "seed": seed,
                "record_sha256": text_sha256(draw.record),
            },
        )  # fmt: skip
    return draw


def withdraw_batch_draw(*, actor: Actor, batch: ReviewBatch, seen: int, reason: str) -> PanelDraw:
    """Give up the list of the batch before it is drawn from; it stays, with the reason.

    Raises Stale, Blocked once the seed was given, Invalid without a reason.
    """
    with _acting(actor, batch, seen):
        draw = refuse_unless_waiting(live_batch_draw(batch))
        panels = _under_way(draw)
        cases = _locked(panels)
        give_up(draw, reason)
        for panel in panels:
            case = cases[panel.case_id]
            with perform(WITHDRAW, actor=actor, case=case, seen=case.version) as step:
                step.subject = f"draw:{draw.pk}"
                step.note(commitment=draw.commitment, reason=draw.withdrawal_reason, batch=batch.name)
    return draw


@contextmanager
def _acting(actor: Actor, batch: ReviewBatch, seen: int) -> Iterator[None]:
    """One transaction over all cases, by the officer who saw the batch at that version."""
    if not actor.holds(Role.OFFICER):
        raise NotPermitted(_("论证批次由省科技厅经办办理。"), clause="5.2-1")
    with transaction.atomic():
        claim_batch(batch, seen)
        yield


def _locked(panels: Sequence[Panel]) -> dict[int, Case]:
    """Hold the cases, always in one order: what is decided from them stays true until it is written."""
    ids = sorted(panel.case_id for panel in panels)
    return {case.pk: case for case in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _under_way(draw: PanelDraw) -> list[Panel]:
    """Return the panels of the draw whose round still runs, in the order of the list."""
    rows = draw.drawn_panels.filter(panel__run__closed_at__isnull=True, panel__case__state=CaseState.OPEN)
    return [row.panel for row in rows.select_related("panel__case", "panel__run")]
