"""A kept revision as the documents know a plan: for reading, comparing and printing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from xiangchuang.documents.plan import (
    Block,
    ParsedPlan,
    SectionSummary,
    blocks_to_html,
    compare,
    from_json,
    section_to_html,
    summary_of,
)
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.policy.pack import Chapter, Outline
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision, PlanTarget
from xiangchuang.proposals.plan_beside import Note
from xiangchuang.proposals.section_tables import section_tables, with_tables


@dataclass(frozen=True)
class ReadablePart:
    """Blocks in a row, and the notes beside the last of them."""

    html: str
    notes: Sequence[Note] = ()


@dataclass(frozen=True)
class ReadableSection:
    """One section as a page shows it: escaped text in elements of our own.

    `parts` are cut around each passage that has notes; `notes` are those on the whole section.
    """

    code: str
    title: str
    found_heading: str
    clause: str
    guidance: str
    words: int
    is_missing: bool
    parts: Sequence[ReadablePart] = ()
    notes: Sequence[Note] = ()

    @property
    def html(self) -> str:
        """The whole section."""
        return "\n".join(part.html for part in self.parts)


@dataclass(frozen=True)
class ReadableChapter:
    """A chapter of the outline with its sections."""

    code: str
    title: str
    sections: Sequence[ReadableSection]


@dataclass(frozen=True)
class TargetLine:
    """A target with a value for each year of the table, None where the plan names none."""

    name: str
    unit: str
    values: Sequence[PlanTarget | None]


def parsed(revision: PlanRevision) -> ParsedPlan:
    """Return the revision as the reading gave it, images without their bytes."""
    return from_json(
        {
            "title": revision.title,
            "sections": [
                {
                    "code": section.code,
                    "title": section.title,
                    "found_heading": section.found_heading,
                    "blocks": section.blocks,
                    "words": section.words,
                }
                for section in revision.sections.all()
            ],
            "missing": revision.missing,
            "surplus": revision.surplus,
            "images": [],
            "losses": revision.losses,
            "tracked_changes": revision.tracked_changes,
            "comments": 0,
            "chapters": [],
        }
    )


def image_urls(*revisions: PlanRevision) -> Callable[[str], str]:
    """Return what finds an image's address by its sha256: a file that its gate guards, or ""."""
    known: dict[str, str] = {}
    for revision in revisions:
        for image in revision.images.select_related("file"):
            known[image.file.sha256] = reverse("files:download", args=[image.file.pk])
    return lambda sha256: known.get(sha256, "")


def readable_chapters(
    revision: PlanRevision, outline: Outline, notes: Mapping[str, Sequence[Note]] | None = None
) -> list[ReadableChapter]:
    """Return the plan in the order of the outline, every text escaped, images behind their gate."""
    sections = {section.code: section for section in revision.sections.all()}
    urls, tables, beside = image_urls(revision), section_tables(revision), notes or {}

    def readable(chapter: Chapter) -> list[ReadableSection]:
        lines = []
        for rule in chapter.sections:
            kept = sections.get(rule.code)
            blocks = [block_from_json(block) for block in kept.blocks] if kept else []
            blocks += tables.get(rule.code, ())
            own = beside.get(rule.code, ())
            ids = {block.id for block in blocks}
            lines.append(
                ReadableSection(
                    code=rule.code, title=words(rule.title), found_heading=kept.found_heading if kept else "",
                    clause=rule.clause, guidance=rule.guidance or "", words=kept.words if kept else 0,
                    is_missing=rule.code in revision.missing,
                    parts=_parts(blocks, own, urls, f"{rule.code}-"),
                    notes=[note for note in own if note.block not in ids],
                )
            )  # fmt: skip
        return lines

    return [ReadableChapter(c.code, words(c.title), readable(c)) for c in outline.chapters]


def _parts(
    blocks: Sequence[Block], notes: Sequence[Note], urls: Callable[[str], str], anchor: str
) -> list[ReadablePart]:
    parts: list[ReadablePart] = []
    waiting: list[Block] = []

    def html(of: Sequence[Block]) -> str:
        return blocks_to_html(of, urls, heading_base=4, anchor=anchor)

    for block in blocks:
        own = [note for note in notes if note.block == block.id]
        if not own:
            waiting.append(block)
            continue
        # The passage stands alone beside its notes, so that nobody has to search for the words meant.
        if waiting:
            parts.append(ReadablePart(html(waiting)))
        parts.append(ReadablePart(html([block]), own))
        waiting = []
    return [*parts, ReadablePart(html(waiting))] if waiting else parts


@dataclass(frozen=True)
class ChangedSection:
    """A section that differs: what of it in numbers, and the words as HTML."""

    summary: SectionSummary
    html: str


def difference_of(old: PlanRevision, new: PlanRevision) -> list[ChangedSection]:
    """Return the sections that differ between two revisions, in the order of the outline."""
    urls = image_urls(old, new)
    sections = compare(with_tables(parsed(old), old), with_tables(parsed(new), new)).sections
    return [
        ChangedSection(summary_of(section), section_to_html(section, urls))
        for section in sections
        if section.change != "same"
    ]


def target_years(revision: PlanRevision) -> list[int]:
    """Return the years the revision has targets for."""
    return sorted({target.year for target in revision.targets.all()})


def target_lines(revision: PlanRevision) -> list[TargetLine]:
    """Return the targets as rows of a table over `target_years`."""
    years = target_years(revision)
    rows: dict[int, dict[int, PlanTarget]] = {}
    for target in revision.targets.all():
        rows.setdefault(target.position, {})[target.year] = target
    lines = []
    for by_year in rows.values():
        first = next(iter(by_year.values()))
        lines.append(TargetLine(first.name, first.unit, [by_year.get(year) for year in years]))
    return lines
