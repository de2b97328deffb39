"""The evaluator answers each point of a reply; what it accepts corrects the indicator's points (6.5-1)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import ReplyPoint, ReplyVerdict, Round, ScorePurpose, ScoreRun
from xiangchuang.evaluation.rule_points import correct
from xiangchuang.evaluation.score_round import score_in_step
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import claim, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard


def _has_points(at: Standpoint, actor: Actor) -> bool:
    return open_points(at.case).exists()


def open_points(case: Case) -> "QuerySet[ReplyPoint]":
    """Return the points of replies in the case that nobody has answered yet."""
    return ReplyPoint.objects.filter(reply__subject__round__case=case, answered_at__isnull=True)


ANSWER = Verb(
    "answer_reply", gettext_lazy("答复中心的意见"), shared=True, page="evaluation:replies",
    offered=_has_points,
)  # fmt: skip
CLOSE = Verb(
    "close_replies", gettext_lazy("结束反馈，重新计算"), outcomes=("passed",), tone="primary",
    page="evaluation:close-replies",
)  # fmt: skip
contribute("reply", ANSWER, CLOSE, matters=("evaluation",))


@guard("replies_answered")
def replies_answered(at: Standpoint) -> list[Blocker]:
    """6.5-1: every point that a center made has its answer."""
    if count := open_points(at.case).count():
        return [Blocker(_("还有 %(count)d 项意见没有答复") % {"count": count}, "", "answer_reply")]
    return []


@guard("reply_term_over")
def reply_term_over(at: Standpoint) -> list[Blocker]:
    """6.5-1: the term has run its whole length, unless every center has replied before."""
    round_ = Round.objects.get(case=at.case)
    if round_.reply_by is None or clock.today() > round_.reply_by:
        return []
    told = round_.draft_told_at
    silent = round_.subjects.filter(is_sampled=True).exclude(replies__sent_at__gte=told).count()
    if not silent:
        return []
    message = _("反馈期未满，到 %(day)s 24:00 截止；还有 %(count)d 个中心没有答复") % {
        "day": round_.reply_by.isoformat(),
        "count": silent,
    }
    return [Blocker(message, "")]


def answer_point(
    *, actor: Actor, case: Case, point: ReplyPoint, seen: int, verdict: str, answer: str,
    points_e2: int | None = None,
) -> ReplyPoint:  # fmt: skip
    """Accept the point with the indicator's new points (hundredths), or decline it; either with reasons.

    `seen` is the point's version. Raises NotFound for a point of another round, Blocked once it is answered,
    Invalid without a verdict, reasons, or points where it is accepted.
    """
    with perform(ANSWER, actor=actor, case=case, seen=None) as step:
        if point.reply.subject.round.case_id != step.case.pk:
            raise NotFound(_("没有这项意见。"))
        told = within(ReplyPoint, "answer", normalise_text(answer))
        _refuse_incomplete(verdict, told, points_e2)
        claim(point, seen)
        point.refresh_from_db()
        if point.answered_at is not None:
            raise Blocked(_("这项意见已经答复过。"))
        if verdict == ReplyVerdict.ACCEPTED and points_e2 is not None:
            subject = point.reply.subject
            correct(step, subject, point.indicator, points_e2=points_e2, reason=told, point=point)
        point.verdict, point.answer = verdict, told
        point.answered_by, point.answered_at = actor.user, clock.now()
        point.save(update_fields=["verdict", "answer", "answered_by", "answered_at"])
        step.subject = f"evaluation-point:{point.pk}"
        step.note(verdict=verdict, indicator=point.indicator)
    return point


def _refuse_incomplete(verdict: str, told: str, points_e2: int | None) -> None:
    if verdict not in ReplyVerdict.values:
        raise Invalid(_("选择采纳或者不采纳。"), kept={"answer": told})
    if not told:
        raise Invalid(_("写明答复的理由，中心能看到。"), kept={"answer": told})
    if verdict == ReplyVerdict.ACCEPTED and points_e2 is None:
        raise Invalid(_("采纳的，写出这项指标更正后的得分。"), kept={"answer": told})


def close_replies(*, actor: Actor, case: Case, seen: int) -> ScoreRun:
    """End the right of reply and score again with what was corrected; the leadership decides on that.

    Blocked while the term runs and a center is silent, or a point waits for its answer.
    """
    with perform(CLOSE, actor=actor, case=case, seen=seen) as step:
        run = score_in_step(step, ScorePurpose.CORRECTED)
        if run.scores.filter(is_undecided=True).exists():
            raise Blocked(_("还有指标等待裁定，不能结束反馈。"), remedy=_("裁定后再结束。"))
        step.finish("passed")
    return run
