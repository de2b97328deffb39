"""Who brings national tables and scans them: those of the department who may invite (5.1-1)."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role


def may_scan(actor: Actor) -> HeldAppointment | None:
    """The officer or the division head; the appointment the act is done under."""
    return actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])


def scanning_office(actor: Actor) -> tuple[HeldAppointment, User]:
    """Return the appointment to scan under, and the person; raises NotPermitted for anybody else."""
    office = may_scan(actor)
    if office is None or actor.user is None:
        raise NotPermitted(
            _("全国机构数据由省科技厅经办或处室负责人查看和扫描。"),
            remedy=_("需要其中的结果，向省科技厅经办索取。"),
            clause="5.1-1",
        )
    return office, actor.user
