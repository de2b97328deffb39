"""What must hold of the expert library at any time."""

from collections.abc import Iterator

from xiangchuang.experts.models import ConsentKind, Expert, ExpertStep, FeeRecord


def who_left_says_why() -> Iterator[str]:
    """Yield each expert outside the library whose record does not say how the expert left."""
    explained = ExpertStep.objects.filter(what="exited").values("expert")
    for expert in (
        Expert.objects.filter(is_active=False, steps__isnull=False).exclude(pk__in=explained).distinct()
    ):
        yield f"expert:{expert.pk} left without a reason"


def no_fee_was_recorded_without_consent() -> Iterator[str]:
    """Yield each fee of an expert who never consented to such records."""
    for fee in FeeRecord.objects.exclude(expert__consents__kind=ConsentKind.FEES):
        yield f"fee:{fee.pk} of expert:{fee.expert_id} without consent"


def an_expert_has_a_kind() -> Iterator[str]:
    """Yield each expert in the library who can sit as nothing."""
    for expert in Expert.objects.filter(is_active=True, kinds__isnull=True):
        yield f"expert:{expert.pk} is of no kind"
