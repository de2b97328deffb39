"""How a center is governed (4.1) and built up (3.1.1): what its registers keep, and how it stands."""

from xiangchuang.governance.models.bodies import Body, BodyKind, BodyMeeting, Seat, Side
from xiangchuang.governance.models.changes import ChangeRequest, ChangeState
from xiangchuang.governance.models.compliance import ComplianceFinding, ComplianceReview, ComplianceSpell
from xiangchuang.governance.models.institutes import (
    Allocation,
    HeadquartersPaper,
    Institute,
    InstituteAdjustment,
    PaperKind,
)
from xiangchuang.governance.models.legal import (
    AutonomyArticle,
    Charter,
    Decider,
    LegalForm,
    LegalKind,
    Matter,
)
from xiangchuang.governance.models.people import Post, StaffFunction, StaffMember, StaffPlan
from xiangchuang.governance.models.rules import AdoptedRule, EmpowermentDeed, Power, RuleKind, TwoSystems

__all__ = [
    "AdoptedRule",
    "Allocation",
    "AutonomyArticle",
    "Body",
    "BodyKind",
    "BodyMeeting",
    "ChangeRequest",
    "ChangeState",
    "Charter",
    "ComplianceFinding",
    "ComplianceReview",
    "ComplianceSpell",
    "Decider",
    "EmpowermentDeed",
    "HeadquartersPaper",
    "Institute",
    "InstituteAdjustment",
    "LegalForm",
    "LegalKind",
    "Matter",
    "PaperKind",
    "Post",
    "Power",
    "RuleKind",
    "Seat",
    "Side",
    "StaffFunction",
    "StaffMember",
    "StaffPlan",
    "TwoSystems",
]
