"""Tables that the system makes of rows it keeps: marked in a Word file, and left out when it is read back."""

from xml.etree.ElementTree import Element

from xiangchuang.documents.plan.parsed import Loss
from xiangchuang.documents.plan.wordxml import attribute, q, text_of

MADE_LABEL = "made by the system"
PREFIX = "plan_made_"
REASON = "这张表由系统按填报的数据生成，在系统里修改；Word 里的这张表没有读入。"


def made_bookmark(number: int) -> str:
    """The bookmark of such a table; numbers are unique in the file."""
    return f"{PREFIX}{number}"


def take_made_tables(body: Element) -> tuple[Loss, ...]:
    """Take the marked tables out; what stands in them is told, for the author may have written there."""
    losses: list[Loss] = []
    for parent in list(body.iter()):
        for table in [child for child in parent if child.tag == q("w:tbl") and _is_made(child)]:
            lines = [text_of(paragraph).strip() for paragraph in table.iter(q("w:p"))]
            losses.append(Loss("made", "\n".join(line for line in lines if line), REASON))
            parent.remove(table)
    return tuple(losses)


def _is_made(table: Element) -> bool:
    return any(attribute(item, "w:name").startswith(PREFIX) for item in table.iter(q("w:bookmarkStart")))
