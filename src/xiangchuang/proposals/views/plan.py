"""Pages on which the lead brings its plan: upload, targets, submission, receipt."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.files.store import RefusedUpload
from xiangchuang.procedure.act_view import ActView, case_url
from xiangchuang.procedure.errors import Blocked, NotFound, Refusal
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.verbs import Standpoint, stage_blockers
from xiangchuang.proposals.forms.plan import TargetsForm, UploadForm
from xiangchuang.proposals.manuscript import revision_under_way
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan import (
    CONFIRM,
    SUBMIT,
    UPLOAD,
    confirm_targets,
    submit_plan,
    upload_plan,
)
from xiangchuang.proposals.plan_files import may_read_revision
from xiangchuang.proposals.plan_panels import plan_panels
from xiangchuang.proposals.plan_pdf import receipt_pdf
from xiangchuang.proposals.plan_record import readable_chapters, target_lines, target_years
from xiangchuang.proposals.views.plan_pages import pdf_answer
from xiangchuang.proposals.views.signed_in import CasePage
from xiangchuang.receipts.queries import receipt_of


class _PlanView(ActView):
    """Pages of the stage in which the plan is written."""

    def standpoint(self) -> Standpoint:
        pack = pack_of(self.case)
        stage = pack.procedures[self.case.kind].stage(self.case.stage_code)
        run = self.case.runs.filter(stage_code=self.case.stage_code).order_by("-round")[0]
        return Standpoint(self.case, run, stage, pack)

    def revision(self) -> PlanRevision | None:
        """Return the revision brought since this stage opened."""
        return revision_under_way(self.standpoint())

    def extra_context(self) -> dict[str, Any]:
        pack, revision = pack_of(self.case), self.revision()
        return {
            "pack": pack,
            "revision": revision,
            "chapters": readable_chapters(revision, pack.outline) if revision else [],
            "found": len(pack.outline.sections) - len(revision.missing) if revision else 0,
            "of": len(pack.outline.sections),
        }


class UploadPlan(_PlanView):
    """The file, and below it what was read from it."""

    verb = UPLOAD
    form_class = UploadForm
    template_name = "proposals/upload_plan.html"

    def do(self, form: forms.Form, seen: int) -> str:
        revision = upload_plan(actor=self.actor, case=self.case, seen=seen, upload=form.cleaned_data["plan"])
        words = _("已读入“%(name)s”：修订 %(number)s。下面是读到的内容，核对后确认年度目标。")
        return words % {"name": form.cleaned_data["plan"].name, "number": revision.number}

    def refused(self, form: forms.Form, refusal: Refusal) -> HttpResponse:
        if isinstance(refusal, RefusedUpload):
            form.add_error("plan", refusal.message)
            return self.page(form, status=refusal.status)
        return super().refused(form, refusal)

    def next_url(self) -> str:
        return reverse("proposals:upload-plan", args=[self.case.number])


class ConfirmTargets(_PlanView):
    """The table of targets, filled from the plan; units are asked for."""

    verb = CONFIRM
    form_class = TargetsForm
    template_name = "proposals/confirm_targets.html"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if self.revision() is None:
            raise Blocked(_("先上传建设方案，再确认目标。"), remedy=_("回到案卷页，先上传建设方案。"))
        return super().get(request, number)

    def form_arguments(self) -> dict[str, Any]:
        revision = self.revision()
        years = target_years(revision) if revision else []
        if not years:
            first = clock.today().year + 1
            years = list(range(first, first + pack_of(self.case).reporting.cycle.years))
        return {"default_years": years, "rows": _rows(revision, years) if revision else []}

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        if "read_pasted" in request.POST:
            self._refuse_strangers(self._stage)
            return self.page(self.form())
        return super().post(request, number)

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, TargetsForm)
        revision = confirm_targets(actor=self.actor, case=self.case, seen=seen, targets=form.drafts)
        count = len({target.position for target in revision.targets.all()})
        return _("已确认 %(count)s 项年度目标。") % {"count": count}

    def next_url(self) -> str:
        return reverse("proposals:submit-plan", args=[self.case.number])


def _rows(revision: PlanRevision, years: list[int]) -> list[dict[str, str]]:
    rows = []
    for line in target_lines(revision):
        row = {"name": line.name, "unit": line.unit}
        for year, target in zip(years, line.values, strict=True):
            row[f"y{year}"] = number_text(target.value) if target else ""
        rows.append(row)
    return rows


def number_text(value: Decimal) -> str:
    """Write a number as people type it: no trailing zeros, no exponent."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


class SubmitPlan(_PlanView):
    """Check what will be frozen, then submit."""

    verb = SUBMIT
    template_name = "proposals/submit_plan.html"

    def do(self, form: forms.Form, seen: int) -> str:
        submit_plan(actor=self.actor, case=self.case, seen=seen)
        return _("建设方案已提交。")

    def next_url(self) -> str:
        revision = Proposal.objects.get(case=self.case).revisions.filter(frozen_at__isnull=False).first()
        assert revision is not None
        return reverse("proposals:plan-receipt", args=[self.case.number, revision.number])

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        revision = context["revision"]
        at = self.standpoint()
        context["blockers"] = stage_blockers(at) if self.case.stage_kind == "plan" else []
        context["years"] = target_years(revision) if revision else []
        context["targets"] = target_lines(revision) if revision else []
        context["words"] = sum(s.words for c in context["chapters"] for s in c.sections)
        context["panels"] = plan_panels("submit", revision, self.actor) if revision else []
        return context


class PlanReceipt(CasePage):
    """The receipt of a submitted revision, as a page and as PDF."""

    as_pdf = False

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = (
            PlanRevision.objects.filter(proposal__case=self.case, number=revision, frozen_at__isnull=False)
            .select_related("proposal__case", "proposal__lead", "file")
            .first()
        )
        if found is None or not may_read_revision(self.actor, found):
            raise NotFound(_("没有这份回执。"))
        if self.as_pdf:
            return pdf_answer(receipt_pdf(found), f"{found.receipt_number}.pdf")
        pack = pack_of(self.case)
        context = {
            "case": self.case,
            "case_url": case_url(self.case),
            "revision": found,
            "receipt": receipt_of(f"plan_revision:{found.pk}"),
            "lead": found.proposal.lead,
            "next_stage": pack.procedures[self.case.kind].stage(self.case.stage_code),
        }
        return render(request, "proposals/plan_receipt.html", context)
