"""Finding by a person what no number settles: 原则上 unmet goes to whom the pack names (4.1-1)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import can_view
from xiangchuang.governance.models import ComplianceFinding
from xiangchuang.governance.review_compliance import CenterReading, review_compliance
from xiangchuang.policy.conditions import ConditionJudgement, ConditionRule

_DEPARTMENT_JUDGES = frozenset({"officer", "division_head", "leadership"})


def may_find(actor: Actor, rule: ConditionRule) -> HeldAppointment | None:
    """Return the appointment under which the actor finds on the condition, or None."""
    by = rule.judgement.by if rule.judgement else ""
    return actor.acting_as([Role(by)]) if by in _DEPARTMENT_JUDGES else None


def find_compliance(
    *,
    actor: Actor,
    center: Center,
    condition: str,
    accepted: bool,
    reason: str,
    valid_until: dt.date | None = None,
) -> ComplianceFinding:
    """Accept that the center departs from a principle, until a day or for good; or not.

    Raises NotFound, NotPermitted, Invalid, Blocked (there is nothing to find: met, or evidence missing).
    """
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    today = clock.today()
    judgement, acting = _to_find(actor, center, condition, today)
    because = within(ComplianceFinding, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("认定要写明理由。"), remedy=_("写明依据的材料和考虑。"))
    if valid_until is not None and valid_until < today:
        raise Invalid(_("有效期已经过去。"), remedy=_("填今天或以后的日期，或者留空。"))
    assert actor.user is not None  # whoever holds an appointment has signed in
    with transaction.atomic():
        finding = ComplianceFinding.objects.create(
            center=center, condition=condition, accepted=accepted, reason=because,
            valid_until=valid_until, found_by=actor.user,
        )  # fmt: skip
        write_entry(
            actor, verb="find_compliance", acting=acting, subject=f"finding:{finding.pk}",
            case_number=center.ledger_key, clause=judgement.clause,
            detail={"condition": condition, "accepted": accepted, "reason": because,
                    "valid_until": valid_until.isoformat() if valid_until else ""},
        )  # fmt: skip
        review_compliance(center)
    return finding


def _to_find(
    actor: Actor, center: Center, condition: str, today: dt.date
) -> tuple[ConditionJudgement, HeldAppointment]:
    judgement = CenterReading(center).judged(today).get(condition)
    if judgement is None:
        raise NotFound(_("没有这项条件。"))
    acting = may_find(actor, judgement.rule)
    if acting is None:
        raise NotPermitted(_("这一项不由您认定。"), clause=judgement.clause)
    if judgement.outcome != "judgement":
        raise Blocked(
            _("这一项现在不需要认定：它已满足，或者还缺证据。"),
            remedy=_("先由中心补齐登记。"),
            clause=judgement.clause,
        )
    return judgement, acting
