"""What of platforms and cooperation waits for whom."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.network.models import Cooperation, CooperationState
from xiangchuang.network.queries import cooperations_to_answer
from xiangchuang.platforms.permissions import houses
from xiangchuang.platforms.queries import awaiting, standing, unclaimed_by
from xiangchuang.procedure.errands import Errand, Matter

SHOWN = 10
_PLATFORMS = Matter(standing)
_PROPOSED = Matter(lambda: Cooperation.objects.filter(state=CooperationState.PROPOSED))
MATTERS = (_PLATFORMS, _PROPOSED)


def errands(actor: Actor) -> Iterable[Errand]:
    """Return what waits for the actor, what is of a kind in one line; three queries at most."""
    found: list[Errand] = []
    if (actor.holds(Role.OFFICER) or actor.prefectures) and _PLATFORMS.is_there():
        mine = actor.user.pk if actor.user is not None else 0
        count = awaiting(actor).exclude(recorded_by=mine).count()
        if count:
            words = _("确认平台登记 %(count)d 项") % {"count": count}
            found.append(Errand(words, "", f"{reverse('network:registry')}?view=awaiting", clause="1.2-4"))
    if houses(actor) and _PLATFORMS.is_there():
        rows = list(unclaimed_by(actor)[:SHOWN])
        found += [
            Errand(_("认领平台"), row.name, reverse("network:platform", args=[row.pk]), clause="1.2-4",
                   is_sample=row.is_sample)
            for row in rows
        ]  # fmt: skip
    if houses(actor) and _PROPOSED.is_there():
        found += [
            Errand(_("确认合作"), row.title, reverse("network:cooperation", args=[row.pk]), clause="6.4-4",
                   is_sample=row.center.is_sample)
            for row in cooperations_to_answer(actor)[:SHOWN]
        ]  # fmt: skip
    return found
