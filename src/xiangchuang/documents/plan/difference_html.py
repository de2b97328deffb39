"""A difference of two revisions as HTML with `<ins>` and `<del>`; all text is escaped."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from xiangchuang.documents.plan.blocks import Block, text_with_notes
from xiangchuang.documents.plan.difference import (
    BlockChange,
    Change,
    Piece,
    PlanDifference,
    RowChange,
    SectionDifference,
)
from xiangchuang.documents.plan.difference_summary import NUMBER
from xiangchuang.documents.plan.html import blocks_to_html, escaped

CHANGE_ZH: dict[Change, str] = {"same": "未改动", "changed": "有改动", "added": "新增", "removed": "已删除"}
FOLD_FROM = 3
BEGINS = 20


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
    code = escape(section.code)
    opening = f'<section class="plan-difference" id="d-{code}" data-section="{code}">'
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
    if block.moved:
        return _elsewhere(block, image_url)
    if block.change == "added" and block.new is not None:
        return f'<div class="plan-added">{_whole("ins", block.new, image_url)}</div>'
    if block.change == "removed" and block.old is not None:
        return f'<div class="plan-removed">{_whole("del", block.old, image_url)}</div>'
    if block.rows:
        rows = "".join(_row(row) for row in block.rows)
        caption = f'<p class="plan-changed">{pieces_to_html(block.pieces)}</p>' if block.pieces else ""
        return f'{caption}<div class="plan-table plan-changed" tabindex="0"><table>{rows}</table></div>'
    return f'<p class="plan-changed">{pieces_to_html(block.pieces)}</p>'


def _elsewhere(block: BlockChange, image_url: Callable[[str], str]) -> str:
    """A block that moved is shown once, where it stands now; where it stood there is a line."""
    place = escape(block.moved)
    if block.new is None:
        begins = escaped((block.old.text if block.old else "")[:BEGINS])
        return f'<p class="plan-moved">移至 {place}：{begins}…</p>'
    shown = blocks_to_html([block.new], image_url, heading_base=4, anchor=None)
    return f'<div class="plan-moved"><p class="muted small">由 {place} 移来，文字未改</p>{shown}</div>'


def _whole(element: str, block: Block, image_url: Callable[[str], str]) -> str:
    if block.kind in {"table", "image"}:
        # ins and del are transparent in HTML: they may hold what their parent may hold.
        return f"<{element}>{blocks_to_html([block], image_url, heading_base=4, anchor=None)}</{element}>"
    return f"<p><{element}>{escaped(text_with_notes(block))}</{element}></p>"


def _row(row: RowChange) -> str:
    cells = "".join(f"<td>{pieces_to_html(pieces)}</td>" for pieces in row.cells)
    kind = "plan-added" if row.old_row is None else "plan-removed" if row.new_row is None else ""
    return f'<tr class="{kind}">{cells}</tr>' if kind else f"<tr>{cells}</tr>"


def pieces_to_html(pieces: Sequence[Piece]) -> str:
    """Kept text plain, new text in `<ins>`, old text in `<del>`, those with a number told by a class."""
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    element = {"added": "ins", "removed": "del"}.get(piece.change)
    if element is None:
        return escaped(piece.text)
    look = ' class="plan-number"' if NUMBER.search(piece.text) else ""
    return f"<{element}{look}>{escaped(piece.text)}</{element}>"
