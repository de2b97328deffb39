"""Booking an instrument by the hour, giving hours back, and writing down what was used (4.4-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.marketplace.models import BookedHour, Booking, BookingState, Offering
from xiangchuang.marketplace.opening_hours import booking_hours, free_ranges
from xiangchuang.marketplace.permissions import as_center, as_firm, is_builder
from xiangchuang.marketplace.stop_serving import refuse_unless_serving
from xiangchuang.organizations.models import Organization

CLAUSE = "4.4-2"


@dataclass(frozen=True)
class BookingDraft:
    """Which whole hours of which Shanghai day, what for, and whom the center may call."""

    day: date
    hour: int
    hours: int
    purpose: str
    contact_name: str
    contact_phone: str


def book(*, actor: Actor, instrument: Offering, draft: BookingDraft) -> Booking:
    """Return the booking; each hour is taken by a row that can exist once, whoever else books at this moment.

    Raises NotPermitted, Invalid (closed, past, too long, no purpose), Blocked (withdrawn, the center takes no
    new bookings, or an hour is taken: the message names what is free that day, and what was typed is kept).
    """
    acting = as_center(actor, instrument.center) or as_firm(actor)
    if acting is None:
        raise NotPermitted(
            _("仪器由企业或中心的人员预约。"), remedy=_("用单位的账号登录后预约。"), clause=CLAUSE
        )
    refuse_unless_serving(instrument.center)
    hours = booking_hours(instrument, draft.day, draft.hour, draft.hours)
    booking = _booking(actor, acting, instrument, draft, hours)
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
            BookedHour.objects.bulk_create(
                BookedHour(instrument=instrument, hour=hour, booking=booking) for hour in hours
            )
            write_entry(
                actor, verb="book_instrument", acting=acting, subject=f"booking:{booking.pk}", clause=CLAUSE,
                detail={"instrument": instrument.pk, "from": hours[0].isoformat(), "hours": len(hours)},
            )  # fmt: skip
    except IntegrityError as error:
        if (mine := _sent_before(booking)) is not None:
            return mine
        raise _taken(instrument, draft) from error
    return booking


def _sent_before(booking: Booking) -> Booking | None:
    """Return the same person's booking of the same hours: a double click is one booking."""
    return Booking.objects.filter(
        instrument=booking.instrument, organization=booking.organization, booked_by=booking.booked_by,
        starts_at=booking.starts_at, hours=booking.hours, state=BookingState.BOOKED,
    ).first()  # fmt: skip


def _booking(
    actor: Actor,
    acting: HeldAppointment,
    instrument: Offering,
    draft: BookingDraft,
    hours: Sequence[datetime],
) -> Booking:
    firm = Organization.objects.get(pk=acting.organization_id)
    outside = not is_builder(instrument.center, firm.pk)
    fee = instrument.hourly_fee_fen
    booking = Booking(
        instrument=instrument, organization=firm, booked_by=actor.user,
        is_outside=outside, is_sme=firm.is_sme,
        starts_at=hours[0], ends_at=hours[-1] + timedelta(hours=1), hours=len(hours),
        purpose=within(Booking, "purpose", normalise_line(draft.purpose)),
        contact_name=within(Booking, "contact_name", normalise_line(draft.contact_name)),
        contact_phone=within(Booking, "contact_phone", normalise_line(draft.contact_phone)),
        fee_fen=(None if fee is None else fee * len(hours)) if outside else 0,
        is_sample=instrument.center.is_sample,
    )  # fmt: skip
    if not booking.purpose or not booking.contact_name or not booking.contact_phone:
        raise Invalid(_("用途或联系人没有填写。"), remedy=_("写明做什么样品、什么测试，和到时找谁。"))
    return booking


