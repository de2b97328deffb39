"""Figures that a plan still states as a visit contradicted them (5.2-1)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.figures import iso_day
from xiangchuang.plan_checks.finding_lines import FindingGroup, FindingLine
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import VisitItem
from xiangchuang.reviews.on_site.claims import amount_text
from xiangchuang.reviews.on_site.contradictions import still_claimed
from xiangchuang.reviews.on_site.plan_claims import TARGETS


def visit_groups(revision: PlanRevision, pack: Pack) -> list[FindingGroup]:
    """Return what a concluded visit found otherwise, by table; it warns, and never holds a plan back."""
    groups: dict[str, FindingGroup] = {}
    for item in still_claimed(revision, pack):
        group = groups.get(item.part) or groups.setdefault(item.part, _group(revision, item.part, pack))
        group.lines.append(
            FindingLine(_message(item, pack), _("与现场考察不一致"), False, item.clause, group.url)
        )
    return list(groups.values())


def _message(item: VisitItem, pack: Pack) -> str:
    assert item.claimed_amount is not None
    told = {
        "label": item.label, "day": iso_day(item.visit.visit_on), "remark": item.remark,
        "claimed": amount_text(item, item.claimed_amount, pack),
    }  # fmt: skip
    if item.found_amount is None:
        return _("%(label)s：方案写 %(claimed)s，%(day)s 现场考察未见。%(remark)s") % told
    told["found"] = amount_text(item, item.found_amount, pack)
    return _("%(label)s：方案写 %(claimed)s，%(day)s 现场核对为 %(found)s。%(remark)s") % told


def _group(revision: PlanRevision, part: str, pack: Pack) -> FindingGroup:
    number = revision.proposal.case.number
    page = reverse("proposals:plan-section", args=[number, revision.number])
    rule = pack.plan_parts.part(part)
    if part == TARGETS or rule is None:
        edit = reverse("proposals:confirm-targets", args=[number])
        return FindingGroup(_("年度目标"), f"{page}#targets", "" if revision.frozen_at else edit, [])
    edit = reverse("plan_parts:edit", args=[number, part])
    url = f"{page}#s-{rule.section}"
    return FindingGroup(words(rule.title), url, "" if revision.frozen_at else edit, [])
