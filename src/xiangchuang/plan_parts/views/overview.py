"""The tables of a plan at a glance, each with its state; a table as a workbook, filled or empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiangchuang.plan_parts.findings import BLOCKING, PartFinding, findings_of, total_of
from xiangchuang.plan_parts.part_sheets import XLSX, table_sheet, template_sheet
from xiangchuang.plan_parts.save_part import SAVE
from xiangchuang.plan_parts.tables import PartTable, PlanTables, tables_of_revision, tables_to_begin
from xiangchuang.policy.plan_parts import YEARLY
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.standing import current_participants, first_standing
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan_files import AUTHORS, may_read_revision
from xiangchuang.proposals.queries import working_revision
from xiangchuang.proposals.views.signed_in import CasePage


@dataclass(frozen=True)
class PartLine:
    """One table on the overview: how far it is, and what is to mend."""

    table: PartTable
    section: str
    findings: Sequence[PartFinding]
    total_fen: int | None

    @property
    def state(self) -> str:
        """The word of its state: "todo", "error", "gap" or "done"."""
        if not self.table.lines:
            return "todo"
        return next((f.level for f in self.findings if f.level in BLOCKING), "done")


def part_lines(tables: PlanTables) -> list[PartLine]:
    """Return the tables in the pack's order with what is to mend in each."""
    found = findings_of(tables)
    return [
        PartLine(
            table,
            words(tables.pack.outline.section(table.rule.section).title),
            [finding for finding in found if finding.part == table.rule.code],
            total_of(table) if table.rule.code in YEARLY - {"benefits"} else None,
        )
        for table in tables
    ]


class _TablesPage(CasePage):
    """Pages of the manuscript's tables; a stranger to it finds nothing."""

    def manuscript(self) -> PlanRevision | None:
        """Return the newest revision that the actor may read; None to an author where none is begun."""
        proposal = Proposal.objects.select_related("case", "lead").filter(case=self.case).first()
        if proposal is None or not pack_of(self.case).plan_parts.parts:
            raise NotFound(_("这个案卷没有方案表格。"))
        self.proposal = proposal
        revision = working_revision(proposal)
        if revision is None:
            if self.is_author:
                return None
            raise NotFound(_("建设方案还没有提交。"))
        revision.proposal = proposal
        if may_read_revision(self.actor, revision):
            return revision
        frozen = proposal.revisions.filter(frozen_at__isnull=False).first()
        if frozen is None:
            raise NotFound(_("建设方案还没有提交。"))
        frozen.proposal = proposal
        if not may_read_revision(self.actor, frozen):
            raise NotFound(_("建设方案还没有提交。"))
        return frozen

    @property
    def is_author(self) -> bool:
        """Whether the actor belongs to the lead or a member."""
        own = {held.organization_id for held in self.actor.appointments if held.role != "expert"}
        return any(p.organization_id in own for p in current_participants(self.case) if p.part in AUTHORS)

    @property
    def may_write(self) -> bool:
        """Whether the actor may save a table now."""
        stage = pack_of(self.case).procedures[self.case.kind].stage(self.case.stage_code)
        open_now = self.case.state == CaseState.OPEN and self.case.stage_kind == "plan"
        return open_now and first_standing(self.actor, self.case, SAVE.roles(stage)) is not None


class Overview(_TablesPage):
    """All tables with section, rows and state."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        revision = self.manuscript()
        tables = tables_of_revision(revision) if revision else tables_to_begin(self.proposal)
        lines = part_lines(tables)
        context: dict[str, Any] = {
            "case": self.case,
            "case_url": case_url(self.case),
            "pack": tables.pack,
            "revision": revision,
            "lines": lines,
            "may_write": self.may_write,
            "done": sum(line.state == "done" for line in lines),
            "findings": [f for line in lines for f in line.findings if f.level in BLOCKING],
        }
        return render(request, "plan_parts/overview.html", context)


class Template(_TablesPage):
    """An empty workbook of one table."""

    def get(self, request: HttpRequest, number: str, part: str) -> HttpResponse:
        revision = self.manuscript()
        with override("zh-hans"):
            tables = tables_of_revision(revision) if revision else tables_to_begin(self.proposal)
            table = tables.tables.get(part)
            if table is None:
                raise NotFound(_("这份政策的建设方案没有这张表。"))
            notes = [table.rule.hint.zh, self.case.title]
            content = template_sheet(table, notes=notes)
            return workbook(content, f"{table.rule.title.zh}-模板.xlsx")


class PartDownload(CasePage):
    """One table of one revision as a workbook, for all who may read the revision."""

    def get(self, request: HttpRequest, number: str, revision: int, part: str) -> HttpResponse:
        found = (
            PlanRevision.objects.filter(proposal__case=self.case, number=revision)
            .select_related("proposal__case", "proposal__lead")
            .first()
        )
        if found is None or not may_read_revision(self.actor, found):
            raise NotFound(_("没有这一版方案，或者它还没有提交。"))
        with override("zh-hans"):
            table = tables_of_revision(found).tables.get(part)
            if table is None:
                raise NotFound(_("这份政策的建设方案没有这张表。"))
            content = table_sheet(table, source=f"{self.case.number} 修订 {found.number}")
            return workbook(content, f"{number}-{table.rule.title.zh}.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to download that no cache keeps."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
