"""Tax helpers of 6.3-1: the extra deduction of R&D expense and the rate of a high-tech enterprise.

They estimate; the tax authority decides. Money is whole fen; a tax or a prorated part is rounded half up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xiangchuang.policy.benefits.faults import AmountError, NoRuleError, _
from xiangchuang.policy.benefits.rules import WHOLE, BenefitRules, DeductionRate, FirmKind, IncomeTaxRate
from xiangchuang.policy.benefits.steps import Step, basis_of, product, yuan
from xiangchuang.policy.conditions.tree import LARGEST_FACT
from xiangchuang.policy.terms import Label

_EXPENSE = Label(zh="研发费用", en="R&D expense")
_LATER = Label(zh="比例变动后的研发费用", en="R&D expense after the change of the rate")
_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class Deduction:
    """``extra`` fen deducted above the expense itself; ``saving`` fen of tax, where the profit bears it."""

    extra: int
    saving: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Saving:
    """Tax at the standard rate, at the reduced rate, and what is saved, in fen."""

    standard: int
    reduced: int
    saving: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    rate: DeductionRate
    months: int


def super_deduction(
    expense: int,
    year: int,
    firm: FirmKind,
    rules: BenefitRules,
    *,
    after_change: int | None = None,
    high_tech: bool = False,
) -> Deduction:
    """Extra deduction of a year's R&D expense (fen), with the tax it saves a firm that has the profit.

    Where the rate changes within the year, ``after_change`` is the expense from that day on; without it the
    year's expense is prorated by months. Raises NoRuleError where the pack knows no rate for a month of the
    year, AmountError for a bad amount.
    """
    _check(_EXPENSE, expense)
    segments = tuple(_segments(year, firm, rules))
    amounts = _amounts(expense, segments, after_change)
    steps: list[Step] = []
    total = 0
    for segment, amount in zip(segments, amounts, strict=True):
        extra = _half_up(amount * segment.rate.extra, WHOLE)
        total += extra
        formula = product(amount, segment.rate.extra, extra)
        steps.append(Step("segment", formula, extra, basis_of(segment.rate, "tax")))
    rate = _income_tax(rules, "high_tech" if high_tech else "standard", date(year, 12, 31))
    saving = _half_up(total * rate.rate, WHOLE)
    numbers = " + ".join(yuan(step.fen or 0) for step in steps)
    steps.append(Step("deduction", f"{numbers} = {yuan(total)}" if len(steps) > 1 else yuan(total), total))
    steps.append(Step("tax_effect", product(total, rate.rate, saving), saving, basis_of(rate, "tax")))
    return Deduction(total, saving, tuple(steps))


def high_tech_saving(profit: int, year: int, rules: BenefitRules) -> Saving:
    """What a high-tech enterprise saves on taxable income ``profit`` (fen) of a year; nothing on a loss.

    Raises NoRuleError before the rates are in force, AmountError for a bad amount.
    """
    if type(profit) is not int or abs(profit) > LARGEST_FACT:
        raise AmountError(_("应纳税所得额要写整数（分）：%(fen)r"), fen=profit)
    day = date(year, 12, 31)
    standard, reduced = _income_tax(rules, "standard", day), _income_tax(rules, "high_tech", day)
    taxed = max(0, profit)
    full, low = _half_up(taxed * standard.rate, WHOLE), _half_up(taxed * reduced.rate, WHOLE)
    steps = (
        Step("standard_tax", product(taxed, standard.rate, full), full, basis_of(standard, "tax")),
        Step("reduced_tax", product(taxed, reduced.rate, low), low, basis_of(reduced, "tax")),
        Step("saving", f"{yuan(full)} − {yuan(low)} = {yuan(full - low)}", full - low),
    )
    return Saving(full, low, full - low, steps)


def rate_on(day: date, firm: FirmKind, rules: BenefitRules) -> DeductionRate:
    """The best rate in force for such a firm on that day. Raises NoRuleError where there is none."""
    found = [rate for rate in rules.super_deduction if firm in rate.firms and rate.holds_on(day)]
    if not found:
        raise NoRuleError(
            _("政策包中没有 %(day)s 适用于这类企业的加计扣除比例：核对年度"), day=day.isoformat()
        )
    return max(found, key=lambda rate: rate.extra)


def _segments(year: int, firm: FirmKind, rules: BenefitRules) -> Iterator[_Segment]:
    rates = (rate_on(date(year, month, 1), firm, rules) for month in _MONTHS)
    for _extra, same in groupby(rates, key=lambda rate: rate.extra):
        run = list(same)
        yield _Segment(run[0], len(run))


def _amounts(expense: int, segments: tuple[_Segment, ...], after_change: int | None) -> tuple[int, ...]:
    if len(segments) == 1:
        return (expense,)
    if len(segments) > 2:
        raise NoRuleError(_("一年内比例变动不止一次，不能按一个分界日拆分研发费用"))
    if after_change is None:
        after_change = _half_up(expense * segments[1].months, len(_MONTHS))
    else:
        _check(_LATER, after_change)
    if after_change > expense:
        raise AmountError(_("比例变动后的研发费用大于全年研发费用：核对两个金额"))
    return expense - after_change, after_change


def _income_tax(rules: BenefitRules, of: str, day: date) -> IncomeTaxRate:
    for rate in rules.income_tax:
        if rate.of == of and rate.holds_on(day):
            return rate
    raise NoRuleError(_("政策包中没有 %(year)d 年的企业所得税税率：核对年度"), year=day.year)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _check(label: Label, fen: int) -> None:
    if type(fen) is not int or not 0 <= fen <= LARGEST_FACT:
        raise AmountError(_("%(label)s要写不为负的整数（分）：%(fen)r"), label=label, fen=fen)
