"""What of a consortium waits for a person, for the work list."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.consortia.contribution_balance import overdue_promises
from xiangchuang.consortia.models import FindingState, PositioningFinding, PromisedContribution
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.procedure.errands import Errand, Matter, ask_once

OVERSEERS: Final = frozenset({Role.OFFICER, Role.DIVISION_HEAD})
KEEPERS: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
_EXPLAINED: Final = Matter(lambda: PositioningFinding.objects.filter(state=FindingState.EXPLAINED))
_OPEN: Final = Matter(lambda: PositioningFinding.objects.filter(state=FindingState.OPEN))
_PROMISES: Final = Matter(lambda: standing(PromisedContribution))
MATTERS: Final = (_EXPLAINED, _OPEN, _PROMISES)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield signs to decide or to explain and promises overdue, in at most four queries."""
    if actor.roles & OVERSEERS and _EXPLAINED.is_there():
        yield from _to_decide()
    owes = _OPEN.is_there() or _PROMISES.is_there()
    if actor.roles & KEEPERS and owes and ask_once(keeps_a_center, actor):
        yield from _to_see_to(kept_centers(actor))


def _to_decide() -> Iterator[Errand]:
    count = PositioningFinding.objects.filter(state=FindingState.EXPLAINED).count()
    if count:
        page = f"{reverse('consortia:all-positioning')}?state={FindingState.EXPLAINED}"
        yield Errand(_signs(count, _("待认定")), _("各中心"), page, clause="2-3")


def _to_see_to(centers: "QuerySet[Center]") -> Iterator[Errand]:
    findings = PositioningFinding.objects.filter(center__in=centers, state=FindingState.OPEN).order_by()
    counted = findings.values("center").annotate(count=Count("pk")).values_list("center", "count")
    signs, overdue = dict(counted), overdue_promises(centers, clock.today())
    if not (signs or overdue):
        return
    for center in centers.filter(pk__in={*signs, *overdue}).order_by("pk"):
        if count := signs.get(center.pk, 0):
            page = f"{reverse('consortia:positioning', args=[center.pk])}?state={FindingState.OPEN}"
            what = _signs(count, _("待说明"))
            yield Errand(what, center.name, page, clause="2-3", is_sample=center.is_sample)
        if count := overdue.get(center.pk, 0):
            page = f"{reverse('consortia:contributions', args=[center.pk])}?state=overdue"
            what = ngettext("%(count)d 项承诺投入逾期", "%(count)d 项承诺投入逾期", count) % {"count": count}
            yield Errand(what, center.name, page, clause="4.2-1", is_sample=center.is_sample)


def _signs(count: int, waits: str) -> str:
    words = ngettext("%(count)d 项定位监看%(waits)s", "%(count)d 项定位监看%(waits)s", count)
    return words % {"count": count, "waits": waits}
