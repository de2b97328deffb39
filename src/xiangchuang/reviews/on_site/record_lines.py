"""The points of a checklist as the record shows them: figures, what each member noted, photographs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from xiangchuang.policy.pack import Pack
from xiangchuang.reviews.models import SiteVisit, SpotNote, SpotPhoto, VisitItem
from xiangchuang.reviews.on_site.claims import amount_text


@dataclass(frozen=True)
class NoteLine:
    """What one member noted, the amount with its unit."""

    note: SpotNote
    amount: str


@dataclass(frozen=True)
class RecordLine:
    """One point; `claimed` and `books` are "" where it is no figure."""

    item: VisitItem
    claimed: str
    books: str
    notes: list[NoteLine]
    photos: list[SpotPhoto]


def items_with_notes(visit: SiteVisit) -> QuerySet[VisitItem]:
    """Return the points of the visit with fact, notes and photographs at hand: five queries, however many."""
    return visit.items.select_related("fact").prefetch_related("notes__by", "photos__file", "photos__by")


def record_lines(items: Iterable[VisitItem], pack: Pack) -> list[RecordLine]:
    """Return the lines of the record; `items` come with fact, notes and photographs at hand."""
    return [_line(item, pack) for item in items]


def figure_lines(items: Iterable[VisitItem], pack: Pack) -> list[RecordLine]:
    """Return what was stated and found, without anybody's notes and photographs."""
    return [
        RecordLine(item, _amount(item, item.claimed, pack), _amount(item, item.found_amount, pack), [], [])
        for item in items
    ]


def _line(item: VisitItem, pack: Pack) -> RecordLine:
    return RecordLine(
        item=item,
        claimed=_amount(item, item.claimed, pack),
        books=_amount(item, item.found_amount, pack),
        notes=[NoteLine(note, _amount(item, note.found_amount, pack)) for note in item.notes.all()],
        photos=list(item.photos.all()),
    )


def _amount(item: VisitItem, value: int | None, pack: Pack) -> str:
    return "" if value is None else amount_text(item, value, pack)


def propose(item: VisitItem) -> None:
    """Fill an empty point with what the team noted, where all of them say the same; nothing is saved."""
    newest = {note.by_id: note for note in item.notes.all()}
    said = {(note.found, note.found_amount) for note in newest.values()}
    if item.found or len(said) != 1:
        return
    ((item.found, item.found_amount),) = said
    item.remark = "\n".join(dict.fromkeys(note.remark for note in newest.values() if note.remark))
