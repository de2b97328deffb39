"""An expert says where he must stand aside."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.experts.models import ConflictDeclaration, Expert
from xiangchuang.organizations.models import Organization


def declare_conflict(
    *, actor: Actor, expert: Expert, organization: Organization, reason: str
) -> ConflictDeclaration:
    """Return the declaration, made by the expert himself or written down by an officer.

    Raises NotPermitted, Invalid (no reason), Blocked (declared before).
    """
    acting = actor.acting_as([Role.EXPERT, Role.OFFICER])
    own = actor.user is not None and expert.user_id == actor.user.pk
    if not own and not actor.holds(Role.OFFICER):
        raise NotPermitted(_("回避由专家本人声明，或由省科技厅经办代为登记。"))
    because = within(ConflictDeclaration, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("回避理由没有填写。"), remedy=_("写明关系，例如“共同承担项目”。"))
    with transaction.atomic():
        declaration, new = ConflictDeclaration.objects.get_or_create(
            expert=expert,
            organization=organization,
            defaults={"reason": because, "declared_on": clock.today()},
        )
        if not new:
            raise Blocked(_("对该单位的回避已声明过。"), remedy=_("在专家登记中查看原声明。"))
        write_entry(
            actor,
            verb="declare_conflict",
            acting=acting,
            subject=f"expert:{expert.pk}",
            detail={"organization": organization.pk, "reason": because},
        )
    return declaration
