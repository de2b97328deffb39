"""Opinions of the panel on the plan: answered point by point by the lead, judged again by the panel."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.models import Opinion, OpinionAnswer, OpinionState
from xiangchuang.reviews.reading import own_seat


@guard("opinions_answered")
def opinions_answered(at: Standpoint) -> list[Blocker]:
    """5.2-1: the plan is improved by the opinions, so each of them has its answer."""
    waiting = Opinion.objects.filter(case=at.case, released_at__isnull=False, state=OpinionState.OPEN)
    numbers = [str(number) for number in waiting.values_list("number", flat=True)]
    if not numbers:
        return []
    words = _("第 %(numbers)s 条论证意见还没有答复") % {"numbers": _("、").join(numbers)}
    return [Blocker(words, "5.2-1", "answer_opinion")]


def _opinions_to_answer(at: Standpoint) -> list[Blocker]:
    if not at.stage.settings.answers_opinions:
        return [Blocker(_("专家组论证之后才有意见可答复"), "5.2-1")]
    if Opinion.objects.filter(case=at.case, released_at__isnull=False).exists():
        return []
    return [Blocker(_("没有论证意见需要答复"), "5.2-1")]


ANSWER = Verb(
    "answer_opinion", gettext_lazy("逐条答复论证意见"), joined_by=("member",), clause="5.2-1",
    needs=(_opinions_to_answer,),
    page="reviews:answer-opinions", offered=lambda at, actor: at.stage.settings.answers_opinions,
)  # fmt: skip
CLOSE = Verb(
    "close_opinion",
    gettext_lazy("闭合意见"),
    page="reviews:opinions",
    offered=lambda at, actor: at.run.round > 1,
)
REOPEN = Verb("reopen_opinion", gettext_lazy("退回意见"))
SETTLE_OWN = Verb("settle_own_opinion", gettext_lazy("核对答复"), role="expert", shared=True)
contribute("plan", ANSWER)
contribute("review", CLOSE, REOPEN, SETTLE_OWN)


@dataclass(frozen=True)
class Changed:
    """The passage changed because of an opinion: a section of the outline, a block in it, how it begins."""

    section: str
    block: str = ""
    begins: str = ""


def answer_opinion(
    *, actor: Actor, case: Case, seen: int, opinion_id: int, answer: str, changed: Changed | None = None
) -> Opinion:
    """The lead says how the plan was changed, or why not; may be changed until the plan is submitted.

    Without `changed` the passage named before stays. Raises Invalid for a section the outline does not have.
    """
    with perform(ANSWER, actor=actor, case=case, seen=seen) as step:
        opinion = _released(step.case, opinion_id)
        if opinion.state == OpinionState.CLOSED:
            raise Blocked(_("第 %(number)s 条意见已经闭合，不必再答复。") % {"number": opinion.number})
        if not answer.strip():
            raise Invalid(_("写明改在哪一节、怎样改的；不采纳的写明理由。"), kept={"answer": answer})
        opinion.answer, opinion.answered_at = normalise_text(answer), clock.now()
        opinion.state = OpinionState.ANSWERED
        opinion.save(update_fields=["answer", "answered_at", "state"])
        _keep_answer(step, opinion, changed)
        step.subject = f"opinion:{opinion.pk}"
        step.note(number=opinion.number)
    return opinion


def _keep_answer(step: Step, opinion: Opinion, changed: Changed | None) -> None:
    told: dict[str, Any] = {"text": opinion.answer, "answered_at": opinion.answered_at}
    if changed is not None:
        if changed.section not in {s.code for s in step.pack.outline.sections} | {""}:
            raise Invalid(_("方案提纲没有这一节，重新选择修改所在的章节。"), kept={"answer": opinion.answer})
        in_section = changed if changed.section else Changed("")
        told |= {
            "section": in_section.section, "block": in_section.block[:40],
            "begins": in_section.begins[:200],
        }  # fmt: skip
    OpinionAnswer.objects.update_or_create(opinion=opinion, run=step.run, defaults=told)


def close_opinion(*, actor: Actor, case: Case, seen: int, opinion_id: int) -> Opinion:
    """The officer finds an answer sufficient."""
    with perform(CLOSE, actor=actor, case=case, seen=seen) as step:
        opinion = _released(step.case, opinion_id)
        _settle(opinion, OpinionState.CLOSED, "")
        step.subject = f"opinion:{opinion.pk}"
        step.note(number=opinion.number)
    return opinion


def reopen_opinion(*, actor: Actor, case: Case, seen: int, opinion_id: int, rejoinder: str) -> Opinion:
    """The officer finds an answer insufficient, and says what is still missing."""
    with perform(REOPEN, actor=actor, case=case, seen=seen) as step:
        opinion = _released(step.case, opinion_id)
        _settle(opinion, OpinionState.OPEN, rejoinder)
        step.subject = f"opinion:{opinion.pk}"
        step.note(number=opinion.number, rejoinder=rejoinder.strip())
    return opinion


def settle_own_opinion(
    *, actor: Actor, case: Case, seat_seen: int, opinion_id: int, state: OpinionState, rejoinder: str = ""
) -> Opinion:
    """In a further round an expert closes or reopens what the expert demanded before.

    Raises NotFound for an opinion of another expert: the two look alike on purpose.
    """
    with perform(SETTLE_OWN, actor=actor, case=case, seen=seat_seen) as step:
        seat = own_seat(step)
        claim(seat, seat_seen)
        if seat.declared_at is None:
            raise Blocked(_("先声明无利益冲突，再核对答复。"), clause="5.2-1")
        opinion = _released(step.case, opinion_id, of_expert=seat.expert_id)
        _settle(opinion, state, rejoinder)
        step.subject = f"opinion:{opinion.pk}"
        step.note(number=opinion.number, state=str(state))
    return opinion


def _settle(opinion: Opinion, state: OpinionState, rejoinder: str) -> None:
    if state == OpinionState.OPEN and not rejoinder.strip():
        raise Invalid(_("退回意见要写明答复还缺什么。"), kept={"rejoinder": rejoinder})
    if state == OpinionState.ANSWERED:
        raise Invalid(_("选择闭合或退回。"))
    opinion.state, opinion.rejoinder = state, normalise_text(rejoinder)
    opinion.save(update_fields=["state", "rejoinder"])


def _released(case: Case, opinion_id: int, *, of_expert: int | None = None) -> Opinion:
    opinions = Opinion.objects.filter(case=case, released_at__isnull=False)
    if of_expert is not None:
        opinions = opinions.filter(review__seat__expert_id=of_expert)
    found = opinions.filter(pk=opinion_id).first()
    if found is None:
        raise NotFound(_("本案卷没有这条论证意见。"))
    return found
