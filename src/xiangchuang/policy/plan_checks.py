"""plan_checks.yaml: what a plan is checked for before it is submitted, and when two plans count as alike.

What can be found at all, `documents/plan_check` and `documents/personal` say: a pack chooses among their
findings and kinds.
"""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.documents.personal import Kind
from xiangchuang.documents.plan_check import FindingCode
from xiangchuang.policy.outline import SECTION_CODE
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import SourceFile
from xiangchuang.policy.terms import Label, Model, Sourced

Severity = Literal["error", "warning"]
BasisPoints = int


class CheckRule(Sourced):
    """A finding that is looked for. An error holds the submission back, a warning never does.

    ``error_in`` are the sections in which a warning is an error all the same.
    """

    code: FindingCode
    label: Label
    severity: Severity
    error_in: tuple[str, ...] = ()

    def severity_in(self, section: str) -> Severity:
        """How grave it is in that section ("" for the table of targets)."""
        return "error" if section in self.error_in else self.severity


class SaidFactRule(Model):
    """How running text names a yearly fact of the register. ``units`` are words of count; none means money.

    ``tolerance_bp`` is in ten-thousandths of the register's value; a sentence with one of ``unless`` is left
    alone.
    """

    fact: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    terms: tuple[str, ...] = Field(min_length=1)
    units: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    tolerance_bp: BasisPoints = Field(default=0, ge=0)


class SimilarityRule(Sourced):
    """When a passage counts as shared with another plan: in signs, letters and digits counted alone.

    ``gap`` signs may differ within a passage; ``shown_from_bp`` is a share of a section, in ten-thousandths,
    from which the pair is shown; ``quoted`` is the length of a run that counts as quoted from the notice.
    """

    shortest: int = Field(ge=12)
    gap: int = Field(ge=0, le=12)
    quoted: int = Field(ge=8)
    shown_from_bp: BasisPoints = Field(ge=0)


class PlanCheckRules(Model):
    """plan_checks.yaml; a pack without it checks nothing and compares nothing."""

    findings: tuple[CheckRule, ...] = ()
    words_few_below_bp: BasisPoints = Field(default=0, ge=0)
    """Share of the fewest usual words (outline.yaml) below which a section is short; 0 for never."""
    words_many_above_bp: BasisPoints = Field(default=0, ge=0)
    """Share of the most usual words above which a section is long; 0 for never."""
    sum_tolerance_bp: BasisPoints = Field(default=0, ge=0)
    total_terms: tuple[str, ...] = ()
    total_sections: tuple[str, ...] = ()
    period_section: str | None = Field(default=None, pattern=SECTION_CODE)
    sections_in_period: tuple[str, ...] = ()
    target_sections: tuple[str, ...] = ()
    said_facts: tuple[SaidFactRule, ...] = ()
    of_others: tuple[str, ...] = ()
    identity: tuple[Kind, ...] = ()
    contact: tuple[Kind, ...] = ()
    similarity: SimilarityRule | None = None

    @model_validator(mode="after")
    def _each_finding_once(self) -> Self:
        codes = [rule.code for rule in self.findings]
        if doubled := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"findings 中 {'、'.join(doubled)} 写了两次")
        return self

    @cached_property
    def by_code(self) -> dict[str, CheckRule]:
        """The rules by the finding they are about."""
        return {rule.code: rule for rule in self.findings}

    @property
    def sections_named(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """Every section of the outline that the file names, with the place it stands at."""
        named: list[tuple[tuple[str | int, ...], str]] = []
        for number, rule in enumerate(self.findings):
            named += [(("findings", number, "error_in"), code) for code in rule.error_in]
        for key in ("total_sections", "sections_in_period", "target_sections"):
            named += [((key,), code) for code in getattr(self, key)]
        if self.period_section:
            named.append((("period_section",), self.period_section))
        return tuple(named)


def plan_check_faults(
    source: SourceFile, rules: PlanCheckRules, sections: Collection[str]
) -> Iterator[Problem]:
    """Sections that the outline does not have."""
    for place, code in rules.sections_named:
        if code not in sections:
            yield source.problem(place, f"提纲中没有 {code} 这一节")
