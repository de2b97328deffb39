"""From an uploaded `.docx` to the sections of the outline."""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from xiangchuang.documents.intake.check import DEFAULT_LIMITS, check_upload
from xiangchuang.documents.intake.limited import run_limited
from xiangchuang.documents.plan.assembly import assemble
from xiangchuang.documents.plan.boxes import unwrap_boxes
from xiangchuang.documents.plan.captions import mark_captions
from xiangchuang.documents.plan.contents_table import contents_paragraphs
from xiangchuang.documents.plan.drafted import Drafted
from xiangchuang.documents.plan.hints import take_hints
from xiangchuang.documents.plan.labels import mark_labels
from xiangchuang.documents.plan.made_tables import take_made_tables
from xiangchuang.documents.plan.marking import TITLE_LIKENESS, mark_headings
from xiangchuang.documents.plan.matching import match_headings
from xiangchuang.documents.plan.outline import entries_of
from xiangchuang.documents.plan.package import WordPackage, body_of, read_package, write_for_pandoc
from xiangchuang.documents.plan.pandoc import pandoc_tree
from xiangchuang.documents.plan.parsed import (
    Loss,
    OutlineSection,
    ParsedPlan,
    from_json,
    to_json,
)
from xiangchuang.documents.plan.pictures import resolve_pictures, with_content
from xiangchuang.documents.plan.reconcile import texts_of, unaccounted
from xiangchuang.documents.plan.stylesheet import StyleSheet
from xiangchuang.documents.plan.tree import TreeWalk
from xiangchuang.documents.plan.wordxml import attribute, local, q, text_of, top_paragraphs

# A hostile file must be refused within 10 s and 512 MB; a 150-page plan takes about two seconds.
SECONDS = 10
MEMORY_MB = 512
LONGEST_TITLE = 60
PAGE_NUMBER = re.compile(r"^[\s\d/ivxIVX第页共—–-]*$")
TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})


def parse_plan(path: Path, outline: Sequence[OutlineSection], *, name: str = "plan.docx") -> ParsedPlan:
    """Read the Word plan at `path` into the sections of `outline`, in a child process with limits.

    Raises `RefusedFile` when the file is hostile, broken, too heavy or no `.docx`. Every run of text is in
    the result: in a section, in surplus, or in `losses`.
    """
    with tempfile.TemporaryDirectory() as folder:
        sections = [asdict(section) for section in outline]
        args = {"path": str(path), "outline": sections, "name": name, "pictures": folder}
        answer = run_limited(f"{__name__}:parse_to_json", args, seconds=SECONDS, memory_mb=MEMORY_MB)
        parsed = from_json(answer)
        return replace(parsed, images=with_content(parsed.images, Path(folder)))


def parse_to_json(path: str, outline: Sequence[dict[str, Any]], name: str, pictures: str) -> dict[str, Any]:
    """`parse_in_process` in JSON terms, for the child, which lays the images into the folder `pictures`."""
    sections = [OutlineSection(**{**item, "titles": tuple(item["titles"])}) for item in outline]
    return to_json(parse_in_process(Path(path), sections, name=name, pictures=Path(pictures)))


