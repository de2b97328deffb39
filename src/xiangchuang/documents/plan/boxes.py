"""Takes text boxes and drawing groups apart: pandoc drops what stands in them without a word."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from xiangchuang.documents.plan.parsed import Loss
from xiangchuang.documents.plan.wordxml import attribute, local, q

PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
BOX = q("w:txbxContent")
ALTERNATE = q("mc:AlternateContent")
DRAWN = frozenset({q("w:drawing"), q("w:pict"), q("w:object")})
GROUPS = frozenset({"wgp", "wpc", "group", "grpSp"})


def unwrap_boxes(container: Element) -> tuple[Loss, ...]:
    """Put the paragraphs of each text box after the paragraph that anchors it, in place.

    Pictures in a group become pictures of their own. Charts, SmartArt and drawn shapes have no counterpart;
    each is returned as a loss.
    """
    losses: list[Loss] = []
    _unwrap(container, losses)
    return tuple(losses)


def _unwrap(container: Element, losses: list[Loss]) -> None:
    place = 0
    while place < len(container):
        child = container[place]
        if child.tag == ALTERNATE:
            container[place : place + 1] = _chosen(child)
            continue
        if child.tag == q("w:p"):
            for offset, block in enumerate(_take_boxes(child, losses), start=1):
                container.insert(place + offset, block)
        else:
            _unwrap(child, losses)
        place += 1


def _take_boxes(paragraph: Element, losses: list[Loss]) -> list[Element]:
    blocks: list[Element] = []
    _visit_run_content(paragraph, blocks, losses)
    return blocks


def _visit_run_content(parent: Element, blocks: list[Element], losses: list[Loss]) -> None:
    place = 0
    while place < len(parent):
        child = parent[place]
        if child.tag == ALTERNATE:
            parent[place : place + 1] = _chosen(child)
            continue
        if child.tag in DRAWN:
            replacement = _take_apart(child, blocks, losses)
            parent[place : place + 1] = replacement
            place += len(replacement)
            continue
        _visit_run_content(child, blocks, losses)
        place += 1


def _chosen(alternate: Element) -> list[Element]:
    # Choice and Fallback say the same twice; the first that says anything counts.
    for option in alternate:
        if len(option):
            return list(option)
    return []


def _take_apart(drawn: Element, blocks: list[Element], losses: list[Loss]) -> list[Element]:
    boxes = list(_outermost_boxes(drawn))
    pictures = [blip for blip in _picture_references(drawn) if blip]
    for box in boxes:
        blocks.extend(box)
    if len(pictures) == 1 and not boxes and not _is_group(drawn):
        return [drawn]
    if not boxes and not pictures:
        losses += _drawing_losses(drawn)
        return []
    description = next((attribute_plain(item, "descr") for item in drawn.iter(q("wp:docPr"))), "")
    return [_picture(reference, description) for reference in pictures]


def _outermost_boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag == ALTERNATE:
            for option in _chosen(child):
                yield from [option] if option.tag == BOX else _outermost_boxes(option)
        else:
            yield from _outermost_boxes(child)


def _picture_references(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == q("a:blip"):
            yield attribute(child, "r:embed")
        elif child.tag == q("v:imagedata"):
            yield attribute(child, "r:id")
        elif child.tag == ALTERNATE:
            for option in _chosen(child):
                yield from _picture_references(option)
        elif child.tag != BOX:
            yield from _picture_references(child)


def _is_group(drawn: Element) -> bool:
    return any(local(item) in GROUPS for item in drawn.iter())


def _drawing_losses(drawn: Element) -> list[Loss]:
    if next(drawn.iter(q("c:chart")), None) is not None:
        return [Loss("drawing", "图表", "Word 图表不能导入；在 Word 中把它复制后粘贴为图片，再上传。")]
    if next(drawn.iter(q("dgm:relIds")), None) is not None:
        return [
            Loss("drawing", "SmartArt 图形", "SmartArt 不能导入；在 Word 中把它复制后粘贴为图片，再上传。")
        ]
    return [
        Loss(
            "drawing", "绘制的图形", "没有文字的绘制图形（线条、方框）未导入；如有内容，粘贴为图片后再上传。"
        )
    ]


def attribute_plain(element: Element, name: str) -> str:
    """An attribute without a namespace."""
    return element.get(name, "")


def _picture(reference: str, description: str) -> Element:
    drawing = Element(q("w:drawing"))
    inline = SubElement(drawing, q("wp:inline"))
    SubElement(inline, q("wp:extent"), {"cx": "1800000", "cy": "1800000"})
    SubElement(inline, q("wp:docPr"), {"id": "1", "name": "", "descr": description})
    data = SubElement(SubElement(inline, q("a:graphic")), q("a:graphicData"), {"uri": PICTURE_URI})
    fill = SubElement(SubElement(data, q("pic:pic")), q("pic:blipFill"))
    SubElement(fill, q("a:blip"), {q("r:embed"): reference})
    return drawing
