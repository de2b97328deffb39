"""The notice, clause by clause: text.md gives the words, clauses.yaml what kind of clause each is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.canonical_json import text_sha256
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.terms import Model

ClauseClass = Literal["operative", "permissive", "principle", "heading", "recital"]
BINDING: frozenset[ClauseClass] = frozenset({"operative", "permissive"})

_CLAUSE = re.compile(r"^- \*\*(?P<anchor>[0-9A-Z][0-9A-Za-z.-]*)\*\* (?P<text>\S.*)$")
_HEADING = re.compile(r"^(?P<depth>#{2,6}) (?P<title>\S.*)$")


class ClauseStanding(Model):
    """An entry of clauses.yaml.

    Operative and permissive clauses name what ``implements`` them, and in ``pending`` what of them is not
    built yet; principles, headings and recitals the place where the product acts on them, with the reason.
    """

    class_: ClauseClass = Field(alias="class")
    implements: tuple[str, ...] = ()
    pending: str | None = None
    placed: str | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _is_accounted_for(self) -> Self:
        if self.class_ in BINDING and not (self.implements or self.pending):
            raise ValueError(
                "operative、permissive 类条款要写 implements（由哪些行为落实）或 pending（尚缺什么）"
            )
        if self.class_ not in BINDING and not (self.placed and self.reason):
            raise ValueError("principle、heading、recital 类条款要写 placed（落在何处）和 reason（为什么）")
        return self


@dataclass(frozen=True)
class Clause:
    """One sentence of the notice with its anchor, the headings above it and its standing."""

    anchor: str
    text: str
    chapter: str
    heading_path: tuple[str, ...]
    line: int
    standing: ClauseStanding

    @property
    def class_(self) -> ClauseClass:
        """Operative, permissive, principle, heading or recital."""
        return self.standing.class_

    @property
    def implements(self) -> tuple[str, ...]:
        """Dotted names, below ``xiangchuang``, of what carries the clause out."""
        return self.standing.implements

    @property
    def pending(self) -> str | None:
        """What of a binding clause no behaviour carries out yet; None when all of it is built."""
        return self.standing.pending

    @property
    def placed(self) -> str | None:
        """Where the product acts on a clause that binds nobody."""
        return self.standing.placed

    @property
    def reason(self) -> str | None:
        """Why it is placed there."""
        return self.standing.reason

    @cached_property
    def sha256(self) -> str:
        """Hash of the words, in hexadecimal: a citation keeps it, so that a changed text shows."""
        return text_sha256(self.text)


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as text.md has it, before its standing is known."""

    anchor: str
    text: str
    heading_path: tuple[str, ...]
    line: int


def parse_text(markdown: str, name: str) -> tuple[dict[str, ClauseText], list[Problem]]:
    """Clauses of a text in the notice's format, in order, and the faults: doubled anchors, odd lines."""
    clauses: dict[str, ClauseText] = {}
    problems: list[Problem] = []
    headings: dict[int, str] = {}
    for number, line in enumerate(markdown.splitlines(), start=1):
        if heading := _HEADING.match(line):
            depth = len(heading["depth"])
            headings = {d: title for d, title in headings.items() if d < depth} | {
                depth: heading["title"].strip()
            }
        elif found := _CLAUSE.match(line):
            anchor = found["anchor"]
            if anchor in clauses:
                problems.append(Problem(name, number, anchor, "条款编号重复"))
                continue
            clauses[anchor] = ClauseText(anchor, found["text"].strip(), tuple(headings.values()), number)
        elif line.startswith("- "):
            problems.append(Problem(name, number, "", "列表行不是“- **编号** 正文”的样子"))
    return clauses, problems


def join(texts: Mapping[str, ClauseText], standings: Mapping[str, ClauseStanding]) -> dict[str, Clause]:
    """Text and standing in one, for the anchors that have both."""
    return {
        anchor: Clause(
            anchor=anchor,
            text=found.text,
            chapter=re.split(r"[.-]", anchor)[0],
            heading_path=found.heading_path,
            line=found.line,
            standing=standings[anchor],
        )
        for anchor, found in texts.items()
        if anchor in standings
    }
