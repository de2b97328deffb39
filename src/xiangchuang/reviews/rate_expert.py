"""An officer rates each expert's work after the panel; nobody outside the department learns of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.policy.experts import QualityRule
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.packs import current_pack
from xiangchuang.reviews.models import Seat, SeatRating, SeatState

CLAUSE = "5.2-1"


def quality_rule() -> QualityRule:
    """Return the pack's rule; raises Blocked where the policy weighs no quality."""
    rule = current_pack().experts.quality
    if rule is None:
        raise Blocked(_("本政策没有规定专家履职评价。"))
    return rule


def rate_seat(
    *, actor: Actor, seat: Seat, points: int, appeals_upheld: int = 0, remark: str = ""
) -> SeatRating:
    """Return the rating of a seat, from 1 to the pack's best mark; an earlier one is replaced.

    Raises NotPermitted, Invalid, Blocked (the round has not concluded, or the expert submitted nothing). The
    ledger says that the seat was rated, not how.
    """
    acting, rule = actor.acting_as([Role.OFFICER]), quality_rule()
    if acting is None or actor.user is None:
        raise NotPermitted(_("专家履职评价由省科技厅经办填写。"), clause=CLAUSE)
    if seat.panel.run.closed_at is None or seat.state != SeatState.SUBMITTED:
        raise Blocked(_("本轮论证结束后，评价提交了意见的专家。"), clause=CLAUSE)
    if not 1 <= points <= rule.top_rating or appeals_upheld < 0:
        raise Invalid(_("评价在 1 到 %(top)d 之间。") % {"top": rule.top_rating})
    said = within(SeatRating, "remark", normalise_line(remark))
    if (points == 1 or appeals_upheld) and not said:
        raise Invalid(_("最低评价或有查实的申诉，写明情况。"), kept={"remark": remark})
    with transaction.atomic():
        rating, _new = SeatRating.objects.update_or_create(
            seat=seat,
            defaults={"points": points, "appeals_upheld": appeals_upheld, "remark": said,
                      "rated_by": actor.user, "rated_at": clock.now()},
        )  # fmt: skip
        write_entry(actor, verb="rate_expert", acting=acting, subject=f"seat:{seat.pk}", clause=CLAUSE)
    return rating
