"""The sections of a manuscript as a task list: empty, being written, called done by an author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from xiangchuang.drafting.conflicts import open_conflict_counts
from xiangchuang.drafting.desk import Desk
from xiangchuang.drafting.models import SectionMark
from xiangchuang.drafting.presence import at_sections
from xiangchuang.drafting.together.task_list import TeamLine, team_lines
from xiangchuang.policy.outline import Section
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanSection

State = Literal["empty", "writing", "done"]


@dataclass(frozen=True)
class SectionLine:
    """One section in the list."""

    rule: Section
    state: State
    words: int
    expected: tuple[int, int] | None
    saved_by: str
    saved_at: datetime | None
    others: str
    conflicts: int
    team: TeamLine | None = None

    @property
    def title(self) -> str:
        return words(self.rule.title)

    @property
    def short_of(self) -> int:
        """How many words are missing to what is usual; 0 when none are, or nothing is written yet."""
        return max(0, self.expected[0] - self.words) if self.expected and self.words else 0


@dataclass(frozen=True)
class ChapterLines:
    """A chapter with its sections."""

    code: str
    title: str
    lines: list[SectionLine]


def chapters_of(desk: Desk) -> list[ChapterLines]:
    """Return the outline with what has been written, in a fixed number of queries."""
    outline = desk.at.pack.outline
    sections: dict[str, PlanSection] = {}
    marked: dict[int, int] = {}
    conflicts: dict[int, int] = {}
    present: dict[int, list[str]] = {}
    missing = desk.revision.missing if desk.revision is not None else ()
    team = {line.code: line for line in team_lines(desk.actor, desk.case)}
    if desk.revision is not None:
        rows = PlanSection.objects.filter(revision=desk.revision).select_related("saved_by")
        sections = {row.code: row for row in rows}
        marks = SectionMark.objects.filter(section__revision=desk.revision)
        marked = dict(marks.values_list("section_id", "version"))
        conflicts = open_conflict_counts(desk.revision.pk)
        present = at_sections(desk)

    def line(rule: Section) -> SectionLine:
        row = sections.get(rule.code)
        pk = row.pk if row else 0
        return SectionLine(
            rule=rule, state=state_of(row, marked.get(pk), is_missing=rule.code in missing),
            words=row.words if row else 0,
            expected=outline.expected_words(rule.code),
            saved_by=str(row.saved_by) if row and row.saved_by else "",
            saved_at=row.saved_at if row else None,
            others=_("、").join(present.get(pk, [])), conflicts=conflicts.get(pk, 0),
            team=team.get(rule.code),
        )  # fmt: skip

    return [ChapterLines(c.code, words(c.title), [line(s) for s in c.sections]) for c in outline.chapters]


def state_of(section: PlanSection | None, marked_version: int | None, *, is_missing: bool) -> State:
    """Return how far a section is; a mark holds for the version that it was made on."""
    if section is None or is_missing:
        return "empty"
    return "done" if marked_version == section.version else "writing"
