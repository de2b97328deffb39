"""A center's money row by row: what was received by way of funding, and what was earned."""

from collections.abc import Collection

from django.db.models import Q

from xiangchuang.centers.figure_rows import entries_of, within
from xiangchuang.centers.figures import FigureRow, Span
from xiangchuang.centers.money import MoneyRows, money_sources
from xiangchuang.consortia.models import (
    ContributionKind,
    EarnedIncome,
    FundingReceipt,
    MadeContribution,
    ReceiptForm,
)
from xiangchuang.policy.funding import FundingRules

PAID_BY_MEMBERS = Q(promise__kind=ContributionKind.MONEY)


def received_rows(centers: Collection[int], span: Span) -> MoneyRows:
    """Yield money received by source: the receipts and, by its way, what members paid on a promise."""
    money = Q(form=ReceiptForm.MONEY)
    for row in entries_of(FundingReceipt, centers, money, within("received_on", span)):
        yield (
            row.source,
            FigureRow(
                row.center_id, row.pk, row.received_on, row.amount, str(row), row.source, "funding-receipts"
            ),
        )
    for row in entries_of(MadeContribution, centers, PAID_BY_MEMBERS, within("made_on", span)):
        way = row.promise.way
        yield (
            way,
            FigureRow(row.center_id, row.pk, row.made_on, row.amount, str(row), way, "made-contributions"),
        )


def earned_rows(centers: Collection[int], span: Span) -> MoneyRows:
    """Yield income by kind: what was entered as such, and what other registers hold of it."""
    for row in entries_of(EarnedIncome, centers, within("received_on", span)):
        yield (
            row.kind,
            FigureRow(row.center_id, row.pk, row.received_on, row.amount, str(row), source="earned-incomes"),
        )
    for source in money_sources("income"):
        yield from source.rows(centers, span)


def income_rows(centers: Collection[int], span: Span, rules: FundingRules) -> MoneyRows:
    """Yield what was earned and what of the receipts is income by the pack's word, by kind of income."""
    yield from earned_rows(centers, span)
    for source, row in received_rows(centers, span):
        rule = rules.kind_of_receipt(source)
        if rule is not None:
            yield rule.code, row
