"""What a finished scan shows: its counts, its lists by standing and filter, and the same for spreadsheets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Filters, Found, Standing, set_aside_rows
from xiangchuang.policy.scan.kept import KeptRelease, kept_rows, lead_rules
from xiangchuang.policy.scan.release import KINDS
from xiangchuang.procedure.pack_words import words
from xiangchuang.sheets import Column, Value

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 100_000
_WIDTH: Final = 22
STANDING_WORDS: Final[dict[Standing, str | Promise]] = {
    "candidate": gettext_lazy("候选"),
    "near_miss": gettext_lazy("差一项"),
    "evidence_wanted": gettext_lazy("缺一项证据"),
    "other": gettext_lazy("其他"),
}
STANDING_HINTS: Final[dict[Standing, str | Promise]] = {
    "candidate": gettext_lazy("数字能定的条件全部满足，其余待人判断"),
    "near_miss": gettext_lazy("只有一项不满足"),
    "evidence_wanted": gettext_lazy("只有一项缺少数据"),
    "other": gettext_lazy("差两项或更多，只计数"),
}
OUTCOME_WORDS: Final[dict[str, str | Promise]] = {
    "met": gettext_lazy("满足"),
    "unmet": gettext_lazy("不满足"),
    "missing": gettext_lazy("缺证据"),
    "judgement": gettext_lazy("待判断"),
    "not_applicable": gettext_lazy("不适用"),
}
REASON_WORDS: Final = {
    "columns": gettext_lazy("单元格比表头多或少"),
    "uscc": gettext_lazy("统一社会信用代码缺失或校验不符"),
    "kind": gettext_lazy("单位性质缺失，或不属于企业、高校、科研院所、新型研发机构"),
    "industry": gettext_lazy("行业代码不是国民经济行业分类（GB/T 4754）的代码"),
    "year": gettext_lazy("年度缺失、不是四位年份或晚于本年度"),
    "formula": gettext_lazy("单元格是公式，没有计算结果"),
    "not_a_number": gettext_lazy("应为数字的单元格写有文字"),
    "not_a_flag": gettext_lazy("应为是或否的单元格写有其他内容"),
    "negative": gettext_lazy("数字为负"),
    "too_large": gettext_lazy("数字过大，核对单位"),
    "too_fine": gettext_lazy("金额不足一分或计数带有小数"),
    "repeated": gettext_lazy("与前面一行完全相同"),
    "contradicting": gettext_lazy("同一机构同一年度有几行不同的数据"),
}


def reason_words(reason: str) -> str:
    """Return why a row was set aside; a reason this page does not know yet is said by its code."""
    return str(REASON_WORDS.get(reason, reason))


@dataclass(frozen=True)
class ConditionCount:
    """One condition with how many organisations came out how."""

    label: str
    clause: str
    counts: Mapping[str, int]


def condition_counts(pack: Pack, result: Mapping[str, Any]) -> list[ConditionCount]:
    """Return the conditions on leads in the pack's order, with the counts kept with the scan."""
    return [
        ConditionCount(words(rule.label), rule.clause, result["counts"][rule.code])
        for rule in lead_rules(pack)
        if rule.code in result["counts"]
    ]


def filters_of(query: QueryDict) -> Filters:
    """Return the filters the address names; an unknown kind is none."""
    kind = query.get("kind", "")
    industry = normalise_line(query.get("industry", "")).upper().lstrip("ABCDEFGHIJKLMNOPQRST")
    return Filters(
        field=query.get("field", "")[:200],
        prefecture=query.get("prefecture", "")[:100],
        industry=industry[:4],
        kind=kind if kind in KINDS else "",
    )


@dataclass(frozen=True)
class FoundLine:
    """One organisation of a list; `away` names the one condition in its way."""

    found: Found
    field: str
    away: str
    is_registered: bool

    @property
    def kind(self) -> str:
        return str(OrganizationKind(self.found.kind).label)


