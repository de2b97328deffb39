"""Who acts in a round outside the verbs of its case: the officer who begins one, the center that replies."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.permissions import may_keep
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.evaluation.queries import subjects_visible_to

CLAUSE = "6.5-2"


def may_begin(actor: Actor) -> HeldAppointment | None:
    """Officers of the department begin rounds (6.5-2 委托)."""
    return actor.acting_as([Role.OFFICER])


def may_try_sets(actor: Actor) -> bool:
    """The department tries indicator sets on past data before it uses them."""
    return actor.is_department_staff


def evaluates(actor: Actor, round_: Round) -> HeldAppointment | None:
    """The evaluator's own people, once it has its part."""
    return actor.acting_as([Role.EVALUATOR], organization_id=round_.evaluator_id)


def speaks_for(actor: Actor, subject: Subject) -> HeldAppointment:
    """Return the appointment under which the center's people speak for it in the round.

    Raises NotFound for a stranger, NotPermitted for a reader of the file who is not its staff.
    """
    if not subjects_visible_to(actor).filter(pk=subject.pk).exists():
        raise NotFound(_("没有这项评价，或者它不归您查看。"))
    acting = may_keep(actor, subject.center)
    if acting is None:
        raise NotPermitted(_("只有中心和牵头单位的工作人员能代表中心答复。"), clause=CLAUSE)
    return acting
