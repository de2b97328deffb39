"""Figures of a plan's tables and targets, as a visit compares them with what is there (5.2-1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.organizations.models import Organization
from xiangchuang.plan_parts.columns import Line, contribution_column
from xiangchuang.plan_parts.table_rows import read_lines
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.plan_claims import ClaimedPart, ClaimedTargets
from xiangchuang.policy.plan_parts import COLUMNS, PartRule
from xiangchuang.proposals.models import PlanRevision

TARGETS = "targets"
_LONGEST = 300


@dataclass(frozen=True)
class PlanClaim:
    """One figure. `measure` says what `amount` counts: "money" fen, "count" ones, "number" ten-thousandths.

    `code` names the row it stands in; `label` and `column` are what the next revision is searched for.
    """

    code: str
    part: str
    column: str
    label: str
    clause: str
    measure: str
    unit: str
    amount: int


def plan_claims(revision: PlanRevision, pack: Pack) -> list[PlanClaim]:
    """Return what the revision states of what the pack has compared, in the pack's order."""
    rule = pack.visit.claims.plan if pack.visit.claims else None
    if rule is None:
        return []
    found: list[PlanClaim] = []
    for claimed in rule.parts:
        part = pack.plan_parts.part(claimed.part)
        lines = read_lines(revision, claimed.part) if part else []
        if part is not None and lines:
            found += _of_part(part, claimed, lines, rule.rows)
    return found + (list(_of_targets(revision, rule.targets)) if rule.targets else [])


def _of_part(part: PartRule, claimed: ClaimedPart, lines: Sequence[Line], most: int) -> Iterator[PlanClaim]:
    unit = claimed.counted_in.zh if claimed.counted_in else ""
    if not claimed.columns:
        code = f"plan-{part.code}"
        yield PlanClaim(code, part.code, "", part.title.zh, claimed.clause, "count", unit, len(lines))
    names = _names(lines) if claimed.columns else {}
    for column, label, measure in _figures(part, claimed.columns):
        stated = [(row, line, line[column]) for row, line in enumerate(lines, 1) if column in line]
        figures = [(row, line, value) for row, line, value in stated if isinstance(value, int) and value]
        largest = sorted(figures, key=lambda figure: -figure[2])[:most]
        for row, line, value in sorted(largest, key=lambda figure: figure[0]):
            told = _("%(row)s：%(what)s") % {"row": _name(line, names), "what": label}
            yield PlanClaim(
                f"plan-{part.code}-{row}-{column}"[:64], part.code, column, told[:_LONGEST], claimed.clause,
                measure, "" if measure == "money" else unit, value,
            )  # fmt: skip


def _figures(part: PartRule, columns: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, label and measure of each column; a kind of contribution has a column of its own."""
    labels = {column.code: column.label.zh for column in part.columns}
    kinds = {kind.code: kind for kind in part.kinds}
    for code in columns:
        if code in labels:
            yield code, labels[code], COLUMNS[part.code][code]
        else:
            yield contribution_column(code), kinds[code].label.zh, kinds[code].measure


def _names(lines: Sequence[Line]) -> Mapping[str, str]:
    keys = {str(line["organization"]) for line in lines if line.get("organization")}
    return {str(pk): name for pk, name in Organization.objects.filter(pk__in=keys).values_list("pk", "name")}


def _name(line: Line, names: Mapping[str, str]) -> str:
    return str(line.get("name") or names.get(str(line.get("organization") or ""), ""))


def _of_targets(revision: PlanRevision, rule: ClaimedTargets) -> Iterator[PlanClaim]:
    targets = list(revision.targets.all())
    years = sorted({target.year for target in targets})[: rule.years]
    for target in targets:
        if target.year in years:
            label = _("%(year)s 年%(name)s") % {"year": target.year, "name": target.name}
            code = f"plan-{TARGETS}-{target.position}-{target.year}"
            yield PlanClaim(
                code, TARGETS, str(target.year), label[:_LONGEST], rule.clause, "number", target.unit[:20],
                target.value_e4,
            )  # fmt: skip
