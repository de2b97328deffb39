"""Past decisions on the conditions judged again by a draft of the policy, on the data of then."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from xiangchuang.calendars import clock
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.queries import stood_at
from xiangchuang.policy.conditions import (
    ConditionError,
    ConditionJudgement,
    FactReading,
    distance_sentence,
    judge_all,
)
from xiangchuang.policy.conditions.rules import Subject
from xiangchuang.policy.pack import Label, Pack
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.replay import ChangedCondition, Replayed, register_replay
from xiangchuang.proposals.condition_words import OF_THE_PAGE, lack_of
from xiangchuang.proposals.models import ConditionDecision, ConditionOutcome
from xiangchuang.proposals.register_readings import readings_from

# The worst of these is what the conditions come to as a whole.
WORST_FIRST = ("unmet", "missing", "judgement", "met")
SUBJECT: Subject = "lead"
AT_A_TIME = 200


def replay(draft: Pack) -> Iterator[Replayed]:
    """Yield the newest decision of every case as the draft would have made it.

    Years are those of the decision day. The draft's law is taken as in force: that of the decision day, or
    of the draft's first day where that is later. A reading kept with the decision is used where the draft
    defines its fact as the case's policy did; else the register as it stood at the decision.
    """
    decisions = ConditionDecision.objects.select_related("case", "case__proposal", "subject")
    seen: set[int] = set()
    for decision in decisions.prefetch_related("outcomes").iterator(chunk_size=AT_A_TIME):
        # Newest first: an earlier decision of the same case was replaced by a later one.
        if decision.case_id not in seen:
            seen.add(decision.case_id)
            yield _replayed(decision, draft)


def _replayed(decision: ConditionDecision, draft: Pack) -> Replayed:
    case, on = decision.case, clock.day_of(decision.data_as_of)
    outcomes = {o.code: o for o in decision.outcomes.all()}
    was = _whole(o.settled for o in outcomes.values())
    changed: tuple[ChangedCondition, ...] = ()
    problem = ""
    now = was
    try:
        judgements = _judge(decision, draft, on, outcomes.values())
        changed = tuple(_changes(outcomes, judgements))
        now = _whole(_settled(j, outcomes.get(j.code)) for j in judgements)
    except ConditionError as error:
        problem = str(error)
    return Replayed(case.number, case.title, decision.subject.name, on, was, now, changed, problem)


def _judge(
    decision: ConditionDecision, draft: Pack, on: date, outcomes: Iterable[ConditionOutcome]
) -> tuple[ConditionJudgement, ...]:
    pinned = pack_of(decision.case)
    kept = _kept_readings(outcomes, pinned, draft)
    wanted = {name for name, fact in draft.facts.items() if fact.subject == SUBJECT} - set(kept)
    facts = dict(kept)
    if wanted:
        then = _register_then(decision, draft, on)
        facts |= {name: then[name] for name in then if name not in kept}
    return judge_all(
        draft.conditions,
        kind=decision.subject.kind,
        facts=facts,
        parameters=draft.parameters,
        on=max(on, draft.effective_from),
        subject=SUBJECT,
    )


def _kept_readings(outcomes: Iterable[ConditionOutcome], pinned: Pack, draft: Pack) -> dict[str, FactReading]:
    found: dict[str, FactReading] = {}
    for outcome in outcomes:
        operands: list[Mapping[str, Any]] = outcome.explanation.get("operands", [])
        for operand in operands:
            definition = draft.facts.get(operand["name"])
            if definition is not None and definition == pinned.facts.get(operand["name"]):
                found[operand["name"]] = FactReading(
                    definition, operand["value"], tuple(operand["years"]), operand["source"],
                    operand["evidence"], operand["note"], lack_of(operand),
                )  # fmt: skip
    return found


def _register_then(decision: ConditionDecision, draft: Pack, on: date) -> dict[str, FactReading]:
    """Read what the register said at the decision, whatever was corrected or added since."""
    of_then = stood_at(decision.subject_id, decision.data_as_of)
    facts = FactRecord.objects.filter(of_then)
    records = CapabilityRecord.objects.filter(of_then)
    return readings_from(
        facts.select_related("evidence"),
        records.select_related("evidence"),
        field=decision.case.proposal.field,
        on=on,
        pack=draft,
    )


def _changes(
    outcomes: Mapping[str, ConditionOutcome], judgements: Iterable[ConditionJudgement]
) -> Iterator[ChangedCondition]:
    now = {j.code: j for j in judgements}
    for code, judgement in now.items():
        before = outcomes.get(code)
        was = before.outcome if before else ""
        if was != judgement.outcome and not (was == "" and judgement.outcome == "not_applicable"):
            gap = distance_sentence(judgement.distance, OF_THE_PAGE)
            yield ChangedCondition(code, judgement.label, was, judgement.outcome, gap)
    for code, outcome in outcomes.items():
        if code not in now and outcome.outcome != "not_applicable":
            label = Label(**outcome.explanation["label"])
            yield ChangedCondition(code, label, outcome.outcome, "", "")


def _settled(judgement: ConditionJudgement, before: ConditionOutcome | None) -> str:
    """A person's finding holds where its ground did not move, as in a recheck."""
    if before is not None and before.finding and before.outcome == judgement.outcome:
        return before.finding
    return judgement.outcome


def _whole(settled: Iterable[str]) -> str:
    found = set(settled)
    return next((outcome for outcome in WORST_FIRST if outcome in found), "met")


register_replay(replay)
