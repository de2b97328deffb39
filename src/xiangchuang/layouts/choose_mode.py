"""The formation mode of a direction: advised by the figures of its industry, chosen by people (3.3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.layouts.models import Direction, DirectionState
from xiangchuang.layouts.permissions import planner
from xiangchuang.layouts.publishable import refuse_personal_data
from xiangchuang.layouts.queries import find_direction
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.perform import claim


@dataclass(frozen=True)
class ReadingDraft:
    """A measure beside its threshold, as it was read: basis points for shares, points for HHI."""

    measure: str
    value: int
    high_from: int
    level: str
    origin: str


@dataclass(frozen=True)
class AdviceDraft:
    """What a scan found of the direction's industry; `mode` "" where the measures differ."""

    industry: str
    year: int
    source: str
    data_as_of: str
    enterprises: int
    readings: Sequence[ReadingDraft]
    mode: str = ""
    clause: str = ""
    url: str = ""


def record_advice(*, actor: Actor, direction: Direction, advice: AdviceDraft) -> None:
    """Keep what a scan advises on the direction; a later scan's advice replaces it. Raises NotPermitted."""
    row, acting = find_direction(actor, direction.pk), planner(actor, "3.3-4")
    if advice.mode and advice.mode not in {mode.code for mode in current_pack().formation_modes}:
        raise Invalid(_("没有这种组建模式。"))
    with transaction.atomic():
        claim(row, row.version)
        row.refresh_from_db()
        kept = asdict(advice)
        row.advice, row.advised_mode = kept, advice.mode
        row.save()
        write_entry(
            actor, verb="advise_direction", acting=acting, subject=row.ledger_key,
            case_number=row.ledger_key, clause=advice.clause or "3.3-4",
            detail={"industry": advice.industry, "year": advice.year, "mode": advice.mode,
                    **{reading.measure: reading.value for reading in advice.readings}},
        )  # fmt: skip
    direction.refresh_from_db()


def choose_mode(*, actor: Actor, direction: Direction, seen: int, mode: str, reason: str = "") -> None:
    """Choose how the center of the direction is formed; another mode than the advised one needs a reason.

    One center, one scheme (3.3-2): the advice binds nobody. Raises NotFound, NotPermitted, Invalid, Stale,
    Blocked.
    """
    row, acting = find_direction(actor, direction.pk), planner(actor, "3.3-2")
    why = within(Direction, "mode_reason", normalise_text(reason))
    refuse_personal_data({_("与建议不同的理由"): why})
    known = {m.code: m for m in current_pack().formation_modes}
    if mode not in known:
        raise Invalid(_("没有选择组建模式。"), remedy=_("从列表中选择。"), clause="3.3-2")
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state not in (DirectionState.PLANNED, DirectionState.OPEN):
            raise Blocked(_("这个方向已经关闭。"))
        differs = bool(row.advised_mode) and row.advised_mode != mode
        if differs and not why:
            raise Invalid(
                _("所选模式与测算建议不同，没有写理由。"),
                remedy=_("一中心一方案：可以不同，写明理由。"),
                clause="3.3-2",
            )
        row.formation_mode, row.mode_reason = mode, why
        row.save()
        write_entry(
            actor, verb="choose_mode", acting=acting, subject=row.ledger_key, case_number=row.ledger_key,
            clause="3.3-2" if differs else known[mode].clause,
            detail={"mode": mode, "advised": row.advised_mode, "reason": why},
        )  # fmt: skip
    direction.refresh_from_db()
