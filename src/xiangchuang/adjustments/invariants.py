"""What must hold of adjustments at any time."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from xiangchuang.adjustments.models import Adjustment, Recheck, Rectification, WindUp
from xiangchuang.centers.models import SERVING, Center, CenterState, CenterStateChange, SupportStanding
from xiangchuang.marketplace.models import Booking, BookingState
from xiangchuang.procedure.models import CaseState
from xiangchuang.proposals.models import RecommendationCut


def a_state_is_the_newest_change() -> Iterator[str]:
    """Yield each center whose state is not what its newest change says; without a change it operates."""
    newest = CenterStateChange.objects.filter(center=OuterRef("pk")).order_by("-pk").values("after")[:1]
    for pk, state, said in Center.objects.annotate(said=newest).values_list("pk", "state", "said"):
        if state != (said or CenterState.OPERATING):
            yield f"center:{pk} is {state}, and its newest change says {said}"


def a_completed_case_was_decided() -> Iterator[str]:
    """Yield each adjustment whose case is completed undecided, or decided and not completed."""
    rows = Adjustment.objects.values_list("pk", "decided_at", "case__state")
    for pk, decided_at, state in rows:
        if (decided_at is not None) != (state == CaseState.COMPLETED):
            yield f"adjustment:{pk} decided at {decided_at}, its case is {state}"


def a_rectifying_center_has_one_open() -> Iterator[str]:
    """Yield each center in rectification without one, and each open one of a center that is not."""
    current = Rectification.objects.filter(center=OuterRef("pk"), state__in=[
        "planning", "submitted", "under_way", "failed",
    ])  # fmt: skip
    for pk in Center.objects.filter(~Exists(current), state=CenterState.RECTIFYING).values_list(
        "pk", flat=True
    ):
        yield f"center:{pk} is being rectified without a rectification"
    stray = Rectification.objects.filter(closed_on=None).exclude(center__state=CenterState.RECTIFYING)
    for pk in stray.values_list("pk", flat=True):
        yield f"rectification:{pk} is open and its center is not being rectified"


def an_ended_center_is_wound_up() -> Iterator[str]:
    """Yield each center that ended without a wind-up."""
    ended = (CenterState.EXITED, CenterState.MERGED, CenterState.CONVERTED)
    winding = WindUp.objects.filter(center=OuterRef("pk"))
    for pk in Center.objects.filter(~Exists(winding), state__in=ended).values_list("pk", flat=True):
        yield f"center:{pk} ended and is not wound up"


def nobody_is_booked_at_a_closed_center() -> Iterator[str]:
    """Yield each booking made after its center stopped serving."""
    stopped = (
        CenterStateChange.objects.filter(center=OuterRef("instrument__center"))
        .order_by("-pk")
        .values("case__closed_at")[:1]
    )
    booked = Booking.objects.filter(state=BookingState.BOOKED).exclude(instrument__center__state__in=SERVING)
    late = booked.annotate(stopped=stopped).filter(booked_at__gt=F("stopped"))
    for pk in late.values_list("pk", flat=True):
        yield f"booking:{pk} was made after its center stopped serving"


def limits_rest_on_decisions() -> Iterator[str]:
    """Yield each standing and each cut whose case was never decided."""
    for model, name in ((SupportStanding, "standing"), (RecommendationCut, "cut")):
        loose = model.objects.filter(case__adjustment__decided_at=None)
        for pk in loose.values_list("pk", flat=True):
            yield f"{name}:{pk} rests on no decision"


def a_conclusion_is_co_signed() -> Iterator[str]:
    """Yield each re-check that was concluded without the signatures of both sides."""
    for recheck in Recheck.objects.filter(concluded_at__isnull=False).prefetch_related("signers"):
        if len({signer.side for signer in recheck.signers.all()}) < 2:
            yield f"recheck:{recheck.pk} is concluded and not co-signed"
