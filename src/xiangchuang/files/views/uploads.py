"""Uploads in pieces by the tus protocol 1.0 (core, creation, termination, expiration, checksum): ADR 0025."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import Invalid, Refusal
from xiangchuang.files.models import Upload
from xiangchuang.files.receive import Damaged, append, begin_upload, cancel_upload, find_upload, most_bytes
from xiangchuang.pages.signed_in import signed_in

TUS = "1.0.0"
PIECE = "application/offset+octet-stream"
_MOST_DIGITS = 12
Step = Callable[[ActorRequest], HttpResponse]


@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def uploads(request: ActorRequest) -> HttpResponseBase:
    """Show what the person has not handed in yet; POST begins an upload or finds the one broken off."""
    if request.method == "OPTIONS":
        return _tus(HttpResponse(status=204), request.actor)
    if request.method == "POST":
        return _answered(request, _begin)
    return _own_uploads(request)


@require_http_methods(["HEAD", "PATCH", "DELETE", "POST"])
def upload(request: ActorRequest, token: str) -> HttpResponseBase:
    """HEAD: how far it has come. PATCH: the next piece. DELETE (or the page's POST): no longer wanted."""
    if request.method == "POST" and request.actor.is_authenticated:
        cancel_upload(actor=request.actor, token=token)
        messages.success(request, _("已删除。"))
        return redirect("files:uploads")
    step = {"HEAD": _how_far, "PATCH": _next_piece, "DELETE": _cancel}.get(str(request.method))
    return _answered(request, lambda asked: step(asked, token) if step else HttpResponse(status=405))


@signed_in
def _own_uploads(request: ActorRequest) -> HttpResponse:
    own = Upload.objects.filter(owner=request.actor.user, used_at__isnull=True).order_by("-touched_at")
    context = {
        "uploads": own[: settings.UPLOADS_HALF_WAY * 2], "most": settings.UPLOADS_HALF_WAY,
        "days": settings.UPLOADS_KEPT_DAYS,
    }  # fmt: skip
    return render(request, "files/uploads.html", context)


def _answered(request: ActorRequest, step: Step) -> HttpResponse:
    """Do a step of the protocol; every no is said in words a page can show."""
    if not request.actor.is_authenticated:
        return _tus(JsonResponse({"message": _("登录已过期。")}, status=401), request.actor)
    if request.headers.get("Tus-Resumable", TUS) != TUS:
        return _tus(HttpResponse(status=412), request.actor)
    try:
        answer = step(request)
    except Refusal as refused:
        answer = JsonResponse({"message": str(refused)}, status=refused.status)
    return _tus(answer, request.actor)


def _tus(answer: HttpResponse, actor: Actor) -> HttpResponse:
    answer["Tus-Resumable"] = answer["Tus-Version"] = TUS
    answer["Tus-Extension"] = "creation,termination,expiration,checksum"
    answer["Tus-Checksum-Algorithm"] = "sha256"
    answer["Tus-Max-Size"] = str(most_bytes(actor))
    answer["Cache-Control"] = "no-store"
    return answer


def _begin(request: ActorRequest) -> HttpResponse:
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    size = _bytes(request.headers.get("Upload-Length", ""), 0)
    begun = begin_upload(
        actor=request.actor, name=told.get("filename", ""), size=size,
        fingerprint=told.get("fingerprint", ""), sha256=told.get("sha256", ""),
    )  # fmt: skip
    answer = _at(begun, status=201)
    answer["Location"] = reverse("files:upload", args=[begun.token])
    return answer


def _how_far(request: ActorRequest, token: str) -> HttpResponse:
    found = find_upload(request.actor, token)
    if found.used_at is not None:
        # Taken in already: a page that is opened again has nothing to go on with.
        return HttpResponse(status=410)
    return _at(found, status=200)


def _next_piece(request: ActorRequest, token: str) -> HttpResponse:
    if request.headers.get("Content-Type", "") != PIECE:
        return HttpResponse(status=415)
    offset = _bytes(request.headers.get("Upload-Offset", ""), -1)
    if offset < 0:
        return HttpResponse(status=400)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        content = request.read(most + 1)
    except UnreadablePostError:
        return HttpResponse(status=400)
    if len(content) > most:
        return HttpResponse(status=413)
    _refuse_damaged(request.headers.get("Upload-Checksum", ""), content)
    return _at(append(actor=request.actor, token=token, offset=offset, content=content), status=204)


def _cancel(request: ActorRequest, token: str) -> HttpResponse:
    cancel_upload(actor=request.actor, token=token)
    return HttpResponse(status=204)


def _at(found: Upload, *, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Upload-Offset"] = str(found.received)
    answer["Upload-Length"] = str(found.size)
    answer["Upload-Expires"] = http_date(
        (found.touched_at + timedelta(days=settings.UPLOADS_KEPT_DAYS)).timestamp()
    )
    return answer


def _refuse_damaged(announced: str, content: bytes) -> None:
    if not announced:
        return
    algorithm, _space, digest = announced.partition(" ")
    if algorithm != "sha256":
        raise Invalid(_("校验方式只支持 sha256。"))
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != digest:
        raise Damaged(_("这一段在传送中损坏，没有收下。"))


def _bytes(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else otherwise


def _metadata(header: str) -> dict[str, str]:
    """Read "key base64,key base64"; raises Invalid for what is neither."""
    told: dict[str, str] = {}
    for pair in filter(None, header.split(",")):
        key, _space, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid(_("上传的说明无法读出：重新选择文件。")) from None
    return told
