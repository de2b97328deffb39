"""The page of one table: edited in place, filled by a paste or a workbook, saved whole."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from xiangchuang.pages.typed import whole
from xiangchuang.plan_parts.findings import findings_of
from xiangchuang.plan_parts.forms import PartForm
from xiangchuang.plan_parts.part_changes import PartChange, change_of
from xiangchuang.plan_parts.read_rows import RowsFound, pasted_rows, sheet_rows
from xiangchuang.plan_parts.save_part import SAVE, save_part
from xiangchuang.plan_parts.tables import (
    PartTable,
    PlanTables,
    prefilled,
    tables_of_revision,
    tables_to_begin,
)
from xiangchuang.policy.plan_parts import YEARLY
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound, Refusal, Stale
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.queries import working_revision


class EditPart(ActView):
    """GET shows the table as kept; a POST saves it, or fills it from elsewhere without saving."""

    verb = SAVE
    template_name = "plan_parts/edit.html"
    notes: tuple[str, ...] = ()
    filled = False
    conflict = False
    change: PartChange | None = None
    revision: PlanRevision | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Take the table's code out of the address before the verb's page is found."""
        self.code = str(kwargs.pop("part"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        acts = {"read_pasted": self._read_pasted, "read_sheet": self._read_sheet, "add_rows": self._add_rows}
        for name, act in acts.items():
            if name in request.POST:
                self._refuse_strangers(self._stage)
                form = self.form()
                try:
                    act(form)
                except Refusal as refusal:
                    return self.refused(form, refusal)
                return self.page(form)
        if "add_year" in request.POST:
            self._refuse_strangers(self._stage)
            form = self.form()
            form.add_rows()
            return self.page(form)
        return super().post(request, number)

    def form(self) -> PartForm:
        """Return the form over the table as it is kept now, with every year that the page showed."""
        table, posted = self.table, self.request.method == "POST"
        data, files = (self.request.POST, self.request.FILES) if posted else (None, None)
        limits = pack_of(self.case).plan_parts.limits
        assert limits is not None, "a pack with tables has limits"
        return PartForm(data, files, table=table, lines=prefilled(self.tables, self.code), most=limits.rows)

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, PartForm)
        state = save_part(
            actor=self.actor, case=self.case, code=self.code, seen=form.version, lines=form.lines,
            stated_fen=form.stated_fen,
        )  # fmt: skip
        count = len(form.lines)
        told = ngettext("已保存 %(count)d 行。", "已保存 %(count)d 行。", count) % {"count": count}
        return told if state.version else ""

    def refused(self, form: forms.Form, refusal: Refusal) -> HttpResponse:
        """Show what was saved meanwhile beside what this person has typed."""
        self.conflict = isinstance(refusal, Stale)
        if self.conflict:
            self.__dict__.pop("_tables", None)
        return super().refused(form, refusal)

    def next_url(self) -> str:
        return reverse("plan_parts:edit", args=[self.case.number, self.code])

    def extra_context(self) -> dict[str, Any]:
        table = self.table
        typed_version = self.request.POST.get("version") if self.request.method == "POST" else None
        rule, years = table.rule, [column.year for column in table.year_columns]
        return {
            "pack": self.tables.pack,
            "rule": rule,
            "table": table,
            # A refusal for lateness shows the new version: who saves again has seen it.
            "version": table.version if self.conflict or typed_version is None else typed_version,
            "years": ",".join(map(str, years)),
            "yearly": rule.code in YEARLY,
            "notes": self.notes,
            "filled": self.filled,
            "conflict": self.conflict,
            "change": self.change,
            "section": self.tables.pack.outline.section(rule.section),
            "findings": [f for f in findings_of(self.tables) if f.part == self.code],
            "revision": self.revision,
            "heading": words(rule.title),
        }

    def page(self, form: forms.Form, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        """Draw the page; what a reading or a conflict would change stands above the table."""
        if isinstance(form, PartForm) and (self.filled or self.conflict):
            form.rows.is_valid()
            self.change = change_of(self.table, self.table.lines, form.lines)
        return super().page(form, refusal=refusal, status=status)

    @property
    def tables(self) -> PlanTables:
        """The tables as kept, read once a request."""
        found = self.__dict__.get("_tables")
        if found is None:
            proposal = Proposal.objects.select_related("case", "lead").get(case=self.case)
            # What was submitted is where the next revision begins: the first save copies it.
            self.revision, years = working_revision(proposal), self._years()
            if self.revision is not None:
                self.revision.proposal = proposal
                found = tables_of_revision(self.revision, more_years=years)
            else:
                found = tables_to_begin(proposal, more_years=years)
            self.__dict__["_tables"] = found
        assert isinstance(found, PlanTables)
        return found

    @property
    def table(self) -> PartTable:
        """The table of this page; raises NotFound for one that the policy does not have."""
        found = self.tables.tables.get(self.code)
        if found is None:
            raise NotFound(_("这份政策的建设方案没有这张表。"))
        return found

    def _years(self) -> set[int]:
        """Return the years that the page showed, one more where it was asked for."""
        limits = pack_of(self.case).plan_parts.limits
        shown = {whole(text, 0) for text in self.request.POST.get("years", "").split(",")}
        years = sorted(year for year in shown if 2000 <= year <= 2100)[: limits.years if limits else 0]
        if "add_year" in self.request.POST and years and limits and len(years) < limits.years:
            years.append(years[-1] + 1)
        return set(years)

    def _add_rows(self, form: PartForm) -> None:
        form.add_rows()

    def _read_pasted(self, form: PartForm) -> None:
        self._take(form, pasted_rows(str(form.data.get("pasted", "")), form.table.columns))

    def _read_sheet(self, form: PartForm) -> None:
        upload = self.request.FILES.get("sheet")
        if upload is None:
            form.is_valid()
            form.add_error("sheet", _("还没有选择文件：选择 .xlsx 或 .csv 文件。"))
            return
        with override("zh-hans"):
            # A sheet is handed on: its headers are Chinese whoever looks.
            self.__dict__.pop("_tables", None)
            columns = self.table.columns
            self.__dict__.pop("_tables", None)
        self._take(form, sheet_rows(upload, columns, most=form.most))

    def _take(self, form: PartForm, found: RowsFound) -> None:
        if not found.rows:
            form.is_valid()
            form.add_error("pasted", _("没有读到内容：先在电子表格中复制几行，粘贴到这里。"))
            return
        form.take(found.rows, found.faults)
        self.notes, self.filled = tuple(found.notes), True
