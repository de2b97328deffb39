"""From words and a case to the content of a paper, which Word and PDF are both set from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import DOCUMENT_NUMBER, FilledBlock, Values, WordingText, fill
from xiangchuang.wordings.in_force import wording_in_force
from xiangchuang.wordings.kinds import BASIS, OFFICE, PaperKind, paper_kind
from xiangchuang.wordings.models import WordingVersion


@dataclass(frozen=True)
class Worded:
    """A paper's content and the words it was made with; `version` is None for the pack's own."""

    content: OfficialDocument
    version: WordingVersion | None
    wording_sha256: str


def compose_paper(
    kind: str, pack: Pack, values: Values, *, on: date, sample: bool, copies_to: Sequence[str] = ()
) -> Worded:
    """Return the paper in the words in force; raises Blocked where there are none.

    `on` is the day it bears: that of the draft, which the issue replaces.
    """
    in_force = wording_in_force(kind, pack)
    content = paper(paper_kind(kind), in_force.text, pack, values, on=on, sample=sample, copies_to=copies_to)
    return Worded(content, in_force.version, in_force.sha256)


def paper(
    kind: PaperKind, text: WordingText, pack: Pack, values: Values, *, on: date, sample: bool,
    copies_to: Sequence[str] = (),
) -> OfficialDocument:  # fmt: skip
    """Return the content that these words make of these values."""
    office = pack.identity.issued_by.zh
    known: Values = {OFFICE: office, BASIS: f"《{pack.identity.notice_title}》"} | dict(values)
    title, addressee, filled = fill(text, known)
    number = known.get(DOCUMENT_NUMBER, "")
    return OfficialDocument(
        mark=f"{office}文件" if kind.headed else "",
        title=title,
        signatory=office if kind.signed else "",
        issued_on=on,
        number=number if isinstance(number, str) and kind.numbered else "",
        addressee=addressee,
        blocks=tuple(_block(block) for block in filled),
        copies_to=tuple(copies_to),
        issuing_office=f"{office}办公室" if kind.headed else "",
        seal_placeholder=kind.signed,
        sample=sample,
    )


def _block(block: FilledBlock) -> Block:
    return Block(block.kind, text=block.text, level=block.level, rows=block.rows, items=block.items)
