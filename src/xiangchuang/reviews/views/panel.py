"""Pages on which the officer builds the panel and opens the plan to it."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import CaseMatter
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.candidates import candidates
from xiangchuang.reviews.draws.deriving import next_number
from xiangchuang.reviews.draws.verbs import live_draw, replace_by_draw
from xiangchuang.reviews.joint_panel import ASK, ask_department
from xiangchuang.reviews.masked_plan import masking_of
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import (
    REPLACE,
    SEAT,
    UNSEAT,
    asked_departments,
    replace_expert,
    seat_expert,
    unseat_expert,
)
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule
from xiangchuang.reviews.panel_table import PanelTable, panel_table
from xiangchuang.reviews.reading import OPEN_READING, open_reading


class PanelActView(ActView):
    """A page about the panel of the round under way."""

    def panel(self) -> Panel:
        """Return the newest panel of the case; a case that never had one answers 404."""
        panel = Panel.objects.filter(case=self.case).select_related("case").first()
        if panel is None:
            raise NotFound(_("这个案卷还没有专家组。"))
        return panel

    def next_url(self) -> str:
        return reverse("reviews:panel", args=[self.case.number])

    def departments(self, panel: Panel) -> list[tuple[Organization, bool]]:
        """Return the departments asked, and whether each has co-signed."""
        asked = asked_departments(panel)
        signed = set(panel.co_signatures.values_list("organization_id", flat=True))
        found = Organization.objects.in_bulk(asked)
        return [(found[pk], pk in signed) for pk in asked if pk in found]

    def extra_context(self) -> dict[str, Any]:
        panel, pack = self.panel(), pack_of(self.case)
        return {
            "table": panel_table(panel, pack),
            "rule": panel_rule(self.case, pack),
            "open_url": reverse(panel_matter(self.case).open_page, args=[self.case.number]),
            "departments": self.departments(panel),
            "masking": masking_of(pack) if self.case.matter == CaseMatter.APPROVAL else None,
        }


class PanelView(PanelActView):
    """Kinds needed and filled, the seats, and the candidates of one kind."""

    verb = SEAT
    form_class = review_forms.SeatForm
    template_name = "reviews/panel.html"
    done_message = _("已入席。")

    def kind_shown(self, table: PanelTable) -> str:
        """Return the kind whose candidates are listed: asked for, else the first that lacks somebody."""
        kinds: list[str] = [line.kind.code for line in table.kinds]
        asked = self.request.POST.get("kind") or self.request.GET.get("kind", "")
        if asked in kinds:
            return asked
        return next((line.kind.code for line in table.kinds if not line.is_filled), kinds[0])

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        seat = seat_expert(
            actor=self.actor, case=self.case, seen=seen, expert=data["expert"], kind=data["kind"]
        )
        return _("%(expert)s已入席。") % {"expert": seat.expert.name}

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        table: PanelTable = context["table"]
        pack = pack_of(self.case)
        chosen = panel_rule(self.case, pack).kind(self.kind_shown(table))
        listed = candidates(chosen.code, panel=table.panel, case=self.case, pack=pack)
        drawn = live_draw(table.panel) if panel_rule(self.case, pack).draw is not None else None
        return context | {"kind": chosen, "candidates": listed, "draw": drawn}


class SeatActView(PanelActView):
    """A page about one seat, named by ?seat= and carried in the form's address."""

    def seat(self) -> Seat:
        number = self.request.GET.get("seat", "")
        seats = Seat.objects.filter(panel=self.panel()).select_related("expert__employer", "draw")
        return get_object_or_404(seats, pk=int(number) if number.isascii() and number.isdigit() else 0)

    def extra_context(self) -> dict[str, Any]:
        seat = self.seat()
        kind = panel_rule(self.case, pack_of(self.case)).kind(seat.kind)
        return {"seat": seat, "kind": kind}


class UnseatView(SeatActView):
    verb = UNSEAT
    form_class = review_forms.LeavingForm
    template_name = "reviews/unseat.html"

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        seat = unseat_expert(actor=self.actor, case=self.case, seen=seen, seat=self.seat(), reason=reason)
        return _("%(expert)s已撤换。") % {"expert": seat.expert.name}


class ReplaceView(SeatActView):
    verb = REPLACE
    form_class = review_forms.ReplaceForm
    template_name = "reviews/replace.html"

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        if data["by_draw"]:
            new = replace_by_draw(actor=self.actor, case=self.case, seen=seen, seat=self.seat())
        else:
            new = replace_expert(
                actor=self.actor, case=self.case, seen=seen, seat=self.seat(), expert=data["expert"],
                reason=data["reason"],
            )  # fmt: skip
        return _("已由%(expert)s补选入席。") % {"expert": new.expert.name}

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        seat: Seat = context["seat"]
        pack = pack_of(self.case)
        return context | {
            "candidates": candidates(seat.kind, panel=seat.panel, case=self.case, pack=pack),
            "by_hand": "by-hand" if seat.draw_id is not None else "",
            "coming": next_number(seat, self.case, pack),
        }


class AskDepartmentView(PanelActView):
    verb = ASK
    form_class = review_forms.DepartmentForm
    done_message = _("已邀请，该部门的待办中会出现“会签专家组”。")

    def form_arguments(self) -> dict[str, Any]:
        open_to = Organization.objects.filter(kind=OrganizationKind.DEPARTMENT).order_by("name")
        return {"departments": open_to.exclude(pk__in=asked_departments(self.panel()))}

    def do(self, form: forms.Form, seen: int) -> str:
        organization = form.cleaned_data["organization"]
        ask_department(actor=self.actor, case=self.case, seen=seen, organization=organization)
        return ""


class OpenReadingView(PanelActView):
    verb = OPEN_READING
    template_name = "reviews/open_reading.html"
    done_message = _("已通知专家声明利益冲突并审阅方案。")

    def do(self, form: forms.Form, seen: int) -> str:
        open_reading(actor=self.actor, case=self.case, seen=seen)
        return ""
