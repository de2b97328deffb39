"""Benefit distribution (4.3) and tax helpers (6.3-1): pure arithmetic over dated, layered rules."""

from xiangchuang.policy.benefits.distribution import (
    Distribution,
    DistributionShare,
    Payee,
    distribute,
    least_reward,
)
from xiangchuang.policy.benefits.events import Contributor, IncomeEvent, LayeredRules, OtherShare, OwnTerms
from xiangchuang.policy.benefits.faults import (
    AmountError,
    BelowFloorError,
    BenefitError,
    ContributorsError,
    NoRuleError,
    TermsError,
)
from xiangchuang.policy.benefits.rules import BenefitRules, EventKind, FirmKind, UnitKind
from xiangchuang.policy.benefits.steps import Basis, Step, StepCode
from xiangchuang.policy.benefits.tax import Deduction, Saving, high_tech_saving, super_deduction

__all__ = [
    "AmountError",
    "Basis",
    "BelowFloorError",
    "BenefitError",
    "BenefitRules",
    "Contributor",
    "ContributorsError",
    "Deduction",
    "Distribution",
    "DistributionShare",
    "EventKind",
    "FirmKind",
    "IncomeEvent",
    "LayeredRules",
    "NoRuleError",
    "OtherShare",
    "OwnTerms",
    "Payee",
    "Saving",
    "Step",
    "StepCode",
    "TermsError",
    "UnitKind",
    "distribute",
    "high_tech_saving",
    "least_reward",
    "super_deduction",
]
