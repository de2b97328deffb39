"""Pages of the formal check: remarks at the field, resolved one by one."""

from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import ActForm, ActView
from xiangchuang.procedure.comments import open_comments
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.cases_alike import cases_alike
from xiangchuang.proposals.direction_queue import direction_beside
from xiangchuang.proposals.formal_check import (
    COMMENT,
    FAIL,
    PASS,
    RETURN,
    comment_field,
    fail_formal_check,
    pass_formal_check,
    resolve_comment,
    return_from_formal_check,
)
from xiangchuang.proposals.forms.fields import ReasonForm
from xiangchuang.proposals.intention_sections import intention_labels, intention_sections
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.platforms_beside import platforms_beside

PREFIX = "comment-"


class _CheckView(ActView):
    """Every page of this check shows the intention with its open remarks."""

    def extra_context(self) -> dict[str, Any]:
        pack = pack_of(self.case)
        proposal = Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case)
        remarks = list(open_comments(self.case))
        sections = intention_sections(proposal, pack, remarks)
        shown = {line.anchor for section in sections for line in section.lines}
        return {
            "pack": pack,
            "sections": sections,
            "open_remarks": len(remarks),
            "other_remarks": [remark for remark in remarks if remark.anchor not in shown],
        }


class FormalCheck(_CheckView):
    """The intention with a box for remarks at each field."""

    verb = COMMENT
    template_name = "proposals/formal_check.html"

    @transaction.atomic
    def do(self, form: forms.Form, seen: int) -> str:
        """Close the remark whose button was pressed, and take in whatever else stands in the boxes."""
        resolved = self.request.POST.get("resolve", "")
        if resolved:
            if not resolved.isascii() or not resolved.isdigit():
                raise Invalid(_("要了结的意见没有指明：在那条意见旁重新点一次。"))
            resolve_comment(actor=self.actor, case=self.case, seen=seen, comment_id=int(resolved))
            seen = self.case.version
        written = self._comment(seen)
        if resolved and written:
            return _("已了结 1 条意见，写下 %(count)s 条意见。") % {"count": written}
        if resolved:
            return _("已了结 1 条意见。")
        if not written:
            raise Invalid(_("还没有写意见：在要改的栏目下写明哪里不对、怎样改。"))
        return _("已写下 %(count)s 条意见。退回时一并送达牵头单位。") % {"count": written}

    def _comment(self, seen: int) -> int:
        """Write the remarks typed at the fields; returns how many."""
        proposal = Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case)
        written = 0
        for anchor, label in intention_labels(proposal, pack_of(self.case)).items():
            text = self.request.POST.get(f"{PREFIX}{anchor}", "").strip()
            if text:
                comment_field(
                    actor=self.actor, case=self.case, seen=seen, anchor=anchor, label=label, text=text
                )
                seen = self.case.version
                written += 1
        return written

    def next_url(self) -> str:
        return reverse("proposals:formal-check", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        typed = {
            name.removeprefix(PREFIX): value
            for name, value in self.request.POST.items()
            if name.startswith(PREFIX) and isinstance(value, str)
        }
        proposal = Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case)
        pack = pack_of(self.case)
        planning = pack.layout.planning
        return super().extra_context() | {
            "typed": typed, "beside": platforms_beside(proposal, pack),
            "answered": direction_beside(proposal, pack),
            "alike_cases": cases_alike(self.actor, proposal, pack),
            "likeness": planning.likeness if planning else None,
        }  # fmt: skip


class PassFormalCheck(_CheckView):
    verb = PASS
    form_class = ActForm
    template_name = "proposals/pass_formal_check.html"

    def do(self, form: forms.Form, seen: int) -> str:
        pass_formal_check(actor=self.actor, case=self.case, seen=seen)
        return _("形式审查通过，牵头单位可以编制建设方案。")


class ReturnFromFormalCheck(_CheckView):
    verb = RETURN
    form_class = ReasonForm
    template_name = "proposals/return_from_formal_check.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("整体意见"), "hint": _("已在栏目上写了意见的，可以不填。"), "required": False}

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        return_from_formal_check(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("已退回牵头单位修改。")


class FailFormalCheck(_CheckView):
    verb = FAIL
    form_class = ReasonForm
    template_name = "proposals/ends_the_case.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("不予受理的理由"), "hint": _("申报单位能看到。")}

    def do(self, form: forms.Form, seen: int) -> str:
        fail_formal_check(actor=self.actor, case=self.case, seen=seen, reason=form.cleaned_data["reason"])
        return _("已办结：不予受理。")
