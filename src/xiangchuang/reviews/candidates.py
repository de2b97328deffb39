"""Who could sit on a panel, and why someone cannot: one judgement for the page and for the verb."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.experts.queries import available
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.conflicts import conflicts_of
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat, SeatState

# Seats that still cost the expert work.
WORKING_SEATS = (SeatState.CHOSEN, SeatState.INVITED, SeatState.READING)


@dataclass(frozen=True)
class Candidate:
    """An expert weighed for a seat: present load and, when not eligible, the obstacle in words."""

    expert: Expert
    load: int
    obstacle: str = ""
    clause: str = ""


def candidates(kind: str, *, panel: Panel, case: Case, pack: Pack) -> list[Candidate]:
    """Return the active experts of the kind: the eligible first, by load, then by name."""
    weighed = _weigh(available(kind=kind), kind=kind, panel=panel, case=case, pack=pack)
    return sorted(weighed, key=lambda c: (bool(c.obstacle), c.load))


def candidate(expert: Expert, *, kind: str, panel: Panel, case: Case, pack: Pack) -> Candidate:
    """Weigh one expert for a seat of that kind."""
    fresh = Expert.objects.select_related("employer").prefetch_related("kinds").filter(pk=expert.pk)
    return _weigh(fresh, kind=kind, panel=panel, case=case, pack=pack)[0]


def load_of(experts: Iterable[Expert]) -> Counter[int]:
    """Return how many open seats each expert (by id) holds in reviews under way."""
    seats = Seat.objects.filter(
        expert__in=list(experts), state__in=WORKING_SEATS, panel__run__closed_at__isnull=True
    )
    return Counter(seats.values_list("expert_id", flat=True))


def _weigh(experts: Iterable[Expert], *, kind: str, panel: Panel, case: Case, pack: Pack) -> list[Candidate]:
    people = list(experts)
    loads = load_of(people)
    seats = list(
        Seat.objects.filter(panel__case=case)
        .filter(Q(panel=panel) | Q(state=SeatState.RECUSED))
        .select_related("expert")
    )
    seated = [s for s in seats if s.panel_id == panel.pk and s.state in ACTIVE_SEATS]
    recused = {s.expert_id for s in seats if s.state == SeatState.RECUSED}
    conflicts = conflicts_of(people, case=case, pack=pack, on=clock.day_of(panel.created_at), seated=seated)
    label = next((words(k.label) for k in pack.panel.kinds if k.code == kind), kind)
    weighed = []
    for expert in people:
        load, barred = loads[expert.pk], conflicts[expert.pk]
        obstacle, clause = _formal_obstacle(expert, kind, label, load), ""
        if expert.pk in {s.expert_id for s in seated}:
            obstacle = _("已在专家组中")
        elif expert.pk in recused:
            obstacle = _("已对本案回避")
        elif barred:
            obstacle, clause = _("应当回避：%(conflict)s") % {"conflict": barred[0]}, barred[0].clause
        weighed.append(Candidate(expert, load, obstacle, clause))
    return weighed


def _formal_obstacle(expert: Expert, kind: str, label: str, load: int) -> str:
    if not expert.is_active:
        return _("已退出专家库")
    if expert.user_id is None:
        return _("还没有登录账号，无法在线审阅")
    if kind not in {k.kind for k in expert.kinds.all()}:
        return _("不是%(kind)s") % {"kind": label}
    if load >= expert.load_limit:
        return _("已承担 %(load)s 个席位，达到上限") % {"load": load}
    return ""
