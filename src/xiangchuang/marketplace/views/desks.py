"""What waits for whom: a firm's own page, a center's desk, the department's figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.match_demand import fitting_demands
from xiangchuang.marketplace.models import Booking, BookingState, Demand, Order, OrderState
from xiangchuang.marketplace.permissions import as_center, firms_of
from xiangchuang.marketplace.queries import (
    bookings_visible_to,
    orders_visible_to,
    unanswered_demands,
    waiting_for_center,
    waiting_for_firm,
)
from xiangchuang.marketplace.service_year import (
    InstrumentHours,
    ServiceYear,
    instrument_hours,
    service_year,
    service_years,
    total_of,
)
from xiangchuang.marketplace.views.bookings import when_words
from xiangchuang.marketplace.views.demands import demand_table
from xiangchuang.marketplace.views.finding import find_desk
from xiangchuang.marketplace.views.orders import waits_for
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Column, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in

PER_PAGE = 20
YEARS_BACK = 6
DEMANDS_LOOKED_AT = 50
RUNNING = (
    OrderState.REQUESTED, OrderState.QUOTED, OrderState.AGREED, OrderState.DELIVERED, OrderState.ACCEPTED,
)  # fmt: skip


@signed_in
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Show a firm's bookings, orders, demands and ratings (4.4-2)."""
    firms = firms_of(request.actor)
    if not firms:
        raise NotPermitted(
            _("这一页是企业等单位的服务记录。"), remedy=_("从“服务”进入目录或所在中心的订单页。")
        )
    orders = page_of(
        orders_visible_to(request.actor).filter(organization__in=firms),
        request.GET.get("page", "1"), per_page=PER_PAGE,
    )  # fmt: skip
    bookings = bookings_visible_to(request.actor).filter(organization__in=firms)
    demands = Demand.objects.filter(organization__in=firms).select_related("organization")
    context = {
        "waiting": waiting_for_firm(request.actor),
        "orders": orders,
        "order_table": order_table(list(orders.object_list), for_center=False),
        "booking_table": booking_table(list(bookings[:PER_PAGE]), for_center=False),
        "demand_table": demand_table(list(demands[:PER_PAGE])),
    }
    return render(request, "marketplace/mine.html", context)


