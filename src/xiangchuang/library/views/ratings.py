"""An officer rates an expert's work on a panel that has concluded."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.library.forms import RatingForm
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.rate_expert import quality_rule, rate_seat


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: ActorRequest, pk: int) -> HttpResponse:
    """Rate one seat; an earlier rating is replaced."""
    if not request.actor.holds(Role.OFFICER):
        raise NotPermitted(_("专家履职评价由省科技厅经办填写。"), clause="5.2-1")
    seat = get_object_or_404(
        Seat.objects.select_related("panel__run", "panel__case", "expert", "rating"), pk=pk
    )
    known = getattr(seat, "rating", None)

    def act(data: dict[str, Any]) -> str:
        rate_seat(actor=request.actor, seat=seat, **data)
        return _("已评价。")

    return form_page(
        request, RatingForm, act, heading=_("评价专家履职：%(name)s") % {"name": seat.expert.name},
        button=_("保存评价"), back=reverse("library:expert", args=[seat.expert_id]),
        top=quality_rule().top_rating,
        initial={
            "points": known.points, "appeals_upheld": known.appeals_upheld, "remark": known.remark
        } if known else {},
        context={"about": seat.panel.case.number, "hint": _("评价只用于轮换，申报单位和专家都看不到。")},
    )  # fmt: skip
