"""A fault of the calculator as the refusal that pages and verbs give."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked, Invalid, Refusal
from xiangchuang.policy.benefits import BelowFloorError, BenefitError, NoRuleError
from xiangchuang.policy.conditions.tongue import Tongue
from xiangchuang.procedure.pack_words import words

OF_THE_PAGE: Final = Tongue(say=gettext, name=words)


def refusal_of(error: BenefitError) -> Refusal:
    """Return it with the clause: below the floor or without a rule one is blocked, else the input is bad."""
    told = _("%(fault)s。") % {"fault": error.said(OF_THE_PAGE)}
    if isinstance(error, BelowFloorError):
        clause = error.basis.clause
        return Blocked(told, remedy=_("登记没有改动，也没有作出决定。"), clause=clause)
    if isinstance(error, NoRuleError):
        return Blocked(told, clause="4.3-1")
    return Invalid(told, remedy=_("改正登记后再算。"), clause="4.3-1")
