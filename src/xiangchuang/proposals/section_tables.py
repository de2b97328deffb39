"""Tables that stand in a section after its own text, kept as rows by another app and drawn wherever it is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xiangchuang.documents.plan import ParsedPlan
from xiangchuang.documents.plan.blocks import Block
from xiangchuang.proposals.models import PlanRevision

TablesBySection = Callable[[PlanRevision], Mapping[str, Sequence[Block]]]
FilledSections = Callable[[PlanRevision], Collection[str]]
_sources: Final[dict[TablesBySection, FilledSections]] = {}


def register_section_tables(source: TablesBySection, *, filled: FilledSections) -> None:
    """Let `source` give the tables of a revision by the outline's code; call it from `ready()`.

    `filled` only names the sections in which tables stand, without reading them.
    """
    _sources[source] = filled


def section_tables(revision: PlanRevision) -> dict[str, list[Block]]:
    """Return the tables of all sections at once, blocks of kind "table" with a caption, in Chinese.

    Their ids stay the same from revision to revision, whatever stands in them.
    """
    found: dict[str, list[Block]] = {}
    for source in _sources:
        for code, blocks in source(revision).items():
            found.setdefault(code, []).extend(blocks)
    return found


def sections_with_tables(revision: PlanRevision) -> set[str]:
    """Return the codes of the sections in which a table stands."""
    return {code for filled in _sources.values() for code in filled(revision)}


def with_tables(plan: ParsedPlan, revision: PlanRevision) -> ParsedPlan:
    """Return the plan with each section's tables behind its own text: what a reader has before them."""
    tables = section_tables(revision)
    if not tables:
        return plan
    return replace(
        plan,
        sections=tuple(
            replace(section, blocks=(*section.blocks, *tables.get(section.code, ())))
            for section in plan.sections
        ),
    )
