"""A served organisation answers, by its link or signed in: once, and apart from its name (6.5-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import Round, SurveyAnswer, SurveyInvitation, SurveyScore
from xiangchuang.evaluation.survey_link import find_invitation
from xiangchuang.evaluation.survey_messages import ASKED_ROLES
from xiangchuang.policy.evaluation.rules import SurveyRule
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of

CLAUSE = "6.5-2"
LinkState = Literal["open", "forged", "used", "late"]


@dataclass(frozen=True)
class Draft:
    """Scores by the code of the question, and what the organisation wants to say."""

    scores: Mapping[str, int]
    words: str = ""


def link_state(invitation: SurveyInvitation | None) -> LinkState:
    """Return whether the link opens the form, or why it does not."""
    if invitation is None:
        return "forged"
    if invitation.is_answered:
        return "used"
    return "open" if _takes_answers(invitation.subject.round) else "late"


def _takes_answers(round_: Round) -> bool:
    case = Case.objects.get(pk=round_.case_id)
    closes = round_.survey_closes_on
    is_open = case.state == CaseState.OPEN and case.stage_kind == "collection"
    return is_open and closes is not None and clock.today() <= closes


def rule_for(invitation: SurveyInvitation) -> SurveyRule:
    """Return the questions and the scale of the invitation's round."""
    rule = pack_of(invitation.subject.round.case).evaluation.survey
    assert rule is not None
    return rule


def own_invitation(actor: Actor, pk: int) -> SurveyInvitation:
    """Return the invitation of an organisation the actor answers for; raises NotFound for another's."""
    rows = SurveyInvitation.objects.select_related("subject__round__case", "subject__center", "organization")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or answers_for(actor, invitation) is None:
        raise NotFound(_("没有这份问卷，或者它不由您回答。"))
    return invitation


def answers_for(actor: Actor, invitation: SurveyInvitation) -> HeldAppointment | None:
    """Return the appointment under which the actor answers for the organisation that is asked."""
    return actor.acting_as(ASKED_ROLES, organization_id=invitation.organization_id)


def answer_by_link(*, token: str, draft: Draft) -> None:
    """Take the answer that came by a link. Raises Blocked for a forged, used or late one, Invalid."""
    invitation = find_invitation(token)
    refuse_closed(link_state(invitation))
    assert invitation is not None
    _take(Actor.anonymous(), invitation, draft, None)


def answer_survey(*, actor: Actor, invitation: SurveyInvitation, draft: Draft) -> None:
    """Take the answer of someone signed in. Raises NotFound for another's, Blocked, Invalid."""
    own = own_invitation(actor, invitation.pk)
    refuse_closed(link_state(own))
    _take(actor, own, draft, answers_for(actor, own))


def refuse_closed(state: LinkState) -> None:
    """Raise Blocked in words that tell nobody whose link it was."""
    if state == "open":
        return
    words, remedy = {
        "forged": (_("这个链接无效。"), _("核对收到的链接是否完整，或者联系评估机构重新发送。")),
        "used": (_("这个链接已经用过。"), _("每个链接只能提交一次，已提交的答卷有效。")),
        "late": (_("问卷已经截止。"), _("需要反映情况的，联系评估机构或者省科技厅。")),
    }[state]
    raise Blocked(words, remedy=remedy, clause=CLAUSE)


def _take(actor: Actor, invitation: SurveyInvitation, draft: Draft, acting: HeldAppointment | None) -> None:
    rule = rule_for(invitation)
    scores, words = _read(draft, rule), within(SurveyAnswer, "words", normalise_text(draft.words))
    subject = invitation.subject
    with transaction.atomic():
        # The UPDATE decides between two sendings at once: only one finds the invitation unanswered.
        if not SurveyInvitation.objects.filter(pk=invitation.pk, is_answered=False).update(is_answered=True):
            refuse_closed("used")
        answer = SurveyAnswer.objects.create(subject=subject, round=subject.round, words=words)
        SurveyScore.objects.bulk_create(
            SurveyScore(answer=answer, question=code, score=score) for code, score in scores.items()
        )
        # The answer is not named: it has neither time nor order by which the entry could be tied to it.
        write_entry(
            actor, verb="answer_survey", acting=acting, subject=f"evaluation-round:{subject.round_id}",
            case_number=subject.round.case.number, clause=CLAUSE,
        )  # fmt: skip


def _read(draft: Draft, rule: SurveyRule) -> dict[str, int]:
    scored = {question.code for question in rule.questions if question.scored}
    if missing := scored - set(draft.scores):
        raise Invalid(_("还有 %(count)d 题没有回答。") % {"count": len(missing)})
    scores = {code: draft.scores[code] for code in sorted(scored)}
    if any(not rule.lowest <= score <= rule.highest for score in scores.values()):
        raise Invalid(_("每题选择 %(low)d 到 %(high)d 分。") % {"low": rule.lowest, "high": rule.highest})
    return scores
