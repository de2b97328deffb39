"""Pages of the condition check (3.4)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import ActForm, ActView, case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.check_conditions import (
    ACCEPT,
    FAIL,
    FIND,
    RECHECK,
    RETURN,
    accept_conditions,
    find_condition,
    recheck_conditions,
    refuse_on_conditions,
    return_from_conditions,
)
from xiangchuang.proposals.condition_lines import condition_lines
from xiangchuang.proposals.forms.conditions import FindingForm
from xiangchuang.proposals.forms.fields import ReasonForm
from xiangchuang.proposals.queries import latest_decision


class _ConditionsView(ActView):
    """Every page of this check shows the conditions as they stand."""

    def extra_context(self) -> dict[str, Any]:
        decision = latest_decision(self.case)
        if decision is None:
            raise NotFound(_("这个案卷的建设条件还没有核查。"))
        return {
            "pack": pack_of(self.case),
            "decision": decision,
            "lines": condition_lines(decision),
        }


class FindConditions(_ConditionsView):
    """Each condition that needs a person, with its numbers and a form of its own."""

    verb = FIND
    form_class = FindingForm
    template_name = "proposals/find_conditions.html"

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        outcome = find_condition(
            actor=self.actor, case=self.case, seen=seen, code=data["code"], finding=data["finding"],
            reason=data["reason"],
        )  # fmt: skip
        return _("已认定：%(label)s。") % {"label": words(outcome.explanation["label"])}

    def next_url(self) -> str:
        if any(line.waits_here for line in self.extra_context()["lines"]):
            return reverse("proposals:find-conditions", args=[self.case.number])
        return case_url(self.case)

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        posted = self.request.POST.get("code", "")
        forms_ = []
        for line in context["lines"]:
            if line.is_for_panel:
                continue
            mine = FindingForm(self.request.POST) if posted == line.code else None
            if mine is not None:
                mine.is_valid()
            forms_.append(
                (line, mine or FindingForm(initial={"code": line.code, "reason": line.outcome.finding_reason,
                                                    "finding": line.outcome.finding}))
            )  # fmt: skip
        context["waiting"] = [pair for pair in forms_ if pair[0].waits_here]
        context["others"] = [pair for pair in forms_ if not pair[0].waits_here]
        context["for_panel"] = [line for line in context["lines"] if line.is_for_panel]
        return context


class RecheckConditions(_ConditionsView):
    """Judge again on the register as it is now."""

    verb = RECHECK
    template_name = "proposals/recheck_conditions.html"

    def do(self, form: forms.Form, seen: int) -> str:
        decision = recheck_conditions(actor=self.actor, case=self.case, seen=seen)
        return _("已按最新数据重新核查 %(count)s 项条件。") % {"count": decision.outcomes.count()}


class AcceptConditions(_ConditionsView):
    """Pass: what is settled and what waits for the panel is shown before."""

    verb = ACCEPT
    form_class = ActForm
    template_name = "proposals/accept_conditions.html"

    def do(self, form: forms.Form, seen: int) -> str:
        accept_conditions(actor=self.actor, case=self.case, seen=seen)
        return _("条件核查通过，转下一阶段。")


class ReturnFromConditions(_ConditionsView):
    """Back to the lead for evidence."""

    verb = RETURN
    form_class = ReasonForm
    template_name = "proposals/return_from_conditions.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("要补充什么"), "hint": _("写明哪一项条件、缺哪一年的什么证据。")}

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        return_from_conditions(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("已退回牵头单位补充。")


class RefuseOnConditions(_ConditionsView):
    """Refuse, with the unmet conditions beside the reason."""

    verb = FAIL
    form_class = ReasonForm
    template_name = "proposals/ends_the_case.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("不予受理的理由"), "hint": _("申报单位能看到：写明不满足哪一项、差多少。")}

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        refuse_on_conditions(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("已办结：不予受理。")
