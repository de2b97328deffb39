"""The effects of a decision, all in its one transaction (6.5-1, 6.5-3)."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.adjustments.effects import Effects, effects_of
from xiangchuang.adjustments.messages import tell_center, tell_firm
from xiangchuang.adjustments.models import Adjustment, Rectification, RectificationState, WindUp
from xiangchuang.adjustments.move_measure import refuse_unless_allowed
from xiangchuang.calendars import clock
from xiangchuang.centers.change_state import change_state
from xiangchuang.centers.models import CenterState, SupportStanding
from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.marketplace.models import Order
from xiangchuang.marketplace.stop_serving import (
    UNDER_WAY,
    cancel_bookings_ahead,
    decline_requests,
    withdraw_answers,
)
from xiangchuang.pages.figures import moment_text
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import RecommendationCut


@dataclass(frozen=True)
class Decision:
    """What was decided, by whom, under which rules."""

    actor: Actor
    acting: HeldAppointment
    adjustment: Adjustment
    measure: Measure
    pack: Pack
    reason: str

    @property
    def case(self) -> Case:
        return self.adjustment.case

    @property
    def clause(self) -> str:
        return self.measure.interprets or self.measure.clause


def carry_out(decision: Decision, document: OfficialDocument) -> Effects:
    """Do all that follows from the decision. Raises Blocked when the center's state no longer allows it."""
    adjustment, measure, on = decision.adjustment, decision.measure, clock.today()
    center = adjustment.center
    center.refresh_from_db(fields=["state"])
    refuse_unless_allowed(measure, center)
    effects = effects_of({center.pk: (center, measure)}, decision.pack, on)[center.pk]
    if measure.leads_to:
        _end_rectification(decision)
        change_state(
            center, CenterState(measure.leads_to), on=on, reason=decision.reason, case=decision.case,
            into=adjustment.into,
        )  # fmt: skip
    if measure.rectifies:
        open_rectification(decision, effects)
    if measure.lifts:
        lift(adjustment)
    if measure.support:
        _give_standing(decision, effects)
    _cut_quota(decision, effects)
    if measure.cancels_bookings:
        _stop_serving(decision, document)
    if measure.winds_up:
        _open_wind_up(decision, effects)
    tell_center(adjustment, "adjustment_decided", measure=measure.label.zh)
    return effects


def lift(adjustment: Adjustment) -> None:
    """End today what earlier decisions on the center limit; the rows stay, and say which case did it."""
    today, case = clock.today(), adjustment.case
    standing = SupportStanding.objects.filter(center=adjustment.center, lifted_on=None)
    standing.exclude(case=case).update(lifted_on=today, lifted_by=case)
    cuts = RecommendationCut.objects.filter(
        case__adjustment__center=adjustment.center, lifted_on=None, year__gte=today.year
    )
    cuts.exclude(case=case).update(lifted_on=today, lifted_by=case)


def open_rectification(decision: Decision, effects: Effects) -> Rectification:
    """Open the rectification with the pack's terms: days for the plan, months until the re-check."""
    rule = decision.pack.adjustments.rectification
    assert rule is not None and effects.rectify_by is not None
    today = clock.today()
    plan = due_after(today, rule.plan_within)
    return Rectification.objects.create(
        adjustment=decision.adjustment, center=decision.adjustment.center, opened_on=today,
        plan_by=plan.day if plan else effects.rectify_by, due_on=effects.rectify_by,
    )  # fmt: skip


def _end_rectification(decision: Decision) -> None:
    """Another decision on the state ends a rectification that was under way."""
    still = Rectification.objects.filter(center=decision.adjustment.center, closed_on=None)
    still.update(state=RectificationState.ENDED, closed_on=clock.today())


def _give_standing(decision: Decision, effects: Effects) -> None:
    today, center = clock.today(), decision.adjustment.center
    # One standing speaks at a time: the new decision takes the place of the one before.
    before = SupportStanding.objects.filter(Q(until_on=None) | Q(until_on__gte=today), center=center)
    before.filter(lifted_on=None).update(lifted_on=today, lifted_by=decision.case)
    rule = decision.measure.support
    assert rule is not None
    SupportStanding.objects.create(
        center=center, effect=effects.support, bars=effects.bars, from_on=today,
        until_on=effects.support_until, reason=decision.reason, clause=rule.interprets or rule.clause,
        case=decision.case,
    )  # fmt: skip


def _cut_quota(decision: Decision, effects: Effects) -> None:
    rule = decision.measure.quota
    if rule is None or effects.bureau is None:
        return
    for year in effects.cut_years:
        RecommendationCut.objects.create(
            bureau=effects.bureau, year=year, cut=effects.cut, reason=decision.reason,
            clause=rule.interprets or rule.clause, case=decision.case,
        )  # fmt: skip


def _stop_serving(decision: Decision, document: OfficialDocument) -> None:
    """No new business from now on: hours ahead are given back, what nobody agreed on ends, firms are told."""
    center, actor, acting = decision.adjustment.center, decision.actor, decision.acting
    with translation.override("zh-hans"):
        reason = _("%(center)s已按 %(number)s 停止承接业务") % {
            "center": center.name, "number": document.number,
        }  # fmt: skip
    for booking in cancel_bookings_ahead(center, actor=actor, acting=acting, reason=reason):
        tell_firm(
            center, booking.organization_id, "adjustment_booking_cancelled", f"booking:{booking.pk}",
            reverse("marketplace:booking", args=[booking.pk]), instrument=booking.instrument.name,
            at=moment_text(booking.starts_at), reason=reason,
        )  # fmt: skip
    for order in decline_requests(center, actor=actor, acting=acting, reason=reason):
        tell_firm(
            center, order.organization_id, "adjustment_order_declined", f"order:{order.pk}",
            reverse("marketplace:order", args=[order.pk]), title=order.title, reason=reason,
        )  # fmt: skip
    withdraw_answers(center, actor=actor, acting=acting)


def _open_wind_up(decision: Decision, effects: Effects) -> WindUp:
    from xiangchuang.adjustments.hand_over import hand_over

    center = decision.adjustment.center
    assert effects.finish_by is not None
    wind_up = WindUp.objects.create(
        adjustment=decision.adjustment, center=center, opened_on=clock.today(), finish_by=effects.finish_by
    )
    if decision.adjustment.into is not None:
        hand_over(wind_up, actor=decision.actor, acting=decision.acting)
    for order in Order.objects.filter(center=center, state__in=UNDER_WAY):
        tell_firm(
            center, order.organization_id, "adjustment_order_to_finish", f"finish:{order.pk}",
            reverse("marketplace:order", args=[order.pk]), title=order.title,
            by=wind_up.finish_by.isoformat(),
        )  # fmt: skip
    return wind_up
