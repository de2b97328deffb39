"""The calendar of a person: its page in 设置, and the feed that other programs read."""

from dataclasses import replace
from datetime import time, timedelta

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.calendars.feed import write_feed
from xiangchuang.notify.calendar import days_of, etag_of, feed_token, user_of_token
from xiangchuang.notify.choices import choice_of
from xiangchuang.notify.choose import renew_feed
from xiangchuang.notify.links import absolute
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.settings_tabs import settings_tabs
from xiangchuang.pages.signed_in import signed_in

HOME = "notify:calendar"
_REFRESH = timedelta(hours=2)


@signed_in
@require_safe
def calendar(request: ActorRequest) -> HttpResponse:
    """Show the address of the person's calendar, and the days that are in it."""
    user = request.actor.user
    assert user is not None
    days = days_of(request.actor)
    rows = [
        Row([day.first.isoformat(), day.last.isoformat() if day.last else "", day.title, day.place], day.url)
        for day in days
    ]
    columns = [Column(_("日期")), Column(_("至")), Column(_("事项"), is_lead=True), Column(_("地点"))]
    context = {
        "tabs": settings_tabs(HOME), "count": len(days),
        "address": absolute(reverse("notify:feed", args=[feed_token(user.pk)])),
        "table": ListTable(columns, rows, _("日历里的日子")),
    }  # fmt: skip
    response = render(request, "notify/calendar.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@signed_in
@require_POST
def renew(request: ActorRequest) -> HttpResponse:
    """Give the calendar a new address."""
    renew_feed(actor=request.actor)
    flash.success(request, _("已换成新地址，原来的地址立即失效。"))
    return redirect(HOME)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to whoever knows its address: by the roles its owner holds today."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    with translation.override(choice_of(user.pk).language):
        days = [replace(day, url=absolute(day.url)) for day in days_of(Actor.of(user, clock.today()))]
        # The stamp is the day's, so that an unchanged calendar keeps its tag until midnight.
        stamp = clock.moment_on(clock.today(), time(0))
        text = write_feed(_("湘创"), days, stamp=stamp, refresh=_REFRESH)
    tag = etag_of(text)
    response: HttpResponse
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="xiangchuang.ics"'
    response["ETag"] = tag
    patch_cache_control(response, private=True, max_age=300)
    return response
