"""What a check of a plan takes in and what it finds; words for people are made elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, get_args

from xiangchuang.documents.plan import Block

FindingCode = Literal[
    "section_empty",
    "words_few",
    "words_many",
    "table_sum",
    "row_sum",
    "text_table_sum",
    "period_reversed",
    "date_outside_period",
    "target_without_unit",
    "target_year_missing",
    "target_differs",
    "person_unlisted",
    "register_differs",
    "personal_identity",
    "personal_contact",
]
FINDING_CODES: Final[tuple[FindingCode, ...]] = get_args(FindingCode)


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """A section of the plan by its outline code."""

    code: str
    blocks: tuple[Block, ...]
    words: int


@dataclass(frozen=True, slots=True)
class StatedTarget:
    """A target as the applicant confirmed it: values by calendar year, in `unit`."""

    name: str
    unit: str
    values: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A yearly fact that the register has: money in 元, else the number itself."""

    code: str
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation of the consortium with what the register knows of it; the lead comes first."""

    name: str
    facts: tuple[KnownFact, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """All that a check reads. `people` is None while no table of people is kept."""

    sections: tuple[CheckedSection, ...]
    targets: tuple[StatedTarget, ...] = ()
    parties: tuple[Party, ...] = ()
    people: frozenset[str] | None = None

    def section(self, code: str) -> CheckedSection | None:
        """The section of that code, if the plan has it."""
        return next((section for section in self.sections if section.code == code), None)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: where, and the facts that its sentence names.

    `block` is the id of the block, "" for the whole section; `section` is "" for the table of targets.
    """

    code: FindingCode
    section: str
    block: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
