"""What must hold of the archive at any time."""

from collections.abc import Iterator

from django.db.models import F, Q

from xiangchuang.archives.models import ArchivedPaper


def every_kept_paper_is_the_one_that_was_archived() -> Iterator[str]:
    """Yield each paper whose file has another hash or size than was archived."""
    kept = ArchivedPaper.objects.filter(file__isnull=False)
    wrong = kept.exclude(file__sha256=F("sha256"), file__size=F("size"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"paper:{pk} keeps another file than was archived"


def nothing_was_destroyed_before_its_time() -> Iterator[str]:
    """Yield each paper destroyed within its period, or although it is permanent."""
    destroyed = ArchivedPaper.objects.filter(destruction__isnull=False).select_related("destruction")
    for paper in destroyed.filter(
        Q(keep_until=None) | Q(destruction__approved_at__date__lte=F("keep_until"))
    ):
        yield f"paper:{paper.pk} was destroyed before its time"
