"""What must hold of imports at any time."""

from collections.abc import Iterator

from django.db.models import Count, F

from xiangchuang.batches.models import BatchState, ImportBatch


def every_applied_batch_has_its_rows() -> Iterator[str]:
    """Yield each batch that was applied, yet did not write each of its good rows."""
    applied = ImportBatch.objects.exclude(state=BatchState.PREVIEWED).annotate(written=Count("imported"))
    for pk in applied.exclude(written=F("rows_good")).values_list("pk", flat=True):
        yield f"import:{pk} has rows that became nothing"


def no_previewed_batch_has_written() -> Iterator[str]:
    """Yield each batch that wrote into a register without having been applied."""
    previewed = ImportBatch.objects.filter(state=BatchState.PREVIEWED, imported__isnull=False)
    for pk in previewed.values_list("pk", flat=True).distinct():
        yield f"import:{pk} wrote rows and is still a preview"
