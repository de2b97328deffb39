"""The decision on a measure: document and every effect in one transaction (6.5-1, 6.5-3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.adjustments.carry_out import Decision, carry_out
from xiangchuang.adjustments.document_text import decision_content
from xiangchuang.adjustments.effects import Effects, effects_of
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.adjustments.move_measure import CLAUSE, MATTER
from xiangchuang.adjustments.queries import adjustment_of, rule_of
from xiangchuang.calendars import clock
from xiangchuang.decisions.issue_document import draft_document, issue_document
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.publish_notice import objection_blockers
from xiangchuang.decisions.queries import latest_meeting
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute


def _state_allows(at: Standpoint) -> list[Blocker]:
    adjustment = adjustment_of(at.case.pk)
    measure = rule_of(adjustment, at.pack)
    if adjustment.center.state in measure.from_states:
        return []
    message = _("中心现在是“%(state)s”，这项措施不再适用") % {"state": adjustment.center.get_state_display()}
    return [Blocker(message, CLAUSE, "drop_adjustment")]


DECIDE = Verb(
    "decide_adjustment", gettext_lazy("签发决定并执行"), outcomes=("passed",),
    needs=(objection_blockers, _state_allows), tone="primary", page="adjustments:decide",
)  # fmt: skip
DROP = Verb(
    "drop_adjustment", gettext_lazy("不作处理，结案"), outcomes=("failed",), tone="danger",
    page="adjustments:drop",
)  # fmt: skip
contribute("decision", DECIDE, DROP, matters=MATTER)


def decide_adjustment(*, actor: Actor, case: Case, seen: int, reason: str) -> Adjustment:
    """Issue the decision and carry it out: state, rectification, support, quota, business, wind-up.

    Raises Invalid without reason, Blocked when the center's state has moved on, Stale.
    """
    with perform(DECIDE, actor=actor, case=case, seen=seen) as step:
        said = _said(reason)
        adjustment = adjustment_of(step.case.pk)
        measure = rule_of(adjustment, step.pack)
        on = clock.today()
        effects = effects_of({adjustment.center_id: (adjustment.center, measure)}, step.pack, on)
        worded = decision_content(
            adjustment, measure, step.pack, reason=said, effects=effects[adjustment.center_id], drafted_on=on
        )
        draft = draft_document(step, DocumentKind.ADJUSTMENT, worded)
        document = issue_document(step, draft, is_public=measure.document.is_public)
        acting = actor.acting_as([step.standing.role], organization_id=step.standing.organization_id)
        assert acting is not None
        assert actor.user is not None
        adjustment.decided_by, adjustment.decided_at = actor.user, clock.now()
        adjustment.decision_reason, adjustment.document = said, document
        adjustment.save(update_fields=["decided_by", "decided_at", "decision_reason", "document"])
        adjustment.case = step.case
        carry_out(Decision(actor, acting, adjustment, measure, step.pack, said), document)
        step.note(measure=measure.code, center=adjustment.center_id)
        step.finish("passed", said)
    return adjustment


def drop_adjustment(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Decide that nothing is done; the center reads why."""
    with perform(DROP, actor=actor, case=case, seen=seen) as step:
        step.finish("failed", _said(reason))
    return case


def foreseen(adjustment: Adjustment) -> Effects:
    """Return what the decision would do if it were taken today."""
    pack = pack_of(adjustment.case)
    rule = rule_of(adjustment, pack)
    return effects_of({adjustment.center_id: (adjustment.center, rule)}, pack, clock.today())[
        adjustment.center_id
    ]


def proposed_reason(adjustment: Adjustment) -> str:
    """Return the words a decision starts from: the meeting's reasons if there was one, else the motion's."""
    meeting = latest_meeting(adjustment.case)
    return meeting.reasons if meeting else adjustment.reason


def _said(reason: str) -> str:
    said = within(Adjustment, "decision_reason", normalise_text(reason))
    if not said:
        raise Invalid(_("决定的理由没有填写。"), remedy=_("写明依据和考虑；中心和公众会看到。"))
    return said
