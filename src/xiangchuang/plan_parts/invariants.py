"""What must hold of the tables of plans at any time."""

from collections.abc import Iterator

from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.table_rows import KEPT


def rows_stand_in_a_table_that_somebody_saved() -> Iterator[str]:
    """Yield each revision with rows of a table that has no state: nobody would be named for them."""
    for code, kept in KEPT.items():
        saved = PartState.objects.filter(code=code).values("revision")
        rows = kept.model._default_manager.filter(**kept.fixed).exclude(revision__in=saved)
        for pk in rows.order_by("revision").values_list("revision", flat=True).distinct():
            yield f"plan_revision:{pk} has rows of {code} that nobody saved"


def a_submitted_plan_s_tables_stay_as_submitted() -> Iterator[str]:
    """Yield each table that was saved after its revision was frozen."""
    states = PartState.objects.filter(revision__frozen_at__isnull=False).select_related("revision")
    for state in states.order_by("pk"):
        frozen = state.revision.frozen_at
        if frozen is not None and state.saved_at > frozen:
            yield f"plan_revision:{state.revision_id} had {state.code} saved after the freeze"
