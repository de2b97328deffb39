"""Which figures of a plan's own tables and targets a site visit compares with what is there (visit.yaml)."""

from collections.abc import Iterator
from typing import Self

from pydantic import PositiveInt, model_validator

from xiangchuang.policy.plan_parts import COLUMNS, YEARLY, PartCode, PlanPartRules
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import SourceFile
from xiangchuang.policy.terms import Label, Model


class ClaimedPart(Model):
    """Figures of one table: `columns` of it, or kinds of contribution; without any, its rows are counted.

    `counted_in` is what a count is counted in; money is compared in 万元.
    """

    part: PartCode
    clause: str
    columns: tuple[str, ...] = ()
    counted_in: Label | None = None

    @model_validator(mode="after")
    def _are_figures(self) -> Self:
        known = COLUMNS[self.part]
        if words := [c for c in self.columns if known.get(c, "count") not in ("money", "count")]:
            raise ValueError(f"现场核对的列应是金额或数量：{'、'.join(words)}")
        if self.part in YEARLY:
            raise ValueError(f"{self.part} 是今后各年的数，现场没有可核对的凭证")
        return self


class ClaimedTargets(Model):
    """Targets of the plan's first years, compared with their grounds on the spot."""

    clause: str
    years: PositiveInt


class PlanClaims(Model):
    """What becomes points of the checklist; of each table the rows with the largest figures."""

    rows: PositiveInt
    parts: tuple[ClaimedPart, ...] = ()
    targets: ClaimedTargets | None = None


def claim_faults(
    source: SourceFile, claims: PlanClaims | None, parts: PlanPartRules | None
) -> Iterator[Problem]:
    """Claims of a table, a column or a kind of contribution that the pack's plan does not have."""
    for index, claimed in enumerate(claims.parts if claims else ()):
        place = ("claims", "plan", "parts", index)
        rule = parts.part(claimed.part) if parts else None
        if rule is None:
            yield source.problem((*place, "part"), f"plan_parts.yaml 中没有这张表：{claimed.part}")
            continue
        own = {column.code for column in rule.columns}
        own |= {kind.code for kind in rule.kinds if kind.measure in ("money", "count")}
        if unknown := [column for column in claimed.columns if column not in own]:
            told = "、".join(unknown)
            yield source.problem((*place, "columns"), f"“{claimed.part}”表没有这样的金额或数量：{told}")
