"""The tables of one revision, all read at once, with their columns, years and who may stand in them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization
from xiangchuang.plan_parts.columns import Line, TableColumn, columns_of, fen_in, years_in
from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.table_rows import read_lines
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.plan_parts import YEARLY, PartRule
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, Proposal


@dataclass(frozen=True)
class PartTable:
    """One table as it is kept: its rule, columns, lines in order, and its state (None: never saved)."""

    rule: PartRule
    columns: tuple[TableColumn, ...]
    lines: Sequence[Line]
    state: PartState | None = None

    @property
    def version(self) -> int:
        """The version a page shows; 0 before the first save."""
        return self.state.version if self.state else 0

    @property
    def stated_fen(self) -> int | None:
        """The total the plan states, in fen."""
        return self.state.stated_fen if self.state else None

    @property
    def year_columns(self) -> tuple[TableColumn, ...]:
        """The columns of the years, in order."""
        return tuple(column for column in self.columns if column.year is not None)

    def sum_of(self, column: str) -> int:
        """Return the sum of a column of money, in fen."""
        return sum(fen_in(line, column) for line in self.lines)


@dataclass(frozen=True)
class PlanTables:
    """All tables of one revision by code; `consortium` are the keys of those who build the center."""

    pack: Pack
    tables: Mapping[str, PartTable]
    consortium: frozenset[str]
    parties: Mapping[str, str]
    years: Sequence[int]

    def lines(self, code: str) -> Sequence[Line]:
        """Return the lines of a part, none where the pack has no such part."""
        found = self.tables.get(code)
        return found.lines if found else ()

    def __iter__(self) -> Iterator[PartTable]:
        """Yield the tables in the pack's order."""
        return iter(self.tables.values())


def tables_of_revision(revision: PlanRevision, *, more_years: Collection[int] = ()) -> PlanTables:
    """Read every table of the revision, in as many queries whatever it holds."""
    return _tables(revision.proposal, revision, more_years)


def tables_to_begin(proposal: Proposal, *, more_years: Collection[int] = ()) -> PlanTables:
    """Return the tables of a plan that nobody has begun: all without a row."""
    return _tables(proposal, None, more_years)


def _tables(proposal: Proposal, revision: PlanRevision | None, more_years: Collection[int]) -> PlanTables:
    pack = pack_of(proposal.case)
    rules = pack.plan_parts.parts
    lines: dict[str, list[Line]] = {
        rule.code: read_lines(revision, rule.code) if revision else [] for rule in rules
    }
    known = PartState.objects.filter(revision=revision).select_related("saved_by") if rules else ()
    states = {state.code: state for state in known}
    consortium = parties_in(proposal) if rules else {}
    parties = {**consortium, **_others(lines, consortium)}
    years = sorted({*years_of(lines, pack), *more_years})
    tables: dict[str, PartTable] = {
        rule.code: PartTable(
            rule,
            columns_of(rule, pack, parties=parties, years=years),
            lines[rule.code],
            states.get(rule.code),
        )
        for rule in rules
    }
    return PlanTables(pack, tables, frozenset(consortium), parties, years)


def parties_in(proposal: Proposal) -> dict[str, str]:
    """Return the names of the consortium by key: the lead, then members and supporters (4.1-3)."""
    found = {str(proposal.lead_id): proposal.lead.name}
    for member in proposal.memberships.select_related("organization"):
        found.setdefault(str(member.organization_id), member.organization.name)
    return found


def years_of(lines: Mapping[str, Sequence[Line]], pack: Pack) -> list[int]:
    """Return the years of the yearly tables: those of the phases (A.7.1) and those that have figures.

    Before there are any, the years of the construction cycle that follow this one.
    """
    found = {year for code in YEARLY for year in years_in(lines.get(code, ()))}
    days = [
        day
        for line in lines.get("phases", ())
        for name in ("starts_on", "ends_on")
        if isinstance(day := line.get(name), date)
    ]
    most = pack.plan_parts.limits.years if pack.plan_parts.limits else 0
    if days:
        first, last = min(days).year, max(days).year
        found |= set(range(first, min(last, first + most - 1) + 1))
    if not found:
        first = clock.today().year + 1
        found = set(range(first, first + pack.reporting.cycle.years))
    return sorted(found)


def prefilled(tables: PlanTables, code: str) -> list[Line]:
    """Return the lines to begin with: a row of the consortium for each party that has none (A.3.1)."""
    lines = list(tables.lines(code))
    if code != "members":
        return lines
    there = {line.get("organization") for line in lines}
    return lines + [{"organization": key} for key in tables.parties if key in tables.consortium - there]


def _others(lines: Mapping[str, Sequence[Line]], known: Mapping[str, str]) -> dict[str, str]:
    """Return the names of organisations that stand in a table and no longer in the consortium."""
    named = {str(key) for rows in lines.values() for line in rows if (key := line.get("organization"))}
    strange = named - set(known)
    if not strange:
        return {}
    rows = Organization.objects.filter(pk__in=[int(key) for key in strange]).order_by("pk")
    return {str(row.pk): row.name for row in rows}
