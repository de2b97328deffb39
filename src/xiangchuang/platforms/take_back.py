"""Taking back a platform that nobody has confirmed: registered by mistake, or by an import undone."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import NotPermitted, Stale
from xiangchuang.calendars import clock
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.permissions import may_correct
from xiangchuang.platforms.queries import find_platform
from xiangchuang.platforms.statements import withdraw_statements


def take_back(*, actor: Actor, platform: Platform) -> None:
    """Withdraw a platform that is not confirmed, and what registers say of it.

    Raises NotFound, NotPermitted, Stale (confirmed or withdrawn meanwhile).
    """
    row = find_platform(actor, platform.pk)
    acting = may_correct(actor, row)
    if acting is None:
        raise NotPermitted(_("平台由登记它的单位撤回。"), remedy=_("联系有权限的人员。"))
    with transaction.atomic():
        waiting = Platform.objects.filter(
            pk=row.pk, version=row.version, confirmed_at__isnull=True, withdrawn_at__isnull=True
        )
        if not waiting.update(withdrawn_at=clock.now(), version=F("version") + 1):
            raise Stale(_("这个平台已确认或撤回，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
        withdraw_statements(actor, row, _("平台登记撤回"))
        write_entry(
            actor, verb="take_back_platform", subject=row.ledger_name, acting=acting, clause="1.2-4",
            detail={"name": row.name},
        )  # fmt: skip
