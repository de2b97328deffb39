"""Which parts of a plan are data (annex): the tables of the outline's sections, their columns and kinds."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.layout import Code
from xiangchuang.policy.outline import SECTION_CODE
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import SourceFile
from xiangchuang.policy.terms import Label, Model, Sourced

PartCode = Literal[
    "people", "members", "bodies", "resources", "tasks", "milestones", "phases", "sources", "uses", "benefits"
]
CellKind = Literal["line", "text", "money", "count", "day", "flag", "choice", "organization"]
Measure = Literal["money", "count", "words"]

COLUMNS: Final[Mapping[str, Mapping[str, CellKind]]] = MappingProxyType(
    {
        "people": {
            "name": "line",
            "title": "line",
            "organization": "organization",
            "standing": "choice",
            "full_time": "flag",
            "tasks": "text",
            "results": "text",
            "patents": "text",
            "awards": "text",
            "promotion": "text",
            "related": "text",
        },
        "members": {
            "organization": "organization",
            "role": "line",
            "rights": "text",
            "duties": "text",
        },
        "bodies": {
            "name": "line",
            "kind": "choice",
            "head": "line",
            "size": "count",
            "composition": "text",
            "duty": "text",
        },
        "resources": {
            "name": "line",
            "kind": "choice",
            "organization": "organization",
            "place": "line",
            "worth": "money",
            "sharing": "text",
        },
        "tasks": {
            "code": "line",
            "name": "line",
            "kind": "choice",
            "technology_type": "choice",
            "content": "text",
            "organization": "organization",
            "responsible": "line",
            "budget": "money",
            "starts_on": "day",
            "ends_on": "day",
            "outcome": "text",
        },
        "milestones": {"task": "line", "name": "line", "due_on": "day", "outcome": "text"},
        "phases": {"name": "line", "starts_on": "day", "ends_on": "day", "work": "text"},
        "sources": {"kind": "choice", "name": "line", "note": "line"},
        "uses": {"kind": "choice", "name": "line", "note": "line"},
        "benefits": {"kind": "choice", "name": "line", "note": "line"},
    }
)
"""The parts that code keeps as rows, with their columns: a pack names, orders, requires or leaves out."""
YEARLY: Final = frozenset({"sources", "uses", "benefits"})
"""Parts with a column for each year of the construction period."""


class Kind(Sourced):
    """One thing to choose: a kind of body, of contribution, of source, of use, of benefit."""

    code: str = Field(pattern=Code)
    label: Label
    measure: Measure = "money"


class PartColumn(Model):
    """A column as this province words it; ``required`` cells are asked for before the plan is submitted."""

    code: str = Field(pattern=Code)
    label: Label
    hint: Label | None = None
    example: str = ""
    required: bool = False


class PartRule(Sourced):
    """One part: the section in whose text its table stands, and its columns in order.

    ``required`` asks for at least one row before the plan is submitted. ``kinds`` are what its column "kind"
    (or, of members, the contributions) may be. ``states_total`` lets the plan say the sum it stands by.
    """

    code: PartCode
    section: str = Field(pattern=SECTION_CODE)
    title: Label
    hint: Label
    required: bool = False
    states_total: bool = False
    columns: tuple[PartColumn, ...] = Field(min_length=1)
    kinds: tuple[Kind, ...] = ()
    standings: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _knows_its_columns(self) -> Self:
        known = COLUMNS[self.code]
        if strange := [column.code for column in self.columns if column.code not in known]:
            raise ValueError(f"没有名为 {'、'.join(strange)} 的列；可用：{'、'.join(known)}")
        if self.code == "members" and "organization" not in {column.code for column in self.columns}:
            raise ValueError("成员表要有单位列 organization")
        has_kind = any(column.code == "kind" for column in self.columns) or self.code == "members"
        if has_kind and not self.kinds:
            raise ValueError("列出可以选择的 kinds")
        if self.states_total and self.code not in YEARLY:
            raise ValueError("只有分年度的表可以写明总额")
        return self

    def column(self, code: str) -> PartColumn | None:
        """The column of that code, None where the pack leaves it out."""
        return next((column for column in self.columns if column.code == code), None)

    def kind(self, code: str) -> Kind | None:
        """The kind of that code, None where the pack knows none."""
        return next((kind for kind in self.kinds if kind.code == code), None)


class PartLimits(Sourced):
    """How far one table may reach."""

    rows: PositiveInt
    years: PositiveInt


class TaskYears(Sourced):
    """A.4.1 asks for the tasks of the next years: how many."""

    years: PositiveInt


class PlanPartRules(Model):
    """plan_parts.yaml; a pack without it keeps no part of a plan as data.

    ``targets_in`` is the section in whose text the yearly targets stand as a table.
    """

    targets_in: str = ""
    limits: PartLimits | None = None
    task_years: TaskYears | None = None
    parts: tuple[PartRule, ...] = ()

    @model_validator(mode="after")
    def _is_limited(self) -> Self:
        if self.parts and self.limits is None:
            raise ValueError("写明一张表最多多少行、多少个年度（limits）")
        return self

    def part(self, code: str) -> PartRule | None:
        """The part of that code, None where the pack has none."""
        return next((part for part in self.parts if part.code == code), None)

    def of_section(self, section: str) -> tuple[PartRule, ...]:
        """The parts whose tables stand in that section, in order."""
        return tuple(part for part in self.parts if part.section == section)


def part_faults(source: SourceFile, rules: PlanPartRules, sections: Collection[str]) -> Iterator[Problem]:
    """Parts of a section that the outline does not have."""
    if rules.targets_in and rules.targets_in not in sections:
        yield source.problem(("targets_in",), f"outline.yaml 中没有这一节：{rules.targets_in}")
    for index, part in enumerate(rules.parts):
        if part.section not in sections:
            yield source.problem(("parts", index, "section"), f"outline.yaml 中没有这一节：{part.section}")
