"""Names, codes and addresses of an applicant replaced by neutral words: pure, for text and plan blocks."""

from xiangchuang.documents.masking.blocks import mask_block, mask_blocks
from xiangchuang.documents.masking.folding import fold, folded
from xiangchuang.documents.masking.mask import Mask, Piece
from xiangchuang.documents.masking.names import short_forms, stated_short_forms
from xiangchuang.documents.masking.tokens import chinese_number

__all__ = [
    "Mask",
    "Piece",
    "chinese_number",
    "fold",
    "folded",
    "mask_block",
    "mask_blocks",
    "short_forms",
    "stated_short_forms",
]
