"""Hints that the template gives an author beside each heading; what is read back leaves them out."""

import re
from xml.etree.ElementTree import Element

from xiangchuang.documents.plan.parsed import Loss
from xiangchuang.documents.plan.wordxml import text_of, top_paragraphs

HINT = re.compile(r"^\s*〔填写提示：[^〔〕]*〕\s*$")
REASON = "模板里的填写提示不作为正文。"


def hint_text(guidance: str) -> str:
    """The hint as it stands in the template; known by its form, for programs rename styles."""
    return f"〔填写提示：{guidance.replace('〔', '（').replace('〕', '）').strip()}〕"


def take_hints(body: Element) -> tuple[Loss, ...]:
    """Take the hints out of the body; a paragraph in which the author wrote on stays as it is."""
    hints = [paragraph for paragraph in top_paragraphs(body) if HINT.match(text_of(paragraph))]
    lines = [text_of(paragraph).strip() for paragraph in hints]
    for paragraph in hints:
        # The paragraph itself stays: it may carry a section's end.
        paragraph[:] = [child for child in paragraph if child.tag.endswith("}pPr")]
    return (Loss("hint", "\n".join(lines), REASON),) if lines else ()
