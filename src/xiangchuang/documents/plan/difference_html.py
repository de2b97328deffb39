"""A difference of two revisions as HTML with `<ins>` and `<del>`; all text is escaped."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from xiangchuang.documents.plan.blocks import Block
from xiangchuang.documents.plan.difference import (
    BlockChange,
    Change,
    Piece,
    PlanDifference,
    RowChange,
    SectionDifference,
)
from xiangchuang.documents.plan.html import blocks_to_html, escaped

CHANGE_ZH: dict[Change, str] = {"same": "未改动", "changed": "有改动", "added": "新增", "removed": "已删除"}
FOLD_FROM = 3


def no_image(_sha256: str) -> str:
    """The address of an image where none is to be shown."""
    return ""


def difference_to_html(difference: PlanDifference, image_url: Callable[[str], str] = no_image) -> str:
    """The sections that changed, each with its words marked; runs of unchanged blocks are folded away."""
    changed = [section for section in difference.sections if section.change != "same"]
    if not changed:
        return '<p class="plan-same">两版内容相同。</p>'
    return "\n".join(section_to_html(section, image_url) for section in changed)


def section_to_html(section: SectionDifference, image_url: Callable[[str], str] = no_image) -> str:
    """One section with its changes."""
    inner = "\n".join(_groups(section.blocks, image_url))
    heading = f"{escape(section.code)} {escape(section.title)}（{CHANGE_ZH[section.change]}）"
    opening = f'<section class="plan-difference" data-section="{escape(section.code)}">'
    return f"{opening}<h3>{heading}</h3>{inner}</section>"


def _groups(blocks: Sequence[BlockChange], image_url: Callable[[str], str]) -> Iterator[str]:
    same: list[Block] = []
    for block in blocks:
        if block.change == "same" and block.new is not None:
            same.append(block.new)
            continue
        yield from _unchanged(same, image_url)
        same = []
        yield _block(block, image_url)
    yield from _unchanged(same, image_url)


def _unchanged(blocks: Sequence[Block], image_url: Callable[[str], str]) -> Iterator[str]:
    if not blocks:
        return
    shown = blocks_to_html(blocks, image_url, heading_base=4, anchor=None)
    if len(blocks) < FOLD_FROM:
        yield shown
    else:
        yield f"<details><summary>未改动的 {len(blocks)} 段</summary>{shown}</details>"


def _block(block: BlockChange, image_url: Callable[[str], str]) -> str:
    if block.change == "added" and block.new is not None:
        return f'<div class="plan-added">{_whole("ins", block.new, image_url)}</div>'
    if block.change == "removed" and block.old is not None:
        return f'<div class="plan-removed">{_whole("del", block.old, image_url)}</div>'
    if block.rows:
        rows = "".join(_row(row) for row in block.rows)
        return f'<div class="plan-table plan-changed"><table>{rows}</table></div>'
    return f'<p class="plan-changed">{pieces_to_html(block.pieces)}</p>'


def _whole(element: str, block: Block, image_url: Callable[[str], str]) -> str:
    if block.kind in {"table", "image"}:
        # ins and del are transparent in HTML: they may hold what their parent may hold.
        return f"<{element}>{blocks_to_html([block], image_url, heading_base=4, anchor=None)}</{element}>"
    return f"<p><{element}>{escaped(block.text)}</{element}></p>"


def _row(row: RowChange) -> str:
    cells = "".join(f"<td>{pieces_to_html(pieces)}</td>" for pieces in row.cells)
    kind = "plan-added" if row.old_row is None else "plan-removed" if row.new_row is None else ""
    return f'<tr class="{kind}">{cells}</tr>' if kind else f"<tr>{cells}</tr>"


def pieces_to_html(pieces: Sequence[Piece]) -> str:
    """Pieces in a row: kept text plain, new text in `<ins>`, old text in `<del>`."""
    element: dict[Change, str] = {"added": "ins", "removed": "del"}
    return "".join(
        f"<{element[piece.change]}>{escaped(piece.text)}</{element[piece.change]}>"
        if piece.change in element
        else escaped(piece.text)
        for piece in pieces
    )
