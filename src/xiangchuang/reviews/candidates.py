"""Who could sit on a panel, and why someone cannot: one judgement for the page and for the verb."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.experts.queries import available, away_on
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat, SeatState
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule

# Seats that still cost the expert work.
WORKING_SEATS = (SeatState.CHOSEN, SeatState.INVITED, SeatState.READING)

OBSTACLES: Final[dict[str, str | Promise]] = {
    "left": gettext_lazy("已退出专家库"),
    "term": gettext_lazy("聘期已满"),
    "account": gettext_lazy("没有登录账号"),
    "kind": gettext_lazy("不是这一类专家"),
    "load": gettext_lazy("席位已满"),
    "away": gettext_lazy("登记了不便参加"),
    "seated": gettext_lazy("已在专家组中"),
    "recused": gettext_lazy("已对本案回避"),
}
"""What keeps an expert from a seat beside the pack's conflicts."""


@dataclass(frozen=True)
class Candidate:
    """An expert weighed for a seat: present load and, when not eligible, the obstacle in words.

    `rule` is the code of a conflict, or one of the codes of OBSTACLES.
    """

    expert: Expert
    load: int
    obstacle: str = ""
    clause: str = ""
    rule: str = ""


def candidates(kind: str, *, panel: Panel, case: Case, pack: Pack) -> list[Candidate]:
    """Return the active experts of the kind: the eligible first, by load, then by name."""
    weighed = _weigh(available(kind=kind), kind=kind, panel=panel, case=case, pack=pack)
    return sorted(weighed, key=lambda c: (bool(c.obstacle), c.load))


def library(*, panel: Panel, case: Case, pack: Pack) -> list[Candidate]:
    """Weigh all active experts, whatever their kinds, by name; as many queries for any number of them."""
    return _weigh(available(), kind="", panel=panel, case=case, pack=pack)


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
    conflicts = panel_matter(case).bars(people, case, pack, clock.day_of(panel.created_at), seated)
    label = next((words(k.label) for k in panel_rule(case, pack).kinds if k.code == kind), kind)
    absent, today = _absences(people), clock.today()
    declared = next((r for r in panel_rule(case, pack).conflicts if r.code == "declared"), None)
    weighed = []
    for expert in people:
        load, barred = loads[expert.pk], conflicts[expert.pk]
        (rule, obstacle), clause = _formal_obstacle(expert, kind, label, load, today), ""
        if not obstacle and expert.pk in absent:
            rule, obstacle = "away", _("登记了不便参加：%(days)s") % {"days": absent[expert.pk]}
        if expert.pk in {s.expert_id for s in seated}:
            rule, obstacle = "seated", _("已在专家组中")
        elif expert.pk in recused:
            rule, obstacle = "recused", _("已对本案回避")
            clause = (declared.interprets or declared.clause) if declared else ""
        elif barred:
            rule, clause = barred[0].rule, barred[0].clause
            obstacle = _("应当回避：%(conflict)s") % {"conflict": barred[0]}
        weighed.append(Candidate(expert, load, obstacle, clause, rule))
    return weighed


def _absences(people: list[Expert]) -> dict[int, str]:
    """Return, by expert, the days away that include today, in words."""
    return {
        pk: _("%(from)s 至 %(to)s") % {"from": row.begins_on.isoformat(), "to": row.ends_on.isoformat()}
        for pk, row in away_on(people, clock.today()).items()
    }


def _formal_obstacle(expert: Expert, kind: str, label: str, load: int, today: date) -> tuple[str, str]:
    """Return the code and the words of the first obstacle; without a kind, kinds are not asked for."""
    if not expert.is_active:
        return "left", _("已退出专家库")
    if not expert.is_in_term(today):
        return "term", _("聘期已满，先办理续聘")
    if expert.user_id is None:
        return "account", _("还没有登录账号，无法在线审阅")
    if kind and kind not in {k.kind for k in expert.kinds.all()}:
        return "kind", _("不是%(kind)s") % {"kind": label}
    if load >= expert.load_limit:
        return "load", _("已承担 %(load)s 个席位，达到上限") % {"load": load}
    return "", ""
