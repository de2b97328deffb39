"""A plan as a Word file: the outline's headings, what is written, and in a template the hints beside them."""

import json
import os
import struct
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pypandoc

from xiangchuang.documents.intake.picture import PNG_MAGIC, pixel_size
from xiangchuang.documents.official.errors import TypesettingError
from xiangchuang.documents.official.text import chinese_numeral, clean
from xiangchuang.documents.official.word_container import repacked
from xiangchuang.documents.plan.anchors import bookmark_of
from xiangchuang.documents.plan.blocks import Block
from xiangchuang.documents.plan.hints import hint_text
from xiangchuang.documents.plan.image_kind import image_media_type
from xiangchuang.documents.plan.made_tables import MADE_LABEL
from xiangchuang.documents.plan.parsed import OutlineSection
from xiangchuang.documents.plan.word_contents import contents_nodes
from xiangchuang.documents.plan.word_reference import HINT_STYLE, reference_docx
from xiangchuang.documents.plan.word_tree import (
    NO_ATTRIBUTES,
    LabelNumbers,
    Node,
    TreeWriter,
    lined,
    node,
    raw,
    styled,
)

DRAFT = "草稿"
STUB = b"picture by sha256:"
MADE_HINT = "下表“{}”由系统按填报的数据生成，在系统里修改；带回 Word 时不读入这张表。"
# One instant for every file: equal content gives equal bytes.
MADE = "1767225600"
SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/emf": "emf", "image/wmf": "wmf",
    "image/tiff": "tiff", "image/bmp": "bmp",
}  # fmt: skip
# Bookmark numbers of our own; pandoc counts its own from 0.
FIRST_BOOKMARK = 900_000


@dataclass(frozen=True)
class WordPlan:
    """What goes into the file.

    `blocks` are the section's by outline code, `images` the bytes by sha256, `hints` a sentence for the
    author by outline code; a file without hints is no template. `made` are tables that the system makes of
    rows it keeps: they close their section, and are not read back. `annexes` travel behind the last section,
    each under its title, and are not read back either. `draft` sets 草稿 across each page.
    """

    title: str
    outline: Sequence[OutlineSection]
    blocks: Mapping[str, Sequence[Block]]
    images: Mapping[str, bytes] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    annexes: Sequence[tuple[str, Sequence[Block]]] = ()
    draft: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of the outline as it stands in the file."""

    code: str
    level: int
    text: str


def plan_docx(plan: WordPlan) -> bytes:
    """The plan as .docx; the same content gives the same bytes, and no person's name is in it.

    Chapters and sections are Word's heading styles with a bookmark each, by which reading the file back finds
    them whatever the author did to their words. Raises TypesettingError.
    """
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        root = Path(folder)
        files = _write_images(root, plan.images)
        (root / "reference.docx").write_bytes(reference_docx(DRAFT if plan.draft else ""))
        tree = json.dumps(_tree(plan, files), ensure_ascii=False).encode()
        return repacked(_converted(root, tree), instead=lambda content: _behind(content, plan.images))


def headings_of(outline: Sequence[OutlineSection]) -> tuple[Heading, ...]:
    """Chapters and sections in order, numbered 一、 and （一）; a chapter's only section has no heading."""
    found: list[Heading] = []
    for number, (chapter, group) in enumerate(groupby(outline, key=lambda item: item.chapter_code), start=1):
        sections = list(group)
        code = sections[0].code if len(sections) == 1 else chapter
        found.append(Heading(code, 1, f"{chinese_numeral(number)}、{sections[0].chapter_title}"))
        if len(sections) > 1:
            found += [
                Heading(section.code, 2, f"（{chinese_numeral(place)}）{section.title}")
                for place, section in enumerate(sections, start=1)
            ]
    return tuple(found)


def _tree(plan: WordPlan, files: Mapping[str, str]) -> dict[str, Any]:
    headings = headings_of(plan.outline)
    blocks = [*contents_nodes([(bookmark_of(h.code), h.level, h.text) for h in headings])]
    entries = [b.label for section in plan.blocks.values() for b in section if b.kind == "reference"]
    labels = LabelNumbers(frozenset(entries), FIRST_BOOKMARK + len(headings))
    for number, heading in enumerate(headings, start=FIRST_BOOKMARK):
        blocks += _section(plan, TreeWriter(files, plan.images, heading.level, labels), heading, number)
    for title, annex in plan.annexes:
        blocks += [styled(HINT_STYLE, lined(hint_text(title)))]
        made = tuple(replace(block, label=MADE_LABEL) for block in annex)
        blocks += TreeWriter(files, plan.images, 1, labels).nodes(made)
    meta = {"title": {"t": "MetaInlines", "c": lined(clean(plan.title))}}
    return {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": blocks}


def _section(plan: WordPlan, writer: TreeWriter, heading: Heading, number: int) -> Iterator[Node]:
    inlines = [
        raw(f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_of(heading.code)}"/>'),
        *lined(heading.text),
        raw(f'<w:bookmarkEnd w:id="{number}"/>'),
    ]
    yield node("Header", [heading.level, NO_ATTRIBUTES, inlines])
    if heading.code in plan.hints:
        yield styled(HINT_STYLE, lined(hint_text(plan.hints[heading.code])))
    written = writer.nodes(plan.blocks.get(heading.code, ()))
    yield from written
    for table in plan.made.get(heading.code, ()):
        yield styled(HINT_STYLE, lined(hint_text(MADE_HINT.format(table.caption or heading.text))))
        yield from writer.nodes((replace(table, caption="", label=MADE_LABEL),))
    if heading.code in plan.hints and not written:
        yield node("Para", [raw("<w:r><w:t></w:t></w:r>")])


def _write_images(root: Path, images: Mapping[str, bytes]) -> dict[str, str]:
    names: dict[str, str] = {}
    for sha256, content in images.items():
        suffix = SUFFIXES.get(image_media_type(content)[0])
        if suffix and content:
            names[sha256] = f"{sha256}.{suffix}"
            size = pixel_size(content)
            (root / names[sha256]).write_bytes(_stub(sha256, size) if size else content)
    return names


def _stub(sha256: str, size: tuple[int, int]) -> bytes:
    """The head of a picture of that size, and the name of the one it stands for.

    Pandoc asks no more, and would pack sixty photographs for seconds.
    """
    return PNG_MAGIC + struct.pack(">I4sIIBBBBB", 13, b"IHDR", *size, 8, 2, 0, 0, 0) + STUB + sha256.encode()


def _behind(content: bytes, images: Mapping[str, bytes]) -> bytes:
    """The picture that a stub stands for; any other content as it is."""
    head, mark, sha256 = content.partition(STUB)
    return images[sha256.decode()] if mark and head.startswith(PNG_MAGIC) else content


def _converted(root: Path, tree: bytes) -> bytes:
    done = subprocess.run(  # noqa: S603 – a fixed program in a folder of our own; what people wrote is on stdin
        [
            *(pypandoc.get_pandoc_path(), "--from", "json", "--to", "docx", "--quiet"),
            *("--reference-doc", "reference.docx", "--output", "plan.docx"),
        ],
        cwd=root,
        input=tree,
        capture_output=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": MADE},
    )
    if done.returncode != 0:
        raise TypesettingError(
            "方案不能写成 Word 文件，内容已保存。把案卷编号告知系统管理员，修复后重新下载。"
        )
    return (root / "plan.docx").read_bytes()
