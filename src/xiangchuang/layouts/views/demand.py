"""The page of one demand: what is wanted and why, what is like it, what became of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.layouts.file_demand import CLAUSE
from xiangchuang.layouts.history import history_of
from xiangchuang.layouts.models import Demand, DemandState
from xiangchuang.layouts.permissions import FILERS, may_plan
from xiangchuang.layouts.placing import field_words, orientation_words, prefecture_words, technology_words
from xiangchuang.layouts.queries import find_demand, layout_under_way
from xiangchuang.layouts.similar import similar_demands
from xiangchuang.layouts.tables import demand_table, progress_of
from xiangchuang.layouts.views.frame import frame_of
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Action, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

_OPEN = (DemandState.FILED, DemandState.SORTED)
_DECIDED = (DemandState.LINKED, DemandState.DECLINED, DemandState.MERGED)


@signed_in
@require_safe
def demand(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a demand."""
    found, actor, pack = find_demand(request.actor, pk), request.actor, current_pack()
    asked = {q.code: q for o in pack.orientations for q in o.questions}
    reasons = [
        (words(asked[r.question].label) if r.question in asked else r.question, r)
        for r in found.reasons.select_related("file")
    ]
    decided = found.followed
    context = {
        **frame_of(actor, "demands"), "demand": found, "pairs": _pairs(found, pack), "reasons": reasons,
        "progress": progress_of(found), "decided": decided, "clause": CLAUSE,
        "actions": _actions(actor, found), "similar": _similar(actor, found),
        "merged": _merged(found, pack) if may_plan(actor) else None,
        "history": history_of(found.ledger_key),
    }  # fmt: skip
    return render(request, "layouts/demand.html", context)


def _merged(found: Demand, pack: Pack) -> ListTable:
    rows = found.merged.select_related("organization", "direction", "merged_into__direction")
    return demand_table(list(rows), pack)


def _pairs(found: Demand, pack: Pack) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        (_("编号"), found.number),
        (_("提出单位"), found.organization.name),
        (_("提出时间"), figures.moment_text(found.filed_at)),
        (_("由谁使用"), found.users),
        (_("面向"), orientation_words(pack, found.orientation)),
        (_("领域"), field_words(found, pack)),
        (_("技术类型"), technology_words(pack, found.technology_type) if found.technology_type else ""),
        (_("市州"), prefecture_words(found.prefecture)),
        (_("产业链"), found.industry_chain),
    ]
    return [(label, value) for label, value in pairs if value]


def _similar(actor: Actor, found: Demand) -> ListTable | None:
    if not may_plan(actor) or found.state not in _OPEN:
        return None
    columns = [
        Column(_("需要的技术"), is_lead=True), Column(_("编号")), Column(_("提出单位")),
        Column(_("相似"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [row.title, row.number, row.organization.name, figures.share_text(score)],
            reverse("layouts:demand", args=[row.pk]),
        )
        for row, score in similar_demands(actor, found)
    ]
    return ListTable(columns, rows, _("相似的需求"))


def _actions(actor: Actor, found: Demand) -> list[Action]:
    """Return what this person can do with the demand, the likeliest first."""

    def page(name: str) -> str:
        return reverse(f"layouts:{name}", args=[found.pk])

    actions: list[Action] = []
    if may_plan(actor) and found.state in _OPEN:
        first = found.state == DemandState.FILED
        actions.append(Action(_("归类"), page("sort-demand"), "get", "primary" if first else "plain"))
        actions.append(Action(_("纳入方向"), page("link-demand"), "get", "plain" if first else "primary"))
        if (layout := layout_under_way()) and layout.may_be_written:
            begin = reverse("layouts:new-direction", args=[layout.pk])
            actions.append(Action(_("据此新设方向"), f"{begin}?demand={found.pk}", "get"))
        actions += [Action(_("并入同类需求"), page("merge-demand"), "get"),
                    Action(_("不纳入"), page("decline-demand"), "get", "danger")]  # fmt: skip
    if may_plan(actor) and found.state in _DECIDED:
        actions.append(Action(_("重新处理"), page("reconsider-demand"), "get"))
    if actor.acting_as(FILERS, organization_id=found.organization_id):
        if found.state == DemandState.FILED:
            actions.append(Action(_("修改"), page("edit-demand"), "get", "primary"))
        if found.state in _OPEN:
            actions.append(Action(_("撤回"), page("withdraw-demand"), "get", "danger"))
    return actions
