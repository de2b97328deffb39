"""The form that anyone fills: on the portal without signing in, in the frame for who has signed in."""

import uuid
from typing import Any, cast

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.client_address import client_address
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.feedback.file_feedback import FeedbackDraft, file_feedback
from xiangchuang.feedback.forms import FeedbackForm
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.rules import feedback_rule
from xiangchuang.feedback.sending_limit import admit
from xiangchuang.procedure.packs import current_pack


@method_decorator(never_cache, name="dispatch")
class FileFeedback(View):
    """Shows what was typed when it is refused; a page sent twice leads to its first receipt."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with the clause that the link named."""
        clause = request.GET.get("clause", "")
        known = clause if clause in current_pack().clauses else ""
        actor = _actor(request)
        first = {"token": uuid.uuid4(), "clause": known, **_known_of(actor)}
        return self._page(request, FeedbackForm(actor=actor, initial=first))

    def post(self, request: HttpRequest) -> HttpResponse:
        """File it."""
        actor = _actor(request)
        form = FeedbackForm(request.POST, actor=actor)
        if not form.is_valid():
            return self._page(request, form, status=422)
        values = dict(form.cleaned_data)
        token = values.pop("token")
        try:
            if not actor.is_authenticated and not Feedback.objects.filter(form_token=token).exists():
                admit(client_address(request))
            filed = file_feedback(actor=actor, token=token, draft=FeedbackDraft(**values))
        except Refusal as refusal:
            return self._page(request, form, refusal=refusal, status=refusal.status)
        if actor.is_authenticated:
            told = _("已收到，编号 %(number)s。答复会在“消息”里告知您。") % {"number": filed.feedback.number}
            flash.success(request, told)
            return redirect("feedback:own", pk=filed.feedback.pk)
        return redirect("feedback:receipt", receipt=filed.receipt)

    def _page(
        self, request: HttpRequest, form: FeedbackForm, *, refusal: Refusal | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form, "refusal": refusal, "rule": feedback_rule(), "base": base_of(request),
            "is_signed_in": _actor(request).is_authenticated,
        }  # fmt: skip
        return render(request, "feedback/new.html", context, status=status)


def base_of(request: HttpRequest) -> str:
    """Return the frame a page stands in: the portal's for the public, the workbench's for the signed in."""
    return "base.html" if _actor(request).is_authenticated else "public_base.html"


def _actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def _known_of(actor: Actor) -> dict[str, Any]:
    """Never ask twice: what the account knows is filled in, and may be changed or emptied."""
    if actor.user is None:
        return {}
    return {"name": actor.user.full_name, "contact": actor.user.phone or actor.user.email}
