"""Candidates for the national level, each reason opening to the records that bear it out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.overview.candidates import Candidate, candidates
from xiangchuang.overview.scope import achievements_visible_to, centers_in_view
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.overview.yearly import published_grades
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.policy.goals import CandidateRules
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def national(request: ActorRequest) -> HttpResponse:
    """List the centers with the reasons for and against putting them forward."""
    rules, centers = current_pack().goals.candidates, list(centers_in_view(request.actor))
    standing = list(achievements_visible_to(request.actor).filter(withdrawn_at__isnull=True))
    found = candidates(rules, centers, published_grades(centers), standing) if rules else []
    if rules:
        download = table_download(
            _table(rules, found), wanted=request.GET.get("format", ""), title=_("国家级推荐"),
            source=source_of(_("评价结果、登记簿和成效登记")),
        )  # fmt: skip
        if download is not None:
            return download
    context = {
        **frame_of(request.actor, "candidates"), "rules": rules, "found": found,
        "chosen": [one for one in found if one.is_candidate],
        "others": [one for one in found if not one.is_candidate],
        "labels": [(words(rule.label), rule) for rule in rules.rules] if rules else [],
    }  # fmt: skip
    return render(request, "overview/candidates.html", context)


def _table(rules: CandidateRules, found: list[Candidate]) -> ListTable:
    columns = [
        Column(_("中心"), is_lead=True), Column(_("符合推荐条件")), Column(_("满足条数"), is_number=True),
        *(Column(words(rule.label)) for rule in rules.rules),
    ]  # fmt: skip
    rows = [
        Row(
            [one.center.name, _("是") if one.is_candidate else _("否"), one.held]
            + [f"{_('满足') if r.holds else _('不满足')} {r.value}".strip() for r in one.reasons]
        )
        for one in found
    ]
    return ListTable(columns, rows, _("国家级推荐"))
