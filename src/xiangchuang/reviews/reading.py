"""Opening the plan to the panel, and each expert's word that no conflict stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.stages import add_work_item, close_work_items
from xiangchuang.procedure.verbs import Blocker, Offered, Standpoint, Verb, contribute
from xiangchuang.reviews.joint_panel import panel_co_signed
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat, SeatState
from xiangchuang.reviews.panel import (
    DECLARATION,
    REPLACEMENT,
    active_seats,
    dismiss,
    invite,
    panel_at,
    panel_covers_kinds,
    panel_meets_matter,
    panel_size,
    panel_without_conflicts,
)
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule


def _not_opened_yet(at: Standpoint) -> list[Blocker]:
    panel = Panel.objects.filter(run=at.run).first()
    if panel is None or panel.reading_opened_at is None:
        return []
    return [Blocker(_("审阅已于 %(day)s 开始") % {"day": clock.day_of(panel.reading_opened_at)}, "5.2-1")]


OPEN_READING = Verb(
    "open_reading",
    gettext_lazy("开始审阅"),
    needs=(
        _not_opened_yet,
        panel_covers_kinds,
        panel_size,
        panel_without_conflicts,
        panel_meets_matter,
        panel_co_signed,
    ),
    tone="primary",
    page="reviews:open-reading",
)


def seated_in(*states: SeatState) -> Offered:
    """Return the test whether the person holds a seat of the round under way in one of `states`."""

    def holds_seat(at: Standpoint, actor: Actor) -> bool:
        return Seat.objects.filter(panel__run=at.run, expert__user=actor.user, state__in=states).exists()

    return holds_seat


DECLARE = Verb(
    "declare_no_conflict", gettext_lazy("声明无利益冲突"), role="expert", shared=True, tone="primary",
    page="reviews:declare-no-conflict", offered=seated_in(SeatState.INVITED),
)  # fmt: skip
RECUSE = Verb(
    "recuse", gettext_lazy("回避"), role="expert", shared=True, page="reviews:recuse",
    offered=seated_in(SeatState.INVITED, SeatState.READING),
)  # fmt: skip
contribute("review", OPEN_READING, DECLARE, RECUSE)


def open_reading(*, actor: Actor, case: Case, seen: int) -> Panel:
    """Invite every expert; refused while a kind is missing, the number is wrong or a conflict stands."""
    with perform(OPEN_READING, actor=actor, case=case, seen=seen) as step:
        panel = panel_at(step.at)
        panel.reading_opened_at = clock.now()
        panel.save(update_fields=["reading_opened_at"])
        seats = active_seats(panel)
        for seat in seats:
            _refuse_without_account(seat)
            invite(step, seat)
        step.subject = f"panel:{panel.pk}"
        step.note(seats=len(seats))
    return panel


def _refuse_without_account(seat: Seat) -> None:
    if seat.expert.user_id is None:
        raise Blocked(
            _("%(expert)s还没有登录账号，无法在线审阅。") % {"expert": seat.expert.name},
            remedy=_("先为该专家开户，或撤换该席位。"),
        )


def own_seat(step: Step) -> Seat:
    """Return the seat of the person acting, in the round under way.

    Raises NotPermitted for an expert who does not sit on it (any more).
    """
    seat = (
        Seat.objects.filter(panel__run=step.run, expert__user=step.actor.user, state__in=ACTIVE_SEATS)
        .select_related("expert", "panel")
        .first()
    )
    if seat is None:
        raise NotPermitted(_("您不在本轮专家组中。"), clause="5.2-1")
    return seat


def declare_no_conflict(*, actor: Actor, case: Case, seat_seen: int) -> Seat:
    """An invited expert declares that none of the pack's conflicts stands; then the plan opens to read."""
    with perform(DECLARE, actor=actor, case=case, seen=seat_seen) as step:
        seat = own_seat(step)
        claim(seat, seat_seen)
        if seat.state != SeatState.INVITED:
            raise Blocked(_("您已经声明过，可以直接审阅方案。"))
        seat.state, seat.declared_at = SeatState.READING, clock.now()
        seat.save(update_fields=["state", "declared_at"])
        user_id = seat.expert.user_id
        close_work_items(step.run, what=DECLARATION, user_id=user_id)
        add_work_item(step.run, what=panel_matter(case).work, role="expert", user_id=user_id)
        step.subject = f"seat:{seat.pk}"
        step.note(declared=[rule.code for rule in panel_rule(case, step.pack).conflicts])
    seat.refresh_from_db()
    return seat


def recuse(*, actor: Actor, case: Case, seat_seen: int, reason: str) -> Seat:
    """An expert leaves the panel because of a conflict; the officer is asked to fill the seat."""
    with perform(RECUSE, actor=actor, case=case, seen=seat_seen) as step:
        seat = own_seat(step)
        claim(seat, seat_seen)
        if seat.state == SeatState.SUBMITTED:
            raise Blocked(_("评审意见已经提交，不能再回避；发现利益冲突时联系经办人。"))
        if not reason.strip():
            raise Invalid(_("写明与哪个单位或哪个人有什么关系。"), kept={"reason": reason})
        dismiss(step, seat, SeatState.RECUSED, reason)
        # Outside the department the item waits for the organisation that holds the stage.
        holder = step.case.holder_organization_id
        add_work_item(step.run, what=REPLACEMENT, role=step.stage.role, organization_id=holder)
        step.subject = f"seat:{seat.pk}"
        step.note(kind=seat.kind, reason=reason.strip())
    return seat
