"""A finding's life among people: the center explains, an officer decides with a reason (2-3)."""

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.consortia.models import FindingState, PositioningFinding
from xiangchuang.consortia.watch_positioning import UNDECIDED, enter

Verdict = Literal["confirmed", "closed"]


def explain_finding(*, actor: Actor, finding: PositioningFinding, seen: int, explanation: str) -> None:
    """Say, for the center, what the sign is about; may be said again until an officer decides.

    Raises NotFound, NotPermitted, Invalid, Blocked (already decided), Stale.
    """
    acting = _acting(actor, finding, may_keep(actor, finding.center), _("由中心工作人员说明。"))
    said = normalise_line(explanation)
    if not said:
        raise Invalid(_("说明没有填写。"), remedy=_("写明实际情况，例如“试制样机成本分摊，不是对外销售”。"))
    if finding.state not in UNDECIDED:
        raise Blocked(_("这一事项已经认定，不再说明。"), remedy=_("情况有变的，改动登记后会重新提示。"))
    within(PositioningFinding, "explanation", said)
    with transaction.atomic():
        _change(
            finding, seen, state=FindingState.EXPLAINED, explanation=said, explained_by=actor.user,
            explained_at=clock.now(),
        )  # fmt: skip
        enter(actor, finding, "explain_finding", {"explanation": said}, acting=acting)


def decide_finding(
    *, actor: Actor, finding: PositioningFinding, seen: int, verdict: Verdict, reason: str
) -> None:
    """Close a finding or confirm it, with a reason; a confirmed one may be closed later.

    Nothing follows of itself.

    Raises NotFound, NotPermitted, Invalid, Blocked (already closed), Stale.
    """
    acting = _acting(actor, finding, may_oversee(actor, finding.center), _("由省科技厅经办认定。"))
    because = normalise_line(reason)
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明依据的事实和条款。"))
    if verdict not in ("confirmed", "closed"):
        raise Invalid(_("认定意见没有选择。"), remedy=_("选“不符合”或“了结”。"))
    if finding.state == FindingState.CLOSED:
        raise Blocked(_("这一事项已了结。"), remedy=_("登记有新内容时会重新提示。"))
    if finding.state == verdict:
        raise Blocked(_("这一事项已认定不符合。"), remedy=_("改正后可以了结。"))
    within(PositioningFinding, "reason", because)
    with transaction.atomic():
        _change(
            finding, seen, state=FindingState(verdict), reason=because, decided_by=actor.user,
            decided_at=clock.now(),
        )  # fmt: skip
        enter(actor, finding, "decide_finding", {"verdict": verdict, "reason": because}, acting=acting)


def _acting(
    actor: Actor, finding: PositioningFinding, held: HeldAppointment | None, remedy: str
) -> HeldAppointment:
    if not can_view(actor, finding.center):
        raise NotFound(_("没有这一监看事项。"))
    if held is None:
        raise NotPermitted(_("这一步不由您办理。"), remedy=remedy, clause="2-3")
    return held


def _change(finding: PositioningFinding, seen: int, **values: object) -> None:
    rows = PositioningFinding.objects.filter(pk=finding.pk, version=seen)
    if not rows.update(version=seen + 1, **values):
        raise Stale(_("这一事项刚有变化，本次没有保存。"), remedy=_("对照最新内容再办，已填内容保留在下面。"))
