"""Public pages: the directory, one entry with its calendar, the joint laboratories."""

from datetime import date, timedelta
from typing import Final, cast

from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import kept_centers
from xiangchuang.documents.personal import Kind
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.marketplace.field_words import field_choices
from xiangchuang.marketplace.find_offerings import OfferingFilter
from xiangchuang.marketplace.models import Offering, OfferingKind, Rating
from xiangchuang.marketplace.opening_hours import BOOKED_AHEAD, DAYS_OF_A_WEEK, week
from xiangchuang.marketplace.permissions import as_center, as_firm
from xiangchuang.marketplace.queries import public_laboratories
from xiangchuang.marketplace.views.finding import find_offering
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Action, Column, ListTable, Row, Tab

PER_PAGE = 30
EXPORTED_AT_MOST = 5000
RATINGS_SHOWN = 20
PLACE: Final[frozenset[Kind]] = frozenset({"address"})
"""The place of an instrument is an address, and there to be found."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who looks at a public page."""
    return cast(ActorRequest, request).actor


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the directory, narrowed by the address."""
    wanted = OfferingFilter.of(request.GET.dict())
    page = page_of(wanted.rows(), request.GET.get("page", "1"), per_page=PER_PAGE)
    actor = actor_of(request)
    context = {
        "wanted": wanted,
        "page": page,
        "table": offering_table(list(page.object_list)),
        "tabs": _kind_tabs(request.GET, wanted),
        "centers": Center.objects.filter(pk__in=Offering.objects.standing().values("center")).order_by(
            "name"
        ),
        "prefectures": [(area.code, area.label) for area in PREFECTURES],
        "fields": field_choices()[1:],
        "export_url": f"{reverse('marketplace:home-export')}?{request.GET.urlencode()}",
        "ways": ways(actor),
    }
    return render(request, "marketplace/home.html", context)


def ways(actor: Actor) -> list[Action]:
    """Return where this person goes from the directory: own services, the centers' desks, the figures."""
    found = []
    if as_firm(actor):
        found.append(Action(_("我的服务"), reverse("marketplace:mine"), method="get", kind="primary"))
    for center in kept_centers(actor).order_by("pk") if actor.is_authenticated else ():
        label = _("%(center)s：订单与预约") % {"center": center.name}
        found.append(Action(label, reverse("marketplace:desk", args=[center.pk]), method="get"))
    if actor.is_department_staff:
        found.append(Action(_("全省服务数字"), reverse("marketplace:figures"), method="get"))
    return found


def _kind_tabs(query: QueryDict, wanted: OfferingFilter) -> list[Tab]:
    tabs = []
    for code, label in [("", _("全部")), *OfferingKind.choices]:
        changed = query.copy()
        changed.pop("page", None)
        changed["kind"] = code
        tabs.append(Tab(str(label), f"?{changed.urlencode()}", code == wanted.kind))
    return tabs


def offering_table(offerings: list[Offering]) -> ListTable:
    """Return the directory's table."""
    columns = [
        Column(_("名称"), is_lead=True), Column(_("种类")), Column(_("中心")), Column(_("地点")),
        Column(_("收费")),
    ]  # fmt: skip
    rows = [
        Row(
            [openly(o.name), o.get_kind_display(), center_words(o.center), place_words(o), fee_words(o)],
            reverse("marketplace:offering", args=[o.pk]),
        )
        for o in offerings
    ]  # fmt: skip
    return ListTable(columns, rows, _("开放资源"))


def center_words(center: Center) -> str:
    """Return a center's name, marked where it is of the example."""
    if not center.is_sample:
        return openly(center.name)
    return format_html('{} <span class="sample">{}</span>', openly(center.name), _("示例数据"))


def place_words(offering: Offering) -> str:
    """Return where it is: its own place, else the center's area."""
    return openly(offering.place, allowed=PLACE) or prefecture_label(offering.center.prefecture)


