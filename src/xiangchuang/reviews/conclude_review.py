"""The end of a round: findings of the panel, its conclusion, and the opinions released to the applicant."""

from typing import Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, Part, StageRun
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.stages import leave_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.check_conditions import PANEL, SETTLED, settle
from xiangchuang.proposals.models import ConditionOutcome
from xiangchuang.proposals.queries import latest_decision
from xiangchuang.reviews.meeting.models import Statement
from xiangchuang.reviews.meeting.statement import refuse_against_statement, statement_signed
from xiangchuang.reviews.models import Opinion, OpinionState, Panel, Severity
from xiangchuang.reviews.panel import active_seats, panel_at, panel_covers_kinds, panel_size
from xiangchuang.reviews.write_review import all_reviews_in


def panel_conditions(case: Case) -> list[ConditionOutcome]:
    """Return the conditions that the panel finds (3.4: position in technology, talent), found or not."""
    decision = latest_decision(case)
    outcomes = decision.outcomes.all() if decision else ()
    return [o for o in outcomes if o.explanation.get("judged_by") == PANEL and o.outcome != "not_applicable"]


# Kept with the opinion, in the language of the case file.
OUTVOTED: Final = "专家组多数认为方案成熟，本条作为个别专家的意见留存。"


@guard("panel_findings_made")
def panel_findings_made(at: Standpoint) -> list[Blocker]:
    """3.4: what only experts can judge is found by the panel before the plan passes, and found met."""
    blockers = []
    for outcome in panel_conditions(at.case):
        if outcome.settled not in SETTLED:
            said = _("专家组认定不满足“%(label)s”") if outcome.finding else _("“%(label)s”待专家组认定")
            label = words(outcome.explanation["label"])
            blockers.append(Blocker(said % {"label": label}, outcome.clause, "find_for_panel"))
    return blockers


def panel_still_whole(at: Standpoint) -> list[Blocker]:
    """5.2-1: after a recusal in mid-course the panel that concludes is as complete as the one that began."""
    if not Panel.objects.filter(run=at.run, reading_opened_at__isnull=False).exists():
        return []
    return [*panel_covers_kinds(at), *panel_size(at)]


FIND = Verb("find_for_panel", gettext_lazy("记录专家组认定"), page="reviews:panel-findings")
CONCLUDE = Verb(
    "conclude_review", gettext_lazy("作出论证结论"), outcomes=("passed", "revise", "failed"),
    needs=(all_reviews_in, panel_still_whole, statement_signed), clause="5.2-1", tone="primary",
    page="reviews:conclude-review",
)  # fmt: skip
contribute("review", FIND, CONCLUDE)


def outcome_words() -> dict[str, str]:
    """Return how a review's outcomes are said."""
    return {
        "passed": _("通过：方案成熟"),
        "revise": _("修改完善：意见送达申报单位，完善后再论证"),
        "failed": _("不通过：终止审批"),
    }


def find_for_panel(
    *, actor: Actor, case: Case, seen: int, code: str, finding: str, reason: str
) -> ConditionOutcome:
    """Write down what the panel found on a condition that waits for it, with its reason.

    Raises NotFound for an unknown condition, NotPermitted for one that the register or an officer settles.
    """
    with perform(FIND, actor=actor, case=case, seen=seen) as step:
        decision = latest_decision(step.case)
        outcome = decision.outcomes.filter(code=code).first() if decision else None
        if outcome is None:
            raise NotFound(_("这个案卷没有条件“%(code)s”。") % {"code": code})
        if outcome.explanation.get("judged_by") != PANEL:
            raise NotPermitted(_("这一条不由专家组认定。"), clause=outcome.clause)
        settle(outcome, actor, finding=finding, reason=reason)
        step.subject = f"condition:{code}"
        step.note(condition=code, finding=finding, reason=reason.strip())
    return outcome


