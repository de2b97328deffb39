"""The conditions of 3.4: judged on the register's facts, found by persons where the text asks for one."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.ledger.record import record
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.conditions import ConditionJudgement, as_record, judge_all
from xiangchuang.policy.conditions.rules import Subject
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.comments import comment
from xiangchuang.procedure.errors import Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.models import ConditionDecision, ConditionOutcome, Proposal
from xiangchuang.proposals.queries import latest_decision
from xiangchuang.proposals.register_readings import readings_of

# The panel finds these later, in the review (leadership in technology, talent): they do not hold the check.
PANEL = "panel"
SETTLED = frozenset({"met", "not_applicable"})
FINDINGS = ("met", "unmet")


def judge_organization(
    organization: Organization, *, field: str, subject: Subject, pack: Pack, law_as_of: date | None = None
) -> tuple[ConditionJudgement, ...]:
    """Judge every condition of `subject` (lead or center) for the organisation; stores nothing.

    Facts are the register's of today; conditions and parameters those in force on `law_as_of` (today unless
    told).
    """
    today = clock.today()
    return judge_all(
        pack.conditions,
        subject=subject,
        kind=organization.kind,
        facts=readings_of(organization, field=field, on=today, pack=pack),
        parameters=pack.parameters,
        on=law_as_of or today,
    )


def law_day(case: Case, pack: Pack) -> date:
    """Return the day whose law binds the case: the one it began on, whatever changes while it runs (F01)."""
    return max(clock.day_of(case.opened_at), pack.effective_from)


def decide(case: Case, run: StageRun | None, pack: Pack) -> ConditionDecision:
    """Judge the lead's conditions and keep them as decided; findings on unchanged outcomes carry over."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    before = latest_decision(case)
    found = {o.code: o for o in before.outcomes.all() if o.finding} if before else {}
    law_as_of = law_day(case, pack)
    judgements = judge_organization(
        proposal.lead, field=proposal.field, subject="lead", pack=pack, law_as_of=law_as_of
    )
    decision = ConditionDecision.objects.create(
        case=case, run=run, subject=proposal.lead, law_as_of=law_as_of, data_as_of=clock.now()
    )
    outcomes = []
    for position, judgement in enumerate(judgements, 1):
        outcome = ConditionOutcome(
            decision=decision, position=position, code=judgement.code, clause=judgement.clause,
            strength=judgement.strength, outcome=judgement.outcome, explanation=as_record(judgement),
        )  # fmt: skip
        earlier = found.get(judgement.code)
        if earlier is not None and judgement.outcome == earlier.outcome:
            for name in ("finding", "finding_reason", "finding_clause", "found_by_id", "found_at"):
                setattr(outcome, name, getattr(earlier, name))
        outcomes.append(outcome)
    ConditionOutcome.objects.bulk_create(outcomes)
    return decision


def _on_open(at: Standpoint) -> None:
    decision = decide(at.case, at.run, at.pack)
    record(
        actor="system", actor_name=_("系统"), verb="judge_conditions", case_number=at.case.number,
        subject=f"condition_decision:{decision.pk}", clause=at.stage.clause,
        detail={o.code: o.outcome for o in decision.outcomes.all()},
    )  # fmt: skip


@guard("conditions_settled")
def conditions_settled(at: Standpoint) -> list[Blocker]:
    """3.4: each condition is met, or a person has found it met; what the panel finds waits for the panel."""
    decision = latest_decision(at.case)
    if decision is None:
        return [Blocker(_("建设条件还没有核查"), "3.4-1", "recheck_conditions")]
    open_ones = [o for o in decision.outcomes.all() if o.settled not in SETTLED and not waits_for_panel(o)]
    return [Blocker(_blocking_words(o), o.clause, "find_condition") for o in open_ones]


def waits_for_panel(outcome: ConditionOutcome) -> bool:
    """Whether the condition is for the panel to find, and it has not yet."""
    return outcome.settled == "judgement" and outcome.explanation.get("judged_by") == PANEL


