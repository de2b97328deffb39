"""The one writer of a center's state: called inside the transaction of a decision on the center (6.5-1)."""

import datetime as dt

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked, Stale
from xiangchuang.centers.models import Center, CenterState, CenterStateChange
from xiangchuang.procedure.models import Case
from xiangchuang.search.follow import refresh


def change_state(
    center: Center, after: CenterState, *, on: dt.date, reason: str, case: Case, into: Center | None = None
) -> CenterStateChange:
    """Let the center be in another state from the day `on`; the case says who decided and why.

    Raises Blocked when it is in that state already, Stale when another decision was faster.
    """
    before = CenterState(center.state)
    if before == after:
        raise Blocked(_("中心已是“%(state)s”状态，不需要再办理。") % {"state": after.label}, clause="6.5-1")
    if not Center.objects.filter(pk=center.pk, state=before).update(state=after):
        raise Stale(_("中心的状态刚被另一项决定改变，本次没有执行。"), remedy=_("对照最新状态后重新办理。"))
    center.state = after
    refresh("center", [center.pk])
    return CenterStateChange.objects.create(
        center=center, before=before, after=after, on=on, reason=reason, case=case, into=into
    )
