"""Agreements: the list, a new draft, one agreement with what it promises."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.set_papers import Form
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.agreement_paper import agreement_file
from xiangchuang.support.draft_agreement import AgreementDraft, draft_agreement
from xiangchuang.support.forms import AgreementForm
from xiangchuang.support.models import AgreementState, Side, SupportAgreement
from xiangchuang.support.queries import agreements_visible_to, find_matter
from xiangchuang.support.verbs import SIGN_FOR_DEPARTMENT, SIGN_FOR_PARTNER
from xiangchuang.support.views.finding import ENDINGS, chosen, list_page, searched, stored
from xiangchuang.support.views.steps import FORM, actions_of, history_of, url_of
from xiangchuang.support.words import agreement_table, commitment_table


@signed_in
@require_safe
def agreements(request: ActorRequest) -> HttpResponse:
    """List the agreements the person may read; the list exports as shown."""
    text = searched(request.GET.get("q", ""))
    states = {str(code): str(label) for code, label in AgreementState.choices}
    sides = {str(code): str(label) for code, label in Side.choices}
    choices = [
        chosen("state", _("状态"), states, request.GET.get("state", "")),
        chosen("side", _("对方"), sides, request.GET.get("side", "")),
    ]
    rows = agreements_visible_to(request.actor).annotate(promised=Count("commitments")).order_by("-pk")
    for choice in choices:
        if choice.chosen:
            rows = rows.filter(**{choice.name: choice.chosen})
    if text:
        rows = rows.filter(
            Q(title__icontains=text) | Q(center__name__icontains=text) | Q(partner__name__icontains=text)
        )
    return list_page(
        request, rows, agreement_table, name=_("支持协议"),
        bar=FilterBar(_("协议、中心或对方"), text, choices), template="support/agreements.html",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_agreement(request: ActorRequest, pk: int) -> HttpResponse:
    """Draft an agreement for a center."""
    center = find_file(request.actor, pk)
    if not request.actor.holds(Role.OFFICER):
        raise NotPermitted(_("支持协议由省科技厅经办人起草。"), clause="6.4-1")
    form = AgreementForm(request.POST or None, request.FILES or None, center=center, is_new=True)

    def act(data: dict[str, Any]) -> str:
        partner, paper = data.pop("partner"), stored(request.actor, data.pop("paper"))
        draft_agreement(
            actor=request.actor, center=center, partner=partner, draft=AgreementDraft(**data, paper=paper)
        )
        return _("草案已保存。下一步把双方的承诺逐项写入。")

    back = chapter_url(center, "support")
    return answer_form(
        request, form, act, template=FORM, then=reverse("support:agreements"),
        context={
            "heading": _("起草支持协议"), "about": center.name, "button": _("保存草案"), "back": back,
            "clause": "6.4-1", "kinds": ENDINGS, "files": ("paper",),
        },
    )  # fmt: skip


@signed_in
@require_safe
def agreement(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an agreement: who has signed, what is promised, what became of it."""
    found = find_matter(SupportAgreement, request.actor, pk)
    promises = list(found.commitments.select_related("center", "promised_by", "talent"))
    signed = tuple(
        verb
        for verb, day in (
            (SIGN_FOR_DEPARTMENT, found.department_signed_on), (SIGN_FOR_PARTNER, found.partner_signed_on),
        )
        if day or not promises
    )  # fmt: skip
    context = {
        "agreement": found,
        "actions": actions_of(request.actor, found, without=signed),
        "pairs": _facts_of(found),
        "table": commitment_table(promises, clock.today(), with_center=False),
        "history": history_of(found),
        "acting_for_city": current_pack().support.acting_for_city if found.side == Side.CITY else None,
        "url": url_of(found),
    }
    return render(request, "support/agreement.html", context)


@signed_in
@require_safe
def paper(request: ActorRequest, pk: int, form: Form) -> HttpResponse:
    """Answer with the agreement as a paper for both sides to sign, in the office's words."""
    found = find_matter(SupportAgreement, request.actor, pk)
    response = HttpResponse(agreement_file(found, form), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{found.title}.{form}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _facts_of(found: SupportAgreement) -> list[tuple[str, object]]:
    def signature(day: Any, name: str) -> str:
        return f"{figures.iso_day(day)} {name}" if day else _("未签署")

    facts: list[tuple[str, object]] = [
        (_("省科技厅"), found.department.name),
        (_("对方"), found.partner_name),
        (_("编号"), found.number),
        (_("省科技厅签署"), signature(found.department_signed_on, found.department_signed_by)),
        (_("对方签署"), signature(found.partner_signed_on, found.partner_signed_by)),
        (_("签署日期"), figures.iso_day(found.signed_on) if found.signed_on else ""),
        (_("有效期至"), figures.iso_day(found.runs_until) if found.runs_until else ""),
        (_("终止"), f"{figures.iso_day(found.ended_on)} {found.ended_reason}" if found.ended_on else ""),
    ]
    return [(label, value) for label, value in facts if value]
