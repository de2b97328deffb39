"""How far an author's heading is the title of an outline section."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from xiangchuang.documents.plan.numbering import typed_number

GUIDANCE = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
NOT_WORDS = re.compile(r"[^\w]|_", re.UNICODE)
# Words that nearly every title of the outline shares, and so tell none apart.
COMMON_WORDS = re.compile(
    r"技术创新中心|创新中心|本中心|中心|湖南省|我省|全省|相关|情况|具体|的|关于|及其|情形|介绍|概况|说明"
)
SAME_WORDS = ((re.compile(r"[与及跟]|以及|并"), "和"), (re.compile("三"), "3"), (re.compile("〇"), "0"))
SHORTEST_PART = 4


@lru_cache(maxsize=4096)
def core(title: str) -> str:
    """What tells a title apart: no number, guidance in brackets, punctuation or common words."""
    text = typed_number(title).rest
    while (cut := GUIDANCE.sub("", text)) != text:
        text = cut
    text = NOT_WORDS.sub("", text)
    for pattern, same in SAME_WORDS:
        text = pattern.sub(same, text)
    return COMMON_WORDS.sub("", text) or text


@lru_cache(maxsize=65_536)
def likeness(heading: str, title: str) -> float:
    """From 0 (nothing alike) to 1 (the same but for number, guidance, punctuation and common words)."""
    left, right = core(heading), core(title)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if len(short) >= SHORTEST_PART and short in long:
        return 0.8 + 0.15 * len(short) / len(long)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    shared = sum(match.size for match in matcher.get_matching_blocks() if match.size > 1)
    coverage = shared / len(short) if len(short) >= SHORTEST_PART else 0.0
    return min(0.79, 0.5 * matcher.ratio() + 0.5 * coverage)
