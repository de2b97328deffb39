"""The index of the directory: which word stands in which open offering, and in how many.

Rows instead of a database's own full text: the same on both databases, exact for two-character words, and the
counts say which words tell something.
"""

from collections.abc import Collection

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import BookingState, Offering, OfferingTerm, Term
from xiangchuang.marketplace.search_words import search_words

# A phrase typed into a search box; what is longer is a demand, and matched.
SEARCHED_AT_MOST = 8


def reindex(center: Center) -> None:
    """Bring the index up to date with what changed of a center's offerings, in the transaction of the change.

    Raises Blocked when an instrument was withdrawn on which booked hours lie ahead.
    """
    for offering in Offering.objects.filter(center=center).exclude(indexed_version=F("version")):
        if not offering.is_standing:
            _refuse_booked(offering)
        index_offering(offering)
        Offering.objects.filter(pk=offering.pk).update(indexed_version=offering.version)


def _refuse_booked(offering: Offering) -> None:
    ahead = offering.bookings.filter(state=BookingState.BOOKED, ends_at__gt=clock.now()).count()
    if ahead:
        raise Blocked(
            _("还有 %(count)d 个预约没有到期，仪器没有撤下。") % {"count": ahead},
            remedy=_("先在“订单与预约”中逐个取消并写明原因，再撤下。"),
        )


def index_offering(offering: Offering) -> None:
    """Write an offering's words into the index; a withdrawn one has none."""
    wanted = set(search_words(offering.search_text)) if offering.is_standing else set()
    present = dict(OfferingTerm.objects.filter(offering=offering).values_list("term__text", "term_id"))
    _remove(offering, {present[text] for text in present.keys() - wanted})
    _add(offering, wanted - present.keys())


def _remove(offering: Offering, term_ids: Collection[int]) -> None:
    OfferingTerm.objects.filter(offering=offering, term__in=term_ids).delete()
    _count(term_ids, -1)


def _add(offering: Offering, texts: Collection[str]) -> None:
    ordered = sorted(texts)
    Term.objects.bulk_create([Term(text=text) for text in ordered], ignore_conflicts=True)
    term_ids = list(Term.objects.filter(text__in=ordered).values_list("pk", flat=True))
    OfferingTerm.objects.bulk_create(OfferingTerm(term_id=pk, offering=offering) for pk in term_ids)
    _count(term_ids, 1)


def _count(term_ids: Collection[int], step: int) -> None:
    """Rows are locked in one order, so that two offerings published at once never wait for each other."""
    ordered = sorted(term_ids)
    list(
        Term.objects.select_for_update(no_key=True)
        .filter(pk__in=ordered)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Term.objects.filter(pk__in=ordered).update(offerings=F("offerings") + step)


def search(rows: QuerySet[Offering], text: str) -> QuerySet[Offering]:
    """Return the offerings of `rows` in which every word of the text stands; one character: in the name."""
    words = search_words(text)[:SEARCHED_AT_MOST]
    if not words:
        return rows.filter(name__icontains=text) if text else rows
    for word in words:
        rows = rows.filter(pk__in=OfferingTerm.objects.filter(term__text=word).values("offering"))
    return rows
