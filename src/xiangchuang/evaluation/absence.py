"""A center that supplies nothing is asked why before its absence can count as a veto (6.5-1)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.collection_standing import subject_of
from xiangchuang.evaluation.models import AbsenceInquiry, Subject, VetoFinding
from xiangchuang.evaluation.permissions import speaks_for
from xiangchuang.evaluation.vetoes import EVALUATOR_STAGES, find_in_step
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Verb, contribute

ABSENCE = "absence"
"""The pack's code of the veto for staying away without cause."""
ASK = Verb("ask_cause", gettext_lazy("询问未参加的原因"), role="evaluator", shared=True)
RECORD = Verb("record_absence", gettext_lazy("认定无正当理由不参加评估"), role="evaluator", shared=True)
for _kind in EVALUATOR_STAGES:
    contribute(_kind, ASK, RECORD, matters=("evaluation",))


def ask_cause(
    *, actor: Actor, case: Case, subject: Subject, question: str, answer_by: date
) -> AbsenceInquiry:
    """Ask a center why it takes no part, to be answered by the end of the day `answer_by`.

    Raises NotFound, Invalid without words or for a day that is not ahead, Blocked when it was asked already.
    """
    with perform(ASK, actor=actor, case=case, seen=None) as step:
        own = subject_of(step.case, subject.pk)
        told = within(AbsenceInquiry, "question", normalise_text(question))
        if not told:
            raise Invalid(_("写明缺什么、问什么。"))
        if answer_by <= clock.today():
            raise Invalid(_("答复期限选择今天以后的一天。"), kept={"question": question})
        if AbsenceInquiry.objects.filter(subject=own).exists():
            raise Blocked(_("已经询问过这个中心。"))
        assert step.actor.user is not None
        asked = AbsenceInquiry.objects.create(
            subject=own, question=told, answer_by=answer_by, asked_by=step.actor.user
        )
        step.subject = f"evaluation-subject:{own.pk}"
        step.note(center=own.center_id, answer_by=answer_by.isoformat())
    return asked


def answer_cause(*, actor: Actor, subject: Subject, answer: str) -> AbsenceInquiry:
    """The center says why, once; late answers are taken until the absence is held against it.

    Raises NotFound, NotPermitted, Blocked when nothing was asked or it has answered, Invalid without words.
    """
    acting = speaks_for(actor, subject)
    told = within(AbsenceInquiry, "answer", normalise_text(answer))
    with transaction.atomic():
        asked = AbsenceInquiry.objects.filter(subject=subject).first()
        if asked is None or subject.round.case.state != CaseState.OPEN:
            raise Blocked(_("没有等待本中心答复的询问。"))
        if asked.answered_at is not None:
            raise Blocked(_("已经答复过这次询问。"))
        if not told:
            raise Invalid(_("写明原因，例如重大调整、不可抗力。"))
        asked.answer, asked.answered_by, asked.answered_at = told, actor.user, clock.now()
        asked.save(update_fields=["answer", "answered_by", "answered_at"])
        write_entry(
            actor, verb="answer_cause", acting=acting, subject=f"evaluation-subject:{subject.pk}",
            case_number=subject.center.ledger_key, clause="6.5-2",
        )  # fmt: skip
    return asked


def record_absence(*, actor: Actor, case: Case, subject: Subject, reason: str) -> VetoFinding:
    """Hold the absence against a center; Blocked until it has answered or let the day pass."""
    with perform(RECORD, actor=actor, case=case, seen=None) as step:
        own = subject_of(step.case, subject.pk)
        asked = AbsenceInquiry.objects.filter(subject=own).first()
        if asked is None:
            raise Blocked(
                _("认定之前要先询问原因。"), remedy=_("向中心询问，并给出答复期限。"), clause="6.5-2"
            )
        if asked.answered_at is None and clock.today() <= asked.answer_by:
            raise Blocked(
                _("%(day)s 之前要等中心答复。") % {"day": asked.answer_by.isoformat()}, clause="6.5-2"
            )
        return find_in_step(step, own, ABSENCE, reason)
