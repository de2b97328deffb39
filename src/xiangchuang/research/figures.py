"""Figures that the registers give for a year, by the codes under which a pack proposes them for targets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.models import Center
from xiangchuang.policy.research import FigureCode
from xiangchuang.research import queries
from xiangchuang.research.models.kinds import NEW_PRODUCTS, PATENTS, STANDARDS, ResultKind, TransferMode
from xiangchuang.research.queries import ContractYear, FiledAndGranted, TransferYear

FIGURE_LABELS: Final[Mapping[FigureCode, Promise]] = {
    "rd_spending": _("研发支出（任务支出合计）"),
    "invention_filed": _("发明专利申请数（按申请日期）"),
    "invention_granted": _("发明专利授权数（按授权日期）"),
    "patents_filed": _("各类专利申请数（按申请日期）"),
    "patents_granted": _("各类专利授权数（按授权日期）"),
    "pct_filed": _("PCT 国际专利申请数（按申请日期）"),
    "standards": _("发布的国家、行业、团体、企业标准数"),
    "software": _("软件著作权登记数"),
    "papers": _("论文数"),
    "new_products": _("新产品、中试产品数"),
    "contracts_signed": _("技术合同签订数（按签订日期）"),
    "contracts_agreed": _("技术合同成交额（按签订日期）"),
    "contracts_received": _("技术合同到账额（按到账日期）"),
    "smes_served": _("签订技术合同的科技型中小企业数"),
    "firms_incubated": _("以孵化企业方式转化的成果数"),
    "transfers": _("成果转化数（按日期）"),
    "projects_started": _("科研项目立项数（按开始日期）"),
}
MONEY: Final = frozenset({"rd_spending", "contracts_agreed", "contracts_received"})
FEN_PER_UNIT: Final = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


@dataclass
class YearFigures:
    """The figures of one center and year; each register is read once, when first asked."""

    center: Center
    year: int

    def value(self, code: FigureCode) -> int:
        """Return a figure: fen for money, else a count."""
        return _READ[code](self)

    @cached_property
    def results(self) -> Mapping[ResultKind, FiledAndGranted]:
        """Results by kind."""
        return queries.results_by_kind(self.center, self.year)

    @cached_property
    def contracts(self) -> list[ContractYear]:
        """Contracts, by type."""
        return list(queries.contracts_by_type(self.center, self.year).values())

    @cached_property
    def transfers(self) -> Mapping[str, TransferYear]:
        """Transfers by mode."""
        return queries.transfers_by_mode(self.center, self.year)

    def filed(self, *kinds: ResultKind) -> int:
        """Count what was filed of some kinds."""
        return sum(self.results.get(kind, FiledAndGranted()).filed for kind in kinds)

    def granted(self, *kinds: ResultKind) -> int:
        """Count what was granted, published or finished of some kinds."""
        return sum(self.results.get(kind, FiledAndGranted()).granted for kind in kinds)


_READ: Final[Mapping[FigureCode, Callable[[YearFigures], int]]] = {
    "rd_spending": lambda f: queries.rd_spending(f.center, f.year),
    "invention_filed": lambda f: f.filed(ResultKind.INVENTION),
    "invention_granted": lambda f: f.granted(ResultKind.INVENTION),
    "patents_filed": lambda f: f.filed(*PATENTS),
    "patents_granted": lambda f: f.granted(*PATENTS),
    "pct_filed": lambda f: f.filed(ResultKind.PCT),
    "standards": lambda f: f.granted(*STANDARDS),
    "software": lambda f: f.granted(ResultKind.SOFTWARE),
    "papers": lambda f: f.granted(ResultKind.PAPER),
    "new_products": lambda f: f.granted(*NEW_PRODUCTS),
    "contracts_signed": lambda f: sum(c.signed for c in f.contracts),
    "contracts_agreed": lambda f: sum(c.agreed_fen for c in f.contracts),
    "contracts_received": lambda f: sum(c.received_fen for c in f.contracts),
    "smes_served": lambda f: queries.smes_served(f.center, f.year),
    "firms_incubated": lambda f: f.transfers.get(TransferMode.INCUBATED_FIRM, TransferYear()).count,
    "transfers": lambda f: sum(t.count for t in f.transfers.values()),
    "projects_started": lambda f: sum(queries.projects_started(f.center, f.year).values()),
}


def in_unit_e4(code: FigureCode, value: int, unit: str) -> int | None:
    """Return a figure in ten-thousandths of a target's unit, or None where the unit does not fit it."""
    if code not in MONEY:
        return None if unit in FEN_PER_UNIT or unit in {"%", "‰"} else value * 10_000
    per_unit = FEN_PER_UNIT.get(unit)
    return None if per_unit is None else value * 10_000 // per_unit
