"""What the served firm says of a delivery: once; and the center's one answer (4.4-1)."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.marketplace.models import Order, Rating
from xiangchuang.marketplace.order_verbs import ANSWER_RATING, RATE, order_step

BEST = 5


def rate_order(*, actor: Actor, order: Order, seen: int, score: int, text: str) -> Rating:
    """Return the rating, 1 to 5 with words. Only the firm that was served, after delivery, once.

    Raises NotFound, NotPermitted, Invalid, Blocked (not delivered, or rated already), Stale.
    """
    words = within(Rating, "text", normalise_text(text))
    if not 1 <= score <= BEST or not words:
        raise Invalid(_("评分或评价没有填写。"), remedy=_("选 1 至 5 分，并写几句话。"))
    try:
        with order_step(RATE, actor=actor, order=order, seen=seen, text=words) as row:
            assert actor.user is not None
            rating = Rating.objects.create(order=row, score=score, text=words, rated_by=actor.user)
    except IntegrityError as error:
        raise Blocked(
            _("这个订单已评价过，评价只有一次。"), remedy=_("有补充的，直接与中心联系。")
        ) from error
    return rating


def answer_rating(*, actor: Actor, order: Order, seen: int, text: str) -> None:
    """The center answers a rating, once; the rating itself nobody changes.

    Raises NotFound, NotPermitted, Invalid, Blocked (not rated, or answered already), Stale.
    """
    words = within(Rating, "answer", normalise_text(text))
    if not words:
        raise Invalid(_("答复没有填写。"), remedy=_("写明怎么看、怎么改。"))
    with order_step(ANSWER_RATING, actor=actor, order=order, seen=seen, text=words) as row:
        unanswered = Rating.objects.filter(order=row, answered_at__isnull=True)
        if not unanswered.update(answer=words, answered_at=clock.now()):
            raise Blocked(_("还没有评价，或已答复过。"), remedy=_("答复只有一次。"))
