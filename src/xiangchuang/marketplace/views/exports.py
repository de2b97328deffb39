"""Orders, bookings and demands as spreadsheets: what the lists show, contacts left out."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.marketplace.field_words import field_labels
from xiangchuang.marketplace.models import Booking, Order
from xiangchuang.marketplace.queries import bookings_visible_to, orders_visible_to, public_demands
from xiangchuang.marketplace.views.bookings import when_words
from xiangchuang.marketplace.views.demands import asker_words, budget_words
from xiangchuang.pages import figures
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole

EXPORTED_AT_MOST = 5000


@signed_in
@require_safe
def orders(request: ActorRequest) -> HttpResponse:
    """Give the orders one may read, of one center when told."""
    rows: QuerySet[Order] = orders_visible_to(request.actor)
    if center := _number(request.GET.get("center", "")):
        rows = rows.filter(center=center)
    head = [
        _("订单号"), _("事项"), _("企业"), _("科技型中小企业"), _("中心"), _("合作方式"), _("进展"),
        _("约定金额（元）"), _("成约日"), _("交付日"), _("验收日"), _("办结日"),
    ]  # fmt: skip
    table = (
        (
            o.number, o.title, o.organization.name, _("是") if o.is_sme else _("否"), o.center.name,
            o.get_kind_display(), o.get_state_display(),
            "" if o.amount_fen is None else figures.yuan_number(o.amount_fen),
            *map(_day, (o.agreed_on, o.delivered_on, o.accepted_on, o.closed_on)),
        )
        for o in rows[:EXPORTED_AT_MOST]
    )  # fmt: skip
    return csv_response(f"{_('订单')}-{clock.today():%Y%m%d}.csv", head, table)


@signed_in
@require_safe
def bookings(request: ActorRequest) -> HttpResponse:
    """Give the bookings one may read, of one center when told."""
    rows: QuerySet[Booking] = bookings_visible_to(request.actor)
    if center := _number(request.GET.get("center", "")):
        rows = rows.filter(instrument__center=center)
    head = [
        _("时间"), _("仪器"), _("中心"), _("单位"), _("科技型中小企业"), _("计入"), _("用途"), _("状态"),
        _("预约时数"), _("使用时数"),
    ]  # fmt: skip
    table = (
        (
            when_words(b), b.instrument.name, b.instrument.center.name, b.organization.name,
            _("是") if b.is_sme else _("否"), _("对外使用") if b.is_outside else _("内部使用"), b.purpose,
            b.get_state_display(), b.hours, b.used_hours or "",
        )
        for b in rows[:EXPORTED_AT_MOST]
    )  # fmt: skip
    return csv_response(f"{_('预约')}-{clock.today():%Y%m%d}.csv", head, table)


@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """Give the open demands as the board shows them."""
    labels = field_labels()
    head = [_("需求"), _("提出方"), _("领域"), _("预算"), _("希望完成"), _("发布"), _("问题描述")]
    table = (
        (
            openly(d.title), asker_words(d), labels.get(d.field, ""), budget_words(d),
            _day(d.wanted_by), figures.iso_day(d.posted_at), openly(d.text),
        )
        for d in public_demands()[:EXPORTED_AT_MOST]
    )  # fmt: skip
    return csv_response(f"{_('需求')}-{clock.today():%Y%m%d}.csv", head, table)


def _day(day: date | None) -> str:
    return figures.iso_day(day) if day else ""


def _number(asked: str) -> int | None:
    return whole(asked, None)
