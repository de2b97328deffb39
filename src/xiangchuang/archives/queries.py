"""Reads of the archive: the department's own."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.archives.models import ArchivedPaper, Volume
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.queries import visible_to as cases_visible_to


def visible_to(actor: Actor) -> QuerySet[Volume]:
    """Return the volumes the actor may open: the department's staff, those of their cases."""
    if not actor.roles & DEPARTMENT_STAFF:
        return Volume.objects.none()
    return Volume.objects.filter(case__in=cases_visible_to(actor))


def papers_visible_to(actor: Actor) -> QuerySet[ArchivedPaper]:
    """Return the papers in the volumes the actor may open."""
    return ArchivedPaper.objects.filter(volume__in=visible_to(actor))


def papers_found(actor: Actor, *, text: str = "", year: str = "", code: str = "") -> QuerySet[ArchivedPaper]:
    """Return the papers that match a search in titles and numbers, a year and a kind."""
    found = papers_visible_to(actor)
    if (number := whole(year, None)) is not None:
        found = found.filter(volume__year=number)
    if code:
        found = found.filter(code=code)
    if text:
        found = found.filter(
            Q(title__icontains=text) | Q(number__icontains=text)
            | Q(volume__case__number__icontains=text) | Q(volume__case__title__icontains=text)
        )  # fmt: skip
    return found


def volumes_found(actor: Actor, *, text: str = "", year: str = "", code: str = "") -> QuerySet[Volume]:
    """Return the volumes that hold such a paper, newest year first, each with how many papers it has."""
    found = papers_found(actor, text=text, year=year, code=code)
    return (
        visible_to(actor)
        .filter(pk__in=found.order_by().values("volume"))
        .select_related("case")
        .annotate(count=Count("papers"))
        .order_by("-year", "-pk")
    )


def papers_past_their_period(actor: Actor, on: date) -> QuerySet[ArchivedPaper]:
    """Return what may be destroyed: its period is over, it is not permanent and was not destroyed yet."""
    return papers_visible_to(actor).filter(destruction=None, keep_until__lt=on).select_related("volume__case")
