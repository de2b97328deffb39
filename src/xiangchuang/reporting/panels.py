"""The chapter 年报 of a center's file: year by year what was owed, what came, how it was judged."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.reporting.due import ReportDays
from xiangchuang.reporting.queries import owed_reports
from xiangchuang.reporting.standing import is_late, standing_word


def reports_of_center(center: Center, actor: Actor) -> dict[str, Any]:
    """Return a line a year, newest first, in two queries."""
    days = ReportDays()
    lines = []
    for owed in owed_reports(center):
        report = getattr(owed, "annual_report", None)
        lines.append(
            {
                "owed": owed, "report": report, "word": standing_word(owed), "is_late": is_late(owed),
                "due": days.reading(owed, report) if owed.fulfilled_at is None or report else None,
                "url": reverse("reporting:report", args=[center.pk, owed.period]),
            }
        )  # fmt: skip
    return {"center": center, "lines": lines, "may_keep": may_keep(actor, center) is not None,
            "hint": _("批准的次年起，每年 1 月报送上年总结和本年计划。")}  # fmt: skip
