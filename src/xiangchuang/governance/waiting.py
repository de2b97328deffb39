"""What of governance waits for a person: changes to decide, conditions to find on or to mend."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.centers.models import Center
from xiangchuang.governance.find_compliance import may_find
from xiangchuang.governance.models import ChangeRequest, ChangeState, ComplianceSpell
from xiangchuang.governance.queries import changes_waiting_for
from xiangchuang.governance.review_compliance import watched_rules
from xiangchuang.procedure.errands import Errand, Matter
from xiangchuang.procedure.packs import current_pack

DEPARTMENT_ROLES: Final = DEPARTMENT_STAFF
CENTER_ROLES: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
_CHANGES: Final = Matter(lambda: ChangeRequest.objects.filter(state=ChangeState.REQUESTED))
_SPELLS: Final = Matter(lambda: ComplianceSpell.objects.filter(ended_on=None))
DEPARTMENT_MATTERS: Final = (_CHANGES, _SPELLS)
CENTER_MATTERS: Final = (_SPELLS,)


def department_errands(actor: Actor) -> Iterator[Errand]:
    """Yield the changes that the actor decides and the conditions that the actor finds on, each as one."""
    pack = current_pack()
    if any(kind.approver and actor.holds(kind.approver) for kind in pack.changes.kinds):
        told = changes_waiting_for(actor, pack).order_by().aggregate(n=Count("pk"), day=Min("effective_on"))
        if count := told["n"]:
            words = ngettext("%(count)d 项中心变更等您决定", "%(count)d 项中心变更等您决定", count)
            yield Errand(words % {"count": count}, "", reverse("governance:changes"), due_on=told["day"])
    mine = [rule for rule in watched_rules(pack) if may_find(actor, rule)]
    if mine:
        open_ones = ComplianceSpell.objects.filter(ended_on=None, outcome="judgement")
        if count := open_ones.filter(condition__in=[rule.code for rule in mine]).count():
            words = ngettext("%(count)d 项治理条件等您认定", "%(count)d 项治理条件等您认定", count)
            address = f"{reverse('governance:compliance')}?state=judgement"
            yield Errand(words % {"count": count}, "", address, clause=mine[0].clause)


def center_errands(actor: Actor) -> Iterator[Errand]:
    """Yield for each of the actor's centers the conditions that its staff must mend, as one; one query."""
    houses = actor.organizations_as(Role.CENTER_STAFF) | actor.organizations_as(Role.LEAD)
    spells = Q(compliance_spells__ended_on=None, compliance_spells__pk__isnull=False)
    # What a person of the department finds waits for that person.
    failing = Count("compliance_spells", filter=spells & ~Q(compliance_spells__outcome="judgement"))
    own = Center.objects.filter(Q(organization__in=houses) | Q(lead__in=houses))
    for center in own.annotate(failing=failing).filter(failing__gt=0).order_by("pk"):
        words = ngettext("%(count)d 项治理条件未满足", "%(count)d 项治理条件未满足", center.failing)
        yield Errand(
            words % {"count": center.failing}, center.name,
            reverse("governance:center-compliance", args=[center.pk]), clause="4.1-1",
            is_sample=center.is_sample,
        )  # fmt: skip