def conclude_review(*, actor: Actor, case: Case, seen: int, outcome: str, summary: str) -> Case:
    """End the round as passed, revise or failed; the opinions go to the applicant without their authors.

    Raises Blocked: passed while a finding is missing, or a demand stands open that the signed statement does
    not pass over; revise without any demand; and whatever that statement does not say.
    """
    with perform(CONCLUDE, actor=actor, case=case, seen=seen) as step:
        if outcome not in step.stage.outcomes:
            raise Invalid(_("选择论证结论。"), kept={"summary": summary})
        if not summary.strip():
            raise Invalid(_("写明专家组的总体意见，申报单位能看到。"), kept={"summary": summary})
        _refuse_against_opinions(step, outcome)
        refuse_against_statement(step, outcome, summary)
        released = _release(step.case)
        if outcome == "passed":
            step.note(outvoted=_close_outvoted(step.case))
        _close_answered_advice(step.case)
        for seat in active_seats(panel_at(step.at)):
            leave_part(step.case, Part.EXPERT, user_id=seat.expert.user_id)
        step.note(opinions=released)
        step.finish(outcome, summary.strip())
    return case


def standing_demands(case: Case) -> QuerySet[Opinion]:
    """Return what must still be changed: demands of submitted reviews that nobody has closed."""
    return Opinion.objects.filter(
        case=case, review__submitted_at__isnull=False, severity=Severity.MUST
    ).exclude(state=OpinionState.CLOSED)


def panel_passes(run: StageRun) -> bool:
    """Whether the statement that the panel signed finds the plan mature, over single members' demands."""
    signed = Statement.objects.filter(meeting__panel__run=run, signed_at__isnull=False)
    return signed.filter(outcome="passed").exists()


def _refuse_against_opinions(step: Step, outcome: str) -> None:
    demands = standing_demands(step.case)
    if outcome == "passed":
        if panel_passes(step.run):
            _refuse_unread(demands)
        elif count := demands.count():
            raise Blocked(
                _("还有 %(count)s 条“必须修改”的意见没有闭合，方案还不成熟。") % {"count": count},
                remedy=_("改为“修改完善”，或在意见页逐条闭合。"),
                clause="5.2-1",
            )
        if missing := list(panel_findings_made(step.at)):
            raise Blocked(_("；").join(str(b.message) for b in missing) + _("。"), clause=missing[0].clause)
    if outcome == "revise":
        _refuse_idle_revision(step, demands)


def _refuse_idle_revision(step: Step, demands: QuerySet[Opinion]) -> None:
    if not demands.exists():
        raise Blocked(
            _("没有一条“必须修改”的意见，申报单位不知道要改什么。"),
            remedy=_("方案成熟就作出通过结论；要修改，由专家写明意见。"),
            clause="5.2-1",
        )
    _refuse_unread(demands)


def _refuse_unread(demands: QuerySet[Opinion]) -> None:
    unread = demands.filter(state=OpinionState.ANSWERED).values_list("number", flat=True)
    if unread:
        raise Blocked(
            _("第 %(numbers)s 条意见的答复还没有核对。") % {"numbers": _("、").join(map(str, unread))},
            remedy=_("在意见页逐条闭合，或退回并写明还缺什么。"),
            clause="5.2-1",
        )


def _release(case: Case) -> int:
    """Number the new opinions by section and hand them over together, so that no order betrays an author."""
    fresh = Opinion.objects.filter(
        case=case, released_at__isnull=True, review__submitted_at__isnull=False
    ).order_by("section", "demand", "pk")
    last = Opinion.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    opinions = list(fresh)
    for number, opinion in enumerate(opinions, last + 1):
        opinion.number, opinion.released_at = number, now
    Opinion.objects.bulk_update(opinions, ["number", "released_at"])
    return len(opinions)


def _close_outvoted(case: Case) -> int:
    """What members still demand where the signed statement passes the plan is kept as their own opinion."""
    return standing_demands(case).update(state=OpinionState.CLOSED, rejoinder=OUTVOTED)


def _close_answered_advice(case: Case) -> None:
    Opinion.objects.filter(case=case, severity=Severity.ADVICE, state=OpinionState.ANSWERED).update(
        state=OpinionState.CLOSED
    )
