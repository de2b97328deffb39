"""How centers stand by 4.1: one center with its history, all centers for those who oversee, the finding."""

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_oversee
from xiangchuang.centers.queries import find_file, visible_to
from xiangchuang.centers.views.file import frame_of
from xiangchuang.governance.compliance_lines import compliance_lines, condition_labels
from xiangchuang.governance.find_compliance import find_compliance
from xiangchuang.governance.models import ComplianceSpell
from xiangchuang.governance.queries import legal_form_of, open_spells
from xiangchuang.governance.register_legal_person import register_legal_person
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack

STATES = ("failing", "unmet", "missing", "judgement", "met")


class FindingForm(forms.Form):
    """Whether a departure from a principle is accepted, why, and until when."""

    use_required_attribute = False
    accepted = forms.ChoiceField(
        label=gettext_lazy("认定"),
        choices=[
            ("", gettext_lazy("选择…")), ("yes", gettext_lazy("认可：视为满足")),
            ("no", gettext_lazy("不认可：仍须改正")),
        ],
        error_messages={"required": gettext_lazy("这一项没有填写。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("写明依据的材料和考虑。")},
    )  # fmt: skip
    valid_until = forms.DateField(
        label=gettext_lazy("有效期至"), required=False, help_text=gettext_lazy("留空为长期有效。"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


@signed_in
@require_safe
def center_compliance(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every condition on a center, what it was judged on, and its spells."""
    center = find_file(request.actor, pk)
    lines = compliance_lines(center, request.actor)
    spells = page_of(ComplianceSpell.objects.filter(center=center), request.GET.get("page", "1"))
    labels = condition_labels(current_pack())
    context = {
        **frame_of(center, "governance"),
        "lines": lines,
        "met": sum(line.is_met for line in lines),
        "page": spells,
        "spells": [(spell, labels.get(spell.condition, spell.condition)) for spell in spells.object_list],
    }
    return render(request, "governance/center_compliance.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Let the person the pack names find on a condition."""
    center = find_file(request.actor, pk)
    line = next((li for li in compliance_lines(center, request.actor) if li.code == code), None)
    if line is None:
        raise NotFound(_("没有这项条件。"))
    if not line.may_find:
        raise NotPermitted(_("这一项不由您认定，或者现在不需要认定。"), clause=line.clause)

    def act(data: dict[str, Any]) -> str:
        find_compliance(
            actor=request.actor, center=center, condition=code, accepted=data["accepted"] == "yes",
            reason=data["reason"], valid_until=data["valid_until"],
        )  # fmt: skip
        return _("已认定。")

    return answer_form(
        request, FindingForm(request.POST or None), act, template="governance/find.html",
        context={**frame_of(center, "governance"), "line": line}, then=_center_url(center),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def legal_person(request: ActorRequest, pk: int) -> HttpResponse:
    """Link the center to the legal person it has become."""
    center = find_file(request.actor, pk)
    if may_oversee(request.actor, center) is None:
        raise NotPermitted(_("中心法人由省科技厅经办或处室负责人连接。"), clause="4.1-1")

    def act(data: dict[str, Any]) -> str:
        organization = register_legal_person(actor=request.actor, center=center)
        return _("已连接法人“%(name)s”，可以为它安排人员。") % {"name": organization.name}

    return answer_form(
        request, forms.Form(request.POST if request.method == "POST" else None), act,
        template="governance/legal_person.html", then=reverse("centers:chapter", args=[pk, "governance"]),
        context={**frame_of(center, "governance"), "form_in_force": legal_form_of(center)},
    )  # fmt: skip


@signed_in
@require_safe
def all_centers(request: ActorRequest) -> HttpResponse:
    """List how the centers one may open stand, those that do not meet something first."""
    rows, asked = _asked(request)
    page = page_of(rows, request.GET.get("page", "1"))
    labels = condition_labels(current_pack())
    spells = open_spells(center.pk for center in page.object_list)
    context = {
        "page": page,
        "lines": [
            (center, prefecture_label(center.prefecture), _told(spells.get(center.pk, []), labels))
            for center in page.object_list
        ],
        "states": _state_words(), "conditions": labels.items(), "is_narrow": any(asked.values()), **asked,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "governance/all_centers.html", context)


@signed_in
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give what the list shows, one row for each condition not met."""
    rows, _asked_for = _asked(request)
    labels = condition_labels(current_pack())
    centers = list(rows)
    spells = open_spells(center.pk for center in centers)
    states = _state_words()
    lines = [
        [center.name, center.lead.name, prefecture_label(center.prefecture),
         labels.get(spell.condition, spell.condition), spell.clause, states.get(spell.outcome, spell.outcome),
         figures.iso_day(spell.since)]
        for center in centers
        for spell in spells.get(center.pk, [])
    ]  # fmt: skip
    head = [_("中心"), _("牵头单位"), _("市州"), _("条件"), _("条款"), _("状态"), _("自何时起")]
    return csv_response(_("治理条件核查.csv"), head, lines)


def _asked(request: ActorRequest) -> tuple["QuerySet[Center]", dict[str, str]]:
    text = normalise_line(request.GET.get("q", ""))[:100]
    state, condition = request.GET.get("state", ""), request.GET.get("condition", "")
    rows = _ordered(request.actor)
    if text:
        rows = rows.filter(name__icontains=text)
    if state in STATES:
        rows = _in_state(rows, state)
    if condition:
        open_ones = ComplianceSpell.objects.filter(center=OuterRef("pk"), ended_on=None, condition=condition)
        rows = rows.filter(Exists(open_ones))
    return rows, {"text": text, "state": state, "condition": condition}


def _ordered(actor: Actor) -> "QuerySet[Center]":
    rows = visible_to(actor).select_related("lead", "compliance_review")
    worst = F("compliance_review__unmet").desc(nulls_last=True)
    return rows.order_by(worst, F("compliance_review__missing").desc(nulls_last=True), "pk")


def _in_state(rows: "QuerySet[Center]", state: str) -> "QuerySet[Center]":
    open_ones = ComplianceSpell.objects.filter(center=OuterRef("pk"), ended_on=None)
    if state == "failing":
        return rows.filter(Exists(open_ones))
    if state == "met":
        return rows.filter(~Exists(open_ones), compliance_review__isnull=False)
    return rows.filter(Exists(open_ones.filter(outcome=state)))


def _told(spells: list[ComplianceSpell], labels: dict[str, str]) -> list[tuple[ComplianceSpell, str]]:
    return [(spell, labels.get(spell.condition, spell.condition)) for spell in spells]


def _state_words() -> dict[str, str]:
    return {
        "failing": _("有未满足的"), "unmet": _("不满足"), "missing": _("缺证据"), "judgement": _("待判断"),
        "met": _("全部满足"),
    }  # fmt: skip


def _center_url(center: Center) -> str:
    return reverse("governance:center-compliance", args=[center.pk])