@signed_in
@require_safe
def desk(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a center's orders and bookings with the year's figures; `view=all` shows the ended ones too."""
    center = find_desk(request.actor, pk)
    everything = request.GET.get("view") == "all"
    orders = orders_visible_to(request.actor).filter(center=center)
    orders = orders if everything else orders.filter(state__in=RUNNING)
    page = page_of(orders, request.GET.get("page", "1"), per_page=PER_PAGE)
    bookings = bookings_visible_to(request.actor).filter(instrument__center=center)
    waiting_bookings = bookings.filter(state=BookingState.BOOKED).order_by("starts_at")
    year = _year(request.GET.get("year", ""))
    context = {
        "center": center,
        "fitting": fitting_demands(center, list(unanswered_demands(center)[:DEMANDS_LOOKED_AT])),
        "waiting": waiting_for_center(center, clock.now()),
        "tabs": [Tab(_("办理中"), "?", not everything), Tab(_("全部"), "?view=all", everything)],
        "page": page,
        "order_table": order_table(list(page.object_list), for_center=True),
        "booking_table": booking_table(list(waiting_bookings[:PER_PAGE]), for_center=True),
        "past_table": booking_table(
            list(bookings.exclude(state=BookingState.BOOKED)[:PER_PAGE]), for_center=True
        ),
        "year": year,
        "years": _years(),
        "pairs": year_pairs(service_year(center, year)),
        "hours_table": hours_table(instrument_hours(center, year)),
        "is_staff": as_center(request.actor, center) is not None,
    }
    return render(request, "marketplace/desk.html", context)


def order_table(orders: list[Order], *, for_center: bool) -> ListTable:
    """Return orders as a list; a center reads whose they are, a firm where they went."""
    columns = [
        Column(_("事项"), is_lead=True), Column(_("订单号")), Column(_("企业") if for_center else _("中心")),
        Column(_("合作方式")), Column(_("进展")), Column(_("等谁办")),
        Column(_("约定金额"), _("元"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                o.title, format_html('<span class="nowrap">{}</span>', o.number),
                _firm(o.organization.name, o.is_sme) if for_center else o.center.name,
                o.get_kind_display(), o.get_state_display(), waits_for(o),
                "" if o.amount_fen is None else figures.yuan_number(o.amount_fen),
            ],
            reverse("marketplace:order", args=[o.pk]),
        )
        for o in orders
    ]  # fmt: skip
    return ListTable(columns, rows, _("订单"))


def _firm(name: str, is_sme: bool) -> str:
    return _("%(firm)s（科技型中小企业）") % {"firm": name} if is_sme else name


def booking_table(bookings: list[Booking], *, for_center: bool) -> ListTable:
    """Return bookings as a list."""
    columns = [
        Column(_("时间"), is_lead=True), Column(_("仪器")), Column(_("单位") if for_center else _("中心")),
        Column(_("用途")), Column(_("状态")), Column(_("使用时数"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                when_words(b), b.instrument.name,
                _firm(b.organization.name, b.is_sme) if for_center else b.instrument.center.name, b.purpose,
                b.get_state_display(), b.used_hours or "",
            ],
            reverse("marketplace:booking", args=[b.pk]),
        )
        for b in bookings
    ]  # fmt: skip
    return ListTable(columns, rows, _("预约"))


def hours_table(instruments: list[InstrumentHours]) -> ListTable:
    """Return the hours of each instrument, outside and inside."""
    columns = [
        Column(_("仪器"), is_lead=True), Column(_("对外使用"), _("小时"), is_number=True),
        Column(_("内部使用"), _("小时"), is_number=True), Column(_("合计"), _("小时"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row([hours.name, hours.outside, hours.inside, hours.outside + hours.inside]) for hours in instruments
    ]
    return ListTable(columns, rows, _("各仪器使用时数"))


def year_pairs(year: ServiceYear) -> list[tuple[str, object]]:
    """Return a year's figures with their names."""
    average = year.average_rating_e2
    return [
        (_("成约订单"), year.orders),
        (_("其中科技型中小企业"), year.sme_orders),
        (_("服务的科技型中小企业"), _("%(count)d 家") % {"count": year.smes_served}),
        (_("已交付"), year.delivered),
        (_("合同研发"), _("%(count)d 项") % {"count": year.contract_rd}),
        (_("合同研发约定金额"), figures.money_text(year.contract_rd_agreed_fen)),
        (_("合同研发到账金额"), figures.money_text(year.contract_rd_paid_fen)),
        (_("服务到账合计"), figures.money_text(year.paid_fen)),
        (_("仪器对外使用"), _("%(count)d 小时") % {"count": year.outside_hours}),
        (_("其中科技型中小企业使用"), _("%(count)d 小时") % {"count": year.sme_hours}),
        (_("仪器内部使用"), _("%(count)d 小时") % {"count": year.inside_hours}),
        (_("运行中的联合实验室"), year.joint_laboratories),
        (_("服务评价"), "" if average is None else _("%(count)d 条，平均 %(average)s 分") % {
            "count": year.ratings, "average": f"{average // 100}.{average % 100:02d}",
        }),
    ]  # fmt: skip


@signed_in
@require_safe
def figures_page(request: ActorRequest) -> HttpResponse:
    """Show the department one year's figures of every center beside each other, and their sum."""
    year, rows = _figures(request)
    columns = [Column(_("中心"), is_lead=True), *(Column(label, is_number=True) for label in _heads())]
    lines = [
        Row([center.name, *_cells(found)], reverse("marketplace:desk", args=[center.pk]))
        for center, found in rows
    ]
    context = {
        "table": ListTable(columns, lines, _("各中心服务数字"), dense=True),
        "has_rows": bool(lines),
        "pairs": year_pairs(total_of(found for _center, found in rows)),
        "year": year,
        "years": _years(),
    }
    return render(request, "marketplace/figures.html", context)


@signed_in
@require_safe
def figures_export(request: ActorRequest) -> HttpResponse:
    """Give the figures of the year as a spreadsheet."""
    year, rows = _figures(request)
    table = ([center.name, *_cells(found)] for center, found in rows)
    return csv_response(f"{_('服务数字')}-{year}.csv", [_("中心"), *_heads()], table)


def _figures(request: ActorRequest) -> tuple[int, list[tuple[Center, ServiceYear]]]:
    if not request.actor.is_department_staff:
        raise NotPermitted(_("全省服务数字由省科技厅查看。"), remedy=_("本中心的数字在“订单与预约”页。"))
    year = _year(request.GET.get("year", ""))
    centers = list(Center.objects.order_by("name"))
    found = service_years(centers, year)
    return year, [(center, found[center.pk]) for center in centers]


def _heads() -> list[str]:
    return [
        _("成约订单"), _("中小企业订单"), _("服务中小企业"), _("合同研发"), _("合同研发约定（万元）"),
        _("合同研发到账（万元）"), _("对外小时"), _("内部小时"), _("联合实验室"), _("评价均分"),
    ]  # fmt: skip


def _cells(year: ServiceYear) -> list[object]:
    average = year.average_rating_e2
    return [
        year.orders, year.sme_orders, year.smes_served, year.contract_rd,
        figures.wan_number(year.contract_rd_agreed_fen), figures.wan_number(year.contract_rd_paid_fen),
        year.outside_hours, year.inside_hours, year.joint_laboratories,
        "" if average is None else f"{average // 100}.{average % 100:02d}",
    ]  # fmt: skip


def _years() -> list[int]:
    this_year = clock.today().year
    return list(range(this_year, this_year - YEARS_BACK, -1))


def _year(asked: str) -> int:
    return int(asked) if asked in {str(year) for year in _years()} else clock.today().year
