"""Booking an instrument, one booking, cancelling it, writing down its use."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.marketplace.book_instrument import BookingDraft, book, cancel_booking, confirm_use
from xiangchuang.marketplace.forms import BookingForm, CancelForm, UseForm
from xiangchuang.marketplace.models import Booking, BookingState
from xiangchuang.marketplace.permissions import as_center, as_firm
from xiangchuang.marketplace.queries import booking_contacts
from xiangchuang.marketplace.views.finding import find_booking, find_offering
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Action
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen

FORM = "marketplace/form.html"


def when_words(booking: Booking) -> str:
    """Return "2026-11-05 10:00–12:00" in Shanghai."""
    starts, ends = (moment.astimezone(clock.SHANGHAI) for moment in (booking.starts_at, booking.ends_at))
    last = 24 if ends.hour == 0 else ends.hour
    return f"{figures.iso_day(starts)} {starts.hour:02d}:00–{last:02d}:00"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def book_hours(request: ActorRequest, pk: int) -> HttpResponse:
    """Book hours of an instrument; the calendar's free hours lead here with the day filled in."""
    instrument = find_offering(pk)
    asked = {name: request.GET[name] for name in ("day", "hour", "hours") if name in request.GET}
    form = BookingForm(request.POST or None, actor=request.actor, instrument=instrument, initial=asked)

    def act(data: dict[str, Any]) -> str:
        booking = book(actor=request.actor, instrument=instrument, draft=BookingDraft(**data))
        return _("已约好：%(name)s，%(when)s。") % {"name": instrument.name, "when": when_words(booking)}

    back = reverse("marketplace:offering", args=[pk])
    then = back if as_center(request.actor, instrument.center) else reverse("marketplace:mine")
    return answer_form(
        request, form, act, template=FORM, then=then,
        context={
            "heading": _("预约 %(name)s") % {"name": instrument.name}, "button": _("预约"), "back": back,
            "crumbs": [(back, instrument.name)], "clause": "4.4-2", "note": instrument.rules,
        },
    )  # fmt: skip


@signed_in
@require_safe
def booking(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a booking with what either side can do now."""
    found = find_booking(request.actor, pk)
    context = {
        "booking": found,
        "when": when_words(found),
        "contacts": booking_contacts(request.actor, found),
        "actions": booking_actions(request, found),
    }
    return render(request, "marketplace/booking.html", context)


def booking_actions(request: ActorRequest, found: Booking) -> list[Action]:
    """Return what this person can do with a booking now."""
    if found.state != BookingState.BOOKED:
        return []
    center = as_center(request.actor, found.instrument.center)
    actions = []
    if center and clock.now() >= found.starts_at:
        url = reverse("marketplace:confirm-use", args=[found.pk])
        actions.append(Action(_("登记使用时数"), url, method="get", kind="primary"))
    if clock.now() < found.starts_at and (center or as_firm(request.actor, found.organization_id)):
        url = reverse("marketplace:cancel-booking", args=[found.pk])
        actions.append(Action(_("取消预约"), url, method="get", kind="danger"))
    return actions


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Cancel a booking."""
    found = find_booking(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        cancel_booking(actor=request.actor, booking=found, seen=seen, reason=data["reason"])
        return _("预约已取消，时段已空出。")

    return _booking_form(request, found, CancelForm(request.POST or None), act, _("取消预约"), is_danger=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down the hours used."""
    found = find_booking(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        confirm_use(actor=request.actor, booking=found, seen=seen, used_hours=data["used_hours"])
        return _("使用时数已登记。")

    form = UseForm(request.POST or None, booking=found)
    return _booking_form(request, found, form, act, _("登记使用时数"))


def _booking_form(
    request: ActorRequest, found: Booking, form: Any, act: Any, heading: str, *, is_danger: bool = False
) -> HttpResponse:
    back = reverse("marketplace:booking", args=[found.pk])
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={
            "heading": heading, "button": heading, "back": back, "is_danger": is_danger, "clause": "4.4-2",
            "version": found.version, "crumbs": [(back, _("预约"))],
            "note": f"{found.instrument.name}  {when_words(found)}  {found.organization.name}",
        },
    )  # fmt: skip
