"""Public pages of an objection: the form, its receipt, and the answer found by the receipt's number."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.client_address import client_address
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.decisions.forms import ObjectionForm, ReceiptForm
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.decisions.object_to_notice import ObjectionDraft, clause_of, file_objection
from xiangchuang.decisions.queries import public_notices
from xiangchuang.decisions.render_document import notice_pdf
from xiangchuang.decisions.upload_limits import admit
from xiangchuang.procedure.errors import Refusal
from xiangchuang.procedure.packs import pack_of


@method_decorator(never_cache, name="dispatch")
class FileObjection(View):
    """The form that anyone fills; it does not ask who is signed in, and shows what was typed when refused."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self._page(request, _notice(number), ObjectionForm(initial={"token": uuid.uuid4()}))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        notice = _notice(number)
        form = ObjectionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, notice, form, status=422)
        values = dict(form.cleaned_data)
        token = values.pop("token")
        try:
            if not Objection.objects.filter(notice=notice, form_token=token).exists():
                admit(notice, client_address(request))
            objection = file_objection(notice=notice, token=token, draft=ObjectionDraft(**values))
        except Refusal as refusal:
            return self._page(request, notice, form, refusal=refusal, status=refusal.status)
        return redirect("decisions:objection-receipt", receipt=objection.receipt)

    def _page(
        self,
        request: HttpRequest,
        notice: Notice,
        form: ObjectionForm,
        *,
        refusal: Refusal | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "notice": notice, "form": form, "refusal": refusal, "now": clock.now(),
            "clause": clause_of(notice), "clauses": pack_of(notice.case).clauses,
            "accepts": notice.is_open and notice.case.is_running,
        }  # fmt: skip
        return render(request, "decisions/objection.html", context, status=status)


@never_cache
@require_safe
def objection_receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show what became of an objection to whoever holds its receipt: never who filed it."""
    objection = Objection.objects.select_related("notice__case").filter(receipt=receipt).first()
    if objection is None:
        raise Http404
    notice = objection.notice
    pack, due = pack_of(notice.case), objection.answer_by
    context = {
        "objection": objection, "clause": clause_of(notice), "clauses": pack.clauses,
        "term": pack.publicity.objection_answer,
        "is_late": objection.handled_at is None and due is not None and due < clock.today(),
    }  # fmt: skip
    return render(request, "decisions/objection_receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_receipt(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt's number; a POST, so that it stays out of logs and referrers."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        receipt = normalise_line(form.cleaned_data["receipt"]).upper()
        if Objection.objects.filter(receipt=receipt).exists():
            return redirect("decisions:objection-receipt", receipt=receipt)
        form.add_error("receipt", _("没有这个回执号：逐字核对后再查，字母不分大小写。"))
    status = 422 if form.is_bound else 200
    return render(request, "decisions/find_receipt.html", {"form": form}, status=status)


@require_safe
def notice_file(request: HttpRequest, number: str) -> HttpResponse:
    """Answer with the notice as PDF."""
    notice = _notice(number)
    response = HttpResponse(notice_pdf(notice), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{notice.number}.pdf"'
    return response


def _notice(number: str) -> Notice:
    return get_object_or_404(public_notices(), number=number)
