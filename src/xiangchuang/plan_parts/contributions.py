"""What the parts of a plan add to the proposals: tables in sections, content of the freeze, the copy."""

from datetime import date
from typing import Any

from xiangchuang.plan_parts import guards, save_part  # noqa: F401  # importing them registers verb and guard
from xiangchuang.plan_parts.disclosed_people import people_of_plan
from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.section_blocks import filled_sections, tables_by_section
from xiangchuang.plan_parts.table_rows import read_lines, write_lines
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.key_people import contribute_key_people
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.revision_parts import register_revision_part
from xiangchuang.proposals.section_tables import register_section_tables


def contribute() -> None:
    """Let the tables be read with the plan, frozen with it, and go on to the next revision."""
    register_section_tables(tables_by_section, filled=filled_sections)
    contribute_key_people(people_of_plan)
    register_revision_part("plan_parts", content=content, copy=copy)


def content(revision: PlanRevision) -> dict[str, Any]:
    """Return every table with rows as JSON values: fen, keys of organisations, ISO days."""
    found: dict[str, Any] = {}
    stated = {state.code: state.stated_fen for state in PartState.objects.filter(revision=revision)}
    for rule in pack_of(revision.proposal.case).plan_parts.parts:
        lines = [
            {name: _plain(value) for name, value in line.items() if value is not None}
            for line in read_lines(revision, rule.code)
        ]
        if lines:
            found[rule.code] = {"rows": lines, "stated": stated.get(rule.code)}
    return found


def copy(old: PlanRevision, new: PlanRevision) -> None:
    """Take the rows to the next revision, who saved them last included."""
    for rule in pack_of(new.proposal.case).plan_parts.parts:
        if lines := read_lines(old, rule.code):
            write_lines(new, rule, lines)
    PartState.objects.bulk_create(
        PartState(
            revision=new, code=state.code, version=state.version, saved_at=state.saved_at,
            saved_by_id=state.saved_by_id, stated_fen=state.stated_fen,
        )
        for state in PartState.objects.filter(revision=old)
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
