"""Public pages that say whether a receipt is genuine, and the files its holders take away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.client_address import client_address
from xiangchuang.documents.receipt_file import fingerprint, pem_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotFound, Refusal
from xiangchuang.receipts.check_limits import admit
from xiangchuang.receipts.forms import CheckForm
from xiangchuang.receipts.models import Receipt
from xiangchuang.receipts.queries import find_receipt, visible_to
from xiangchuang.receipts.signing_key import known_key, public_keys
from xiangchuang.receipts.stated import as_file, receipt_pdf, stated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a receipt of that number was given, when, and for which hashes; nothing of its case.

    A POST, so that codes stay out of logs; an address with number and code only fills the form in.
    """
    if request.method != "POST":
        filled = {"number": request.GET.get("number", "")[:32], "proof": request.GET.get("code", "")[:80]}
        return _page(request, CheckForm(initial=filled))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        admit(client_address(request))
    except Refusal as refusal:
        return _page(request, form, status=refusal.status, refusal=refusal)
    found = find_receipt(form.cleaned_data["number"], form.cleaned_data["proof"])
    return _page(request, form, status=200 if found else 404, receipt=found, asked=True)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Answer with every public key that receipts were signed with, the newest first, as PEM."""
    known_key()
    text = "".join(f"# SHA-256 {fingerprint(key)}\n{pem_of(key)}" for key in public_keys())
    return _attachment(text.encode(), "receipt-keys.pem", "application/x-pem-file")


@signed_in
@require_safe
def pdf(request: ActorRequest, number: str, receipt: str) -> HttpResponse:
    """Answer with the receipt as PDF."""
    return _attachment(receipt_pdf(_own(request, number, receipt)), f"{receipt}.pdf", "application/pdf")


@signed_in
@require_safe
def signed_file(request: ActorRequest, number: str, receipt: str) -> HttpResponse:
    """Answer with the signed file by which the receipt is checked without this system."""
    return _attachment(as_file(_own(request, number, receipt)), f"{receipt}.json", "application/json")


def _own(request: ActorRequest, number: str, receipt: str) -> Receipt:
    found = visible_to(request.actor).filter(case__number=number, number=receipt).first()
    if found is None:
        raise NotFound(_("没有这份回执。"))
    return found


def _page(
    request: HttpRequest,
    form: CheckForm,
    *,
    status: int = 200,
    receipt: Receipt | None = None,
    asked: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "receipt": receipt,
        "said": stated(receipt) if receipt else None,
        "hashes": [h.sha256 for h in receipt.hashes.order_by("pk")] if receipt else [],
        "asked": asked,
        "refusal": refusal,
    }
    return render(request, "receipts/verify.html", context, status=status)


def _attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["Cache-Control"] = "private, no-store"
    return response
