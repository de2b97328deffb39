"""What can be counted of a center's consortium and money, of its spin-offs and positioning."""

from collections.abc import Collection, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.figure_rows import entry_rows
from xiangchuang.centers.figures import Figure, FigureRow, Span, contribute_figures, contribute_pages
from xiangchuang.consortia.models import FindingState, MadeContribution, PositioningFinding, SpinOff
from xiangchuang.consortia.money_rows import income_rows, received_rows
from xiangchuang.procedure.packs import current_pack


def market_income(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the income that counts for the market by the pack in force (4.6-2)."""
    rules = current_pack().funding
    market = {rule.code for rule in rules.income if rule.side == "market"}
    return (row for kind, row in income_rows(centers, span, rules) if kind in market)


def total_income(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield all income: earned, and the receipts that the pack in force counts as income."""
    return (row for _kind, row in income_rows(centers, span, current_pack().funding))


def funds_received(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield money received by way of funding, each row with its source as the key."""
    return (row for _source, row in received_rows(centers, span))


def positioning_confirmed(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield findings against 2-3 that an officer confirmed in the span and nobody has closed since."""
    rows = PositioningFinding.objects.filter(center__in=centers, state=FindingState.CONFIRMED)
    for finding in rows.exclude(decided_at=None).order_by("pk"):
        assert finding.decided_at is not None
        day = clock.day_of(finding.decided_at)
        if day in span:
            yield FigureRow(finding.center_id, finding.pk, day, 1, finding.told)


FIGURES: Final = (
    Figure(
        "market_income", _("市场机制收入"), "fen", "sum", market_income,
        _("按现行政策属于市场一方的收入，含竞争性课题、技术合同和服务订单的到账，按到账日期计。"),
        "earned-incomes",
    ),
    Figure(
        "total_income", _("总收入"), "fen", "sum", total_income,
        _("市场、政府、成员和其他各方的收入，按到账日期计；入股、贷款和基金是投入，不是收入。"),
        "earned-incomes",
    ),
    Figure(
        "funds_received", _("到账资金"), "fen", "sum", funds_received,
        _("资金台账的到账和成员按承诺到位的资金，按到账日期计；设施和政策不计金额。"), "funding-receipts",
    ),
    Figure(
        "funding_sources", _("资金来源种类"), "count", "distinct", funds_received,
        _("期内有资金到账的来源种类：会员费、入股、协议、基金、金融机构、各级财政等，同类计一次。"),
        "funding-receipts",
    ),
    Figure(
        "contributions_made", _("成员到位投入"), "fen", "sum",
        entry_rows(MadeContribution, "made_on", amount="amount"),
        _("成员按承诺到位的资金和作价的技术、平台、设备，按到位日期计；按数量计的不计金额。"),
        "made-contributions",
    ),
    Figure(
        "spin_offs_founded", _("成立的衍生企业"), "count", "sum", entry_rows(SpinOff, "founded_on"),
        _("登记的衍生企业，按企业成立日期计。"), "spin-offs",
    ),
    Figure(
        "positioning_confirmed", _("认定不符合定位的事项"), "count", "sum", positioning_confirmed,
        _("省科技厅认定不符合、至今没有了结的定位监看事项，按认定日期计。"), "positioning",
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where a finding can be read."""
    contribute_figures(*FIGURES)
    contribute_pages({"positioning": lambda center, pk: reverse("consortia:finding", args=[center, pk])})
