"""The score sheet with the plan's sections beneath the items they are scored by."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiangchuang.documents.plan.blocks import Block
from xiangchuang.documents.plan.html import blocks_to_html
from xiangchuang.policy.pack import Pack, ScoreItem
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.reading_text import ReadingText, ReadSection
from xiangchuang.reviews.write_review import items_for

_BEGINS = 12


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
    """A line of the sheet with its sections; `elsewhere` names sections shown earlier on the page."""

    item: ScoreItem
    sections: tuple[SheetSection, ...]
    elsewhere: tuple[SheetSection, ...]


@dataclass(frozen=True)
class Sheet:
    """What the kind of expert reads first, all items, and the sections that no item is scored by."""

    first: tuple[SheetSection, ...]
    items: tuple[SheetItem, ...]
    others: tuple[SheetSection, ...]


def review_sheet(
    revision: PlanRevision, text: ReadingText, *, kind: str, pack: Pack, cite_at: str = ""
) -> Sheet:
    """Return the sheet of an expert of this kind over a revision's text; one query, for its images.

    Finance experts find the sections of the pack's `finance_reading` first. `cite_at` is the address
    that a passage is sent to by the button beside it; "" shows none.
    """
    finance = pack.panel.finance_reading
    files = dict(revision.images.values_list("file__sha256", "file_id"))
    separate = set(finance.sections) if finance and kind == "finance" else set()
    sections = {
        code: SheetSection(
            code, read.title, read.words, _html(read, files, cite_at=cite_at), code in separate
        )
        for code, read in text.sections.items()
    }
    first = tuple(s for s in sections.values() if s.for_finance)
    shown = {s.code for s in first}
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
    return Sheet(first, tuple(items), tuple(s for code, s in sections.items() if code not in shown))


def anchor_of(section: str, block: str) -> str:
    """Return the HTML id of a passage on the sheet."""
    return f"{section.lower().replace('.', '-')}-{block}"


def _html(read: ReadSection, files: dict[str, int], *, cite_at: str) -> SafeString:
    """blocks_to_html escapes all text and writes every element itself."""

    def image_url(sha256: str) -> str:
        return reverse("files:download", args=[files[sha256]]) if sha256 in files else ""

    beside = _cite_button(read.code, cite_at) if cite_at else None
    return SafeString(
        blocks_to_html(read.shown, image_url, heading_base=4, anchor=anchor_of(read.code, ""), beside=beside)
    )


def _cite_button(section: str, cite_at: str) -> Callable[[Block], str]:
    """A button of the sheet's own form: without scripts it saves what is typed and opens an opinion."""
    word, label, address = escape(_("引用")), _("引用“%(words)s…”"), escape(cite_at)

    def button(block: Block) -> str:
        if not block.text or block.kind == "heading":
            return ""
        named = escape(label % {"words": " ".join(block.text[:_BEGINS].split())})
        value = escape(f"{section} {block.id}")
        return (
            f'<button type="submit" class="cite-button" formaction="{address}" name="cite" value="{value}" '
            f'aria-label="{named}">{word}</button>'
        )

    return button
