"""From content to parts in reading order, with every word that appears on paper.

Both renderings set these parts and add no words of their own, so Word and PDF say the same by construction.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from .blocks import Block, Rows, as_blocks, column_shares, numeric_columns
from .document import OfficialDocument, Verification
from .text import chinese_numeral, clean, day_text, lines, width_in_characters
from .titles import balanced

Role = Literal["heading", "paragraph", "item", "table", "image", "caption"]

SAMPLE_LABEL = "示例数据"
IMAGE_LEFT_OUT = "此处图片的格式无法排入本文件，原图见上传的原文件。"
SEAL_LABEL = "（印章）"
ATTACHMENT_LABEL = "附件："
_DATE_INDENT = 4.0  # GB/T 9704, 7.3.5.1: with a seal the date stands four characters from the right
_CARRIED_CHARACTERS = 12 * 28
_MARK_LARGEST_PT = 46.0
_TYPE_AREA_PT = 156 / 25.4 * 72
_NUMBERED = re.compile(
    r"\s*(第[一二三四五六七八九十百]+[章节条部编]|[一二三四五六七八九十]+[、．.]"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d+(\.\d+)*[.．、\s]|\d+(\.\d+)+)"
)


@dataclass(frozen=True)
class Part:
    """One piece of the body: what it is and its words. `level` is a heading's; `shares` are relative column
    widths of a table and `numeric` its columns of numbers; `sha256` is an image's."""

    role: Role
    text: str = ""
    level: int = 0
    rows: Rows = ()
    shares: tuple[float, ...] = ()
    numeric: tuple[bool, ...] = ()
    sha256: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Closing:
    """Signature and date with their distance from the right edge, in characters; the note after them."""

    signatory: str
    signatory_indent: float
    date: str
    date_indent: float
    note: str
    seal: str


@dataclass(frozen=True)
class Colophon:
    """版记: what stands at the foot of the last page."""

    copies: str
    office: str
    printed: str
    verification: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Composition:
    """An official document, word by word.

    `carries_last`: the last paragraph moves to the signature's page where that would stand alone (7.3.5.4).
    """

    mark: str
    mark_pt: float
    number: str
    title: tuple[str, ...]
    addressee: str
    body: tuple[Part, ...]
    carries_last: bool
    attachments: tuple[tuple[str, str], ...]
    closing: Closing
    colophon: Colophon
    watermark: str
    sample: str


def compose(document: OfficialDocument) -> Composition:
    """Every word of the document in its place. Raises UnusableBlockError."""
    addressee = clean(document.addressee).rstrip("：:")
    body = parts(as_blocks(document.blocks))
    return Composition(
        mark=clean(document.mark),
        mark_pt=_mark_size(clean(document.mark)),
        number=clean(document.number),
        title=tuple(part for line in lines(document.title) for part in balanced(line)),
        addressee=f"{addressee}：" if addressee else "",
        body=body,
        carries_last=bool(body) and bool(clean(document.signatory)) and _is_carried(body[-1]),
        attachments=_attachments(document.attachments),
        closing=_closing(document),
        colophon=_colophon(document),
        watermark=clean(document.watermark),
        sample=SAMPLE_LABEL if document.sample else "",
    )


def parts(blocks: tuple[Block, ...], *, numbered: bool = True) -> tuple[Part, ...]:
    """The blocks as parts; headings without a number of their own get one when `numbered`."""
    return tuple(_parts(blocks, numbered))


def verification_lines(verification: Verification | None) -> tuple[str, ...]:
    """The words beside the QR code."""
    if verification is None:
        return ()
    return (f"验证码：{verification.code}", f"核验网址：{verification.url}")


def _parts(blocks: tuple[Block, ...], numbered: bool) -> Iterator[Part]:
    counts = [0] * 9
    for block in blocks:
        if block.kind == "heading":
            level = min(block.level, len(counts))
            counts[level - 1] += 1
            counts[level:] = [0] * (len(counts) - level)
            text = clean(block.text).replace("\n", " ")
            number = (
                _heading_number(level, counts[level - 1]) if numbered and not _NUMBERED.match(text) else ""
            )
            yield Part("heading", number + text, level=level)
        elif block.kind == "table":
            rows = _squared(block.rows)
            if any(rows):
                yield Part("table", rows=rows, shares=column_shares(rows), numeric=numeric_columns(rows))
        elif block.kind == "image":
            yield Part("image", sha256=block.sha256)
            yield from (Part("caption", line) for line in lines(block.text))
        elif block.kind == "list":
            yield from (Part("item", clean(item)) for item in block.items)
        else:
            yield from (Part("paragraph", line) for line in lines(block.text))


def _squared(rows: Rows) -> Rows:
    columns = max((len(row) for row in rows), default=0)
    return tuple(tuple(clean(cell) for cell in row) + ("",) * (columns - len(row)) for row in rows)


def _heading_number(level: int, count: int) -> str:
    """一、（一）1.（1）: GB/T 9704, 7.3.3."""
    forms = (f"{chinese_numeral(count)}、", f"（{chinese_numeral(count)}）", f"{count}.", f"（{count}）")
    return forms[level - 1] if level <= len(forms) else ""


def _is_carried(part: Part) -> bool:
    """A paragraph of more than twelve lines stays: moved as a whole it would leave half a page empty."""
    return part.role in ("paragraph", "item") and width_in_characters(part.text) <= _CARRIED_CHARACTERS


def _mark_size(mark: str) -> float:
    """Point size at which the mark fills the type area at most; a long name gets smaller letters."""
    return round(min(_MARK_LARGEST_PT, _TYPE_AREA_PT * 0.98 / max(width_in_characters(mark), 1)), 1)


def _attachments(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Label and text of each line; one attachment has no number, several have (GB/T 9704, 7.3.4)."""
    cleaned = [clean(name) for name in names]
    if len(cleaned) == 1:
        return ((ATTACHMENT_LABEL, cleaned[0]),)
    return tuple(
        (ATTACHMENT_LABEL if place == 1 else "", f"{place}. {name}")
        for place, name in enumerate(cleaned, start=1)
    )


def _closing(document: OfficialDocument) -> Closing:
    signatory = clean(document.signatory)
    date = day_text(document.issued_on) if signatory else ""
    # The signatory stands centred over the date (7.3.5.1); a name too long for that ends at the type area.
    overhang = (width_in_characters(signatory) - width_in_characters(date)) / 2
    note = clean(document.note).strip("（）()")
    return Closing(
        signatory=signatory,
        signatory_indent=max(_DATE_INDENT - overhang, 0.0),
        date=date,
        date_indent=max(_DATE_INDENT, overhang),
        note=f"（{note}）" if note else "",
        seal=SEAL_LABEL if document.seal_placeholder and signatory else "",
    )


def _colophon(document: OfficialDocument) -> Colophon:
    copies = "，".join(clean(name).rstrip("。") for name in document.copies_to)
    office = clean(document.issuing_office)
    return Colophon(
        copies=f"抄送：{copies}。" if copies else "",
        office=office,
        printed=f"{day_text(document.printed_on or document.issued_on)}印发" if office else "",
        verification=verification_lines(document.verification),
        url=document.verification.url if document.verification else "",
    )
