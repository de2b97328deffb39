"""Conditions as pages show them: outcome, numbers with unit, year, source and evidence, gap, finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.check_conditions import SETTLED, waits_for_panel
from xiangchuang.proposals.models import ConditionDecision, ConditionOutcome


@dataclass(frozen=True)
class ConditionLine:
    """One condition with what it was judged on."""

    outcome: ConditionOutcome

    @property
    def code(self) -> str:
        return self.outcome.code

    @property
    def explanation(self) -> dict[str, Any]:
        explanation: dict[str, Any] = self.outcome.explanation
        return explanation

    @property
    def label(self) -> str:
        return words(self.explanation["label"])

    @property
    def operands(self) -> Sequence[dict[str, Any]]:
        """The facts it was judged on; those that decided it come first."""
        operands: list[dict[str, Any]] = self.explanation.get("operands", [])
        return sorted(operands, key=lambda operand: not operand.get("deciding"))

    @property
    def evidence_asked(self) -> str:
        """What a person should look at, where the condition asks for a person."""
        judgement = self.explanation.get("judgement") or {}
        return words(judgement["evidence"]) if judgement.get("evidence") else ""

    @property
    def is_for_panel(self) -> bool:
        """Whether the panel finds it in the review."""
        return waits_for_panel(self.outcome)

    @property
    def is_settled(self) -> bool:
        return self.outcome.settled in SETTLED

    @property
    def waits_here(self) -> bool:
        """Whether it holds the check until a person finds it."""
        return not self.is_settled and not self.is_for_panel


@dataclass(frozen=True)
class ConditionCounts:
    """How the conditions stand, for the column of facts."""

    met: int
    of: int
    missing: int
    unmet: int
    judgement: int


def condition_lines(decision: ConditionDecision) -> list[ConditionLine]:
    """Return the conditions of a decision, in the pack's order; those that do not apply are left out."""
    return [ConditionLine(o) for o in decision.outcomes.all() if o.settled != "not_applicable"]


def condition_counts(lines: Sequence[ConditionLine]) -> ConditionCounts:
    """Count the conditions by what settles them."""
    settled = [line.outcome.settled for line in lines]
    return ConditionCounts(
        met=settled.count("met"),
        of=len(settled),
        missing=settled.count("missing"),
        unmet=settled.count("unmet"),
        judgement=settled.count("judgement"),
    )
