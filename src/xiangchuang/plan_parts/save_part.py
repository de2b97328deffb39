"""One table of the manuscript is saved whole, at the version its author saw (annex)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.plan_parts.columns import Line, TableColumn, columns_of
from xiangchuang.plan_parts.models import LINE, TEXT, PartState
from xiangchuang.plan_parts.table_rows import write_lines
from xiangchuang.plan_parts.tables import PlanTables, tables_of_revision
from xiangchuang.policy.plan_parts import PartRule
from xiangchuang.procedure.errors import Invalid, NotFound, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.proposals.manuscript import open_revision, recount_missing
from xiangchuang.proposals.models import PlanRevision

SAVE = Verb(
    "save_plan_part",
    gettext_lazy("填写方案表格"),
    joined_by=("member",),
    shared=True,
    page="plan_parts:overview",
)
contribute("plan", SAVE)
LARGEST_FEN: Final = 10**16
"""A hundred trillion yuan: sums of many such cells still fit a BIGINT."""
LARGEST_COUNT: Final = 2**31 - 1


def save_part(
    *,
    actor: Actor,
    case: Case,
    code: str,
    seen: int,
    lines: Sequence[Line],
    stated_fen: int | None = None,
) -> PartState:
    """Put `lines` in the place of the table's rows; `seen` is the table's version, 0 before the first save.

    A draft may leave cells empty: `findings_of` tells what is missing. The manuscript is begun where there is
    none. Money is fen. Raises NotFound (no such table in this case's policy, or a foreign case), Stale (saved
    by someone else since), Invalid (a value that fits no column), NotPermitted, Blocked.
    """
    with perform(SAVE, actor=actor, case=case, seen=None) as step:
        rule = step.pack.plan_parts.part(code)
        if rule is None:
            raise NotFound(_("这份政策的建设方案没有这张表。"))
        assert actor.user is not None, "who has standing has signed in"
        revision = open_revision(step.at, actor.user)
        _refuse_unfit(step, tables_of_revision(revision), rule, lines, stated_fen)
        state = _claim(step, revision, rule, seen, stated_fen)
        write_lines(revision, rule, lines)
        recount_missing(revision)
        step.subject = f"plan_revision:{revision.pk}"
        step.note(part=code, revision=revision.number, rows=len(lines), version=state.version)
    return state


def _claim(
    step: Step, revision: PlanRevision, rule: PartRule, seen: int, stated_fen: int | None
) -> PartState:
    """Raise the table's version from the one seen; whoever comes second is told, and nothing is kept."""
    user = step.actor.user
    assert user is not None
    now = {"saved_at": clock.now(), "saved_by": user, "stated_fen": stated_fen if rule.states_total else None}
    if seen == 0:
        try:
            with transaction.atomic():
                return PartState.objects.create(revision=revision, code=rule.code, **now)
        except IntegrityError as error:
            raise _stale(rule) from error
    found = PartState.objects.filter(revision=revision, code=rule.code, version=seen)
    if not found.update(version=F("version") + 1, **now):
        raise _stale(rule)
    return PartState.objects.get(revision=revision, code=rule.code)


def _stale(rule: PartRule) -> Stale:
    return Stale(
        _("“%(table)s”刚被别人保存过，您的内容没有覆盖它。") % {"table": words(rule.title)},
        remedy=_("下面并列最新内容和您填的内容：改好后再保存，以您保存的为准。"),
    )


def _refuse_unfit(
    step: Step, tables: PlanTables, rule: PartRule, lines: Sequence[Line], stated_fen: int | None
) -> None:
    limits = step.pack.plan_parts.limits
    if limits and len(lines) > limits.rows:
        raise Invalid(
            _("一张表最多 %(most)d 行，现有 %(rows)d 行：合并相近的行。")
            % {"most": limits.rows, "rows": len(lines)},
            clause=rule.clause,
        )
    years = sorted(
        {int(name[1:]) for line in lines for name in line if name[:1] == "y" and name[1:].isdigit()}
    )
    if limits and len(years) > limits.years:
        raise Invalid(_("最多填写 %(most)d 个年度。") % {"most": limits.years}, clause=rule.clause)
    known = {c.name: c for c in columns_of(rule, step.pack, parties=tables.parties, years=years)}
    for row, line in enumerate(lines, 1):
        for name, value in line.items():
            if value is None:
                continue
            column = known.get(name)
            if column is None or not _fits(column, value):
                label = column.label if column else name
                raise Invalid(
                    _("第 %(row)d 行的“%(column)s”不合要求：核对后再保存。") % {"row": row, "column": label},
                    clause=rule.clause,
                )
    if stated_fen is not None and not 0 <= stated_fen <= LARGEST_FEN:
        raise Invalid(_("写明的总额不合要求：核对单位是万元还是元。"), clause=rule.clause)


def _fits(column: TableColumn, value: object) -> bool:
    if column.kind in {"choice", "organization"}:
        return value in column.choices
    if column.kind in {"line", "text"}:
        return isinstance(value, str) and len(value) <= (LINE if column.kind == "line" else TEXT)
    if column.kind == "flag":
        return isinstance(value, bool)
    if column.kind == "day":
        return isinstance(value, date)
    largest = LARGEST_COUNT if column.kind == "count" else LARGEST_FEN
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= largest
