"""What the example's centers open to firms, and how some small firms have used it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.demo.marketplace_words import DEMANDS, FARMING, MACHINES
from xiangchuang.demo.province import Province
from xiangchuang.marketplace.book_instrument import BookingDraft, book, confirm_use
from xiangchuang.marketplace.carry_out_order import (
    accept_delivery,
    agree_order,
    close_order,
    deliver_order,
    quote_order,
    record_payment,
)
from xiangchuang.marketplace.demands import AnswerDraft, DemandDraft, answer_demand, post_demand
from xiangchuang.marketplace.models import Demand, Offering, Order, OrderKind
from xiangchuang.marketplace.rate_order import answer_rating, rate_order
from xiangchuang.marketplace.registers import DIRECTORY, LABORATORIES
from xiangchuang.marketplace.request_order import OrderDraft, request_order

_CONTACT: Final[dict[str, Any]] = {"contact_name": "示例联系人", "contact_phone": "0731-80000001"}
_YUAN: Final = 100
# Steps after the request, in their order; an order of the example stops after so many.
_STEPS: Final = 8


def furnish_marketplace(center: Center, staff: Actor, province: Province) -> None:
    """Fill the directory, let three firms book, order, rate, and ask; the small firm of the sign-ins first."""
    own = FARMING if center.field == "modern_agriculture" else MACHINES
    for kind, values in own:
        record_entry(DIRECTORY[kind], actor=staff, center=center, values={**values, **_CONTACT})
    firms = [province.actor("qiye"), *(province.staff_of(province.enterprises[n]) for n in (7, 15))]
    offered = list(Offering.objects.filter(center=center).select_related("center").order_by("pk"))
    instruments = [offering for offering in offered if offering.is_instrument]
    services = [offering for offering in offered if offering.kind == "service"]
    _bookings(instruments, staff, firms)
    _order(center, staff, firms[0], services[0], OrderKind.SERVICE, 6_000, steps=_STEPS, days_ago=40)
    _order(center, staff, firms[1], services[-1], OrderKind.CONTRACT_RD, 180_000, steps=3, days_ago=25)
    _order(center, staff, firms[0], services[1], OrderKind.SERVICE, 12_000, steps=1, days_ago=3)
    _order(center, staff, firms[2], None, OrderKind.JOINT_LABORATORY, 500_000, steps=0, days_ago=1)
    _laboratory(center, staff, province)
    _demands(center, staff, province)


def _days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _bookings(instruments: list[Offering], staff: Actor, firms: list[Actor]) -> None:
    """Some hours used last month, by firms and by the center's own team; some booked for the days to come."""
    for number, instrument in enumerate(instruments):
        used_on = _open_day(_days_ago(30 - number), instrument)
        with clock.at(clock.moment_on(used_on - timedelta(days=2))):
            person = staff if number % 3 == 2 else firms[number % 3]
            done = book(actor=person, instrument=instrument, draft=_slot(used_on, 9 + number % 4, 3))
        with clock.at(done.ends_at):
            confirm_use(actor=staff, booking=done, seen=done.version, used_hours=3 - number % 2)
    for number, instrument in enumerate(instruments[:3]):
        day = _open_day(clock.today() + timedelta(days=2 + number), instrument)
        book(actor=firms[number % 3], instrument=instrument, draft=_slot(day, 10, 2))
        book(actor=staff, instrument=instrument, draft=_slot(day, 14, 3))


def _open_day(day: date, instrument: Offering) -> date:
    while str(day.isoweekday()) not in instrument.open_days:
        day += timedelta(days=1)
    return day


def _slot(day: date, hour: int, hours: int) -> BookingDraft:
    return BookingDraft(day, hour, hours, "样件 3 件，测一组数据", **_CONTACT)


def _order(
    center: Center,
    staff: Actor,
    firm: Actor,
    offering: Offering | None,
    kind: OrderKind,
    yuan: int,
    *,
    steps: int,
    days_ago: int,
) -> None:
    """Take an order `steps` steps beyond the request, two or so days apart, never beyond today."""
    title = offering.name if offering else f"{center.field_label}联合实验室"
    draft = OrderDraft(
        kind, title, "现有问题见附图，达到行业通行指标，交付报告和原始数据各一份。", **_CONTACT
    )
    began = _days_ago(days_ago)
    with clock.at(clock.moment_on(began)):
        order = request_order(actor=firm, center=center, draft=draft, offering=offering)
    for number, step in enumerate(_walk(order, staff, firm, yuan * _YUAN)[:steps], 1):
        with clock.at(clock.moment_on(began + timedelta(days=number * days_ago // (_STEPS + 1)))):
            step()


def _walk(order: Order, staff: Actor, firm: Actor, fen: int) -> list[Callable[[], object]]:
    return [
        lambda: quote_order(
            actor=staff, order=order, seen=order.version, amount_fen=fen, terms="验收后十日内付清。",
            deliver_by=clock.today() + timedelta(days=60), **_CONTACT,
        ),
        lambda: agree_order(actor=firm, order=order, seen=order.version),
        lambda: deliver_order(actor=staff, order=order, seen=order.version, delivery="报告一份，原始数据一份。"),
        lambda: accept_delivery(actor=firm, order=order, seen=order.version),
        lambda: record_payment(
            actor=staff, order=order, seen=order.version, amount_fen=fen, paid_on=clock.today(),
            reference="示例回单 0001",
        ),
        lambda: rate_order(
            actor=firm, order=order, seen=order.version, score=5, text="两天就来现场，说得明白，报告能直接用。"
        ),
        lambda: answer_rating(actor=staff, order=order, seen=order.version, text="谢谢，半年后回访一次。"),
        lambda: close_order(actor=staff, order=order, seen=order.version),
    ]  # fmt: skip


def _laboratory(center: Center, staff: Actor, province: Province) -> None:
    record_entry(
        LABORATORIES, actor=staff, center=center,
        values={
            "name": f"{center.field_label}可靠性联合实验室", "organization": province.enterprises[19],
            "purpose": "关键部件的可靠性试验与改进。", "began_on": _days_ago(20),
            "runs_until": clock.today() + timedelta(days=720), "center_share_fen": 800_000 * _YUAN,
            "firm_share_fen": 1_200_000 * _YUAN,
        },
    )  # fmt: skip


def _demands(center: Center, staff: Actor, province: Province) -> None:
    """The first center of the two finds no demands yet and posts them; the one whose field fits answers."""
    if not Demand.objects.exists():
        for number, (title, text, field, low, high) in enumerate(DEMANDS):
            firm = (
                province.actor("qiye")
                if number == 0
                else province.staff_of(province.enterprises[7 + 4 * number])
            )
            draft = DemandDraft(
                title, text, field=field, budget_from_fen=low and low * _YUAN, budget_to_fen=high and high * _YUAN,
                wanted_by=clock.today() + timedelta(days=120), **_CONTACT,
            )  # fmt: skip
            post_demand(actor=firm, draft=draft, is_sample=True)
    fitting = Demand.objects.filter(field=center.field).order_by("pk").first()
    if fitting is not None:
        answer = AnswerDraft(
            OrderKind.CONTRACT_RD, "先取样测试一周，再改工艺试运行，分两段交付，效果达不到不收第二段。",
            180_000 * _YUAN, clock.today() + timedelta(days=90), **_CONTACT,
        )  # fmt: skip
        answer_demand(actor=staff, demand=fitting, center=center, draft=answer)
