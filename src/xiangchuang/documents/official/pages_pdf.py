"""Ordinary documents as PDF."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .composition import IMAGE_LEFT_OUT, SAMPLE_LABEL, Part, verification_lines
from .errors import TypesettingError
from .fonts import GB_FAMILIES, Families
from .pages import PagesDocument
from .pages_composition import Pages, compose_pages
from .pdf import PICTURE, placed
from .typesetting import Sheet, drawable, qr_svg, recognised, typeset


def render_pages_pdf(
    document: PagesDocument, *, fonts: Sequence[Path], families: Families = GB_FAMILIES
) -> bytes:
    """A plan, receipt, notice or meeting record as PDF; the same content and fonts give the same bytes.

    `fonts` are folders. A character that no font has prints as a box here, for a receipt must not fail on a
    rare name. Raises FontsMissingError, UnusableBlockError, TypesettingError.
    """
    pages = compose_pages(document)
    names = recognised(pages.images)
    try:
        return typeset(_sheet(pages, names), folders=fonts, families=families)
    except TypesettingError:
        # To try sixty pictures one by one takes as long as the plan: they are tried only when one is broken.
        whole = drawable(pages.images)
        if len(whole) == len(names):
            raise
        return typeset(_sheet(pages, whole), folders=fonts, families=families)


def _sheet(pages: Pages, names: Mapping[str, str]) -> Sheet:
    files = {names[digest]: pages.images[digest] for digest in names}
    if pages.verification:
        files["qr.svg"] = qr_svg(pages.verification.url)
    return Sheet(layout="pages", content=_content(pages, names), made=pages.made, files=files)


def _content(pages: Pages, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "title": pages.title,
        "subtitle": pages.subtitle,
        "office": pages.office,
        "facts": pages.facts,
        "body": [_placed(piece, names) for piece in pages.body],
        "formulas": dict(pages.formulas),
        "signature": pages.signature,
        "header": pages.title,
        "footer": f"案卷 {pages.case_number}" if pages.case_number else "",
        "seal": pages.seal,
        "watermark": pages.watermark,
        "cover": pages.cover,
        "contents": "目录" if pages.cover else "",
        "sample": SAMPLE_LABEL if pages.sample else "",
        "verification": verification_lines(pages.verification),
    }


def _placed(piece: Part | tuple[str, str] | dict[str, object], names: Mapping[str, str]) -> dict[str, object]:
    if isinstance(piece, tuple):
        return {"role": "file", "text": piece[0], "note": piece[1]}
    if isinstance(piece, dict):
        if piece["role"] != "image":
            return piece
        known = names.get(str(piece["sha256"]))
        return piece | {"file": known, "note": (piece["alt"] or PICTURE) if known else IMAGE_LEFT_OUT}
    return placed(piece, names)
