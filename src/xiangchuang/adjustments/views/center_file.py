"""Adjustments in a center's file: a new motion, one adjustment, the center's answer to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.decide_adjustment import foreseen
from xiangchuang.adjustments.effect_words import effect_pairs
from xiangchuang.adjustments.forms import HearingForm, MotionForm
from xiangchuang.adjustments.grounds import on_record, possible_grounds, suggestions
from xiangchuang.adjustments.hear_center import PURPOSE, answer_hearing, open_hearing
from xiangchuang.adjustments.lines import measure_words, where_it_stands
from xiangchuang.adjustments.messages import adjustment_url
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.adjustments.move_measure import draft_motion
from xiangchuang.adjustments.queries import find_adjustment, rule_of
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.forms import EVIDENCE_ENDINGS, EVIDENCE_KINDS
from xiangchuang.centers.views.file import frame_of
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.procedure.queries import can_view


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_motion(request: ActorRequest, pk: int) -> HttpResponse:
    """Draft a motion on the center, with what is on record of it and what the pack usually sees then."""
    center = find_file(request.actor, pk)
    if request.actor.acting_as([Role.OFFICER]) is None:
        raise NotPermitted(_("处理意见由省科技厅经办人员提出。"), clause="6.5-1")
    pack = current_pack()
    record = on_record([center])[center.pk]
    at_hand, suggested = possible_grounds(record, pack), suggestions(center, record, pack)
    first = request.GET.get("measure", "") or (suggested[-1].measure.code if suggested else "")
    form = MotionForm(
        request.POST or None, center=center, pack=pack, at_hand=at_hand, initial={"measure": first}
    )
    opened: list[Adjustment] = []

    def act(data: dict[str, Any]) -> str:
        opened.append(draft_motion(actor=request.actor, center=center, draft=form.draft()))
        return _("处理意见已拟好，中心还看不到。核对后送中心听取意见。")

    context = {
        **frame_of(center, "changes"), "at_hand": at_hand,
        "suggested": [(words(s.measure.label), s.why, s.rule) for s in suggested],
    }  # fmt: skip
    page = answer_form(request, form, act, template="adjustments/new_motion.html", context=context, then="..")
    if opened:
        page["Location"] = case_url(opened[0].case)
    return page


@signed_in
@require_safe
def adjustment(request: ActorRequest, pk: int, adjustment_pk: int) -> HttpResponse:
    """Show one adjustment: the measure, its grounds, what the center said, what was decided and followed."""
    center, found = _find(request.actor, pk, adjustment_pk)
    return render(request, "adjustments/adjustment.html", _context(request.actor, center, found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, pk: int, adjustment_pk: int) -> HttpResponse:
    """Say for the center what it has to say, with evidence."""
    center, found = _find(request.actor, pk, adjustment_pk)
    if may_keep(request.actor, center) is None:
        raise NotPermitted(_("由中心工作人员陈述意见。"), clause="6.5-1")
    form = HearingForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> str:
        answer_hearing(
            actor=request.actor, adjustment=found, agrees=data["agrees"] == "yes", words=data["words"],
            evidence=stored_evidence(request.actor, data),
        )  # fmt: skip
        return _("陈述已提交，省科技厅收到消息。")

    return answer_form(
        request, form, act, template="adjustments/answer.html", then=adjustment_url(found),
        context={**_context(request.actor, center, found), "kinds": EVIDENCE_ENDINGS},
    )  # fmt: skip


def stored_evidence(actor: Actor, data: dict[str, Any]) -> StoredFile | None:
    """Take in the file of a form, where there is one."""
    upload = data.get("evidence")
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=PURPOSE) if upload else None


def _find(actor: Actor, pk: int, adjustment_pk: int) -> tuple[Center, Adjustment]:
    center = find_file(actor, pk)
    return center, find_adjustment(actor, center, adjustment_pk)


def _context(actor: Actor, center: Center, found: Adjustment) -> dict[str, Any]:
    keeps, run = may_keep(actor, center) is not None, open_hearing(found)
    hearings = list(found.hearings.select_related("evidence", "said_by"))
    return {
        **frame_of(center, "changes"), "adjustment": found, "measure": measure_words(found),
        "rule": rule_of(found, pack_of(found.case)), "where": where_it_stands(found),
        "grounds": list(found.grounds.all()), "hearings": hearings,
        "effects": effect_pairs(foreseen(found)) if found.case.is_running else [],
        "followed": list(found.case.support_standings.all()),
        "cuts": list(found.case.recommendation_cuts.select_related("bureau")),
        "rectification": getattr(found, "rectification", None), "wind_up": getattr(found, "wind_up", None),
        "dropped": _why_dropped(found),
        "may_answer": keeps and run is not None and not any(h.run_id == run.pk for h in hearings),
        "case_url": case_url(found.case) if can_view(actor, found.case) else "",
    }  # fmt: skip


def _why_dropped(found: Adjustment) -> str:
    last = found.case.runs.last() if found.case.state == CaseState.REFUSED else None
    return last.reason if last else ""
