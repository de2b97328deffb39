"""The mask over blocks of a plan: every text in them, marks kept; pictures are left out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xiangchuang.documents.masking.mask import Mask
from xiangchuang.documents.plan.blocks import Block, ListItem, MarkedCell, Span


def mask_blocks(blocks: Iterable[Block], mask: Mask, *, picture: str) -> tuple[Block, ...]:
    """Return the blocks under the mask; `picture` is said where one was. Ids stay: opinions point to them."""
    return tuple(mask_block(block, mask, picture=picture) for block in blocks)


def mask_block(block: Block, mask: Mask, *, picture: str) -> Block:
    """Return the block under the mask. Addresses of links are dropped: they name their owner."""
    if block.kind == "image":
        said = mask.text(block.text)
        return Block(block.id, "note", f"{picture}{said}", label=block.label)
    masked = replace(block, caption=mask.text(block.caption), alt=mask.text(block.alt))
    if block.kind == "list":
        items = tuple(_item(item, mask) for item in block.items)
        return replace(masked, items=items, text="\n".join(item.text for item in items))
    if block.kind == "table":
        return _table(masked, mask)
    return replace(masked, text=mask.text(block.text), spans=_spans(block.spans, mask))


def _item(item: ListItem, mask: Mask) -> ListItem:
    return replace(item, text=mask.text(item.text), spans=_spans(item.spans, mask))


def _table(block: Block, mask: Mask) -> Block:
    rows = tuple(tuple(mask.text(cell) for cell in row) for row in block.rows)
    marked = tuple(MarkedCell(c.row, c.column, _spans(c.spans, mask)) for c in block.marked)
    return replace(block, rows=rows, marked=marked, text="\n".join("\t".join(row) for row in rows))


def _spans(spans: Sequence[Span], mask: Mask) -> tuple[Span, ...]:
    """A name may begin bold and end plain: its token stands where it begins, and the rest of it nowhere."""
    if not spans:
        return ()
    pieces = mask.pieces("".join(span.text for span in spans))
    shown, start = [], 0
    for span in spans:
        end, kept, at = start + len(span.text), [], start
        for piece in pieces:
            if piece.end <= start or piece.start >= end:
                continue
            kept.append(span.text[at - start : max(piece.start, at) - start])
            if piece.start >= start:
                kept.append(piece.shown)
            at = min(piece.end, end)
        kept.append(span.text[at - start :])
        shown.append(replace(span, text="".join(kept), note=mask.text(span.note), link=""))
        start = end
    return tuple(span for span in shown if span.text or span.note)
