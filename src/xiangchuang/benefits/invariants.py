"""What must hold of decisions at any time."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Sum

from xiangchuang.benefits.models import DecidedShare, DistributionDecision


def decided_shares_sum_to_the_income() -> Iterator[str]:
    """Yield each decision whose shares are not the income to the fen."""
    sums = DistributionDecision.objects.order_by().annotate(sum=Sum("shares__fen"))
    for pk in sums.exclude(sum=F("gross")).values_list("pk", flat=True):
        yield f"distribution decision {pk}: shares do not sum to the income"


def decisions_are_numbered_without_gaps() -> Iterator[str]:
    """Yield each income with a decision missing between the first and the last."""
    counted = DistributionDecision.objects.order_by().values("income")
    for row in counted.annotate(last=Max("number"), count=Count("pk")).exclude(last=F("count")):
        yield f"income {row['income']}: {row['count']} decisions, the last is number {row['last']}"


def nothing_is_paid_before_it_was_decided() -> Iterator[str]:
    """Yield each share paid before the day of its decision."""
    early = DecidedShare.objects.filter(paid_on__lt=F("decision__decided_on"))
    for pk in early.values_list("pk", flat=True):
        yield f"decided share {pk} was paid before the decision"