def fee_words(offering: Offering) -> str:
    """Return the fee as people read it."""
    fee = offering.hourly_fee_fen
    if fee is None:
        return openly(offering.fee_note) or _("面议")
    return _("免费") if fee == 0 else _("%(fee)s/小时") % {"fee": figures.yuan_text(fee)}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the directory of the address as a spreadsheet; contacts stay out of it."""
    rows = OfferingFilter.of(request.GET.dict()).rows()[:EXPORTED_AT_MOST]
    head = [_("名称"), _("规格型号"), _("种类"), _("中心"), _("地点"), _("收费"), _("说明")]
    table = (
        (
            openly(o.name),
            openly(o.model),
            o.get_kind_display(),
            openly(o.center.name),
            openly(o.place, allowed=PLACE),
            fee_words(o),
            openly(o.summary),
        )
        for o in rows
    )
    return csv_response(f"{_('开放资源')}-{clock.today():%Y%m%d}.csv", head, table)


@require_safe
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry: what it does, on what rules, when it is free, what served firms say."""
    found, actor = find_offering(pk), actor_of(request)
    first = _week_start(request.GET.get("week", ""))
    ratings = Rating.objects.filter(order__offering=found).select_related("order").order_by("-pk")
    context = {
        "offering": found,
        "pairs": _pairs(found),
        "days": week(found, first) if found.is_instrument and found.is_standing else [],
        "hours": range(found.opens_at or 0, found.closes_at or 0),
        "earlier": _week_url(first - timedelta(days=DAYS_OF_A_WEEK)),
        "later": _week_url(first + timedelta(days=DAYS_OF_A_WEEK)),
        "ratings": ratings[:RATINGS_SHOWN],
        "rated": ratings.aggregate(count=Count("pk"), average=Avg("score")),
        "actions": _offering_actions(found, actor),
        "may_book": found.is_instrument and found.is_standing,
    }
    return render(request, "marketplace/offering.html", context)


def _pairs(offering: Offering) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        (_("中心"), openly(offering.center.name)),
        (_("所在地点"), place_words(offering)),
        (
            _("收费"),
            " · ".join(dict.fromkeys(w for w in (fee_words(offering), openly(offering.fee_note)) if w)),
        ),
    ]
    if offering.is_instrument:
        hours = _("%(days)s %(opens)02d:00–%(closes)02d:00") % {
            "days": offering.get_open_days_display(), "opens": offering.opens_at,
            "closes": offering.closes_at,
        }  # fmt: skip
        pairs += [
            (_("规格型号"), openly(offering.model)),
            (_("开放时间"), hours),
            (_("一次最长"), _("%(hours)d 小时") % {"hours": offering.longest_hours}),
            (_("最晚取消"), _("开始前 %(hours)d 小时") % {"hours": offering.cancel_hours}),
            (_("操作人员"), openly(offering.technician)),
            (_("照片编号"), openly(offering.photo_number)),
        ]
    return [(label, value) for label, value in pairs if value]


def _offering_actions(offering: Offering, actor: Actor) -> list[Action]:
    if not offering.is_standing:
        return []
    outside = as_center(actor, offering.center) is None
    found = []
    if offering.is_instrument:
        url = reverse("marketplace:book", args=[offering.pk])
        found.append(Action(_("预约"), url, method="get", kind="primary"))
    if outside and (not actor.is_authenticated or as_firm(actor)):
        url = reverse("marketplace:order-offering", args=[offering.pk])
        kind = "plain" if offering.is_instrument else "primary"
        found.append(Action(_("提出服务要求"), url, method="get", kind=kind))  # type: ignore[arg-type]
    return found


def _week_start(asked: str) -> date:
    """Return the Monday of the week asked for, no earlier than this week's and within what can be booked."""
    today = clock.today()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    day = min(max(day, today), today + BOOKED_AHEAD)
    return day - timedelta(days=day.weekday())


def _week_url(day: date) -> str:
    today = clock.today()
    is_past = day + timedelta(days=DAYS_OF_A_WEEK) <= today
    return "" if is_past or day > today + BOOKED_AHEAD else f"?week={day.isoformat()}#calendar"


@require_safe
def laboratories(request: HttpRequest) -> HttpResponse:
    """List the joint laboratories (4.4-1)."""
    page = page_of(public_laboratories(), request.GET.get("page", "1"), per_page=PER_PAGE)
    columns = [
        Column(_("名称"), is_lead=True), Column(_("中心")), Column(_("共建企业")), Column(_("研究方向")),
        Column(_("成立日")), Column(_("到期或终止")),
    ]  # fmt: skip
    rows = [
        Row([
            openly(lab.name), center_words(lab.center), openly(lab.organization.name), openly(lab.purpose),
            figures.iso_day(lab.began_on),
            _("%(day)s 终止") % {"day": figures.iso_day(lab.ended_on)} if lab.ended_on
            else figures.iso_day(lab.runs_until),
        ])
        for lab in page.object_list
    ]  # fmt: skip
    context = {"page": page, "table": ListTable(columns, rows, _("联合实验室"))}
    return render(request, "marketplace/laboratories.html", context)
