"""Pages of the site visit: plan, record on the spot, signature, conclusion."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import Proposal
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.models import SiteVisit
from xiangchuang.reviews.on_site.record_form import VisitRecordForm
from xiangchuang.reviews.on_site.record_lines import items_with_notes, propose, record_lines
from xiangchuang.reviews.on_site.team import not_of_team
from xiangchuang.reviews.on_site.team_choices import TeamChoices, accounts_of, team_choices
from xiangchuang.reviews.queries import sees_record
from xiangchuang.reviews.visit import (
    CONCLUDE,
    PLAN,
    RECORD,
    SIGN,
    conclude_visit,
    plan_visit,
    record_sha256,
    record_visit,
    sign_visit,
    signing_verb,
)


class VisitActView(ActView):
    """A page about the visit of the round under way."""

    def visit(self) -> SiteVisit:
        """Return the newest visit; 404 before one is planned."""
        visit = SiteVisit.objects.filter(case=self.case).first()
        if visit is None:
            raise NotFound(_("还没有安排现场考察。"))
        return visit

    def look_at(self) -> dict[str, str]:
        """Return what the pack says to look at, by the code of the point."""
        return {i.code: words(i.look_at) for i in pack_of(self.case).visit.checklist if i.look_at}

    def context_of(self, visit: SiteVisit) -> dict[str, Any]:
        return {
            "visit": visit,
            "members": list(visit.members.select_related("user")),
            "lines": record_lines(items_with_notes(visit), pack_of(self.case)),
        }


class PlanVisitView(VisitActView):
    verb = PLAN
    form_class = review_forms.VisitPlanForm
    done_message = _("考察已安排。")

    template_name = "reviews/plan_visit.html"

    @cached_property
    def choices(self) -> TeamChoices:
        """Who may be ticked: those found by the word typed, beside office, panel and whoever is ticked."""
        sent = self.request.POST
        ticked = [int(pk) for pk in sent.getlist("team") if pk.isascii() and pk.isdigit()]
        if self.request.method != "POST":
            ticked = self.initial().get("team", [])
        return team_choices(self.case, wanted=sent.get("find", ""), ticked=ticked)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "people": accounts_of(self.choices), "called": self.choices.people,
            "team_min": pack_of(self.case).visit.team_size,
        }  # fmt: skip

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Look experts up without planning anything, or plan the visit; what was typed stays either way."""
        if "look_up" not in request.POST:
            return super().post(request, number)
        sent = request.POST
        typed = {name: sent.get(name, "") for name in ("visit_on", "place", "find")}
        looked = self.form_class(initial={**typed, "team": sent.getlist("team")}, **self.form_arguments())
        return self.page(looked)

    def extra_context(self) -> dict[str, Any]:
        return {"choices": self.choices}

    def initial(self) -> dict[str, Any]:
        visit = SiteVisit.objects.filter(case=self.case, run__closed_at__isnull=True).first()
        if visit is None:
            lead = Proposal.objects.select_related("lead").filter(case=self.case).first()
            return {"place": lead.lead.address if lead else ""}
        team = list(visit.members.values_list("user_id", flat=True))
        return {"visit_on": visit.visit_on, "place": visit.place, "team": team}

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        plan_visit(
            actor=self.actor, case=self.case, seen=seen, visit_on=data["visit_on"], place=data["place"],
            team=list(data["team"]),
        )  # fmt: skip
        return ""


class RecordVisitView(VisitActView):
    """The checklist, made for a phone: one point below the other."""

    verb = RECORD
    form_class = VisitRecordForm
    template_name = "reviews/record_visit.html"
    done_message = _("考察记录已保存。全部核对后，考察组成员即可签字。")

    def form_arguments(self) -> dict[str, Any]:
        visit = self.visit()
        items = list(items_with_notes(visit))
        for item in items:
            propose(item)
        return {"items": items, "record": visit.record, "pack": pack_of(self.case)}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, VisitRecordForm)
        record_visit(
            actor=self.actor, case=self.case, seen=seen, findings=form.findings(),
            record=form.cleaned_data["record"],
        )  # fmt: skip
        return ""

    def extra_context(self) -> dict[str, Any]:
        return self.context_of(self.visit())


class SignVisitView(VisitActView):
    """The whole record as it will be signed; the signature names its hash."""

    verb = SIGN
    form_class = review_forms.SignForm
    template_name = "reviews/sign_visit.html"
    done_message = _("已签字。")

    def get(self, request: Any, number: str) -> HttpResponse:
        self._sign_in_own_standing()
        return super().get(request, number)

    def post(self, request: Any, number: str) -> HttpResponse:
        self._sign_in_own_standing()
        return super().post(request, number)

    def _sign_in_own_standing(self) -> None:
        self.__dict__["verb"] = signing_verb(self.actor, self.case)

    def do(self, form: forms.Form, seen: int) -> str:
        sign_visit(actor=self.actor, case=self.case, seen=seen, record_seen=form.cleaned_data["record_seen"])
        return ""

    def initial(self) -> dict[str, Any]:
        return {"record_seen": record_sha256(self.visit())}

    def extra_context(self) -> dict[str, Any]:
        visit = self.visit()
        if not sees_record(self.actor, visit):
            raise not_of_team()
        return self.context_of(visit) | {"sha256": record_sha256(visit)}


class ConcludeVisitView(VisitActView):
    verb = CONCLUDE
    form_class = review_forms.ConclusionForm
    template_name = "reviews/conclude_visit.html"
    done_message = _("已作出考察结论。")

    def form_arguments(self) -> dict[str, Any]:
        stage = pack_of(self.case).procedures[self.case.kind].stage(self.case.stage_code)
        words = {
            "passed": _("通过：情况与方案相符"),
            "revise": _("修改完善：退回申报单位"),
            "failed": _("不通过：终止审批"),
        }
        return {
            "outcomes": [(code, words[code]) for code in words if code in stage.outcomes],
            "label": _("考察意见"),
            "hint": _("不是通过时必写，申报单位能看到。"),
            "is_required": False,
        }

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        conclude_visit(
            actor=self.actor, case=self.case, seen=seen, outcome=data["outcome"], reason=data["summary"]
        )
        return ""

    def extra_context(self) -> dict[str, Any]:
        return self.context_of(self.visit())
