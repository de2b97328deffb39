"""Registering and correcting a platform, claiming and confirming it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted, Refusal
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.network.forms import PlatformCorrectionForm, PlatformForm
from xiangchuang.organizations.apps import EVIDENCE
from xiangchuang.organizations.models import Organization
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen, whole
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.permissions import houses, may_correct, may_register_some
from xiangchuang.platforms.queries import find_platform, unregistered
from xiangchuang.platforms.register_platform import (
    claim_platform,
    confirm_platform,
    correct_platform,
    register_platform,
)
from xiangchuang.procedure.packs import current_pack

EVIDENCE_KINDS = ("pdf", "docx", "xlsx", "jpg", "png")
EVIDENCE_SUFFIXES = ".pdf,.docx,.xlsx,.jpg,.png"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """Register a platform; `capability` takes up what a register says of it already."""
    if not may_register_some(request.actor):
        raise NotPermitted(_("平台由依托单位、所在市州科技局或省科技厅经办登记。"), clause="1.2-4")
    pack = current_pack()
    form = PlatformForm(
        request.POST or None, request.FILES or None, pack=pack, initial=_known(request.actor, request)
    )

    def act(data: dict[str, Any]) -> str:
        platform = register_platform(
            actor=request.actor, rules=pack.platforms, draft=form.draft(_stored(request.actor, data))
        )
        return _("已登记“%(name)s”，等待另一人确认。") % {"name": platform.name}

    return _page(request, form, act, _("登记创新平台"), _("登记"), reverse("network:registry"))


def _known(actor: Actor, request: ActorRequest) -> dict[str, object]:
    """What is known before anybody types: of the record taken up, or of the person's own organisation."""
    record = unregistered(actor).filter(pk=whole(request.GET.get("capability", ""), 0)).first()
    if record is not None:
        return {
            "name": record.title, "level": record.level, "host": record.organization.uscc,
            "field": record.field, "approved_on": record.on, "source": record.source,
            "prefecture": record.organization.prefecture,
        }  # fmt: skip
    own = Organization.objects.filter(pk__in=houses(actor)).first()
    return {"host": own.uscc} if own is not None else {}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    """Correct a platform, with a reason; it waits for confirmation anew."""
    found, pack = find_platform(request.actor, pk), current_pack()
    if may_correct(request.actor, found) is None:
        raise NotPermitted(_("平台由依托单位、所在市州科技局或省科技厅经办更正。"), clause="1.2-4")
    names = ("name", "kind", "level", "field", "specialty", "prefecture", "approved_by", "approved_on",
             "document_number", "leader", "source")  # fmt: skip
    initial = {name: getattr(found, name) for name in names}
    codes = found.partners.values_list("organization__uscc", flat=True)
    initial["partners"] = "、".join(code for code in codes if code)
    form = PlatformCorrectionForm(request.POST or None, request.FILES or None, pack=pack, initial=initial)

    def act(data: dict[str, Any]) -> str:
        form.cleaned_data["host"] = found.host
        correct_platform(
            actor=request.actor, rules=pack.platforms, platform=found, seen=version_seen(request),
            draft=form.draft(_stored(request.actor, data)), reason=data["reason"],
        )  # fmt: skip
        return _("已更正，等待另一人确认；原登记保留在历史里。")

    return _page(
        request, form, act, _("更正平台登记"), _("更正"), reverse("network:platform", args=[pk]), found
    )


def _stored(actor: Actor, data: dict[str, Any]) -> StoredFile | None:
    upload = data.get("evidence")
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=EVIDENCE) if upload else None


def _page(
    request: ActorRequest, form: PlatformForm, act: Callable[[dict[str, Any]], str], heading: str,
    button: str, back: str, found: Platform | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "heading": heading, "button": button, "back": back, "clause": "1.2-4", "platform": found,
        "kinds": EVIDENCE_SUFFIXES, "version": version_seen(request) or (found.version if found else 0),
        "about": found.name if found else _("登记一次，单位登记册中的能力记录随之写好，条件核查直接取用。"),
    }  # fmt: skip
    return answer_form(request, form, act, template="network/form.html", then=back, context=context)


@signed_in
@require_POST
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm what the register says of a platform."""
    found = find_platform(request.actor, pk)
    seen = version_seen(request)
    _do(request, lambda: confirm_platform(actor=request.actor, platform=found, seen=seen), _("已确认。"))
    return redirect("network:platform", pk)


@signed_in
@require_POST
def claim(request: ActorRequest, pk: int) -> HttpResponse:
    """Claim a platform for the person's own organisation."""
    found = find_platform(request.actor, pk)
    own = {found.host_id, *found.partners.values_list("organization", flat=True)} & houses(request.actor)
    organization = Organization.objects.filter(pk__in=own).order_by("pk").first()
    if organization is None:
        raise NotFound(_("没有这个平台，或者它不归本单位认领。"))
    _do(
        request,
        lambda: claim_platform(actor=request.actor, platform=found, organization=organization),
        _("已认领；内容有误时用“更正”。"),
    )
    return redirect("network:platform", pk)


def _do(request: ActorRequest, verb: Callable[[], None], done: str) -> None:
    try:
        verb()
    except Refusal as refusal:
        if refusal.status in (NotPermitted.status, NotFound.status):
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
