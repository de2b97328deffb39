"""How a center stands by each condition, as pages show it: state, since when, who must act, what mends it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.governance.find_compliance import may_find
from xiangchuang.governance.models import ComplianceFinding, ComplianceSpell
from xiangchuang.governance.review_compliance import SETTLED, CenterReading, watched_rules
from xiangchuang.policy.conditions import ConditionJudgement, distance_sentence, shown
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.condition_words import OF_THE_PAGE


@dataclass(frozen=True)
class ComplianceLine:
    """One condition on the center today."""

    judgement: ConditionJudgement
    state: str
    since: dt.date | None
    acts: str
    mend: str
    finding: ComplianceFinding | None
    may_find: bool

    @property
    def code(self) -> str:
        """Code of the condition."""
        return self.judgement.code

    @property
    def label(self) -> str:
        """Words for the condition."""
        return words(self.judgement.label)

    @property
    def clause(self) -> str:
        """Clause it rests on, or "default"."""
        return self.judgement.clause

    @property
    def origin(self) -> str:
        """The practice a default comes from."""
        return self.judgement.rule.origin or ""

    @property
    def is_met(self) -> bool:
        """Whether nobody need act."""
        return self.state in SETTLED

    @property
    def gap(self) -> str:
        """What is missing or how far it is from the line; "" when met."""
        return distance_sentence(self.judgement.distance, OF_THE_PAGE)

    @property
    def readings(self) -> list[tuple[str, str, str]]:
        """Each fact it was judged on: label, value with unit, source."""
        return [
            (words(o.label), shown(o.value, o.unit, o.counted_in, OF_THE_PAGE), o.source)
            for o in self.judgement.operands
        ]

    @property
    def interpretations(self) -> list[str]:
        """Our readings of what the clause leaves open, which entered the judgement."""
        return [words(interpretation.text) for interpretation in self.judgement.interpretations]


def compliance_lines(center: Center, actor: Actor) -> list[ComplianceLine]:
    """Return every condition on the center as of today, those not met first; eight queries."""
    today = clock.today()
    reading = CenterReading(center)
    since = dict(
        ComplianceSpell.objects.filter(center=center, ended_on=None).values_list("condition", "since")
    )
    lines = [
        _line(reading, judgement, since, actor, today)
        for judgement in reading.judged(today).values()
        if judgement.outcome != "not_applicable"
    ]
    return sorted(lines, key=lambda line: line.is_met)


def _line(
    reading: CenterReading,
    judgement: ConditionJudgement,
    since: Mapping[str, dt.date],
    actor: Actor,
    today: dt.date,
) -> ComplianceLine:
    code = judgement.code
    state = reading.outcome(code, today)
    duty = reading.pack.governance.duty_of(code)
    begun = None if state in SETTLED else since.get(code) or reading.not_met_since(code, today)
    judges = judgement.outcome == "judgement"
    by = judgement.judgement.by if judges and judgement.judgement else ""
    acts = Role(by).label if by in Role.values else Role(duty.acts).label if duty else ""
    return ComplianceLine(
        judgement, state, begun, acts=str(acts), mend=words(duty.mend) if duty else "",
        finding=reading.findings.get(code), may_find=judges and may_find(actor, judgement.rule) is not None,
    )  # fmt: skip


def condition_labels(pack: Pack) -> dict[str, str]:
    """Return code → words of every condition on centers."""
    return {rule.code: words(rule.label) for rule in watched_rules(pack)}
