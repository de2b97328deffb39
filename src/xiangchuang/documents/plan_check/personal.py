"""Personal data in a plan, told apart from what an office publishes so that it can be reached."""

from collections.abc import Collection, Iterator

from xiangchuang.documents.personal import Kind, find_personal_data
from xiangchuang.documents.plan_check.finding import CheckedSection, FindingCode, Found


def personal_findings(
    section: CheckedSection, *, identity: Collection[Kind], contact: Collection[Kind]
) -> Iterator[Found]:
    """Personal data of the two groups of kinds, each passage once a block and shortened in the message."""
    for block in section.blocks:
        # Cell by cell: the figures of a row, read as one, would make a card number of a budget.
        texts = [cell for row in block.rows for cell in row] if block.kind == "table" else [block.text]
        for found in dict.fromkeys(found for text in texts if text for found in find_personal_data(text)):
            code: FindingCode | None = (
                "personal_identity"
                if found.kind in identity
                else "personal_contact"
                if found.kind in contact
                else None
            )
            if code is not None:
                yield Found(code, section.code, block.id, {"kind": found.kind, "masked": found.masked})