def found_page(
    release: KeptRelease, pack: Pack, standing: Standing, filters: Filters, number: str, *, total: int
) -> Page[Any]:
    """Return one page of a standing's organisations, read from the release and no further."""

    def fetch(limit: int, offset: int) -> Sequence[object]:
        return found_lines(kept_rows(release, pack, standing, filters, limit=limit, offset=offset), pack)

    return Paginator(_Counted(total, fetch), PER_PAGE).get_page(number)  # type: ignore[arg-type]


def set_aside_page(release: KeptRelease, number: str, *, total: int) -> Page[Any]:
    """Return one page of the rows set aside, by their line in the file."""

    def fetch(limit: int, offset: int) -> Sequence[object]:
        rows = set_aside_rows(release, limit=limit, offset=offset)
        return [(row, reason_words(row.reason)) for row in rows]

    return Paginator(_Counted(total, fetch), PER_PAGE).get_page(number)  # type: ignore[arg-type]


def found_lines(rows: Sequence[Found], pack: Pack) -> list[FoundLine]:
    """Return the lines of a list; one query tells who is registered."""
    codes = [row.uscc for row in rows]
    registered = set(Organization.objects.filter(uscc__in=codes).values_list("uscc", flat=True))
    labels = {rule.code: words(rule.label) for rule in pack.conditions}
    return [
        FoundLine(row, field_words(pack, row.field), labels.get(row.away or "", ""), row.uscc in registered)
        for row in rows
    ]


def field_words(pack: Pack, field: str) -> str:
    """Return the name of a field that the table gives by its code; other words stay as they are."""
    try:
        return words(pack.field(field)[1].label)
    except KeyError:
        return field


def export_columns(pack: Pack) -> list[Column]:
    """Return the columns of an exported list: who, where, the standing, and each condition's outcome."""
    who = {
        "uscc": _("统一社会信用代码"),
        "name": _("单位名称"),
        "kind": _("单位性质"),
        "industry": _("行业代码"),
        "prefecture": _("所在地市"),
        "field": _("技术领域"),
        "standing": _("结果"),
    }
    rules = {rule.code: f"{words(rule.label)} {rule.clause}" for rule in lead_rules(pack)}
    return [Column(name, label, "text", width=_WIDTH) for name, label in (who | rules).items()]


def export_rows(
    release: KeptRelease, pack: Pack, standing: Standing, filters: Filters
) -> Iterator[dict[str, Value]]:
    """Yield what a list shows, all pages of it, up to MOST_EXPORTED, with the outcome of each condition."""
    for row in kept_rows(release, pack, standing, filters, limit=MOST_EXPORTED):
        yield {
            "uscc": row.uscc,
            "name": row.name,
            "kind": str(OrganizationKind(row.kind).label),
            "industry": row.industry,
            "prefecture": row.prefecture,
            "field": field_words(pack, row.field),
            "standing": str(STANDING_WORDS[row.standing]),
            **{code: str(OUTCOME_WORDS[outcome]) for code, outcome in row.outcomes.items()},
        }


def set_aside_columns() -> list[Column]:
    """Return the columns of the exported list of rows set aside."""
    return [
        Column("row", _("表中行号"), "count"),
        Column("reason", _("搁置的原因"), "text", width=2 * _WIDTH),
        Column("header", _("列"), "text", width=_WIDTH),
        Column("cell", _("单元格"), "text", width=_WIDTH),
    ]


def set_aside_export(release: KeptRelease) -> Iterator[dict[str, Value]]:
    """Yield the rows set aside with their reasons, up to MOST_EXPORTED."""
    for row in set_aside_rows(release, limit=MOST_EXPORTED):
        yield {
            "row": row.row_number,
            "reason": reason_words(row.reason),
            "header": row.header,
            "cell": row.cell,
        }


class _Counted:
    """A list whose length is known and whose pages are fetched one at a time."""

    def __init__(self, total: int, fetch: Callable[[int, int], Sequence[object]]) -> None:
        self._total, self._fetch = total, fetch

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, part: slice) -> Sequence[object]:
        return self._fetch(part.stop - part.start, part.start)
