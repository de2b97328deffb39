"""Figures of the register that a visit compares with the books on the spot (5.2-1)."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.organizations.fact_values import FactValue, ValueKind
from xiangchuang.organizations.models import FactRecord
from xiangchuang.pages import figures
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import ClaimedFact
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.parties import parties_of
from xiangchuang.reviews.models import SiteVisit, VisitItem

_KINDS: Final = (ValueKind.FEN, ValueKind.COUNT)
_FEN_PER_WAN: Final = 1_000_000


def claim_items(visit: SiteVisit, case: Case, pack: Pack, *, after: int) -> list[VisitItem]:
    """Return a point of the checklist, not saved, for each figure of the lead that the pack has compared.

    The newest years the register has of each; `after` is the position of the point before them.
    """
    rule = pack.visit.claims
    if rule is None:
        return []
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
            visit=visit, position=position, code=f"fact-{row.pk}", clause=fact.clause, fact=row,
            label=_("%(year)s 年%(fact)s") % {"year": row.year, "fact": fact.label.zh},
        )
        for position, (fact, row) in enumerate(chosen, after + 1)
    ]  # fmt: skip


def unit_of(item: VisitItem, pack: Pack) -> str:
    """Return what a figure of this point is typed in: 万元, or what the pack counts it in."""
    assert item.fact is not None
    if item.fact.value.kind is ValueKind.FEN:
        return _("万元")
    rule = pack.visit.claims
    named = next((f.counted_in for f in rule.facts if f.code == item.fact.code), None) if rule else None
    return words(named) if named else ""


def amount_text(item: VisitItem, amount: int, pack: Pack) -> str:
    """Return an amount of the fact's own column with its unit."""
    assert item.fact is not None
    if item.fact.value.kind is ValueKind.FEN:
        return figures.money_text(amount)
    return f"{amount:,} {unit_of(item, pack)}".strip()


def typed_text(item: VisitItem, amount: int) -> str:
    """Return an amount as a person types it in its unit."""
    assert item.fact is not None
    if item.fact.value.kind is not ValueKind.FEN:
        return str(amount)
    return f"{Decimal(amount) / _FEN_PER_WAN:f}".rstrip("0").rstrip(".") if amount else "0"


def read_amount(item: VisitItem, number: Decimal) -> int:
    """Return what was typed (in `unit_of`) as fen or a count; raises Invalid for a part of either."""
    assert item.fact is not None
    kind = item.fact.value.kind
    exact = number * _FEN_PER_WAN if kind is ValueKind.FEN else number
    if exact % 1 or exact < 0:
        unit = _("万元，最多六位小数") if kind is ValueKind.FEN else _("整数")
        raise Invalid(_("“%(item)s”的核对数值填%(unit)s。") % {"item": item.label, "unit": unit})
    return int(FactValue(kind, int(exact)).amount)