def _taken(instrument: Offering, draft: BookingDraft) -> Blocked:
    free = free_ranges(instrument, draft.day)
    said = _("、").join(f"{first:02d}:00–{last:02d}:00" for first, last in free)
    return Blocked(
        _("%(day)s %(hour)02d:00 起的时段刚被别人约走，这次没有约成，您写的内容还在。")
        % {"day": draft.day.isoformat(), "hour": draft.hour},
        remedy=_("当天还空着：%(free)s。") % {"free": said} if said else _("当天已约满，换一天再约。"),
        clause=CLAUSE,
        kept={"purpose": draft.purpose},
    )


def cancel_booking(*, actor: Actor, booking: Booking, seen: int, reason: str = "") -> None:
    """Give the hours back. The firm may until the instrument's `cancel_hours` before the start; the center
    until the start, with a reason.

    Raises NotPermitted, Invalid, Blocked (too late, not booked any more), Stale.
    """
    firm = as_firm(actor, booking.organization_id)
    center = as_center(actor, booking.instrument.center)
    acting = firm or center
    if acting is None:
        raise NotPermitted(_("预约由预约的单位或中心取消。"), clause=CLAUSE)
    said = within(Booking, "reason", normalise_line(reason))
    if firm is None and not said:
        raise Invalid(_("取消原因没有填写。"), remedy=_("写明原因，预约的单位会看到。"))
    _refuse_settled(booking)
    _refuse_late(booking, 0 if center else booking.instrument.cancel_hours or 0)
    with transaction.atomic():
        _move(booking, seen, BookingState.CANCELLED, reason=said)
        booking.taken.all().delete()
        _entry(actor, acting, "cancel_booking", booking, {"reason": said})


def _refuse_late(booking: Booking, hours_before: int) -> None:
    if clock.now() <= booking.starts_at - timedelta(hours=hours_before):
        return
    if not hours_before:
        raise Blocked(_("预约的时间已经开始，不能取消。"), remedy=_("没有用上的，由中心登记为 0 小时。"))
    raise Blocked(
        _("已过取消的期限：开始前 %(hours)d 小时。预约还在。") % {"hours": hours_before},
        remedy=_("按预约页上的电话与中心商量，由中心取消。"),
        clause=CLAUSE,
    )


def _refuse_settled(booking: Booking) -> None:
    if booking.state != BookingState.BOOKED:
        raise Blocked(
            _("这个预约%(state)s，不能再改。") % {"state": booking.get_state_display()},
            remedy=_("需要时另约一次。"),
        )


def confirm_use(*, actor: Actor, booking: Booking, seen: int, used_hours: int) -> None:
    """Write down how many hours were used, 0 when nobody came: what sharing is counted by.

    Raises NotPermitted (the center's staff alone), Invalid, Blocked (not begun, not booked), Stale.
    """
    acting = as_center(actor, booking.instrument.center)
    if acting is None:
        raise NotPermitted(_("使用时数由中心登记。"), clause=CLAUSE)
    if not 0 <= used_hours <= booking.hours:
        raise Invalid(
            _("使用时数应在 0 至 %(hours)d 之间。") % {"hours": booking.hours},
            remedy=_("超出预约的时数另约一次再登记。"),
        )
    if clock.now() < booking.starts_at:
        raise Blocked(_("还没有到预约的时间。"), remedy=_("使用之后再登记。"))
    with transaction.atomic():
        state = BookingState.USED if used_hours else BookingState.MISSED
        _move(booking, seen, state, used_hours=used_hours or None)
        _entry(actor, acting, "confirm_use", booking, {"hours": used_hours})


def _move(booking: Booking, seen: int, state: BookingState, **values: object) -> None:
    rows = Booking.objects.filter(pk=booking.pk, version=seen)
    if not rows.update(version=seen + 1):
        raise Stale(_("这个预约刚被办理过，本次操作没有生效。"), remedy=_("查看最新状态。"))
    booking.refresh_from_db()
    _refuse_settled(booking)
    booking.state = state
    for name, value in values.items():
        setattr(booking, name, value)
    booking.save()


def _entry(
    actor: Actor, acting: HeldAppointment, verb: str, booking: Booking, detail: dict[str, str | int]
) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"booking:{booking.pk}", clause=CLAUSE, detail=detail
    )
