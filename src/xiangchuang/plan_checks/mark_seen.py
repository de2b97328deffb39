"""An officer has looked at plans that share passages, and says what to make of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.plan_checks.models import SimilarPlan
from xiangchuang.plan_checks.queries import visible_to
from xiangchuang.procedure.errors import Invalid, NotFound, NotPermitted, Stale

VERB = "mark_similar_plan_seen"


def mark_seen(*, actor: Actor, pair: SimilarPlan, remark: str) -> SimilarPlan:
    """Note that the officer has looked at the pair, with what it comes to.

    Raises NotFound for who may not know of it, NotPermitted for staff who are no officers, Invalid without a
    remark, Stale when somebody has marked it meanwhile.
    """
    if not visible_to(actor).filter(pk=pair.pk).exists():
        raise NotFound(_("没有这一项。"))
    acting = actor.acting_as([Role.OFFICER])
    if acting is None or actor.user is None:
        raise NotPermitted(_("只有省科技厅经办可以记下查看意见。"))
    words = normalise_text(remark)
    if not words:
        raise Invalid(_("写一句查看意见，例如“同一团队的延续工作，已在论证会说明”。"))
    with transaction.atomic():
        marked = SimilarPlan.objects.filter(pk=pair.pk, seen_at=None).update(
            seen_by=actor.user, seen_at=clock.now(), remark=words[:500]
        )
        if not marked:
            raise Stale(_("这一项已由别人记下查看意见。"), remedy=_("先看已有的意见。"))
        pair.refresh_from_db()
        write_entry(
            actor, verb=VERB, subject=f"similar_plan:{pair.pk}", acting=acting,
            case_number=pair.revision.proposal.case.number, clause="5.2-1",
            detail={
                "revision": pair.revision.number, "other_case": pair.other.proposal.case.number,
                "other_revision": pair.other.number, "share_bp": pair.share_bp, "remark": words[:500],
            },
        )  # fmt: skip
    return pair
