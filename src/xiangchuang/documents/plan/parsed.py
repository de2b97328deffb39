"""A plan after reading: sections of the outline, what is missing, what is more, and what could n"
"ot be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangchuang.documents.plan.blocks import Block, block_from_json, block_to_json


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One section of the pack's outline, such as `A.1.1` in chapter `A.1`.

    `titles` are further headings by which authors name it. The only section of a chapter takes the chapter's
    heading and body when it has none of its own (A.6).
    """

    code: str
    chapter_code: str
    chapter_title: str
    title: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """One section of the outline as found; `found_heading` is the author's heading, "" when missing."""

    code: str
    title: str
    found_heading: str
    blocks: tuple[Block, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Surplus:
    """Text under a heading that the outline does not know; `heading` is "" before the first heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PlanImage:
    """An image of the plan, by the sha256 of its bytes.

    `original_sha256`: of the bytes in the Word file, where the image was made anew; else empty.
    """

    sha256: str
    name: str
    media_type: str
    content: bytes
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the file that is not in the parse, with the reason; shown to the applicant.

    `kind`: contents, header, hint, made, deleted, image, drawing, text.
    """

    kind: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """The whole reading.

    `missing` are outline codes without a heading, in outline order; `chapters` the chapters found, each as
    its code and the author's heading.
    """

    title: str
    sections: tuple[ParsedSection, ...]
    missing: tuple[str, ...]
    surplus: tuple[Surplus, ...]
    images: tuple[PlanImage, ...]
    losses: tuple[Loss, ...]
    tracked_changes: int
    comments: int
    chapters: tuple[tuple[str, str], ...] = ()

    def section(self, code: str) -> ParsedSection:
        """The section of that outline code; raises `KeyError`."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    @property
    def words(self) -> int:
        """Words of all sections, without surplus."""
        return sum(section.words for section in self.sections)


def to_json(plan: ParsedPlan) -> dict[str, Any]:
    """JSON values; images without their bytes, which belong in a file store under their sha256."""
    return {
        "title": plan.title,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "found_heading": section.found_heading,
                "blocks": [block_to_json(block) for block in section.blocks],
                "words": section.words,
            }
            for section in plan.sections
        ],
        "missing": list(plan.missing),
        "surplus": [
            {"heading": extra.heading, "blocks": [block_to_json(block) for block in extra.blocks]}
            for extra in plan.surplus
        ],
        "images": [
            {
                "sha256": image.sha256,
                "name": image.name,
                "media_type": image.media_type,
                "original_sha256": image.original_sha256,
            }
            for image in plan.images
        ],
        "losses": [{"kind": loss.kind, "text": loss.text, "reason": loss.reason} for loss in plan.losses],
        "tracked_changes": plan.tracked_changes,
        "comments": plan.comments,
        "chapters": [list(chapter) for chapter in plan.chapters],
    }


def from_json(value: Mapping[str, Any], images: Mapping[str, bytes] | None = None) -> ParsedPlan:
    """The inverse of `to_json`; `images` gives the bytes by sha256 (absent ones are empty)."""
    contents = images or {}
    return ParsedPlan(
        title=value["title"],
        sections=tuple(
            ParsedSection(**{**item, "blocks": _blocks(item["blocks"])}) for item in value["sections"]
        ),
        missing=tuple(value["missing"]),
        surplus=tuple(Surplus(item["heading"], _blocks(item["blocks"])) for item in value["surplus"]),
        images=tuple(
            PlanImage(**item, content=contents.get(item["sha256"], b"")) for item in value["images"]
        ),
        losses=tuple(Loss(**item) for item in value["losses"]),
        tracked_changes=value["tracked_changes"],
        comments=value["comments"],
        chapters=tuple((code, heading) for code, heading in value["chapters"]),
    )


def _blocks(values: Sequence[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(block_from_json(item) for item in values)
