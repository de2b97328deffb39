"""Which column of a national table says what, in which unit; guessed from the header, settled by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.release import FigureUnit
from xiangchuang.policy.terms import OrganizationKind

MoneyUnit = Literal["元", "万元", "亿元"]
FEN: Final[dict[MoneyUnit, int]] = {"元": 100, "万元": 100 * 10**4, "亿元": 100 * 10**8}
ATTRIBUTES: Final = ("uscc", "name", "kind", "industry", "prefecture", "field", "year")

_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (r"统一社会信用代码|信用代码|^uscc$", "uscc"),
    (r"(单位|企业|机构|法人)名称|^名称$|^name$", "name"),
    (r"(单位|机构|法人|组织)(性质|类型|类别)|^kind$", "kind"),
    (r"行业(代码|类别|分类|小类|中类)|^industry$", "industry"),
    (r"市州|地市|所在(市|地)|^prefecture$", "prefecture"),
    (r"技术领域|申报领域|^领域$|^field$", "field"),
    (r"^(年份|年度|统计年度|会计年度)$|^year$", "year"),
    (r"(咨询|服务|转让|转化).*收入|^service_income$", "service_income"),
    (r"研发(经费|投入|费用|支出)|R&D|^rd_expenditure$", "rd_expenditure"),
    (r"(年|营业|总|全年)收入|收入(总额|合计)|^收入$|^income$", "income"),
    (r"PCT|^pct_applications$", "pct_applications"),
    (r"发明专利|^invention_patents$", "invention_patents"),
    (r"领军人才|高层次人才|^leading_talents$", "leading_talents"),
    (r"知识产权.*制度|^ip_rules_in_force$", "ip_rules_in_force"),
    (r"创新.*制度|^rules_in_force$", "rules_in_force"),
    (r"创新平台|^platforms_in_field$", "platforms_in_field"),
    (r"(转化|转让).*(案例|项)|^transfer_cases_in_field$", "transfer_cases_in_field"),
    (r"重大.*项目|^major_projects$", "major_projects"),
)
_UNIT: Final = re.compile(r"(亿元|万元|元)\s*[)）\]】]?\s*$")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its header: an attribute or a figure's code; money has its unit, a wide table its year."""

    header: str
    name: str
    unit: MoneyUnit | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The columns of a table; ``kind`` and ``year`` where every row has the same and no column says so."""

    columns: tuple[Column, ...]
    kind: OrganizationKind | None = None
    year: int | None = None

    @property
    def years(self) -> tuple[int | None, ...]:
        """The years a row holds: None alone where each row has its own year."""
        found = sorted({column.year for column in self.columns if column.year is not None})
        return tuple(found) or (self.year,)

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns of figures."""
        return tuple(column for column in self.columns if column.name not in ATTRIBUTES)

    def attribute(self, name: str) -> Column | None:
        """The column of an attribute."""
        return next((column for column in self.columns if column.name == name), None)


def suggest_mapping(
    headers: Iterable[str], units: Mapping[str, FigureUnit], *, kind: OrganizationKind | None = None
) -> TableMapping:
    """The columns whose headers are known words, for a person to confirm; the first header of a name wins.

    Money without a unit in its header gets none, and ``check_mapping`` then asks for it.
    """
    found: dict[tuple[str, int | None], Column] = {}
    for header in headers:
        name = _named(header) or _plain(header)
        if name not in ATTRIBUTES and name not in units:
            continue
        year = None if name in ATTRIBUTES else _year_in(header)
        unit = _unit_in(header) if units.get(name) == "fen" else None
        found.setdefault((name, year), Column(header, name, unit, year))
    return TableMapping(tuple(found.values()), kind=kind)


def check_mapping(mapping: TableMapping, headers: Iterable[str], units: Mapping[str, FigureUnit]) -> None:
    """Raises TableError for a mapping that leaves open whose figures these are, of when, or in which unit."""
    known = set(headers)
    for column in mapping.columns:
        if column.header not in known:
            raise TableError(f"表头中没有“{column.header}”一列，核对列的对应关系")
        if column.name not in ATTRIBUTES and column.name not in units:
            raise TableError(f"政策包不使用数据项 {column.name}，改选对应的数据项或不读“{column.header}”一列")
        if units.get(column.name) == "fen" and column.unit is None:
            raise TableError(f"“{column.header}”一列没有写明单位，选定元、万元或亿元")
    _check_doubles(mapping)
    _check_whose_and_when(mapping)


def _check_doubles(mapping: TableMapping) -> None:
    pairs = [(column.name, column.year) for column in mapping.columns]
    headers = [column.header for column in mapping.columns]
    for column, pair in zip(mapping.columns, pairs, strict=True):
        if pairs.count(pair) > 1:
            raise TableError(f"两列都对应 {column.name}，只留一列")
        if headers.count(column.header) > 1:
            raise TableError(f"“{column.header}”一列对应了两个数据项，只留一个")


def _check_whose_and_when(mapping: TableMapping) -> None:
    if mapping.attribute("uscc") is None:
        raise TableError("没有统一社会信用代码一列，指定它的表头")
    if mapping.attribute("kind") is None and mapping.kind is None:
        raise TableError("没有单位性质一列，指定它的表头，或说明全表属于哪一种")
    wide = [column for column in mapping.figures if column.year is not None]
    given = [mapping.attribute("year") is not None, bool(wide), mapping.year is not None]
    if sum(given) != 1:
        raise TableError("年度要说明且只说明一次：一列年度，或各列表头写明年份，或全表同一年")
    if wide and len(wide) != len(mapping.figures):
        loose = next(column.header for column in mapping.figures if column.year is None)
        raise TableError(f"其他列的表头写明了年份，“{loose}”没有，补上年份")
    if not mapping.figures:
        raise TableError("没有一列对应政策包使用的数据项，指定至少一列")


def _named(header: str) -> str | None:
    plain = _plain(header)
    return next((name for words, name in _WORDS if re.search(words, plain, re.IGNORECASE)), None)


def _plain(header: str) -> str:
    """The header without unit and year; another pack's own code stands there as it is."""
    return _YEAR.sub("", _UNIT.sub("", header.strip()).rstrip("（([【 ,，:：单位")).strip()


def _unit_in(header: str) -> MoneyUnit | None:
    found = _UNIT.search(header.strip())
    return next((unit for unit in get_args(MoneyUnit) if found and found[1] == unit), None)


def _year_in(header: str) -> int | None:
    found = _YEAR.search(header)
    return int(found[1]) if found else None
