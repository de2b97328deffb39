"""What of writing together waits for a person: sections given to them, requests of colleagues."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.drafting.models import AccessRequest, SectionAssignment
from xiangchuang.drafting.models.access import AccessState
from xiangchuang.drafting.together.access import requests_to_decide
from xiangchuang.drafting.together.task_list import written_sections
from xiangchuang.procedure.errands import Errand, Matter
from xiangchuang.procedure.models import Case, CaseState

NAMED: Final = 5
_SECTIONS: Final = Matter(lambda: SectionAssignment.objects.filter(ended_at__isnull=True))
_REQUESTS: Final = Matter(lambda: AccessRequest.objects.filter(state=AccessState.WAITING))
MATTERS: Final = (_SECTIONS, _REQUESTS)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield one errand a case with sections of one's own to write, and one for the requests to answer."""
    if _SECTIONS.is_there():
        yield from _sections(actor)
    asked = list(requests_to_decide(actor)) if _REQUESTS.is_there() else []
    if asked:
        what = ngettext("答复 %(n)s 份填报权限申请", "答复 %(n)s 份填报权限申请", len(asked)) % {
            "n": len(asked)
        }
        house = asked[0].organization
        yield Errand(what, house.name if house else _("本单位"), reverse("drafting:access"))


def _sections(actor: Actor) -> Iterator[Errand]:
    assert actor.user is not None
    own = Q(user=actor.user) | Q(user__isnull=True)
    given = SectionAssignment.objects.filter(
        own,
        organization__in=actor.organizations_as(Role.LEAD),
        ended_at__isnull=True,
        run__closed_at__isnull=True,
        run__case__state=CaseState.OPEN,
    ).select_related("run__case")
    by_case: dict[Case, list[SectionAssignment]] = defaultdict(list)
    for one in given.order_by("due_on", "section"):
        by_case[one.run.case].append(one)
    written = written_sections([case.pk for case in by_case]) if by_case else {}
    for case, ones in by_case.items():
        left = [one for one in ones if one.section not in written.get(case.pk, set())]
        if not left:
            continue
        codes = list(dict.fromkeys(one.section for one in left))
        named = _("、").join(codes[:NAMED]) + (_("等") if len(codes) > NAMED else "")
        what = ngettext("编写方案 %(n)s 节：%(named)s", "编写方案 %(n)s 节：%(named)s", len(codes))
        here = reverse("drafting:team", args=[case.number])
        yield Errand(
            what % {"n": len(codes), "named": named}, case.title, here,
            left[0].due_on, clause="5.1-3", is_sample=case.is_sample,
        )  # fmt: skip
