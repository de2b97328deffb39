"""Figures of the register and of the plan that a visit compares with what is there (5.2-1)."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.organizations.fact_values import ValueKind
from xiangchuang.organizations.models import FactRecord
from xiangchuang.pages import figures
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import ClaimedFact, VisitClaims
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.parties import parties_of
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.models import SiteVisit, VisitItem
from xiangchuang.reviews.on_site.plan_claims import PlanClaim, plan_claims

_KINDS: Final = (ValueKind.FEN, ValueKind.COUNT)
# What one unit that is typed holds of what is kept: fen in 万元, ones, ten-thousandths.
_SCALE: Final = {"money": 1_000_000, "count": 1, "number": 10_000}


def claim_items(visit: SiteVisit, case: Case, pack: Pack, *, after: int) -> list[VisitItem]:
    """Return a point of the checklist, not saved, for each figure that the pack has compared.

    The newest years the register has of the lead, then what the plan itself states; `after` is the position
    of the point before them.
    """
    rule = pack.visit.claims
    if rule is None:
        return []
    items = _of_register(visit, case, rule)
    proposal = Proposal.objects.filter(case=case).first()
    plan = submitted_revision(proposal) if proposal is not None else None
    items += [_of_plan(visit, claim) for claim in plan_claims(plan, pack)] if plan is not None else []
    for position, item in enumerate(items, after + 1):
        item.position = position
    return items


def _of_register(visit: SiteVisit, case: Case, rule: VisitClaims) -> list[VisitItem]:
    leads = [organization.pk for organization in parties_of(case).leads]
    known = FactRecord.objects.filter(
        organization__in=leads, is_current=True, field="", code__in=[fact.code for fact in rule.facts]
    ).order_by("-year", "pk")
    chosen: list[tuple[ClaimedFact, FactRecord]] = []
    for fact in rule.facts:
        rows = [row for row in known if row.code == fact.code and row.value.kind in _KINDS]
        chosen += [(fact, row) for row in rows[: rule.years]]
    return [
        VisitItem(
            visit=visit, code=f"fact-{row.pk}", clause=fact.clause, fact=row,
            label=_("%(year)s 年%(fact)s") % {"year": row.year, "fact": fact.label.zh},
        )
        for fact, row in chosen
    ]  # fmt: skip


def _of_plan(visit: SiteVisit, claim: PlanClaim) -> VisitItem:
    return VisitItem(
        visit=visit, code=claim.code, clause=claim.clause, label=claim.label, part=claim.part,
        column=claim.column, measure=claim.measure, unit=claim.unit, claimed_amount=claim.amount,
    )  # fmt: skip


def measure_of(item: VisitItem) -> str:
    """Return how the figure of this point is counted: "money" in fen, "count", or "number" in 1/10,000."""
    if item.fact is None:
        return item.measure
    return "money" if item.fact.value.kind is ValueKind.FEN else "count"


def unit_of(item: VisitItem, pack: Pack) -> str:
    """Return what a figure of this point is typed in: 万元, or what it is counted in."""
    if measure_of(item) == "money":
        return _("万元")
    if item.fact is None:
        return item.unit
    rule, code = pack.visit.claims, item.fact.code
    named = next((f.counted_in for f in rule.facts if f.code == code), None) if rule else None
    return words(named) if named else ""


def amount_text(item: VisitItem, amount: int, pack: Pack) -> str:
    """Return an amount of this point's measure with its unit."""
    if measure_of(item) == "money":
        return figures.money_text(amount)
    whole = Decimal(amount) / _SCALE[measure_of(item)]
    return f"{whole:,f} {unit_of(item, pack)}".strip()


def typed_text(item: VisitItem, amount: int) -> str:
    """Return an amount as a person types it in its unit."""
    text = f"{Decimal(amount) / _SCALE[measure_of(item)]:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_amount(item: VisitItem, number: Decimal) -> int:
    """Return what was typed (in `unit_of`) in this point's measure; raises Invalid for a part of it."""
    measure = measure_of(item)
    exact = number * _SCALE[measure]
    if exact % 1 or exact < 0:
        finest = {"money": _("万元，最多六位小数"), "number": _("数，最多四位小数")}
        unit = finest.get(measure, _("整数"))
        raise Invalid(_("“%(item)s”的核对数值填%(unit)s。") % {"item": item.label, "unit": unit})
    return int(exact)
