"""The wind-up of a center that ended: what is open, what was handed over, and its closing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.forms import WindUpForm
from xiangchuang.adjustments.open_business import open_business
from xiangchuang.adjustments.queries import find_wind_up, wind_ups_visible_to
from xiangchuang.adjustments.wind_up import close_wind_up
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import frame_of
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wind_up(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what is open, in order; close when nothing is."""
    center = find_file(request.actor, pk)
    found = find_wind_up(request.actor, center)

    def act(data: dict[str, Any]) -> str:
        close_wind_up(actor=request.actor, wind_up=found, seen=version_seen(request), words=data["words"])
        return _("清理已办结。")

    lines = open_business(center)
    context = {
        **frame_of(center, "changes"), "wind_up": found, "lines": lines,
        "handovers": list(found.handovers.all()),
        "is_overdue": found.closed_on is None and found.finish_by < clock.today(),
        "may_close": found.closed_on is None
        and request.actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD]) is not None,
    }  # fmt: skip
    return answer_form(
        request, WindUpForm(request.POST or None), act, template="adjustments/wind_up.html",
        then=request.path, context=context,
    )  # fmt: skip


@signed_in
@require_safe
def wind_ups(request: ActorRequest) -> HttpResponse:
    """List the wind-ups, open ones first, the soonest day first."""
    rows = wind_ups_visible_to(request.actor).order_by("closed_on", "finish_by", "pk")
    page = page_of(rows, request.GET.get("page", "1"))
    context = {"page": page, "today": clock.today()}
    return render(request, "adjustments/wind_ups.html", context)
