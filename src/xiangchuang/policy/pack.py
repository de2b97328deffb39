"""The policy pack: the one object through which code learns what a province's notice asks.

``load_pack`` reads a directory of YAML beside the notice's text and raises ``PackError`` with every fault at
its file, line and clause. A pack is immutable; its ``sha256`` names its content.
"""

from xiangchuang.policy.changes import ChangeKind, ChangeRules
from xiangchuang.policy.citations import Citation
from xiangchuang.policy.clauses import BINDING, Clause, ClauseClass
from xiangchuang.policy.concentration import ConcentrationRule, ConcentrationThreshold, ModeChoice
from xiangchuang.policy.conditions import CaseFact, ConditionRule, FactDefinition, Parameter
from xiangchuang.policy.content import Pack
from xiangchuang.policy.duties import (
    AnnualReportRule,
    ComplianceDuty,
    CycleRule,
    Governance,
    Reporting,
    ReservedMatter,
)
from xiangchuang.policy.identity import Identity, Province, Seat
from xiangchuang.policy.layout import (
    Addressee,
    Category,
    FormationMode,
    LeadKind,
    NamedField,
    Orientation,
    Question,
    RecommendationRule,
    TechnologyType,
)
from xiangchuang.policy.loading import load_pack, pack_sha256
from xiangchuang.policy.outline import Chapter, Outline, Section
from xiangchuang.policy.panel import (
    ChecklistItem,
    ConflictRule,
    IntegrityRule,
    PanelKind,
    PanelRule,
    ReviewRule,
    ScoreItem,
    Verdict,
    VisitRule,
)
from xiangchuang.policy.planning import Planning, QueueRule
from xiangchuang.policy.problems import PackError, Problem
from xiangchuang.policy.register import YearOnYearRule
from xiangchuang.policy.stages import Deadline, GuardRule, Procedure, Stage, StageDocument, StageSettings
from xiangchuang.policy.terms import (
    ENDS,
    MATTERS,
    OUTCOMES,
    PHASES,
    ROLES,
    STAGE_KINDS,
    Label,
    Matter,
    Phase,
    Role,
    Sourced,
    StageKind,
)

__all__ = [
    "BINDING",
    "ENDS",
    "MATTERS",
    "OUTCOMES",
    "PHASES",
    "ROLES",
    "STAGE_KINDS",
    "Addressee",
    "AnnualReportRule",
    "CaseFact",
    "Category",
    "ChangeKind",
    "ChangeRules",
    "Chapter",
    "ChecklistItem",
    "Citation",
    "Clause",
    "ClauseClass",
    "ComplianceDuty",
    "ConcentrationRule",
    "ConcentrationThreshold",
    "ConditionRule",
    "ConflictRule",
    "CycleRule",
    "Deadline",
    "FactDefinition",
    "FormationMode",
    "Governance",
    "GuardRule",
    "Identity",
    "IntegrityRule",
    "Label",
    "LeadKind",
    "Matter",
    "ModeChoice",
    "NamedField",
    "Orientation",
    "Outline",
    "Pack",
    "PackError",
    "PanelKind",
    "PanelRule",
    "Parameter",
    "Phase",
    "Planning",
    "Problem",
    "Procedure",
    "Province",
    "Question",
    "QueueRule",
    "RecommendationRule",
    "Reporting",
    "ReservedMatter",
    "ReviewRule",
    "Role",
    "ScoreItem",
    "Seat",
    "Section",
    "Sourced",
    "Stage",
    "StageDocument",
    "StageKind",
    "StageSettings",
    "TechnologyType",
    "Verdict",
    "VisitRule",
    "YearOnYearRule",
    "load_pack",
    "pack_sha256",
]
