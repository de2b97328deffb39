"""The department's desk for what is published and decided: windows, objections, papers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.calendars import clock
from xiangchuang.decisions.forms import VoidForm
from xiangchuang.decisions.models import Notice
from xiangchuang.decisions.queries import documents_visible_to, objections_for
from xiangchuang.decisions.render_document import notice_bytes
from xiangchuang.decisions.void_document import void_document
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound, NotPermitted
from xiangchuang.procedure.queries import visible_to as cases_visible_to


def department_actor(request: ActorRequest) -> Actor:
    """Return who asks; raises NotFound for anyone outside the department."""
    if not request.actor.roles & DEPARTMENT_STAFF:
        raise NotFound(_("没有这一页，或者它不归您办理。"))
    return request.actor


@signed_in
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Show the notices under way, the objections that wait, and the papers issued, newest first."""
    actor, today = department_actor(request), clock.today()
    running = Notice.objects.filter(case__in=cases_visible_to(actor), run__closed_at__isnull=True)
    waiting = objections_for(actor).filter(handled_at__isnull=True).select_related("notice__case")
    documents = documents_visible_to(actor).filter(issued_at__isnull=False).order_by("-issued_at", "-pk")
    context = {
        "notices": running.select_related("case").order_by("closes_on", "pk")[:50],
        "objections": [
            (o, o.answer_by is not None and o.answer_by < today)
            for o in waiting.order_by("answer_by", "pk")[:50]
        ],
        "page": page_of(documents, request.GET.get("page", "1")),
        "may_void": actor.acting_as([Role.LEADERSHIP]) is not None,
    }
    return render(request, "decisions/desk.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: ActorRequest, code: str) -> HttpResponse:
    """Declare an issued letter void, with the reason that whoever verifies it reads."""
    actor = department_actor(request)
    document = documents_visible_to(actor).filter(verification_code=code, issued_at__isnull=False).first()
    if document is None:
        raise NotFound(_("没有这份文件，或者它不归您办理。"))
    if actor.acting_as([Role.LEADERSHIP]) is None:
        raise NotPermitted(_("作废文件由厅领导决定。"))

    def act(values: dict[str, Any]) -> str:
        void_document(actor=actor, document=document, reason=values["reason"])
        return _("%(number)s 已作废，文号保留不再使用。") % {"number": document.number}

    back = case_url(document.case)
    context = {
        "heading": _("作废文件"), "back": back, "button": _("作废"), "is_danger": True,
        "crumb": document.case.number, "about": f"{document.number} {document.title}",
    }  # fmt: skip
    form = VoidForm(request.POST or None)
    return answer_form(
        request, form, act, template="decisions/plain_form.html", context=context,
        then=reverse("decisions:desk"),
    )  # fmt: skip


@signed_in
@require_safe
def notice_word(request: ActorRequest, number: str) -> HttpResponse:
    """Answer with a notice as Word, for the department to put it up elsewhere."""
    actor = department_actor(request)
    notice = Notice.objects.filter(number=number, case__in=cases_visible_to(actor)).first()
    if notice is None:
        raise NotFound(_("没有这份公示。"))
    response = HttpResponse(notice_bytes(notice, "docx"), content_type=MEDIA_TYPES["docx"])
    response["Content-Disposition"] = f'attachment; filename="{notice.number}.docx"'
    return response
