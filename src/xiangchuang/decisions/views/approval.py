"""Pages of the decision stage, and the download of documents."""

from typing import Any, cast

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.decisions import draft_approval as verbs
from xiangchuang.decisions.document_text import default_addressee
from xiangchuang.decisions.forms import DraftApprovalForm, ReasonForm
from xiangchuang.decisions.official_content import from_stored
from xiangchuang.decisions.queries import approval_draft, documents_visible_to, public_documents
from xiangchuang.decisions.render_document import document_file, draft_bytes, file_name
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.documents.official.composition import compose
from xiangchuang.files.set_papers import Form
from xiangchuang.plan_parts.approved import planned_start
from xiangchuang.procedure.act_view import ActView


class DraftApproval(ActView):
    verb = verbs.DRAFT
    form_class = DraftApprovalForm
    template_name = "decisions/draft_approval.html"
    done_message = _("批准组建文件已拟稿，等待厅领导签发。")

    def initial(self) -> dict[str, Any]:
        draft = approval_draft(self.case)
        if draft is None:
            # A.7.1: the plan names where its first phase, and so the cycle of 3.3-3, begins.
            start = planned_start(self.case)
            return {"addressee": default_addressee(self.case), "cycle_starts_on": start}
        return {"addressee": draft.content["addressee"], "cycle_starts_on": draft.cycle_starts_on}

    def extra_context(self) -> dict[str, Any]:
        draft = approval_draft(self.case)
        return {"draft": draft, "paper": compose(from_stored(draft.content)) if draft else None}

    def do(self, form: forms.Form, seen: int) -> str:
        verbs.draft_approval(actor=self.actor, case=self.case, seen=seen, **form.cleaned_data)
        return ""

    def next_url(self) -> str:
        """Stay on the page, which now shows the draft in full."""
        return self.request.path


class RefuseApproval(ActView):
    verb = verbs.REFUSE
    form_class = ReasonForm
    done_message = _("不予批准的通知已印发，案卷已办结。")

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        verbs.refuse_approval(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return ""


@require_safe
def download(request: HttpRequest, code: str, form: Form) -> HttpResponseBase:
    """Answer with a document: a public one to anyone, another to those of its case, a draft marked 草稿."""
    actor = cast(ActorRequest, request).actor
    document = (
        public_documents().filter(verification_code=code).first()
        or documents_visible_to(actor).filter(verification_code=code).first()
    )
    if document is None or document.is_destroyed:
        raise Http404
    response: HttpResponseBase
    if document.is_issued:
        file = document_file(document, form)
        response = FileResponse(file.path.open("rb"), content_type=MEDIA_TYPES[form])
    else:
        response = HttpResponse(draft_bytes(document, form), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(document, form)
    )
    response["Cache-Control"] = "private, no-store"
    return response
