"""What approvals tell the layout: centers as occupants, places taken, new builds in a period (3.1-1)."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.queries import public_centers
from xiangchuang.decisions.models import MeetingDecision
from xiangchuang.layouts.later_stages import Occupant, Taken, contribute_counts, contribute_occupants
from xiangchuang.layouts.placing import orientation_of_field
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import Proposal

MEETING = "meeting"


def contribute() -> None:
    """Stand on the board and count; called when the app is ready."""
    contribute_occupants(centers_laid_out)
    contribute_counts(places_taken, new_builds)


def centers_laid_out(_actor: Actor) -> Iterator[Occupant]:
    """Yield every center, for all of them are public; one that has left fills no place; one query."""
    pack = current_pack()
    for center in public_centers().order_by("name", "pk"):
        yield center_occupant(center, pack)


def center_occupant(center: Center, pack: Pack) -> Occupant:
    """Return a center as it stands in the layout."""
    return Occupant(
        "center", center.name, reverse("portal:center", args=[center.pk]), center.category,
        orientation_of_field(pack, center.field), center.field, "" if center.field else center.field_label,
        center.prefecture, str(center.get_state_display()), center.goes_on, center.is_sample,
    )  # fmt: skip


def places_taken(directions: Sequence[int], apart_from_case: int | None) -> dict[int, Taken]:
    """Return the places of these directions: founded centers that go on, and cases the meeting agreed to."""
    rows = Proposal.objects.filter(layout_direction__in=directions)
    if apart_from_case is not None:
        rows = rows.exclude(case=apart_from_case)
    approved = _counted(rows.filter(case__center__state__in=GOING_ON))
    agreed = rows.filter(case__state=CaseState.OPEN, case__meetings__decision=MeetingDecision.APPROVE)
    decided = _counted(agreed.exclude(case__stage_kind=MEETING))
    return {pk: Taken(approved.get(pk, 0), decided.get(pk, 0)) for pk in directions}


def new_builds(period_from: date, period_to: date) -> int:
    """Return how many centers were approved in the period, those that have left since among them."""
    return Center.objects.filter(approved_on__gte=period_from, approved_on__lte=period_to).count()


def _counted(rows: QuerySet[Proposal]) -> dict[int, int]:
    counted = rows.order_by().values_list("layout_direction").annotate(Count("pk", distinct=True))
    return {int(pk): count for pk, count in counted if pk is not None}
