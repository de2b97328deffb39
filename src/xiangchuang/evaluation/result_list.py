"""The table of all results of a scoring: narrowed and sorted by the address, shown and exported alike."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.evaluation.models import ScoreRun, SubjectScore
from xiangchuang.evaluation.result_words import grade_words, points_text, span_text, state_words
from xiangchuang.evaluation.scored import Scored
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages import figures
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row
from xiangchuang.procedure.pack_words import words
from xiangchuang.sheets import Column as SheetColumn

SORTS: Final = {
    "name": "subject__center__name", "points": "points_e2", "rank": "rank", "grade_kept": "grade_kept",
}  # fmt: skip
_TOLD: Final = {"close": Q(is_close_call=True), "vetoed": Q(is_vetoed=True), "open": Q(is_undecided=True)}
LONGEST_SEARCH: Final = 100


class ResultList:
    """One reading of a scoring's results."""

    def __init__(self, run: ScoreRun, documents: Scored, asked: Mapping[str, str]) -> None:
        self.run, self.documents, self.asked = run, documents, asked
        self.rules = documents.inputs.rules
        self.sets = {found.code: words(found.label) for found in documents.inputs.sets}
        self.text = normalise_line(asked.get("q", ""))[:LONGEST_SEARCH]
        kept = {"run": str(run.number)} if asked.get("run") else {}
        self.bar = FilterBar(_("中心名称或牵头单位"), self.text, self._choices(), kept)
        wanted = asked.get("sort", "")
        self.sort = wanted if wanted.removeprefix("-") in SORTS else "rank"

    def _choices(self) -> list[ChoiceFilter]:
        grades = self.rules.grades.grades if self.rules.grades else ()
        told = {"close": _("等次不稳固"), "vetoed": _("一票否决"), "open": _("有待裁定指标")}
        offered = (
            ("set", _("指标体系"), self.sets),
            ("grade", _("等次"), {grade.code: words(grade.label) for grade in grades}),
            ("told", _("情形"), told),
            ("prefecture", _("市州"), {area.code: str(area.label) for area in PREFECTURES}),
        )
        return [
            ChoiceFilter(name, label, list(known.items()), _known(self.asked.get(name, ""), known))
            for name, label, known in offered
        ]

    @property
    def rows(self) -> "QuerySet[SubjectScore]":
        """The results shown, in order; those without a value stand last."""
        chosen = {choice.name: choice.chosen for choice in self.bar.choices if choice.chosen}
        rows = SubjectScore.objects.filter(run=self.run).select_related("subject__center__lead")
        if "set" in chosen:
            rows = rows.filter(subject__set_code=chosen["set"])
        if "grade" in chosen:
            rows = rows.filter(grade=chosen["grade"])
        if "told" in chosen:
            rows = rows.filter(_TOLD[chosen["told"]])
        if "prefecture" in chosen:
            rows = rows.filter(subject__center__prefecture=chosen["prefecture"])
        if self.text:
            named = Q(subject__center__name__icontains=self.text)
            rows = rows.filter(named | Q(subject__center__lead__name__icontains=self.text))
        by = F(SORTS[self.sort.removeprefix("-")])
        order = by.desc(nulls_last=True) if self.sort.startswith("-") else by.asc(nulls_last=True)
        return rows.order_by(order, "subject__set_code", "pk")

    @property
    def query(self) -> str:
        """The parameters of the address without the page, for exports of what is shown."""
        return urlencode({n: v for n, v in self.asked.items() if v and n not in ("page", "format")})

    def table(self, scores: list[SubjectScore]) -> ListTable:
        """Return the rows of a page; each leads to its center's result in this scoring."""
        columns = [
            self._head("name", _("中心"), is_lead=True),
            Column(_("指标体系")),
            self._head("points", _("得分"), is_number=True),
            self._head("rank", _("名次"), is_number=True),
            Column(_("名次区间"), is_number=True),
            Column(_("等次")),
            self._head("grade_kept", _("等次不变的比例"), is_number=True),
            Column(_("情形")),
        ]
        rows = [Row(self.cells(score), self._url(score)) for score in scores]
        return ListTable(columns, rows, _("评价结果"))

    def cells(self, score: SubjectScore) -> list[object]:
        """Return one result as the table writes it."""
        return [
            score.subject.center.name,
            self.sets.get(score.subject.set_code, score.subject.set_code),
            points_text(score.points_e2),
            "" if score.rank is None else score.rank,
            span_text(score),
            grade_words(self.rules, score.grade),
            "" if score.grade_kept is None else figures.share_text(score.grade_kept),
            self.remark(score),
        ]

    def remark(self, score: SubjectScore) -> str:
        """Say what is particular about the result, the gravest alone."""
        if score.is_vetoed:
            return _("一票否决")
        if score.is_undecided:
            return _("有待裁定指标")
        if score.is_close_call:
            return _("等次不稳固")
        return state_words(self.rules, self.documents.result(score.subject.code).state)

    def sheet(self) -> tuple[list[SheetColumn], list[dict[str, object]]]:
        """Return all that is shown for a workbook, with a column for each dimension of the sets shown."""
        scores = list(self.rows)
        names = ["center", "set", "points", "rank", "span", "grade", "kept", "remark"]
        columns = [
            SheetColumn(n, c.label, "text") for n, c in zip(names, self.table([]).columns, strict=True)
        ]
        dimensions: dict[str, str] = {}
        rows: list[dict[str, object]] = []
        for score in scores:
            row = {n: str(cell) for n, cell in zip(names, self.cells(score), strict=True)}
            for dimension in self.documents.result(score.subject.code).dimensions:
                dimensions[dimension.code] = words(dimension.label)
                row[f"dimension_{dimension.code}"] = f"{dimension.points}"
            rows.append(dict(row))
        columns += [SheetColumn(f"dimension_{c}", label, "text") for c, label in dimensions.items()]
        return columns, rows

    def _url(self, score: SubjectScore) -> str:
        return f"{reverse('evaluation:result', args=[score.subject_id])}?run={self.run.number}"

    def _head(self, name: str, label: str, *, is_number: bool = False, is_lead: bool = False) -> Column:
        again = {n: v for n, v in self.asked.items() if n not in ("page", "format")}
        again["sort"] = f"-{name}" if self.sort == name else name
        sorted_as = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        return Column(
            label, is_number=is_number, is_lead=is_lead, sort_url=f"?{urlencode(again)}",
            sorted_as="ascending" if sorted_as == "ascending" else "descending" if sorted_as else "",
        )  # fmt: skip


def _known(asked: str, known: Mapping[str, str]) -> str:
    return asked if asked in known else ""
