"""Two scorings beside each other: whose points, rank and grade changed, and by which indicators."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.evaluation.models import ScoreRun
from xiangchuang.evaluation.result_words import grade_words, points_text
from xiangchuang.evaluation.scored import Scored, documents_of
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.evaluation import SubjectResult
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class Change:
    """One center in both scorings; None where a scoring does not include it. Indicators as text."""

    name: str
    subject: int
    before: SubjectResult | None
    after: SubjectResult | None
    indicators: tuple[str, ...]

    @property
    def difference(self) -> int | None:
        """Hundredths of a point gained or lost; None where it was not scored in both."""
        if not (self.before and self.after) or self.before.total is None or self.after.total is None:
            return None
        return hundredths(self.after.total) - hundredths(self.before.total)

    @property
    def changes_grade(self) -> bool:
        """Whether the grade is another one."""
        return (self.before and self.before.grade) != (self.after and self.after.grade)

    @property
    def changes(self) -> bool:
        """Whether anything a reader sees is different."""
        return (
            self.before is None
            or self.after is None
            or self.changes_grade
            or bool(self.difference or self.indicators or self.before.rank != self.after.rank)
        )


@dataclass(frozen=True)
class Comparison:
    """The changes between two scorings, changed grades first, then the largest differences."""

    first: ScoreRun
    second: ScoreRun
    changes: list[Change]
    documents: Scored

    @property
    def finding(self) -> str:
        """Say in one sentence what changed."""
        told = {
            "first": self.first.number, "second": self.second.number,
            "points": sum(bool(change.difference) for change in self.changes),
            "grades": sum(change.changes_grade for change in self.changes),
        }  # fmt: skip
        return (
            _(
                "第 %(first)s 次与第 %(second)s 次评分相比，"
                "%(points)s 个中心得分变化，%(grades)s 个中心等次变化。"
            )
            % told
        )

    def table(self) -> ListTable:
        """Return the centers in which something is different."""
        columns = [
            Column(_("中心"), is_lead=True), Column(_("原得分"), is_number=True),
            Column(_("新得分"), is_number=True), Column(_("差"), is_number=True),
            Column(_("原名次"), is_number=True), Column(_("新名次"), is_number=True),
            Column(_("原等次")), Column(_("新等次")), Column(_("变化的指标")),
        ]  # fmt: skip
        rows = [Row(self._cells(change), self._url(change)) for change in self.changes]
        return ListTable(columns, rows, _("两次评分的差别"), dense=True)

    def _cells(self, change: Change) -> list[object]:
        rules = self.documents.inputs.rules
        before, after = change.before, change.after
        return [
            change.name, _total(before), _total(after), signed(change.difference),
            before.rank if before else "", after.rank if after else "",
            grade_words(rules, before.grade if before else None),
            grade_words(rules, after.grade if after else None), "；".join(change.indicators),
        ]  # fmt: skip

    def _url(self, change: Change) -> str:
        return f"{reverse('evaluation:result', args=[change.subject])}?run={self.second.number}"


def compare(first: ScoreRun, second: ScoreRun) -> Comparison:
    """Return what differs between two scorings of one round; the rows do not grow the queries."""
    one, other = documents_of(first), documents_of(second)
    before = {result.code: result for result in one.results.subjects}
    after = {result.code: result for result in other.results.subjects}
    ids = {subject.code: subject.pk for subject in second.round.subjects.all()}
    found = [
        Change(
            (after.get(c) or before[c]).name, ids[c], before.get(c), after.get(c), _moved(before, after, c)
        )
        for c in sorted(set(before) | set(after))
        if c in ids
    ]  # fmt: skip
    changed = [change for change in found if change.changes]
    changed.sort(key=lambda change: (not change.changes_grade, -abs(change.difference or 0)))
    return Comparison(first, second, changed, other)


def signed(difference: int | None) -> str:
    """Write hundredths of a point with their sign: "+1.50", "−0.25", "0.00"; "" for None."""
    if difference is None:
        return ""
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{points_text(abs(difference))}"


def _total(result: SubjectResult | None) -> str:
    return "" if result is None or result.total is None else f"{result.total}"


def _moved(before: dict[str, SubjectResult], after: dict[str, SubjectResult], code: str) -> tuple[str, ...]:
    if code not in before or code not in after:
        return ()
    old = {indicator.code: indicator.points for indicator in before[code].indicators}
    moved = []
    for indicator in after[code].indicators:
        was = old.get(indicator.code)
        if was is not None and was != indicator.points:
            told = {"name": words(indicator.label), "before": was, "after": indicator.points}
            moved.append(_("%(name)s %(before)s → %(after)s") % told)
    return tuple(moved)
