"""A kept revision as the documents know a plan: for reading, comparing and printing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from xiangchuang.documents.plan import (
    ParsedPlan,
    PlanDifference,
    blocks_to_html,
    compare,
    difference_to_html,
    from_json,
)
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.policy.pack import Chapter, Outline
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision, PlanTarget


@dataclass(frozen=True)
class ReadableSection:
    """One section as a page shows it; `html` holds escaped text in elements of our own."""

    code: str
    title: str
    found_heading: str
    clause: str
    guidance: str
    words: int
    html: str
    is_missing: bool


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


def readable_chapters(revision: PlanRevision, outline: Outline) -> list[ReadableChapter]:
    """Return the plan in the order of the outline, every text escaped, images behind their gate."""
    sections = {section.code: section for section in revision.sections.all()}
    urls = image_urls(revision)

    def readable(chapter: Chapter) -> list[ReadableSection]:
        lines = []
        for rule in chapter.sections:
            kept = sections.get(rule.code)
            blocks = [block_from_json(block) for block in kept.blocks] if kept else []
            lines.append(
                ReadableSection(
                    code=rule.code, title=words(rule.title), found_heading=kept.found_heading if kept else "",
                    clause=rule.clause, guidance=rule.guidance or "", words=kept.words if kept else 0,
                    html=blocks_to_html(blocks, urls, heading_base=4, anchor=f"{rule.code}-"),
                    is_missing=rule.code in revision.missing,
                )
            )  # fmt: skip
        return lines

    return [ReadableChapter(c.code, words(c.title), readable(c)) for c in outline.chapters]


def difference_of(old: PlanRevision, new: PlanRevision) -> tuple[PlanDifference, str]:
    """Return what changed between two revisions, and the same as HTML."""
    difference = compare(parsed(old), parsed(new))
    return difference, difference_to_html(difference, image_urls(old, new))


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
