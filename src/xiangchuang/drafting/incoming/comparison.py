"""What a file that was brought back would change, section by section, against the manuscript as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from xiangchuang.documents.plan import ParsedPlan, block_from_json, compare, from_json, section_to_html
from xiangchuang.documents.plan.blocks import Block
from xiangchuang.drafting.models import IncomingWord
from xiangchuang.policy.pack import Outline
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.plan_record import image_urls, parsed


@dataclass(frozen=True)
class IncomingLine:
    """A section that differs; `html` shows both texts with their changes marked.

    `version` is the manuscript's now, that the answer names. `edited` says that somebody wrote the section
    after the file came; `absent` that the file has no such heading. Neither is accepted unless chosen.
    """

    code: str
    title: str
    html: str
    version: int
    words: int
    words_before: int
    edited: str
    absent: bool

    @property
    def suggested(self) -> bool:
        """Whether accepting it is what the person most likely wants."""
        return not (self.edited or self.absent)


def incoming_lines(incoming: IncomingWord, outline: Outline) -> list[IncomingLine]:
    """Return the sections that differ, in outline order."""
    sections = {s.code: s for s in incoming.revision.sections.select_related("saved_by")}
    brought = brought_plan(incoming)
    difference = compare(parsed(incoming.revision), brought)
    urls = image_urls(incoming.revision)
    absent = set(brought.missing)
    lines = []
    for section in difference.sections:
        row = sections.get(section.code)
        if section.change == "same" or row is None:
            continue
        lines.append(
            IncomingLine(
                code=section.code, title=words(outline.section(section.code).title),
                html=section_to_html(section, urls), version=row.version,
                words=brought.section(section.code).words, words_before=row.words,
                edited=_edited(row.saved_at, str(row.saved_by or ""), incoming.brought_at),
                absent=section.code in absent,
            )
        )  # fmt: skip
    return lines


def brought_plan(incoming: IncomingWord) -> ParsedPlan:
    """Return the reading as the documents know a plan, images without their bytes."""
    record = {**incoming.reading, "images": [], "comments": 0, "chapters": []}
    record.pop("targets", None)
    return from_json(record)


def brought_blocks(incoming: IncomingWord) -> dict[str, Sequence[Block]]:
    """Return the blocks of each section of the file."""
    return {
        section["code"]: tuple(block_from_json(block) for block in section["blocks"])
        for section in incoming.reading.get("sections", ())
    }


def _edited(saved_at: datetime | None, who: str, brought_at: datetime) -> str:
    if saved_at is None or saved_at <= brought_at:
        return ""
    return who or _("别人")
