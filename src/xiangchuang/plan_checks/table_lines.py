"""What the plan's tables lack or contradict, in the words of the app that keeps them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.plan_checks.finding_lines import FindingGroup, FindingLine
from xiangchuang.plan_parts.findings import BLOCKING, findings_of
from xiangchuang.plan_parts.tables import tables_of_revision
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision


def table_groups(revision: PlanRevision) -> list[FindingGroup]:
    """Return the findings of each table that has any. Its rows, and so they, are frozen with the plan.

    What blocks does so by the guard of the tables themselves.
    """
    tables = tables_of_revision(revision)
    number, groups = revision.proposal.case.number, dict[str, FindingGroup]()
    page = reverse("proposals:plan-section", args=[number, revision.number])
    for found in findings_of(tables):
        rule = tables.tables[found.part].rule
        url = f"{page}#s-{rule.section}"
        edit = "" if revision.frozen_at else reverse("plan_parts:edit", args=[number, found.part])
        group = groups.setdefault(found.part, FindingGroup(words(rule.title), url, edit, []))
        group.lines.append(FindingLine(found.message, _("表格"), found.level in BLOCKING, found.clause, url))
    return list(groups.values())
