"""The score sheet with the plan's sections beneath the items they are scored by."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.documents.plan.html import blocks_to_html
from xiangchuang.policy.pack import Pack, ScoreItem
from xiangchuang.proposals.models import PlanRevision, PlanSection
from xiangchuang.reviews.write_review import items_for


@dataclass(frozen=True)
class SheetSection:
    """A section of the plan as HTML; `for_finance` marks what the finance experts read separately."""

    code: str
    title: str
    words: int
    html: SafeString
    for_finance: bool


@dataclass(frozen=True)
class SheetItem:
    """A line of the sheet with its sections; `elsewhere` names sections shown under an earlier item."""

    item: ScoreItem
    sections: tuple[SheetSection, ...]
    elsewhere: tuple[SheetSection, ...]


@dataclass(frozen=True)
class Sheet:
    """All items, and the sections that no item is scored by."""

    items: tuple[SheetItem, ...]
    others: tuple[SheetSection, ...]


def review_sheet(revision: PlanRevision, *, kind: str, pack: Pack) -> Sheet:
    """Return the sheet of an expert of this kind over a revision: two queries, for sections and images."""
    finance = pack.panel.finance_reading
    files = dict(revision.images.values_list("file__sha256", "file_id"))
    separate = set(finance.sections) if finance and kind == "finance" else set()
    sections = {
        section.code: SheetSection(
            section.code,
            section.title,
            section.words,
            _html(section, files),
            section.code in separate,
        )
        for section in revision.sections.all()
    }
    shown: set[str] = set()
    items = []
    for item in items_for(kind, pack):
        own = [sections[code] for code in item.sections if code in sections]
        items.append(
            SheetItem(
                item,
                tuple(s for s in own if s.code not in shown),
                tuple(s for s in own if s.code in shown),
            )
        )
        shown |= {s.code for s in own}
    return Sheet(tuple(items), tuple(s for code, s in sections.items() if code not in shown))


def _html(section: PlanSection, files: dict[str, int]) -> SafeString:
    """blocks_to_html escapes all text and writes every element itself."""

    def image_url(sha256: str) -> str:
        return reverse("files:download", args=[files[sha256]]) if sha256 in files else ""

    blocks = [block_from_json(block) for block in section.blocks]
    anchor = f"{section.code.lower().replace('.', '-')}-"
    return SafeString(blocks_to_html(blocks, image_url, heading_base=4, anchor=anchor))
