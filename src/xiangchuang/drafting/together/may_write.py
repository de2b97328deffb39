"""Whether a person may write a section: any author, unless the lead has locked the division."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.drafting.models import SectionAssignment, WritingRule
from xiangchuang.drafting.together.authors import acting_author, newest_run
from xiangchuang.procedure.errors import NotPermitted
from xiangchuang.procedure.models import Case, Part


def is_locked(case: Case) -> bool:
    """Return whether only those named for a section write it."""
    return WritingRule.objects.filter(case=case, only_assigned=True).exists()


def may_write_section(actor: Actor, case: Case, section: str) -> bool:
    """Return whether an author of this plan may write the section; the lead always may."""
    if not is_locked(case) or acting_author(actor, case, [Part.LEAD]) is not None:
        return True
    run = newest_run(case)
    given = SectionAssignment.objects.filter(run=run, section=section, ended_at__isnull=True)
    return any(is_given_to(actor, assignment) for assignment in given)


def is_given_to(actor: Actor, assignment: SectionAssignment) -> bool:
    """Return whether the assignment is the actor's own, or their organisation's."""
    if assignment.user_id is not None:
        return actor.user is not None and assignment.user_id == actor.user.pk
    return actor.holds(Role.LEAD, assignment.organization_id)


def refuse_unless_given(actor: Actor, case: Case, section: str) -> None:
    """Raise NotPermitted where the division is locked and the section is somebody else's."""
    if not may_write_section(actor, case, section):
        raise NotPermitted(
            _("牵头单位限定了分工，这一节不由您编写。"),
            remedy=_("在这一节的讨论里提出，或请牵头单位调整分工；您写的文字可以复制保留。"),
            clause="5.1-3",
        )
