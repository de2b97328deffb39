"""What the columns of a national table are called, by the current pack: for mapping, template and sample."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.policy.conditions import FactDefinition
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import figures, suggest_mapping
from xiangchuang.policy.scan.release import FigureUnit, column_of
from xiangchuang.procedure.pack_words import words

ATTRIBUTE_WORDS: Final = {
    "uscc": gettext_lazy("统一社会信用代码"),
    "name": gettext_lazy("单位名称"),
    "kind": gettext_lazy("单位性质"),
    "industry": gettext_lazy("行业代码"),
    "prefecture": gettext_lazy("所在地市"),
    "field": gettext_lazy("技术领域"),
    "year": gettext_lazy("年度"),
}
_ATTRIBUTE_HEADERS: Final = {
    "uscc": "统一社会信用代码",
    "name": "单位名称",
    "kind": "单位性质",
    "industry": "行业代码",
    "prefecture": "所在地市",
    "field": "技术领域",
    "year": "年度",
}
# These read one year as it is recorded; the others work a value out of several.
_AS_RECORDED: Final = ("latest", "standing")
_RECORDED: Final = {"rd_expenditure": gettext_lazy("研发经费")}


@dataclass(frozen=True)
class FigureWord:
    """A figure the conditions read: its code, what it is called, and the unit its cells are in."""

    code: str
    label: str
    unit: FigureUnit
    counted_in: str

    @property
    def unit_words(self) -> str:
        """The unit of a cell, as the mapping page says it."""
        if self.unit == "fen":
            return _("元、万元或亿元")
        return _("是或否") if self.unit == "flag" else self.counted_in or _("个")


def figure_words(pack: Pack) -> dict[str, FigureWord]:
    """Return the figures of the pack's conditions on leads, in the pack's order."""
    return {code: _word(pack, code, unit) for code, unit in figures(pack).items()}


def _word(pack: Pack, code: str, unit: FigureUnit) -> FigureWord:
    first = _definition(pack, code)
    label = str(_RECORDED[code]) if code in _RECORDED else words(first.label)
    return FigureWord(code, label, unit, words(first.counted_in) if first.counted_in else "")


def _definition(pack: Pack, code: str) -> FactDefinition:
    found = [d for d in pack.facts.values() if d.subject == "lead" and column_of(d) == code]
    return min(found, key=lambda d: d.years is not None and d.years.aggregate not in _AS_RECORDED)


def table_words(pack: Pack) -> list[tuple[str, str]]:
    """Return header and unit of every column a table may have, for the page that asks for one."""
    known = figure_words(pack)
    return [
        (header, known[name].unit_words if name in known else _("文字"))
        for name, header in template_headers(pack).items()
    ]


def template_headers(pack: Pack) -> dict[str, str]:
    """Return name → header of every column a table may have, each in words that are recognised again.

    Headers are Chinese whatever the page's language: they are what the tables of offices say.
    """
    found = dict(_ATTRIBUTE_HEADERS)
    units = figures(pack)
    for code, unit in units.items():
        label = (
            str(_definition(pack, code).label.zh)
            .removeprefix("申报领域方向上的")
            .removeprefix("申报领域方向的")
        )
        label = {"rd_expenditure": "研发经费"}.get(code, label)
        money = "（万元）" if unit == "fen" else ""
        recognised = suggest_mapping([label + money], units).columns
        found[code] = f"{label if recognised and recognised[0].name == code else code}{money}"
    return found
