"""A center's consortium, what flows into it, what it may not do, and the firms that come of it."""

from xiangchuang.consortia.models.activities import ActivityKind, DeclaredActivity, EquipmentUse
from xiangchuang.consortia.models.agreements import AgreementParty, RiskTerms, SharingAgreement
from xiangchuang.consortia.models.contributions import (
    ContributionKind,
    MadeContribution,
    PromisedContribution,
)
from xiangchuang.consortia.models.findings import FindingState, PositioningFinding
from xiangchuang.consortia.models.funding import (
    EarnedIncome,
    FundingReceipt,
    FundUse,
    IncomeKind,
    PlannedReceipt,
    PlannedUse,
    ReceiptForm,
    UseKind,
)
from xiangchuang.consortia.models.members import MemberRole, MemberTerms
from xiangchuang.consortia.models.sources import SourceKind
from xiangchuang.consortia.models.spin_offs import SpinOff, SpinOffMember, SpinOffYear

__all__ = [
    "ActivityKind",
    "AgreementParty",
    "ContributionKind",
    "DeclaredActivity",
    "EarnedIncome",
    "EquipmentUse",
    "FindingState",
    "FundUse",
    "FundingReceipt",
    "IncomeKind",
    "MadeContribution",
    "MemberRole",
    "MemberTerms",
    "PlannedReceipt",
    "PlannedUse",
    "PositioningFinding",
    "PromisedContribution",
    "ReceiptForm",
    "RiskTerms",
    "SharingAgreement",
    "SourceKind",
    "SpinOff",
    "SpinOffMember",
    "SpinOffYear",
    "UseKind",
]
