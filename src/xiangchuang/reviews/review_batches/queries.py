"""Who may see which batch, and which proposals may enter one: all of it is the department's own."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import Case, CaseMatter, CaseState
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.reviews.models import BatchedCase, Panel, ReviewBatch

_UNDER_WAY = Q(run__closed_at__isnull=True, case__state=CaseState.OPEN)


def batches_visible_to(actor: Actor) -> QuerySet[ReviewBatch]:
    """Return the batches the actor may know of, newest first: the department's staff all, others none."""
    rows = ReviewBatch.objects.annotate(size=Count("members")).order_by("-year", "-pk")
    return rows if actor.roles & AUTHORITY_ROLES else rows.none()


def find_batch(actor: Actor, pk: int) -> ReviewBatch:
    """Return a batch the actor may know of; raises NotFound for any other."""
    found = batches_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个论证批次，或者它不归您查看。"))
    return found


def cases_to_put_in(actor: Actor) -> QuerySet[Case]:
    """Return the cases whose panel of the running round has not begun to read and that are in no batch."""
    forming = Panel.objects.filter(_UNDER_WAY, reading_opened_at__isnull=True)
    seen = visible_to(actor).filter(matter=CaseMatter.APPROVAL, batched__isnull=True)
    return seen.filter(pk__in=forming.values("case")).order_by("number")


def members_of(batch: ReviewBatch, actor: Actor) -> QuerySet[BatchedCase]:
    """Return the cases of a batch that the actor sees, by number."""
    seen = batch.members.filter(case__in=visible_to(actor))
    return seen.select_related("case").order_by("case__number")


def forming_panels(batch: ReviewBatch) -> QuerySet[Panel]:
    """Return the panels of the batch that can still be filled together: reading has not opened, by case."""
    rows = Panel.objects.filter(_UNDER_WAY, case__batched__batch=batch, reading_opened_at__isnull=True)
    return rows.select_related("case", "run").order_by("case__number")
