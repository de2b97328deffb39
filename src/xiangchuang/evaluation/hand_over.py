"""Where the evaluator hands a round on: the collection closed, sent back, the draft told to the centers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.messages import tell_drafted
from xiangchuang.evaluation.models import Round
from xiangchuang.evaluation.score_round import refuse_outdated
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Standpoint, Verb, contribute

CLOSE_COLLECTION = Verb(
    "close_collection", gettext_lazy("结束收集，转入评分"), outcomes=("passed",), tone="primary",
    page="evaluation:close-collection",
)  # fmt: skip
SEND_DRAFT = Verb(
    "send_draft", gettext_lazy("向中心反馈初稿"), outcomes=("passed",), tone="primary",
    page="evaluation:send-draft",
)  # fmt: skip
RETURN = Verb(
    "return_to_collection", gettext_lazy("退回补充材料"), outcomes=("returned",), tone="quiet",
    page="evaluation:return",
)  # fmt: skip
contribute("collection", CLOSE_COLLECTION, matters=("evaluation",))
contribute("scoring", SEND_DRAFT, RETURN, matters=("evaluation",))


def _open_reply(at: Standpoint) -> None:
    """The centers read the newest scoring from now on, and may reply within the pack's term (6.5-1).

    After an objection that was upheld the stage opens again, and with it the right of reply.
    """
    round_ = Round.objects.select_related("case", "evaluator").get(case=at.case)
    due = due_after(clock.today(), at.pack.evaluation.reply or at.stage.deadline)
    round_.draft_told_at, round_.reply_by = clock.now(), due.day if due else clock.today()
    round_.save(update_fields=["draft_told_at", "reply_by"])
    tell_drafted(round_, round_.subjects.filter(is_sampled=True).select_related("center"))


contribute("reply", on_open=_open_reply, matters=("evaluation",))


def close_collection(*, actor: Actor, case: Case, seen: int) -> Case:
    """Go on to the scoring; blocked by what the pack asks to be finished first."""
    with perform(CLOSE_COLLECTION, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case


def return_to_collection(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Take the round back to the collection, with the reason that the centers' people read."""
    with perform(RETURN, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("写明还缺什么材料。"), kept={"reason": reason})
        step.finish("returned", normalise_text(reason))
    return case


def send_draft(*, actor: Actor, case: Case, seen: int, report: str) -> Case:
    """Tell every center its draft, with the evaluator's report on the round; the term of reply begins.

    Raises Invalid without a report; Blocked while no current draft is computed or an indicator is open.
    """
    with perform(SEND_DRAFT, actor=actor, case=case, seen=seen) as step:
        words = normalise_text(report)
        if not words:
            raise Invalid(_("写评估报告：评估的组织、数据来源、主要发现和建议。"), kept={"report": report})
        if len(words) > 20_000:
            raise Invalid(_("评估报告超过 20000 字。"), remedy=_("缩短后重新提交。"), kept={"report": report})
        round_ = Round.objects.select_related("snapshot").get(case=step.case)
        refuse_outdated(round_)
        round_.report = words
        round_.save(update_fields=["report"])
        step.finish("passed")
    return case
