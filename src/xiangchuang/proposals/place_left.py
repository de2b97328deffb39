"""The cap of a direction holds to the end: no approval beyond its places (3.1-1 少而精, 控制新建规模)."""

from django.utils.translation import gettext as _

from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.procedure.verbs import Blocker, Standpoint, guard
from xiangchuang.proposals.models import Proposal


@guard("layout_place_left")
def layout_place_left(at: Standpoint) -> list[Blocker]:
    """A direction whose places are all approved gives none away; a case outside of all directions passes."""
    proposal = Proposal.objects.select_related("layout_direction").filter(case=at.case).first()
    direction = proposal.layout_direction if proposal else None
    if direction is None:
        return []
    approved = places_taken([direction], apart_from_case=at.case.pk)[direction.pk].approved
    if approved < direction.cap:
        return []
    said = _("布局方向 %(number)s 的名额 %(cap)d 个已全部批准")
    return [Blocker(said % {"number": direction.number, "cap": direction.cap}, "3.1-1")]
