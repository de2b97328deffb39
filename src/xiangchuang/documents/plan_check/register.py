"""Figures of past years in the text that the register of the organisation states otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xiangchuang.documents.plan_check.amounts import agree, shown, shown_money
from xiangchuang.documents.plan_check.finding import CheckedPlan, CheckedSection, Found, Party
from xiangchuang.documents.plan_check.statements import Statement, sentences, stated_counts, stated_money


@dataclass(frozen=True, slots=True)
class SaidFact:
    """How a fact of the register is named in running text.

    `units` are the words of count after the number; none means money. A sentence with one of `unless` is left
    alone, such as one that counts over all years. The tolerance is in ten-thousandths of what is kept.
    """

    code: str
    terms: tuple[str, ...]
    units: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    tolerance_bp: int = 0


def register_findings(
    plan: CheckedPlan, facts: Sequence[SaidFact], *, of_others: Sequence[str]
) -> Iterator[Found]:
    """What the plan says of a party's past year and the register knows otherwise.

    A sentence speaks of the party it names; of the lead when it names none and nothing in `of_others`.
    """
    for section in plan.sections:
        yield from _in_section(plan, section, facts, of_others)


def _in_section(
    plan: CheckedPlan, section: CheckedSection, facts: Sequence[SaidFact], of_others: Sequence[str]
) -> Iterator[Found]:
    for block in section.blocks:
        for sentence in sentences(block):
            party = _party_of(sentence, plan.parties, of_others)
            if party is None:
                continue
            for fact in facts:
                if any(word in sentence for word in fact.unless):
                    continue
                for statement in _stated(sentence, fact):
                    if found := _against(party, fact, statement):
                        yield Found("register_differs", section.code, block.id, found)


def _stated(sentence: str, fact: SaidFact) -> Iterator[Statement]:
    if fact.units:
        return stated_counts(sentence, fact.terms, fact.units)
    return stated_money(sentence, fact.terms)


def _against(party: Party, fact: SaidFact, statement: Statement) -> dict[str, str] | None:
    known = next((f for f in party.facts if f.code == fact.code and f.year == statement.year), None)
    if known is None or agree(
        statement.value, known.value, slack=statement.slack, tolerance_bp=fact.tolerance_bp
    ):
        return None
    shown_known = f"{shown(known.value)} {fact.units[0]}" if fact.units else shown_money(known.value)
    return {
        "organization": party.name, "year": str(statement.year), "fact": fact.code,
        "stated": statement.written, "register": shown_known,
    }  # fmt: skip


def _party_of(sentence: str, parties: Sequence[Party], of_others: Sequence[str]) -> Party | None:
    named = [party for party in parties if party.name and party.name in sentence]
    if named:
        # Two parties in one sentence: whose number it is, nobody can tell.
        return named[0] if len(named) == 1 else None
    if not parties or any(word in sentence for word in of_others):
        return None
    return parties[0]
