"""Whose agreements, commitments, projects and problems one may read; every list starts at its visible_to."""

from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.queries import kept_centers
from xiangchuang.support.models import (
    AgreementState,
    Commitment,
    CommitmentState,
    Problem,
    ProjectProposal,
    SupportAgreement,
)
from xiangchuang.support.sides import CENTER, PARTNERS, Matter, houses_of

M = TypeVar("M", SupportAgreement, Commitment, ProjectProposal, Problem)


def agreements_visible_to(actor: Actor) -> QuerySet[SupportAgreement]:
    """Return the department's all, a partner's own, a center's own once signed."""
    rows = SupportAgreement.objects.select_related("center__lead", "partner", "department")
    if actor.is_department_staff:
        return rows
    return rows.filter(
        Q(partner__in=houses_of(actor, PARTNERS))
        | Q(center__in=kept_centers(actor).values("pk")) & ~Q(state=AgreementState.DRAFT)
    )


def commitments_visible_to(actor: Actor) -> QuerySet[Commitment]:
    """Return the department's all, a promiser's own, what was promised to one's center."""
    rows = Commitment.objects.select_related("center__lead", "promised_by", "agreement", "talent")
    # Said here, for the databases disagree on where what has no day yet stands.
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    if actor.is_department_staff:
        return rows
    return rows.filter(
        Q(promised_by__in=houses_of(actor, PARTNERS))
        | Q(agreement__partner__in=houses_of(actor, PARTNERS))
        | Q(center__in=kept_centers(actor).values("pk")) & ~Q(state=CommitmentState.DRAFT)
    )


def projects_visible_to(actor: Actor) -> QuerySet[ProjectProposal]:
    """Return a center's own, and to the department what has been submitted."""
    rows = ProjectProposal.objects.select_related("center__lead")
    own = Q(center__in=kept_centers(actor).values("pk"))
    return rows.filter(own | ~Q(state="draft") if actor.is_department_staff else own)


def problems_visible_to(actor: Actor) -> QuerySet[Problem]:
    """Return those one has raised, owns or takes part in, those of one's center; the department reads all."""
    rows = Problem.objects.select_related("center__lead", "raised_by", "owner")
    if actor.is_department_staff:
        return rows
    houses = houses_of(actor, (*CENTER, *PARTNERS))
    centers = kept_centers(actor).values("pk")
    own_voice = Q(raised_by=F("center__lead")) | Q(raised_by=F("center__organization"))
    shared = Problem.parties.through.objects.filter(organization__in=houses).values("problem")
    return rows.filter(
        Q(raised_by__in=houses) | Q(owner__in=houses) | Q(pk__in=shared)
        | Q(center__in=centers) & own_voice
    )  # fmt: skip


_READS: dict[type[Any], Any] = {
    SupportAgreement: agreements_visible_to,
    Commitment: commitments_visible_to,
    ProjectProposal: projects_visible_to,
    Problem: problems_visible_to,
}


def may_view(actor: Actor, matter: Matter) -> bool:
    """Return whether the actor may read the matter: whether it is in the list visible to the actor."""
    return bool(_READS[type(matter)](actor).filter(pk=matter.pk).exists())


def find_matter(model: type[M], actor: Actor, pk: int) -> M:
    """Return the matter the actor opens; raises NotFound for none and for a foreign one alike."""
    found: M | None = _READS[model](actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一项，或者它不归您查看。"))
    return found
