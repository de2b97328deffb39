"""Reading an uploaded plan by the pack's outline, in a child process with limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from xiangchuang.documents.intake import RefusedFile
from xiangchuang.documents.plan import (
    OutlineSection,
    PlanImage,
    TargetCandidate,
    find_targets,
    parse_plan,
    to_json,
)
from xiangchuang.files.store import RefusedUpload
from xiangchuang.policy.pack import Outline


@dataclass(frozen=True)
class ReadSection:
    """A section of the outline as the file has it; blocks as JSON values."""

    code: str
    title: str
    found_heading: str
    blocks: list[dict[str, Any]]
    words: int


@dataclass(frozen=True)
class ReadTarget:
    """A target the reading proposes; the applicant confirms or corrects it."""

    name: str
    unit: str
    values: dict[int, Decimal]


@dataclass(frozen=True)
class ReadPlan:
    """All that is kept of a reading."""

    title: str
    sections: Sequence[ReadSection]
    missing: Sequence[str]
    surplus: list[dict[str, Any]]
    losses: list[dict[str, Any]]
    tracked_changes: int
    images: Sequence[PlanImage]
    targets: Sequence[ReadTarget]


class ReadsPlan(Protocol):
    """Reads a .docx by an outline; raises RefusedUpload if it cannot be read."""

    def __call__(self, path: Path, *, name: str, outline: Outline) -> ReadPlan: ...


def outline_sections(outline: Outline) -> list[OutlineSection]:
    """Return the pack's outline as the reader wants it."""
    return [
        OutlineSection(
            code=section.code,
            chapter_code=chapter.code,
            chapter_title=chapter.title.zh,
            title=section.title.zh if section.own_heading else chapter.title.zh,
            titles=section.synonyms,
        )
        for chapter in outline.chapters
        for section in chapter.sections
    ]


def read_plan(path: Path, *, name: str, outline: Outline) -> ReadPlan:
    """Return sections, images and proposed targets of a .docx; raises RefusedUpload if it cannot be read."""
    try:
        parsed = parse_plan(path, outline_sections(outline), name=name)
    except RefusedFile as refused:
        raise RefusedUpload(refused) from refused
    record = to_json(parsed)
    return ReadPlan(
        title=parsed.title,
        sections=[ReadSection(**section) for section in record["sections"]],
        missing=parsed.missing,
        surplus=record["surplus"],
        losses=record["losses"],
        tracked_changes=parsed.tracked_changes,
        images=parsed.images,
        targets=_goals(find_targets(parsed)),
    )


def _goals(found: Sequence[TargetCandidate]) -> list[ReadTarget]:
    """Return the targets of the first section that states any: budget and benefit tables come after it."""
    return [ReadTarget(t.name, t.unit, dict(t.values)) for t in found if t.section == found[0].section]
