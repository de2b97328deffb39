"""Official documents as PDF/A in the layout of GB/T 9704-2012."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from .composition import IMAGE_LEFT_OUT, Part, compose
from .document import OfficialDocument
from .fonts import GB_FAMILIES, Families
from .typesetting import Sheet, drawable, noon, qr_svg, typeset

PICTURE = "图片"
NO_IMAGES: Mapping[str, bytes] = {}


def render_pdf(
    document: OfficialDocument,
    *,
    fonts: Sequence[Path],
    families: Families = GB_FAMILIES,
    images: Mapping[str, bytes] = NO_IMAGES,
) -> bytes:
    """The document as PDF/A-2b; the same content and fonts give the same bytes.

    `fonts` are folders; `images` are the pictures of its image blocks by SHA-256 (hex). Raises
    FontsMissingError, UndisplayableTextError when the fonts lack a character (a rare name must not print as a
    box), UnusableBlockError, TypesettingError.
    """
    composition = compose(document)
    names = drawable(images)
    content = asdict(composition) | {"body": [placed(part, names) for part in composition.body]}
    files = {names[digest]: images[digest] for digest in names}
    if composition.colophon.url:
        files["qr.svg"] = qr_svg(composition.colophon.url)
    sheet = Sheet(
        layout="official", content=content, made=noon(document.issued_on), files=files, standards=("a-2b",)
    )
    return typeset(sheet, folders=fonts, families=families)


def placed(part: Part, names: Mapping[str, str]) -> dict[str, object]:
    """A part as the layouts read it: an image with its file, or with a note where it cannot be shown."""
    if part.role != "image":
        return part.as_json()
    known = names.get(part.sha256)
    note = PICTURE if known else IMAGE_LEFT_OUT
    return part.as_json() | {"file": known, "note": note}
