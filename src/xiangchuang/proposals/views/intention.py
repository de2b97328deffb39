"""Pages of the intention (5.1-3): written and saved, checked, submitted, receipted."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.act_view import ActView, case_url
from xiangchuang.procedure.comments import open_comments
from xiangchuang.procedure.errors import NotFound, Refusal, Stale
from xiangchuang.procedure.models import Case, FieldComment
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.direction_answered import direction_gaps
from xiangchuang.proposals.formal_check import answer_comment
from xiangchuang.proposals.forms.intention import IntentionForm
from xiangchuang.proposals.gap import Gap
from xiangchuang.proposals.intention import (
    SAVE,
    SUBMIT,
    MemberDraft,
    intention_gaps,
    save_intention,
    submit_intention,
)
from xiangchuang.proposals.intention_sections import basis_of, intention_sections
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.partner import register_partner
from xiangchuang.proposals.views.signed_in import CasePage
from xiangchuang.receipts.models import ReceiptKind
from xiangchuang.receipts.queries import newest_receipt

REPLY = "reply-"


class EditIntention(ActView):
    """The whole intention on one page. Whatever is right is kept, even when something else is wrong."""

    verb = SAVE
    form_class = IntentionForm
    template_name = "proposals/intention.html"

    saved_in_part = False

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case)

    def form_arguments(self) -> dict[str, Any]:
        return {"proposal": self.proposal, "pack": pack_of(self.case)}

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        if not self._sent_before():
            self._refuse_strangers(self._stage)
        form = self.form()
        assert isinstance(form, IntentionForm)
        whole = form.is_valid()
        try:
            self._save(form)
        except Stale as stale:
            if not self._sent_before():
                return self.refused(form, stale)
        except Refusal as refusal:
            return self.refused(form, refusal)
        if not whole:
            self.saved_in_part = True
            return self.page(form, status=422)
        if "submit" in request.POST:
            return redirect("proposals:submit-intention", number)
        time = f"{clock.now().astimezone(clock.SHANGHAI):%H:%M:%S}"
        messages.success(request, _("已保存 %(time)s，尚未提交。") % {"time": time})
        return redirect("proposals:intention", number)

    @transaction.atomic
    def _save(self, form: IntentionForm) -> None:
        draft = form.draft()
        joined = [
            MemberDraft(
                register_partner(
                    actor=self.actor, case=self.case, uscc=row.new_uscc, name=row.cleaned_data["new_name"],
                    kind=row.cleaned_data["new_kind"],
                ),
                row.cleaned_data.get("duty", ""),
            )
            for row in form.new_members
        ]  # fmt: skip
        if joined:
            draft = replace(draft, members=[*draft.members, *joined])
        save_intention(actor=self.actor, case=self.case, seen=self.seen, draft=draft)
        for remark in self.remarks:
            reply = self.request.POST.get(f"{REPLY}{remark.pk}", "").strip()
            if reply and reply != remark.reply:
                answer_comment(
                    actor=self.actor,
                    case=self.case,
                    seen=self.case.version,
                    comment_id=remark.pk,
                    reply=reply,
                )

    @property
    def remarks(self) -> list[FieldComment]:
        return list(open_comments(self.case))

    def extra_context(self) -> dict[str, Any]:
        by_anchor: dict[str, list[FieldComment]] = {}
        for remark in self.remarks:
            by_anchor.setdefault(remark.anchor, []).append(remark)
        proposal = self.proposal
        context: dict[str, Any] = {
            "proposal": proposal,
            "pack": pack_of(self.case),
            "remarks": by_anchor,
            "whole_remarks": by_anchor.get("intention", []) + by_anchor.get("conditions", []),
            "saved_in_part": self.saved_in_part,
        }
        if self.saved_in_part:
            context["seen"] = self.case.version
        return context


class SubmitIntention(ActView):
    """Check your answers, then submit to the city that recommends."""

    verb = SUBMIT
    template_name = "proposals/submit_intention.html"

    def do(self, form: forms.Form, seen: int) -> str:
        submit_intention(actor=self.actor, case=self.case, seen=seen)
        return _("意向已提交。")

    def next_url(self) -> str:
        return reverse("proposals:intention-receipt", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        proposal, pack = (
            Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case),
            pack_of(self.case),
        )
        return {
            "proposal": proposal,
            "pack": pack,
            "sections": intention_sections(proposal, pack),
            "gaps": _gaps(proposal, pack) if self.case.stage_kind == "intake" else [],
            "open_remarks": open_comments(self.case).filter(reply="").count(),
        }


def _gaps(proposal: Proposal, pack: Pack) -> list[Gap]:
    return intention_gaps(proposal, pack) + direction_gaps(proposal, pack)


class IntentionReceipt(CasePage):
    """What the lead holds in hand: number, server time, the ledger's digest, what comes next."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        entry = entries_of_case(number).filter(verb=SUBMIT.code).last()
        if entry is None:
            raise NotFound(_("这个案卷还没有提交意向，没有回执。"))
        pack = pack_of(self.case)
        context = {
            "case": self.case,
            "case_url": case_url(self.case),
            "entry": entry,
            "receipt": newest_receipt(self.case, ReceiptKind.INTENTION),
            "recommender": entry.detail.get("recommender", ""),
            "title": entry.detail.get("title", self.case.title),
            "lead": entry.detail.get("lead", ""),
            "basis": basis_of(pack),
            "pack": pack,
            "next_stage": _next_stage(self.case),
        }
        return render(request, "proposals/intention_receipt.html", context)


def _next_stage(case: Case) -> Any:
    procedure = pack_of(case).procedures[case.kind]
    return procedure.stage(case.stage_code)
