"""The tables of a section, named beside its text: what belongs into rows is not drawn in the text."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.drafting.asides import Aside
from xiangchuang.drafting.desk import Desk
from xiangchuang.plan_parts.table_rows import count_rows
from xiangchuang.policy.plan_parts import PartRule
from xiangchuang.proposals.models import PlanSection


@dataclass(frozen=True)
class TableBeside:
    """One table with the number of its rows."""

    rule: PartRule
    rows: int


def tables_beside(desk: Desk, section: PlanSection) -> Aside | None:
    """Return the box with the section's tables, None for a section without any."""
    rules = desk.at.pack.plan_parts.of_section(section.code)
    if not rules:
        return None
    tables = [TableBeside(rule, count_rows(section.revision, rule.code)) for rule in rules]
    return Aside(
        heading=_("本节的表格"),
        template="drafting/_tables_beside.html",
        context={"case": desk.case, "tables": tables},
    )
