"""How many applied and how many passed, by year, field and city, and how long each stage took."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.pack import Pack
from xiangchuang.portal.small_numbers import LEAST, shown_rows, with_totals
from xiangchuang.procedure.models import CaseMatter, CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.shanghai_time import ShanghaiYear
from xiangchuang.procedure.stage_times import times_by_stage
from xiangchuang.proposals.models import Proposal

# Every state of a case is in one column, so that the columns add up to what was applied for.
OUTCOMES: Final[Mapping[str, tuple[str | Promise, frozenset[str]]]] = {
    "granted": (gettext_lazy("批准"), frozenset({CaseState.GRANTED})),
    "refused": (
        gettext_lazy("未通过或未获推荐"), frozenset({CaseState.REFUSED, CaseState.NOT_RECOMMENDED})
    ),
    "withdrawn": (gettext_lazy("撤回"), frozenset({CaseState.WITHDRAWN})),
    "running": (
        gettext_lazy("办理中"), frozenset({CaseState.OPEN, CaseState.DEFERRED, CaseState.COMPLETED})
    ),
}  # fmt: skip


StatisticsTable = tuple[str, str, ListTable]
"""Code, title and table."""


@dataclass(frozen=True)
class Applied:
    """Applications of one year, field and city that stand in one state, and how many."""

    year: int
    field: str
    prefecture: str
    state: str
    number: int


def applications() -> list[Applied]:
    """Return all submitted applications, counted by what the tables group by, in one query."""
    rows = (
        Proposal.objects.filter(case__matter=CaseMatter.APPROVAL, case__submitted_at__isnull=False)
        .order_by()
        .values_list(ShanghaiYear("case__submitted_at"), "field", "lead__prefecture", "case__state")
        .annotate(number=Count("pk"))
    )
    return [Applied(*row) for row in rows]


def outcome_table(
    found: Sequence[Applied], head: str, group: Callable[[Applied], str], names: Sequence[tuple[str, str]]
) -> ListTable:
    """Return applications by what `group` says of each: a row for each name that has any, and a total."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in found:
        counted[group(one), _outcome(one.state)] += one.number
    present = [(code, label) for code, label in names if any(counted[code, o] for o in OUTCOMES)]
    grid = with_totals([[counted[code, outcome] for outcome in OUTCOMES] for code, _label in present])
    labels = [label for _code, label in present] + [_("合计")]
    columns = [Column(head, is_lead=True)]
    columns += [Column(str(label), _("件"), is_number=True) for label, _states in OUTCOMES.values()]
    columns.append(Column(_("申报"), _("件"), is_number=True))
    rows = [Row([label, *cells]) for label, cells in zip(labels, shown_rows(grid), strict=False)]
    return ListTable(columns, rows, head)


def _outcome(state: str) -> str:
    return next(code for code, (_label, states) in OUTCOMES.items() if state in states)


def statistics_tables(pack: Pack) -> list[StatisticsTable]:
    """Return every table, counted anew in two queries."""
    found = applications()
    years = [(str(year), str(year)) for year in sorted({one.year for one in found})]
    fields = [(f.code, words(f.label)) for o in pack.orientations for f in o.fields]
    fields.append(("", _("其他领域")))
    known = {code for code, _label in fields}
    cities = [(area.code, str(area.label)) for area in PREFECTURES]
    return [
        ("years", _("按申报年度"), outcome_table(found, _("年度"), lambda a: str(a.year), years)),
        (
            "fields", _("按领域"),
            outcome_table(found, _("领域"), lambda a: a.field if a.field in known else "", fields),
        ),
        ("cities", _("按市州"), outcome_table(found, _("市州"), lambda a: a.prefecture, cities)),
        ("stages", _("各阶段用时"), stage_table(pack)),
    ]  # fmt: skip


def stage_table(pack: Pack) -> ListTable:
    """Return how long each stage of the approval took; a stage with few passages is not shown."""
    times = times_by_stage()
    procedure = next(iter(pack.procedures.values()))
    columns = [
        Column(_("阶段"), is_lead=True), Column(_("已办结"), _("次"), is_number=True),
        Column(_("一半不超过"), _("天"), is_number=True), Column(_("九成不超过"), _("天"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row([words(stage.label), str(own.count), str(own.median), str(own.ninety)])
        for stage in procedure.stages
        if (own := times.get(stage.code)) and own.count >= LEAST
    ]
    return ListTable(columns, rows, _("各阶段用时"))
