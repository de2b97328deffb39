"""A condition explained in full, from what was kept with the case or judged a moment ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.policy.conditions import ConditionJudgement, as_record
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import ConditionDecision, ConditionOutcome

STRENGTHS: Final[dict[str, str | Promise]] = {"must": _("必须"), "shall": _("须"), "principle": _("原则上")}
SUBJECTS: Final[dict[str, str | Promise]] = {"lead": _("对牵头单位"), "center": _("对中心")}
# The register's reading joins several pieces of evidence with this mark.
EVIDENCE_MARK = "；"


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence by its name; `file` is its id where the reader may open it, else None."""

    name: str
    file: int | None = None


@dataclass(frozen=True)
class ExplainedCondition:
    """`record` is `as_record`'s mapping; `outcome` the row kept with a case, None for a self-check."""

    record: Mapping[str, Any]
    clause_text: str = ""
    outcome: ConditionOutcome | None = None
    files: Mapping[str, int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.record["code"])

    @property
    def label(self) -> str:
        return words(self.record["label"])

    @property
    def clause(self) -> str:
        return str(self.record["clause"])

    @property
    def settled(self) -> str:
        """What counts: the person's finding, else what the data said."""
        return self.outcome.settled if self.outcome else str(self.record["outcome"])

    @property
    def judged(self) -> str:
        """What the data said, whatever a person found later."""
        return str(self.record["outcome"])

    @property
    def strength(self) -> str:
        return str(STRENGTHS[self.record["strength"]])

    @property
    def subject(self) -> str:
        return str(SUBJECTS[self.record["subject"]])

    @property
    def operands(self) -> list[tuple[Mapping[str, Any], list[EvidenceLine]]]:
        """Each fact with its evidence; those that decided come first."""
        ordered = sorted(self.record["operands"], key=lambda operand: not operand["deciding"])
        return [(operand, self.evidence_of(operand)) for operand in ordered]

    @property
    def parameters(self) -> list[tuple[Mapping[str, Any], date]]:
        """Each parameter with the day from which its value holds."""
        return [(p, date.fromisoformat(p["since"])) for p in self.record["parameters"]]

    @property
    def comparisons(self) -> Sequence[Mapping[str, Any]]:
        """Both sides of each comparison, in the facts' own units (fen)."""
        comparisons: Sequence[Mapping[str, Any]] = self.record["comparisons"]
        return comparisons

    @property
    def interpretations(self) -> list[tuple[str, str, date]]:
        """Text, owner and first day of each reading of a term the clause leaves open."""
        return [
            (words(i["text"]), words(i["owner"]), date.fromisoformat(i["since"]))
            for i in self.record["interpretations"]
        ]

    @property
    def evidence_asked(self) -> str:
        """What the person who judges looks at; "" where no person does."""
        judgement = self.record.get("judgement")
        return words(judgement["evidence"]) if judgement else ""

    @property
    def is_override(self) -> bool:
        """Whether a person decided otherwise than the data, where the text did not ask for a person."""
        return bool(self.outcome and self.outcome.finding and self.judged not in ("judgement", self.settled))

    def evidence_of(self, operand: Mapping[str, Any]) -> list[EvidenceLine]:
        """Return the operand's evidence, by name, with the file where the reader may open it."""
        whole: str = operand.get("evidence") or ""
        names = [whole] if whole in self.files else [name for name in whole.split(EVIDENCE_MARK) if name]
        return [EvidenceLine(name, self.files.get(name)) for name in names]


@dataclass(frozen=True)
class Summary:
    """How many conditions came out how; those that do not apply are not counted."""

    met: int
    unmet: int
    missing: int
    judgement: int

    @property
    def of(self) -> int:
        return self.met + self.unmet + self.missing + self.judgement


def explained_decision(
    decision: ConditionDecision, clauses: Mapping[str, Any], files: Mapping[str, int]
) -> list[ExplainedCondition]:
    """Return the conditions of a kept decision, in the pack's order, without those that do not apply.

    `files` maps names of evidence to the ids of files that the reader may open.
    """
    return [
        ExplainedCondition(o.explanation, _text(clauses, o.clause), o, files)
        for o in decision.outcomes.all()
        if o.settled != "not_applicable"
    ]


def explained_judgements(
    judgements: Sequence[ConditionJudgement], clauses: Mapping[str, Any]
) -> list[ExplainedCondition]:
    """Return what was just judged and is kept nowhere."""
    return [
        ExplainedCondition(as_record(judgement), _text(clauses, judgement.clause))
        for judgement in judgements
        if judgement.outcome != "not_applicable"
    ]


def summary_of(conditions: Sequence[ExplainedCondition]) -> Summary:
    """Count the conditions by what settles them."""
    settled = [condition.settled for condition in conditions]
    return Summary(*(settled.count(name) for name in ("met", "unmet", "missing", "judgement")))


def _text(clauses: Mapping[str, Any], anchor: str) -> str:
    clause = clauses.get(anchor)
    return str(clause.text) if clause else ""
