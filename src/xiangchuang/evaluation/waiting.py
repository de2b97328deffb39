"""What of a round waits for a center's people, for the work list; the others find theirs in the case."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.procedure.models import CaseState

LISTED: Final = 20
SPEAKERS: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
MATTERS: Final = (Matter(lambda: Round.objects.filter(case__state=CaseState.OPEN, case__stage_kind="reply")),)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield the drafts that the actor's centers may still reply to, in two queries."""
    if not ask_once(keeps_a_center, actor):
        return
    waiting = (
        Subject.objects.filter(
            center__in=kept_centers(actor), is_sampled=True, round__reply_by__gte=clock.today(),
            round__case__state=CaseState.OPEN, round__case__stage_kind="reply",
        )
        .select_related("round__case", "center")
        .prefetch_related("replies")
        .order_by("round__reply_by", "pk")
    )  # fmt: skip
    for subject in waiting[:LISTED]:
        told = subject.round.draft_told_at
        if any(told is not None and reply.sent_at >= told for reply in subject.replies.all()):
            continue
        yield Errand(
            _("答复 %(year)d 年度绩效评价初稿") % {"year": subject.round.year}, subject.center.name,
            reverse("evaluation:subject", args=[subject.pk]), subject.round.reply_by, "6.5-1",
            subject.round.case.is_sample,
        )  # fmt: skip
