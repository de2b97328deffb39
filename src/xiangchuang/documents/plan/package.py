"""Reads the parts of a checked `.docx` and writes the one that pandoc is given."""

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import fromstring

from xiangchuang.documents.intake.container import Container, broken, open_container
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.plan.wordxml import q

# Strict files (ISO 29500 part 1) say the same under other names; pandoc and we read the transitional ones.
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", "a"),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
)
RELATION_TAG = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
SIDE_STORIES = ("footnotes", "endnotes", "header", "footer", "comments")


@dataclass(slots=True)
class WordPackage:
    """The parts of one document: `document`, `styles`, and by relation kind the side stories and media."""

    main_name: str
    document: Element
    styles: Element | None
    stories: dict[str, list[Element]] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)


def read_package(path: Path, limits: UploadLimits) -> WordPackage:
    """Parse the main part and what it relates to; raises `RefusedFile` when a part is broken."""
    container = open_container(path, limits)
    try:
        root_relations = _relations(container, "_rels/.rels")
        main = next(target for kind, _, target in root_relations if kind == "officeDocument").lstrip("/")
        folder, name = posixpath.split(main)
        package = WordPackage(main, _parse(container, main), None)
        for kind, identifier, target in _relations(container, f"{folder}/_rels/{name}.rels"):
            part = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            if target.startswith("/"):
                part = target.lstrip("/")
            if part not in container.names:
                continue
            if kind == "styles":
                package.styles = _parse(container, part)
            elif kind in SIDE_STORIES:
                package.stories.setdefault(kind, []).append(_parse(container, part))
            elif kind == "image":
                package.media[identifier] = part
        return package
    except (KeyError, StopIteration) as error:
        raise broken() from error
    finally:
        container.close()


def body_of(package: WordPackage) -> Element:
    """The body of the main part; raises `RefusedFile` when it has none."""
    body = package.document.find(q("w:body"))
    if body is None:
        raise broken()
    return body


def write_for_pandoc(source: Path, package: WordPackage, target: Path) -> None:
    """The document as pandoc shall read it: our main part, media emptied (it only needs their names)."""
    media = set(package.media.values())
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as write:
        for info in read.infolist():
            if info.is_dir() or info.filename.startswith(("customXml/", "word/embeddings/", "docProps/")):
                continue
            if info.filename == package.main_name:
                write.writestr(
                    info.filename, tostring(package.document, encoding="utf-8", xml_declaration=True)
                )
            elif info.filename in media or "/media/" in info.filename:
                write.writestr(info.filename, b"\x00")
            else:
                write.writestr(info.filename, _transitional(read.read(info)))


def _parse(container: Container, name: str) -> Element:
    try:
        root: Element = fromstring(_transitional(container.read(name)), forbid_dtd=True)
    except ParseError as error:
        raise broken() from error
    return root


def _transitional(content: bytes) -> bytes:
    if STRICT not in content:
        return content
    for strict, prefix in STRICT_NAMES:
        content = content.replace(strict, q(f"{prefix}:x")[1:-2].encode())
    return content


def _relations(container: Container, name: str) -> list[tuple[str, str, str]]:
    if name not in container.names:
        return []
    return [
        (item.get("Type", "").rsplit("/", 1)[-1], item.get("Id", ""), item.get("Target", ""))
        for item in _parse(container, name).iter(RELATION_TAG)
        if item.get("TargetMode", "").lower() != "external"
    ]