def _blocking_words(outcome: ConditionOutcome) -> str:
    said = {
        "unmet": _("不满足“%(label)s”"),
        "missing": _("“%(label)s”缺证据"),
        "judgement": _("“%(label)s”待认定"),
    }[outcome.settled]
    return said % {"label": words(outcome.explanation["label"])}


FIND = Verb("find_condition", gettext_lazy("认定条件"), page="proposals:find-conditions")
RECHECK = Verb("recheck_conditions", gettext_lazy("按最新数据重新核查"), page="proposals:recheck-conditions")
ACCEPT = Verb(
    "accept_conditions", gettext_lazy("条件核查通过"), outcomes=("passed",), tone="primary",
    page="proposals:accept-conditions",
)  # fmt: skip
RETURN = Verb(
    "return_from_conditions",
    gettext_lazy("退回补充"),
    outcomes=("returned",),
    page="proposals:return-from-conditions",
)
FAIL = Verb(
    "refuse_on_conditions", gettext_lazy("条件不满足，不予受理"), outcomes=("failed",), tone="danger",
    page="proposals:refuse-on-conditions",
)  # fmt: skip
contribute("conditions", ACCEPT, FIND, RECHECK, RETURN, FAIL, on_open=_on_open)


def find_condition(
    *, actor: Actor, case: Case, seen: int, code: str, finding: str, reason: str, clause: str = ""
) -> ConditionOutcome:
    """A person finds a condition met or unmet, with a reason and a clause: a judgement, or an override.

    Raises NotFound for an unknown condition, NotPermitted for one that is the panel's to find.
    """
    with perform(FIND, actor=actor, case=case, seen=seen) as step:
        decision = latest_decision(step.case)
        outcome = decision.outcomes.filter(code=code).first() if decision else None
        if outcome is None:
            raise NotFound(_("这个案卷没有条件“%(code)s”。") % {"code": code})
        if outcome.explanation.get("judged_by") == PANEL:
            raise NotPermitted(_("这一条由专家组在论证时认定。"), clause=outcome.clause)
        settle(outcome, actor, finding=finding, reason=reason, clause=clause)
        step.note(condition=code, was=outcome.outcome, finding=finding, reason=reason.strip())
        step.subject = f"condition:{code}"
    return outcome


def settle(outcome: ConditionOutcome, actor: Actor, *, finding: str, reason: str, clause: str = "") -> None:
    """Write a person's finding to the outcome; raises Invalid without a known finding and a reason."""
    if finding not in FINDINGS or not reason.strip():
        raise Invalid(_("选择“满足”或“不满足”，并写明认定的依据。"), kept={"reason": reason})
    outcome.finding, outcome.finding_reason = finding, reason.strip()
    outcome.finding_clause = clause or outcome.clause
    outcome.found_by, outcome.found_at = actor.user, clock.now()
    outcome.save()


def recheck_conditions(*, actor: Actor, case: Case, seen: int) -> ConditionDecision:
    """Judge again on the register as it is now; the earlier decision stays in the case."""
    with perform(RECHECK, actor=actor, case=case, seen=seen) as step:
        decision = decide(step.case, step.run, step.pack)
        step.note(outcomes={o.code: o.outcome for o in decision.outcomes.all()})
    return decision


def accept_conditions(*, actor: Actor, case: Case, seen: int) -> Case:
    """Pass the check; blocked while a condition is unmet, lacks evidence or waits for a person."""
    with perform(ACCEPT, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case


def return_from_conditions(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Send the intention back for evidence or correction."""
    with perform(RETURN, actor=actor, case=case, seen=seen) as step:
        comment(step, anchor="conditions", label=_("建设条件"), text=reason)
        step.finish("returned", reason.strip())
    return case


def refuse_on_conditions(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Refuse: the reason and the unmet conditions are what the applicant reads."""
    with perform(FAIL, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("不予受理要写明理由。"), kept={"reason": reason})
        step.finish("failed", reason.strip())
    return case
