"""Merging duplicates: first whom, then what moves and what stands on both sides, then the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.organizations.merge import check_merge, merge_organizations
from xiangchuang.organizations.merge_preview import MergePreview, preview_of
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.queries import visible_to
from xiangchuang.organizations.uscc import bare_code
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotPermitted, Refusal
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.fact_table import field_words
from xiangchuang.workbench.fact_words import FactWord, fact_words, value_text
from xiangchuang.workbench.register_forms import RegisterForm
from xiangchuang.workbench.views.organizations import find_organization

_SUGGESTED_AT_MOST = 10


class MergeForm(RegisterForm):
    """Why the two are one."""

    reason = forms.CharField(
        label=gettext_lazy("合并理由"),
        max_length=500,
        help_text=gettext_lazy("例如“同一单位更换代码后重复登记”。"),
        error_messages={"required": gettext_lazy("写明为何合并。")},
    )


@dataclass(frozen=True)
class Choice:
    """One conflict as the page asks it: the fact, and the two values to choose from."""

    name: str
    label: str
    kept: FactRecord
    kept_text: str
    absorbed: FactRecord
    absorbed_text: str
    chosen: int


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the organisation of the address absorb a duplicate of it."""
    if not request.actor.holds(Role.OFFICER):
        raise NotPermitted(_("重复的单位由省科技厅经办合并。"))
    kept = find_organization(request.actor, pk)
    typed = normalise_line((request.POST or request.GET).get("other", ""))[:100]
    if not typed:
        return _ask_whom(request, kept)
    absorbed = _find_other(request.actor, typed)
    if absorbed is None:
        return _ask_whom(request, kept, typed)
    return _answer(request, kept, absorbed)


def _find_other(actor: Actor, typed: str) -> Organization | None:
    """Return the organisation of a code, or of an id as the page's own links give it."""
    shown = visible_to(actor).select_related("merged_into")
    if typed.startswith("id:") and typed[3:].isascii() and typed[3:].isdigit() and len(typed) < 20:
        return shown.filter(pk=int(typed[3:])).first()
    return shown.filter(uscc=bare_code(typed)).first()


def _ask_whom(request: ActorRequest, kept: Organization, typed: str = "") -> HttpResponse:
    context = {
        "organization": kept,
        "typed": typed,
        "alike": _alike(request.actor, kept)[:_SUGGESTED_AT_MOST],
        "back": reverse("workbench:organization", args=[kept.pk]),
    }
    return render(request, "workbench/merge_whom.html", context, status=422 if typed else 200)


def _alike(actor: Actor, kept: Organization) -> QuerySet[Organization]:
    """Return organisations that may be the same one: the same name, whatever the area."""
    rows = visible_to(actor).filter(merged_into=None).exclude(pk=kept.pk)
    return rows.filter(Q(name=kept.name) | Q(name__iexact=kept.name)).order_by("pk")


def _answer(request: ActorRequest, kept: Organization, absorbed: Organization) -> HttpResponse:
    form = MergeForm(request.POST or None)
    refusal: Refusal | None = None
    status = 200
    try:
        check_merge(request.actor, kept, absorbed)
        if request.method == "POST":
            status = 422
            if form.is_valid():
                merge_organizations(
                    actor=request.actor, kept=kept, absorbed=absorbed, reason=form.cleaned_data["reason"],
                    seen=_versions(request.POST), chosen=_chosen(request.POST),
                )  # fmt: skip
                messages.success(request, _("已把%(name)s并入本单位。") % {"name": absorbed.name})
                return redirect("workbench:organization", kept.pk)
    except Refusal as refused:
        refusal, status = refused, refused.status
    return render(
        request, "workbench/merge.html", _context(request, kept, absorbed, form, refusal), status=status
    )


def _context(
    request: ActorRequest,
    kept: Organization,
    absorbed: Organization,
    form: forms.Form,
    refusal: Refusal | None,
) -> dict[str, Any]:
    preview = preview_of(kept, absorbed)
    return {
        "organization": kept,
        "absorbed": absorbed,
        "preview": preview,
        "same": len(preview.same_facts) + len(preview.same_capabilities),
        "choices": _choices(preview, _chosen(request.POST)),
        "form": form,
        "refusal": refusal,
        "is_possible": absorbed.merged_into_id is None and kept.pk != absorbed.pk,
        "back": reverse("workbench:organization", args=[kept.pk]),
    }


def _choices(preview: MergePreview, chosen: dict[int, int]) -> list[Choice]:
    pack = current_pack()
    known = fact_words(pack)
    found = []
    for conflict in preview.conflicts:
        kept, absorbed = conflict.kept, conflict.absorbed
        word = known.get(kept.code) or FactWord(kept.code, kept.code, kept.value.kind, "", in_field=False)
        field = field_words(pack, kept.field)
        found.append(
            Choice(
                f"fact-{kept.pk}",
                f"{word.label} {kept.year}" + (_("（%(unit)s）") % {"unit": field} if field else ""),
                kept, value_text(kept.value, word.counted_in),
                absorbed, value_text(absorbed.value, word.counted_in), chosen.get(kept.pk, 0),
            )
        )  # fmt: skip
    return found


def _chosen(posted: QueryDict) -> dict[int, int]:
    """Return what was chosen for each conflict, by the kept one's fact."""
    found = {}
    for name, value in posted.items():
        fact = name.removeprefix("fact-")
        if name.startswith("fact-") and _is_id(fact) and isinstance(value, str) and _is_id(value):
            found[int(fact)] = int(value)
    return found


def _versions(posted: QueryDict) -> tuple[int, int]:
    kept, absorbed = (posted.get(name, "") for name in ("kept_version", "absorbed_version"))
    return int(kept) if _is_id(kept) else 0, int(absorbed) if _is_id(absorbed) else 0


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
