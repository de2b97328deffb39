"""Taking an organisation out of the register that was registered by mistake and that nobody has used yet."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotPermitted, Stale
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.permissions import may_register


def withdraw_organization(*, actor: Actor, organization: Organization) -> None:
    """Delete the row at the version seen; the ledger keeps its code and name.

    Raises NotPermitted, Blocked (facts, appointments, cases or others refer to it), Stale (amended since).
    """
    acting = may_register(actor, organization.prefecture)
    if acting is None:
        raise NotPermitted(_("单位由所在市州科技局、省科技厅经办或系统管理员从登记册撤下。"))
    pk = organization.pk
    detail = {"uscc": organization.uscc, "name": organization.name}
    with transaction.atomic():
        write_entry(
            actor, verb="withdraw_organization", acting=acting, subject=f"organization:{pk}", detail=detail
        )
        try:
            gone, _by_model = Organization.objects.filter(pk=pk, version=organization.version).delete()
        except ProtectedError as error:
            raise Blocked(
                _("“%(name)s”已有登记、任职或案卷，不能撤下。") % {"name": organization.name},
                remedy=_("重复登记的单位用“合并”处理。"),
            ) from error
        if not gone:
            raise Stale(_("单位信息刚被其他人修改过，没有撤下。"), remedy=_("刷新页面查看现状。"))