def parse_in_process(
    path: Path, outline: Sequence[OutlineSection], *, name: str, pictures: Path | None = None
) -> ParsedPlan:
    """The reading itself; images come without their bytes, which lie in the folder `pictures` by sha256."""
    check_upload(path, name=name)
    package = read_package(path, DEFAULT_LIMITS)
    body = body_of(package)
    texts = texts_of(package)
    tracked = sum(1 for item in package.document.iter() if local(item) in TRACKED)
    entries = entries_of(outline)
    losses = [*_deleted(package.document), *unwrap_boxes(body), *_headers(package)]
    styles = StyleSheet(package.styles)

    def is_title(text: str) -> bool:
        return max((entry.likeness(text) for entry in entries), default=0.0) >= TITLE_LIKENESS

    losses += _drop_contents(body, contents_paragraphs(body, styles, is_title))
    title = _take_title(body, styles, is_title)
    losses += [*take_hints(body), *take_made_tables(body)]
    mark_captions(body, styles)
    marks = mark_headings(body, styles, entries)
    mark_labels(body)
    drafted = _converted(path, package)
    drafted, images, image_losses = resolve_pictures(path, drafted, pictures)
    assembly = assemble(drafted, marks, match_headings(marks, entries), outline)
    parsed = ParsedPlan(
        title=title,
        sections=assembly.sections,
        missing=assembly.missing,
        surplus=assembly.surplus,
        images=images,
        losses=(*losses, *image_losses),
        tracked_changes=tracked,
        comments=sum(1 for root in package.stories.get("comments", ()) for _ in root.iter(q("w:comment"))),
        chapters=assembly.chapters,
    )
    return replace(parsed, losses=(*parsed.losses, *unaccounted(texts, parsed)))


def _converted(path: Path, package: WordPackage) -> tuple[Drafted, ...]:
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.docx"
        write_for_pandoc(path, package, prepared)
        return TreeWalk().blocks(pandoc_tree(prepared))


def _drop_contents(body: Element, contents: Sequence[Element]) -> list[Loss]:
    if not contents:
        return []
    lines = [text_of(paragraph) for paragraph in contents]
    dropped = {id(paragraph) for paragraph in contents}
    _remove(body, lambda item: id(item) in dropped)
    return [Loss("contents", "\n".join(lines), "目录由系统按章节自动生成，不作为正文。")]


def _remove(container: Element, unwanted: Callable[[Element], bool]) -> None:
    for child in list(container):
        if unwanted(child):
            container.remove(child)
        else:
            _remove(child, unwanted)


def _take_title(body: Element, styles: StyleSheet, is_title: Callable[[str], bool]) -> str:
    """The plan's own title: the first Title style, else a short first line; taken out of the body."""
    for paragraph in top_paragraphs(body):
        text = text_of(paragraph).strip()
        if not text:
            continue
        look = styles.look(paragraph)
        short = len(text) <= LONGEST_TITLE and not text.endswith(("。", "；", "："))
        if look.title or (short and look.level == 0 and not is_title(text)):
            for run in list(paragraph):
                if run.tag != q("w:pPr") and next(run.iter(q("w:drawing")), None) is None:
                    paragraph.remove(run)
            return " ".join(text.split())
        return ""
    return ""


def _deleted(document: Element) -> list[Loss]:
    texts = [
        "".join(piece.text or "" for piece in change.iter() if piece.tag in {q("w:delText"), q("w:t")})
        for change in document.iter()
        if change.tag in {q("w:del"), q("w:moveFrom")}
    ]
    kept = [text for text in texts if text.strip()]
    return [Loss("deleted", "\n".join(kept), "修订中已删除的文字，按接受修订处理。")] if kept else []


def _headers(package: WordPackage) -> list[Loss]:
    roots = [*package.stories.get("header", ()), *package.stories.get("footer", ())]
    paragraphs = [item for root in roots for item in root.iter(q("w:p")) if not _is_page_number(item)]
    kept = [line for line in dict.fromkeys(text_of(item).strip() for item in paragraphs) if line]
    return (
        [Loss("header", "\n".join(kept), "页眉页脚不作为正文；导出时由系统按公文格式生成。")] if kept else []
    )


def _is_page_number(paragraph: Element) -> bool:
    """Whether the paragraph holds nothing but the number of its page."""
    codes = "".join(item.text or "" for item in paragraph.iter(q("w:instrText")))
    simple = "".join(attribute(item, "w:instr") for item in paragraph.iter(q("w:fldSimple")))
    return "PAGE" in codes + simple and PAGE_NUMBER.match(text_of(paragraph)) is not None
