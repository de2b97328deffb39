"""The plan's items, and what became of those of the year before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line
from xiangchuang.reporting.filled import last_plan
from xiangchuang.reporting.models import AnnualReport, OutcomeState, PlanItem, PlanOutcome
from xiangchuang.reporting.permissions import CLAUSE, check_writer, claim, refuse_unless_writable

MOST_ITEMS = 60


@dataclass(frozen=True)
class PlannedItem:
    """One item as the person wrote it."""

    title: str
    due_on: dt.date | None = None
    expected: str = ""
    source: str = ""


@dataclass(frozen=True)
class ItemOutcome:
    """What became of an item: one of OutcomeState, and why where it was not done."""

    state: str
    note: str = ""


def write_plan(*, actor: Actor, report: AnnualReport, seen: int, items: Sequence[PlannedItem]) -> None:
    """Write the plan's items in their order, in place of those before; `seen` is the report's version.

    Raises NotFound, NotPermitted, Blocked (handed in), Invalid, Stale.
    """
    acting = check_writer(actor, report.center)
    refuse_unless_writable(report)
    rows = [_row(report, position, item) for position, item in enumerate(items, start=1)]
    if len(rows) > MOST_ITEMS:
        raise Invalid(_("计划超过 %(most)d 项。") % {"most": MOST_ITEMS}, remedy=_("合并相近的事项。"))
    with transaction.atomic():
        claim(report, seen)
        # The items of a report not yet accepted: nothing refers to them before the next one begins.
        report.plan_items.all().delete()
        PlanItem.objects.bulk_create(rows)
        write_entry(
            actor, verb="write_report_plan", acting=acting, subject=f"annual-report:{report.pk}",
            case_number=report.center.ledger_key, clause=CLAUSE,
            detail={"year": report.year, "items": len(rows)},
        )  # fmt: skip


def say_outcomes(
    *, actor: Actor, report: AnnualReport, seen: int, outcomes: Mapping[int, ItemOutcome]
) -> None:
    """Say what became of last year's items, by their number; an item left out keeps what was said.

    Raises NotFound, NotPermitted, Blocked (handed in), Invalid (another report's item; not done and no
    word why), Stale.
    """
    acting = check_writer(actor, report.center)
    refuse_unless_writable(report)
    known = {line.item.pk: line.item for line in last_plan(report)}
    rows = [_outcome(report, known, pk, said) for pk, said in outcomes.items()]
    with transaction.atomic():
        claim(report, seen)
        report.outcomes.filter(item__in=[row.item_id for row in rows]).delete()
        PlanOutcome.objects.bulk_create(rows)
        write_entry(
            actor, verb="say_plan_outcomes", acting=acting, subject=f"annual-report:{report.pk}",
            case_number=report.center.ledger_key, clause=CLAUSE,
            detail={"year": report.year, "items": len(rows)},
        )  # fmt: skip


def _row(report: AnnualReport, position: int, item: PlannedItem) -> PlanItem:
    title = within(PlanItem, "title", normalise_line(item.title))
    if not title:
        raise Invalid(
            _("第 %(row)d 行没有写事项。") % {"row": position}, remedy=_("写明事项，或者删去这一行。")
        )
    expected = within(PlanItem, "expected", normalise_line(item.expected))
    return PlanItem(
        report=report, position=position, title=title, due_on=item.due_on, expected=expected,
        source=normalise_line(item.source)[:60],
    )  # fmt: skip


def _outcome(report: AnnualReport, known: Mapping[int, PlanItem], pk: int, said: ItemOutcome) -> PlanOutcome:
    item = known.get(pk)
    if item is None or said.state not in OutcomeState.values:
        raise Invalid(_("这一项不在上年计划中。"), remedy=_("刷新页面后重新填写。"))
    note = within(PlanOutcome, "note", normalise_line(said.note))
    if said.state != OutcomeState.DONE and not note:
        raise Invalid(
            _("“%(item)s”没有写明原因。") % {"item": item.title},
            remedy=_("没有完成的，写明原因和后续安排。"),
            clause=CLAUSE,
        )
    return PlanOutcome(report=report, item=item, state=said.state, note=note)
