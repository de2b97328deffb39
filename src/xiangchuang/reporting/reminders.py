"""What the clock does for reports each day: owes the next ones, reminds of those due, tells of those late."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.centers.obligations import ANNUAL_REPORT, operating_centers, owe_reports
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.messages import overseers, tell_due, tell_owing
from xiangchuang.reporting.rules import current_rules

_REACH: Final = timedelta(days=400)
"""How far back a late report is still told of: beyond it, lists and work list keep showing it."""


def reports_of_the_day(today: date) -> str:
    """Owe what is owed from today and tell what falls on today or was missed; again on a day, nothing new."""
    with transaction.atomic():
        owed = owe_reports(today)
        told = remind(today)
        if owed or told:
            write_entry(
                Actor.system(), verb="remind_of_reports", clause="5.4-1", detail={"owed": owed, "told": told}
            )
    return _("年报：新增应报 %(owed)d 份，发出提醒 %(told)d 条") % {"owed": owed, "told": told}


def remind(today: date) -> int:
    """Tell those concerned of each report due within the pack's days or late by them; return how many.

    Of several days passed since the last run only the latest is told: nobody gets three reminders at once.
    The city's bureau and the officers are told how many of theirs are owed, in one message for all.
    """
    rule = current_rules().reminders
    if rule is None:
        return 0
    furthest = max(rule.before, default=0)
    rows = Obligation.objects.filter(
        Q(due_on__gte=today - _REACH, due_on__lte=today + timedelta(days=furthest)),
        kind=ANNUAL_REPORT, fulfilled_at__isnull=True,
    )  # fmt: skip
    centers = {center.founding_case_id: center for center in operating_centers(today)} if rows else {}
    told, owing = 0, Counter[tuple[str, int, date, int]]()
    for owed in rows:
        center = centers.get(owed.case_id)
        occasion = _occasion(today, owed.due_on, rule.before, rule.after)
        if center is None or occasion is None:
            continue
        told += tell_due(center, owed, occasion=occasion, left=(owed.due_on - today).days)
        owing.update((to, owed.period, owed.due_on, occasion) for to in overseers(center))
    for (to, period, due_on, occasion), count in owing.items():
        told += tell_owing(to, period, due_on, occasion=occasion, count=count)
    return told


def _occasion(today: date, due: date, before: tuple[int, ...], after: tuple[int, ...]) -> int | None:
    """Return the reminder day last reached: positive before the due day, negative after it; None for none."""
    left = (due - today).days
    if left >= 0:
        return min((day for day in before if day >= left), default=None)
    late = max((day for day in after if day <= -left), default=None)
    return -late if late is not None else None
