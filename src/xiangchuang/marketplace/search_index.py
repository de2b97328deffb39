"""The directory among the public texts: what an offering says, and what follows when it changes."""

from collections.abc import Collection, Iterator

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import BookingState, Demand, Offering
from xiangchuang.marketplace.queries import public_demands, public_offerings
from xiangchuang.search.find import question_of
from xiangchuang.search.follow import refresh
from xiangchuang.search.holding import answering
from xiangchuang.search.models import PublicText
from xiangchuang.search.sources import Draft, Source, contribute_source

OFFERING, DEMAND = "offering", "demand"


def contribute_texts() -> None:
    """Let the directory and the board be found among everything public."""
    contribute_source(Source(OFFERING, gettext_lazy("服务资源"), _offerings, is_matched=True))
    contribute_source(Source(DEMAND, gettext_lazy("企业需求"), _demands))


def _offerings(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = public_offerings() if keys is None else public_offerings().filter(pk__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=2_000):
        yield Draft(
            str(row.pk), row.name, f"{row.model}\n{row.keywords}\n{row.summary}\n{row.center.name}",
            reverse("marketplace:offering", args=[row.pk]), row.recorded_at, row.center.prefecture,
        )  # fmt: skip


def _demands(keys: Collection[str] | None) -> Iterator[Draft]:
    rows: QuerySet[Demand] = public_demands() if keys is None else public_demands().filter(pk__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=2_000):
        url = reverse("marketplace:demand", args=[row.pk])
        place = row.organization.prefecture
        yield Draft(str(row.pk), row.title, row.text, url, row.posted_at, place, is_sample=row.is_sample)


def reindex(center: Center) -> None:
    """Bring the index up to date with what changed of a center's offerings, in the transaction of the change.

    Raises Blocked when an instrument was withdrawn on which booked hours lie ahead.
    """
    changed = list(Offering.objects.filter(center=center).exclude(indexed_version=F("version")))
    for offering in changed:
        if not offering.is_standing:
            _refuse_booked(offering)
    index_offerings(changed)


def index_offerings(offerings: Collection[Offering]) -> None:
    """Let the search follow these offerings; a withdrawn one is found no more."""
    ids = [offering.pk for offering in offerings]
    refresh(OFFERING, ids)
    Offering.objects.filter(pk__in=ids).update(indexed_version=F("version"))


def _refuse_booked(offering: Offering) -> None:
    ahead = offering.bookings.filter(state=BookingState.BOOKED, ends_at__gt=clock.now()).count()
    if ahead:
        raise Blocked(
            _("还有 %(count)d 个预约没有到期，仪器没有撤下。") % {"count": ahead},
            remedy=_("先在“订单与预约”中逐个取消并写明原因，再撤下。"),
        )


def search(rows: QuerySet[Offering], text: str) -> QuerySet[Offering]:
    """Return the offerings of `rows` in which every word of the text stands; one character: in the name."""
    if not text:
        return rows
    question = question_of(text, kind=OFFERING)
    if question is None:
        return rows.filter(name__icontains=text)
    found = PublicText.objects.filter(pk__in=answering(question)).order_by()
    return rows.filter(pk__in=found.values(number=Cast("key", BigIntegerField())))
