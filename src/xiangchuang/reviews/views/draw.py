"""Pages of the draw by lot: committing, drawing, withdrawing, and what is shown and kept of it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import DrawRule
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.standing import first_standing
from xiangchuang.reviews import draw_forms
from xiangchuang.reviews.draws.draw_lines import SHOWN, draw_page, preview
from xiangchuang.reviews.draws.drawn_list import drawn_list
from xiangchuang.reviews.draws.verbs import (
    COMMIT,
    SEAT_BY_DRAW,
    WITHDRAW,
    commit_draw,
    live_draw,
    seat_by_draw,
    weekday_words,
    withdraw_draw,
)
from xiangchuang.reviews.draws.visibility import draws_visible_to, knows_of_draws, sees_reasons
from xiangchuang.reviews.models import Panel, PanelDraw
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.views.panel import PanelActView


class DrawActView(PanelActView):
    """A page on which the officer takes one step of the draw."""

    def rule(self) -> DrawRule:
        """Return the pack's rule of the draw; a case without one has no such page."""
        rule = panel_rule(self.case, pack_of(self.case)).draw
        if rule is None:
            raise NotFound(_("本政策没有规定随机抽取专家。"))
        return rule

    def next_url(self) -> str:
        return reverse("reviews:draw", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        rule = self.rule()
        return {
            "draw_rule": rule,
            "days": weekday_words(rule),
            "panel_url": reverse("reviews:panel", args=[self.case.number]),
            "draw": live_draw(self.panel()),
        }


class CommitDrawView(DrawActView):
    verb = COMMIT
    form_class = draw_forms.CommitForm
    template_name = "reviews/commit_draw.html"
    done_message = gettext_lazy("名单已承诺，散列值已记入留痕。")

    def initial(self) -> dict[str, Any]:
        days, first = self.rule().seed_weekdays, clock.today() + timedelta(days=1)
        soon = (first + timedelta(days=ahead) for ahead in range(7))
        return {"seed_on": next(day for day in soon if day.isoweekday() in days)}

    def do(self, form: forms.Form, seen: int) -> str:
        commit_draw(actor=self.actor, case=self.case, seen=seen, seed_on=form.cleaned_data["seed_on"])
        return ""

    def extra_context(self) -> dict[str, Any]:
        context, pack = super().extra_context(), pack_of(self.case)
        listed = drawn_list(self.panel(), self.case, pack)
        return context | preview(listed, panel_rule(self.case, pack))


class SeatByDrawView(DrawActView):
    verb = SEAT_BY_DRAW
    form_class = draw_forms.SeedForm
    template_name = "reviews/seat_by_draw.html"
    done_message = gettext_lazy("抽取完成，抽中的专家已入席。")

    def do(self, form: forms.Form, seen: int) -> str:
        seat_by_draw(actor=self.actor, case=self.case, seen=seen, **form.cleaned_data)
        return ""


class WithdrawDrawView(DrawActView):
    verb = WITHDRAW
    form_class = draw_forms.WithdrawalForm
    done_message = gettext_lazy("已撤回，原名单和原因一并留存。")

    def do(self, form: forms.Form, seen: int) -> str:
        withdraw_draw(actor=self.actor, case=self.case, seen=seen, reason=form.cleaned_data["reason"])
        return ""

    def next_url(self) -> str:
        return reverse("reviews:panel", args=[self.case.number])


@signed_in
@require_safe
@never_cache
def draws(request: ActorRequest) -> HttpResponse:
    """List all draws, newest first, for those who watch over them; anybody else finds nothing."""
    if not knows_of_draws(request.actor):
        raise NotFound(_("没有这一页。"))
    found = draws_visible_to(request.actor).prefetch_related("panels__case")
    return render(request, "reviews/draws.html", {"draws": found[:SHOWN]})


@signed_in
@require_safe
@never_cache
def draw(request: ActorRequest, number: str) -> HttpResponse:
    """Show the draws of a case; whoever may not know of them finds nothing."""
    found = list(draws_visible_to(request.actor).filter(panels__case__number=number))
    if not found:
        raise NotFound(_("没有这一页。"))
    current = next((one for one in found if one.withdrawn_at is None), None)
    rows = Panel.objects.filter(case__number=number).select_related("case", "run")
    panel = rows.get(draws=current) if current is not None else rows[0]
    case, pack, reasons = panel.case, pack_of(panel.case), sees_reasons(request.actor)
    context = {
        "case": case,
        "page": draw_page(current, panel, pack, with_reasons=reasons) if current else None,
        "withdrawn": [one for one in found if one.withdrawn_at is not None],
        "sees_reasons": reasons,
        "rule": panel_rule(case, pack).draw,
        "in_case": can_view(request.actor, case),
        "may_act": panel.run.closed_at is None and _may_draw(request.actor, case, pack),
        "shown": SHOWN,
    }
    return render(request, "reviews/draw.html", context)


def _may_draw(actor: Actor, case: Case, pack: Pack) -> bool:
    """Whether the actor holds the stage the case is in: the officer, or the evaluator of a round."""
    stage = pack.procedures[case.kind].stage(case.stage_code)
    return first_standing(actor, case, COMMIT.roles(stage)) is not None


@signed_in
@require_safe
@never_cache
def draw_file(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Give the committed list before the seed, and the whole record after it, byte for byte."""
    if not sees_reasons(request.actor):
        raise NotFound(_("没有这个文件。"))
    rows = draws_visible_to(request.actor).filter(panels__case__number=number, pk=pk)
    found: PanelDraw | None = rows.first()
    if found is None:
        raise NotFound(_("没有这个文件。"))
    wants_list = "list" in request.GET or not found.record
    name = f"{number}-{'list' if wants_list else 'draw'}-{found.commitment[:8]}.json"
    response = HttpResponse(
        (found.document if wants_list else found.record).encode(), content_type="application/json"
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
