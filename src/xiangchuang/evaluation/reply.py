"""The center's right of reply to its draft: point by point with evidence, within the term, once (6.5-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.messages import tell_replied
from xiangchuang.evaluation.models import Reply, ReplyPoint, ScoreRun, Subject
from xiangchuang.evaluation.permissions import speaks_for
from xiangchuang.evaluation.queries import run_shown
from xiangchuang.evaluation.rule_points import indicator_of
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import pack_of

CLAUSE: Final = "6.5-1"
EVIDENCE_PURPOSE: Final = "evaluation_reply"
EVIDENCE_KINDS: Final = ("pdf", "docx", "xlsx", "png", "jpeg")


@dataclass(frozen=True)
class PointDraft:
    """One indicator that the center disputes, what it demands on what grounds, and its evidence."""

    indicator: str
    demand: str
    evidence: StoredFile | None = None


def may_reply_now(actor: Actor, subject: Subject) -> ScoreRun:
    """Return the draft that the center may reply to now.

    Raises NotFound, NotPermitted for a stranger; Blocked outside the stage and the term, and after a reply.
    """
    speaks_for(actor, subject)
    case, round_ = subject.round.case, subject.round
    run = run_shown(actor, subject)
    if case.state != CaseState.OPEN or case.stage_kind != "reply" or run is None or not subject.is_sampled:
        raise Blocked(
            _("现在不能对评价结果提出意见。"), remedy=_("初稿反馈后，在反馈期内提出。"), clause=CLAUSE
        )
    if round_.reply_by is None or clock.today() > round_.reply_by:
        raise Blocked(
            _("反馈期已过，不能再提出意见。"), remedy=_("公示期内可以书面提出异议。"), clause=CLAUSE
        )
    if Reply.objects.filter(subject=subject, run=run).exists():
        raise Blocked(_("已经答复过这份初稿。"), remedy=_("等评估机构逐项答复。"), clause=CLAUSE)
    return run


def send_reply(*, actor: Actor, subject: Subject, words: str, points: Sequence[PointDraft] = ()) -> Reply:
    """Send the center's reply; one without points says that it has none.

    Raises as `may_reply_now` does, Invalid for a point without demand, doubled, or of no such indicator.
    """
    run, told = may_reply_now(actor, subject), within(Reply, "words", normalise_text(words))
    drafts = [_checked(subject, draft) for draft in points]
    if len({draft.indicator for draft in drafts}) < len(drafts):
        raise Invalid(_("同一项指标写了两次：合并成一条。"))
    assert actor.user is not None
    try:
        with transaction.atomic():
            reply = Reply.objects.create(subject=subject, run=run, words=told, sent_by=actor.user)
            ReplyPoint.objects.bulk_create(
                ReplyPoint(
                    reply=reply, indicator=draft.indicator, demand=draft.demand, evidence=draft.evidence
                )
                for draft in drafts
            )
            write_entry(
                actor, verb="send_evaluation_reply", subject=f"evaluation-reply:{reply.pk}",
                acting=speaks_for(actor, subject), case_number=subject.round.case.number, clause=CLAUSE,
                detail={
                    "center": subject.center_id, "run": run.number,
                    "indicators": [draft.indicator for draft in drafts],
                },
            )  # fmt: skip
            tell_replied(reply)
    except IntegrityError as error:
        raise Blocked(_("已经答复过这份初稿。"), remedy=_("等评估机构逐项答复。"), clause=CLAUSE) from error
    return reply


def _checked(subject: Subject, draft: PointDraft) -> PointDraft:
    rule = indicator_of(subject, pack_of(subject.round.case), draft.indicator)
    demand = within(ReplyPoint, "demand", normalise_text(draft.demand))
    if not demand:
        raise Invalid(_("“%(indicator)s”没有写异议和依据。") % {"indicator": rule.label.zh})
    return PointDraft(draft.indicator, demand, draft.evidence)
