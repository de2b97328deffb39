"""The pack as the rest of the product holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from xiangchuang.policy.adjustments import AdjustmentRules
from xiangchuang.policy.archive import ArchiveRule
from xiangchuang.policy.benefits.rules import BenefitRules
from xiangchuang.policy.changes import ChangeRules
from xiangchuang.policy.citations import Citation
from xiangchuang.policy.clauses import BINDING, Clause
from xiangchuang.policy.concentration import ConcentrationRule
from xiangchuang.policy.conditions import CaseFact, ConditionRule, FactDefinition, Parameter
from xiangchuang.policy.correspondence import CorrespondenceRules
from xiangchuang.policy.duties import Governance, Reporting
from xiangchuang.policy.evaluation.indicators import IndicatorSet
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.experts import ExpertRules
from xiangchuang.policy.funding import FundingRules
from xiangchuang.policy.goals import GoalRules
from xiangchuang.policy.identity import Identity, Province, Seat
from xiangchuang.policy.layout import (
    Addressee,
    Category,
    FormationMode,
    Layout,
    LeadKind,
    NamedField,
    Orientation,
    RecommendationRule,
    TechnologyType,
)
from xiangchuang.policy.outline import Outline
from xiangchuang.policy.panel import IntegrityRule, PanelRule, ReviewRule, VisitRule
from xiangchuang.policy.plan_checks import PlanCheckRules
from xiangchuang.policy.plan_parts import PlanPartRules
from xiangchuang.policy.platforms import PlatformRules
from xiangchuang.policy.positioning import PositioningRules
from xiangchuang.policy.publicity import PublicityRule
from xiangchuang.policy.register import RegisterRule
from xiangchuang.policy.research import ResearchRule
from xiangchuang.policy.stages import Procedure
from xiangchuang.policy.support import SupportRule
from xiangchuang.policy.terms import Label, Role
from xiangchuang.policy.wordings import Wordings


@dataclass(frozen=True)
class Pack:
    """A province's programme as typed rules. ``sha256`` (hexadecimal) covers every file of the directory."""

    identity: Identity
    sha256: str
    clauses: Mapping[str, Clause]
    layout: Layout
    procedures: Mapping[str, Procedure]
    outline: Outline
    panel: PanelRule
    experts: ExpertRules
    review: ReviewRule
    visit: VisitRule
    integrity: IntegrityRule
    reporting: Reporting
    governance: Governance
    recommendation: RecommendationRule
    addressees: tuple[Addressee, ...]
    facts: Mapping[str, FactDefinition]
    case_facts: tuple[CaseFact, ...]
    parameters: Mapping[str, Parameter]
    conditions: tuple[ConditionRule, ...]
    concentration: ConcentrationRule
    benefits: BenefitRules
    register: RegisterRule
    support: SupportRule
    research: ResearchRule
    positioning: PositioningRules
    funding: FundingRules
    changes: ChangeRules
    evaluation: EvaluationRules
    goals: GoalRules
    correspondence: CorrespondenceRules
    wordings: Wordings
    publicity: PublicityRule
    archive: ArchiveRule
    plan_checks: PlanCheckRules
    adjustments: AdjustmentRules
    plan_parts: PlanPartRules
    platforms: PlatformRules
    indicator_sets: Mapping[str, IndicatorSet]
    cited: Mapping[str, tuple[Citation, ...]]

    @property
    def code(self) -> str:
        """Name of the pack's directory and of the policy in the database."""
        return self.identity.code

    @property
    def version(self) -> str:
        """Version label."""
        return self.identity.version

    @property
    def title(self) -> Label:
        """Name of the programme."""
        return self.identity.title

    @property
    def province(self) -> Province:
        """Whose programme it is."""
        return self.identity.province

    @property
    def issued_on(self) -> date:
        """Day of the notice."""
        return self.identity.issued_on

    @property
    def effective_from(self) -> date:
        """First day on which a case may begin under this version."""
        return self.identity.effective_from

    @property
    def categories(self) -> tuple[Category, ...]:
        """综合类 and 领域类."""
        return self.layout.categories

    @property
    def orientations(self) -> tuple[Orientation, ...]:
        """四个面向, each with its fields."""
        return self.layout.orientations

    @property
    def technology_types(self) -> tuple[TechnologyType, ...]:
        """Kinds of technology that directions, tasks and results carry."""
        return self.layout.technology_types

    @property
    def lead_kinds(self) -> tuple[LeadKind, ...]:
        """Kinds of organisation that may lead at all."""
        return self.layout.lead_kinds

    @property
    def formation_modes(self) -> tuple[FormationMode, ...]:
        """Ways to form a center."""
        return self.layout.formation_modes

    def clause(self, anchor: str) -> Clause:
        """The clause of that anchor; raises ``KeyError``."""
        return self.clauses[anchor]

    def procedure(self, code: str) -> Procedure:
        """The procedure of that code, such as ``approval``; raises ``KeyError``."""
        return self.procedures[code]

    def orientation(self, code: str) -> Orientation:
        """The orientation of that code; raises ``KeyError``."""
        return _named(self.orientations, code)

    def category(self, code: str) -> Category:
        """The category of that code; raises ``KeyError``."""
        return _named(self.categories, code)

    def formation_mode(self, code: str) -> FormationMode:
        """The formation mode of that code; raises ``KeyError``."""
        return _named(self.formation_modes, code)

    def field(self, code: str) -> tuple[Orientation, NamedField]:
        """A named field with its orientation; raises ``KeyError`` (a field under 等 is not in the pack)."""
        for orientation in self.orientations:
            for named in orientation.fields:
                if named.code == code:
                    return orientation, named
        raise KeyError(code)

    def indicator_set_for(self, category: str) -> IndicatorSet:
        """The set by which centers of that category are evaluated; raises ``KeyError``."""
        for found in self.indicator_sets.values():
            if category in found.categories:
                return found
        raise KeyError(category)

    def seat(self, role: Role) -> Seat | None:
        """Who holds the role in this province, where the pack says so."""
        return next((seat for seat in self.identity.seats if seat.role == role), None)

    def citations(self) -> Mapping[str, tuple[Citation, ...]]:
        """Anchor → every rule of the pack that cites it; a clause nothing cites maps to an empty tuple."""
        return self.cited

    def binding_clauses(self) -> tuple[Clause, ...]:
        """Operative and permissive clauses: those that need behaviour and a test."""
        return tuple(clause for clause in self.clauses.values() if clause.class_ in BINDING)


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=_Coded)


def _named(items: tuple[C, ...], code: str) -> C:
    for item in items:
        if item.code == code:
            return item
    raise KeyError(code)
