"""Who may see what of a review: the department all, experts their own, applicants released opinions."""

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import Case, Part, Participant
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.standing import AUTHORITY_ROLES, current_participants, standing
from xiangchuang.reviews.models import ACTIVE_SEATS, Opinion, Panel, Review, Seat, SeatState, SiteVisit


def sees_inside(actor: Actor, case: Case) -> bool:
    """Whether the actor sees seats, scores and authors: the department's own staff."""
    return bool(actor.roles & AUTHORITY_ROLES) and can_view(actor, case)


def panels_visible_to(actor: Actor, case: Case) -> QuerySet[Panel]:
    """Return the panels whose list of experts the actor may see.

    Beside the department they are seen by the other departments that build and co-sign them (5.2-1).
    Applicants and experts see no list.
    """
    panels = Panel.objects.filter(case=case).select_related("case")
    if sees_inside(actor, case) or standing(actor, case, "department") is not None:
        return panels
    return panels.none()


def reviews_visible_to(actor: Actor, case: Case) -> QuerySet[Review]:
    """Return submitted reviews to the department, and to an expert the expert's own, draft or not."""
    reviews = Review.objects.filter(seat__panel__case=case).select_related("seat__expert", "revision")
    if sees_inside(actor, case):
        return reviews.filter(submitted_at__isnull=False)
    if actor.user is None or not can_view(actor, case):
        return reviews.none()
    return reviews.filter(seat__expert__user=actor.user)


def opinions_visible_to(actor: Actor, case: Case) -> QuerySet[Opinion]:
    """Return the opinions the actor may see; whose they are is for `sees_inside` alone.

    Released ones are for everybody in the case; before that the department sees submitted ones, an expert
    the expert's own.
    """
    opinions = Opinion.objects.filter(case=case)
    if not can_view(actor, case):
        return opinions.none()
    released = Q(released_at__isnull=False)
    if sees_inside(actor, case):
        return opinions.filter(released | Q(review__submitted_at__isnull=False))
    own = Q(review__seat__expert__user=actor.user) if actor.user else Q(pk__in=[])
    return opinions.filter(released | own)


def visits_visible_to(actor: Actor, case: Case) -> QuerySet[SiteVisit]:
    """Return the visits of the case: day and place are for all in it, the record for `sees_record`."""
    visits = SiteVisit.objects.filter(case=case)
    return visits if can_view(actor, case) else visits.none()


def sees_record(actor: Actor, visit: SiteVisit) -> bool:
    """Whether the actor may read the checklist and the record: the department and the visiting team."""
    if sees_inside(actor, visit.case):
        return True
    return actor.user is not None and visit.members.filter(user=actor.user).exists()


def seat_in_progress(actor: Actor, case: Case) -> Seat | None:
    """Return the actor's seat in the running round of the case, if the actor holds one."""
    if actor.user is None:
        return None
    return (
        Seat.objects.filter(
            panel__case=case,
            panel__run__closed_at__isnull=True,
            expert__user=actor.user,
            state__in=ACTIVE_SEATS,
        )
        .select_related("expert", "panel__run")
        .first()
    )


def may_read_plan(actor: Actor, case: Case) -> bool:
    """Whether the plan may be shown: an expert reads it only after declaring that no conflict stands.

    Anyone else who sees the case reads it, and so do experts on a site visit.
    """
    if not can_view(actor, case):
        return False
    if actor.user is None or actor.roles & AUTHORITY_ROLES or not is_here_as_expert(actor, case):
        return True
    seat = seat_in_progress(actor, case)
    if seat is not None:
        return seat.state in (SeatState.READING, SeatState.SUBMITTED)
    return SiteVisit.objects.filter(case=case, members__user=actor.user).exists()


def is_here_as_expert(actor: Actor, case: Case) -> bool:
    """Whether a signed-in person has the part of an expert in the case now."""
    assert actor.user is not None
    present: list[Participant] = current_participants(case)
    return any(p.part == Part.EXPERT and p.user_id == actor.user.pk for p in present)
