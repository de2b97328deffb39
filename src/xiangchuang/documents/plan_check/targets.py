"""Targets without unit or year, and targets that text or tables state otherwise than confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan.targets import TABLE_UNIT, table_targets
from xiangchuang.documents.plan_check.amounts import MONEY, shown
from xiangchuang.documents.plan_check.finding import CheckedSection, Found, StatedTarget
from xiangchuang.documents.plan_check.statements import sentences, stated_counts, stated_money


def target_gaps(targets: Sequence[StatedTarget]) -> Iterator[Found]:
    """Confirmed targets that have no unit, or no value for a year for which others have one."""
    years = sorted({year for target in targets for year in target.values})
    for target in targets:
        if not target.unit.strip():
            yield Found("target_without_unit", "", "", {"name": target.name})
        if missing := [str(year) for year in years if year not in target.values]:
            yield Found("target_year_missing", "", "", {"name": target.name, "years": "、".join(missing)})


def tables_without_units(section: CheckedSection) -> Iterator[Found]:
    """Targets of the section's tables by year that name no unit."""
    for block, rows in _tables(section):
        for name, unit, _values in rows:
            if not unit:
                yield Found("target_without_unit", section.code, block.id, {"name": name})


def differing_targets(section: CheckedSection, targets: Sequence[StatedTarget]) -> Iterator[Found]:
    """What the section states of a confirmed target and year, where the number is another."""
    by_name = {target.name: target for target in targets}
    for block, rows in _tables(section):
        for name, unit, values in rows:
            known = by_name.get(name)
            if known is not None and (unit == known.unit or not unit):
                yield from _apart(section.code, block, known, values)
    for block in section.blocks:
        for sentence in sentences(block):
            for target in targets:
                yield from _said(section.code, block, sentence, target)


def _apart(code: str, block: Block, target: StatedTarget, values: Mapping[int, Decimal]) -> Iterator[Found]:
    for year, value in values.items():
        known = target.values.get(year)
        if known is not None and known != value:
            yield _differs(code, block, target, year, shown(value), known)


def _said(code: str, block: Block, sentence: str, target: StatedTarget) -> Iterator[Found]:
    if target.name not in sentence:
        return
    factor = MONEY.get(target.unit)
    if factor:
        stated = list(stated_money(sentence, [target.name]))
    else:
        stated = list(stated_counts(sentence, [target.name], [target.unit]))
    for statement in stated:
        known = target.values.get(statement.year)
        if known is not None and abs(known * (factor or 1) - statement.value) > statement.slack:
            yield _differs(code, block, target, statement.year, statement.written, known)


def _differs(code: str, block: Block, target: StatedTarget, year: int, stated: str, known: Decimal) -> Found:
    facts = {
        "name": target.name, "year": str(year), "stated": stated,
        "confirmed": f"{shown(known)} {target.unit}",
    }  # fmt: skip
    return Found("target_differs", code, block.id, facts)


def _tables(
    section: CheckedSection,
) -> Iterator[tuple[Block, tuple[tuple[str, str, dict[int, Decimal]], ...]]]:
    hint = ""
    for block in section.blocks:
        if block.kind == "table":
            yield block, table_targets(block, hint)
        caption = TABLE_UNIT.search(halved(block.text)) if block.kind == "paragraph" else None
        hint = caption[1] if caption else ""
