"""A fault of the calculator as the refusal that pages and verbs give."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked, Invalid, Refusal
from xiangchuang.policy.benefits import BelowFloorError, BenefitError, NoRuleError


def refusal_of(error: BenefitError) -> Refusal:
    """Return it with the clause: below the floor or without a rule one is blocked, else the input is bad."""
    told = f"{error}。"
    if isinstance(error, BelowFloorError):
        clause = error.basis.clause
        return Blocked(told, remedy=_("登记没有改动，也没有作出决定。"), clause=clause)
    if isinstance(error, NoRuleError):
        return Blocked(told, clause="4.3-1")
    return Invalid(told, remedy=_("改正登记后再算。"), clause="4.3-1")
